import { afterAll, expect, test } from "bun:test";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { accept, listenAt, pollAny, readable } from "../../../src/container/userfault.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-listen-"));
const path = join(folder, "pager.sock");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Looks until it is told to stop, and says how often the path was not there. */
const watcher = `
import { existsSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
const { path, flags } = workerData;
parentPort.postMessage("ready");
let gaps = 0;
while (Atomics.load(flags, 0) === 0) if (!existsSync(path)) gaps++;
parentPort.postMessage(gaps);`;

test("a pager that takes over is there at every moment: without its socket nothing would be lacking", async () => {
  closeSync(listenAt(path)); // and dies
  const flags = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(watcher, { eval: true, workerData: { path, flags } });
  await once(worker, "message");
  for (let round = 0; round < 300; round++) closeSync(listenAt(path));
  const answer = once(worker, "message");
  Atomics.store(flags, 0, 1);
  expect((await answer)[0]).toBe(0);
  await worker.terminate();
});

test("whoever connects is heard by the one that took over", async () => {
  const fds = [listenAt(path), listenAt(path)] as const;
  const client = createConnection({ path });
  await once(client, "connect");
  expect([
    ...pollAny(
      fds.map((fd) => ({ fd, events: readable })),
      1000,
    ),
  ]).toEqual([fds[1]]);
  const accepted = accept(fds[1], { blocking: false });
  expect(accepted).not.toBeNull();
  client.destroy();
  for (const fd of [...fds, accepted ?? -1]) closeSync(fd);
  expect(readdirSync(folder)).toEqual(["pager.sock"]);
});

test("a path that is too long for a socket is refused, and nothing is left", () => {
  const long = join(folder, "x".repeat(108));
  expect(() => listenAt(long)).toThrow("ENAMETOOLONG");
  expect(existsSync(long)).toBe(false);
});
