import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PeerFolder } from "../../../src/trust/peers.ts";
import { stampOf } from "../../../src/trust/stamp.ts";

let folder: string;
const file = () => join(folder, "host.crt");
const peer = (name: string) => join(folder, "peers", name);
const stamp = () => stampOf([file(), join(folder, "host.key"), ...new PeerFolder(join(folder, "peers")).files]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-stamp-"));
  mkdirSync(join(folder, "peers"));
  writeFileSync(file(), "one");
  writeFileSync(peer("beta.crt"), "one");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("a stamp stays as long as nothing is changed", () => {
  expect(stamp()).toBe(stamp());
});

test.each([
  ["a file is written again, as long as before and with the time of before", () => rewrite(file())],
  ["a file of the same size takes its place", () => replace(file())],
  ["a file comes", () => writeFileSync(join(folder, "host.key"), "key")],
  ["a file goes", () => rmSync(file())],
  ["a peer is replaced", () => replace(peer("beta.crt"))],
  ["a peer is added", () => writeFileSync(peer("gamma.crt"), "one")],
  ["a peer is revoked", () => rmSync(peer("beta.crt"))],
  ["a peer is renamed", () => renameSync(peer("beta.crt"), peer("gamma.crt"))],
  ["the folder goes", () => rmSync(join(folder, "peers"), { recursive: true })],
])("a stamp is another one when %s", async (_what, change) => {
  utimesSync(file(), 1, 1);
  const before = stamp();
  await Bun.sleep(20); // more than the kernel's clock for files needs to go on
  change();
  expect(stamp()).not.toBe(before);
});

function rewrite(path: string): void {
  writeFileSync(path, "two");
  utimesSync(path, 1, 1);
}

function replace(path: string): void {
  writeFileSync(`${path}.new`, "two");
  renameSync(`${path}.new`, path);
}
