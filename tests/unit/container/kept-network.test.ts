import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetNetwork, keepNetwork, readKept } from "../../../src/container/kept-network.ts";
import { Paths } from "../../../src/container/paths.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-network-"));
const paths = new Paths(join(folder, "state"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("what keepNetwork() was told is what the next boot is told", () => {
  for (const options of [
    { uplink: "eth1", keepAddresses: false },
    { uplink: "eth0", keepAddresses: true },
  ]) {
    keepNetwork(paths, options);
    expect(readKept(paths.network)).toEqual(options);
  }
  keepNetwork(paths, {}); // brought in order, and still the one with that uplink
  expect(readKept(paths.network)).toEqual({ uplink: "eth0", keepAddresses: true });
  forgetNetwork(paths);
  keepNetwork(paths, {});
  expect(readKept(paths.network)).toEqual({ keepAddresses: false });
});

test("readKept() takes no file for no bridge, and a damaged one for an error with a way out", () => {
  forgetNetwork(paths);
  expect(readKept(paths.network)).toBeNull();
  for (const text of ["", "7", '{"uplink":7}', "{"]) {
    writeFileSync(paths.network, text);
    expect(() => readKept(paths.network)).toThrow(/Cannot read ".*network.json"/);
  }
});
