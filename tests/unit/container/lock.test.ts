import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileLock } from "../../../src/container/lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-lock-"));
  path = join(folder, "lock.json");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("FileLock.acquire() names the owner to whoever comes second, and is free after the first", async () => {
  const first = await FileLock.acquire(path, 'container "web"', "a migration to beta");
  const second = await failure(FileLock.acquire(path, 'container "web"', "its stop"));
  expect(second).toMatchObject({
    code: "E_BUSY",
    message: `Cannot change container "web": busy with a migration to beta (pid ${process.pid})`,
  });
  first[Symbol.dispose]();
  using again = await FileLock.acquire(path, 'container "web"', "its stop");
  expect(again).toBeInstanceOf(FileLock);
});

test("FileLock.acquire() waits for the owner when told to", async () => {
  const first = await FileLock.acquire(path, "x", "a");
  setTimeout(() => {
    first[Symbol.dispose]();
  }, 50);
  using second = await FileLock.acquire(path, "x", "b", { waitMs: 5_000 });
  expect(second).toBeInstanceOf(FileLock);
});

test("a lock dies with its owner, killed as it may be", async () => {
  const program = `const { FileLock } = await import(${JSON.stringify(join(import.meta.dir, "../../../src/container/lock.ts"))});
    globalThis.held = await FileLock.acquire(${JSON.stringify(path)}, "x", "a long thing");
    console.log("held"); setInterval(() => {}, 1000);`;
  const owner = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe" });
  await owner.stdout.getReader().read();
  const refused = await failure(FileLock.acquire(path, "x", "b"));
  expect(String(refused)).toContain(`busy with a long thing (pid ${owner.pid})`);
  owner.kill("SIGKILL");
  await owner.exited;
  using mine = await FileLock.acquire(path, "x", "b");
  expect(mine).toBeInstanceOf(FileLock);
});

/** What the promise is rejected with. */
async function failure(promise: Promise<FileLock>): Promise<unknown> {
  try {
    using lock = await promise;
    return lock;
  } catch (error) {
    return error;
  }
}
