import { ptr } from "bun:ffi";
import { expect, test } from "bun:test";
import { innermostPid, ownPages, privateMappings, readProcessMemory } from "../../../src/container/process-memory.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";

test("privateMappings(): what is shared, cannot be read, or is the kernel's is not looked at", () => {
  const maps = [
    "55d0a000-55d0b000 rw-p 00000000 00:00 0                          [heap]",
    "55d0b000-55d0c000 r--p 00000000 08:01 1234                       /usr/lib/a file",
    "7f000000-7f001000 rw-s 00000000 00:01 99                         /dev/zero (deleted)",
    "7f001000-7f002000 ---p 00000000 00:00 0 ",
    "7ffd2000-7ffd4000 rw-p 00000000 00:00 0                          [stack]",
    "7ffd5000-7ffd9000 r--p 00000000 00:00 0                          [vvar]",
    "7ffd9000-7ffdb000 r--p 00000000 00:00 0                          [vvar_vclock]",
    "7ffdb000-7ffdd000 r-xp 00000000 00:00 0                          [vdso]",
    "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0          [vsyscall]",
    "",
  ];
  const found = privateMappings(maps.join("\n")).map(([start, end]) => [start.toString(16), end.toString(16)]);
  expect(found).toEqual([
    ["55d0a000", "55d0b000"],
    ["55d0b000", "55d0c000"],
    ["7ffd2000", "7ffd4000"],
  ]);
});

test("pages that were written are found, and read as they are", () => {
  const memory = Buffer.alloc(64 * pageBytes, 7);
  const first = Math.ceil(ptr(memory) / pageBytes) * pageBytes;
  const holds = ownPages(process.pid).some(
    ({ address, pages }) => address <= first && first + 62 * pageBytes <= address + pages * pageBytes,
  );
  expect(holds).toBe(true);
  const copy = Buffer.alloc(62 * pageBytes);
  expect(readProcessMemory(process.pid, first, copy)).toBe(copy.length);
  expect(copy.every((byte) => byte === 7)).toBe(true);
});

test("a process that is gone has no pages, and reading it is no error", async () => {
  const gone = Bun.spawn(["true"]);
  await gone.exited;
  expect(ownPages(gone.pid)).toEqual([]);
  expect(readProcessMemory(gone.pid, pageBytes, Buffer.alloc(pageBytes))).toBe(0);
  expect(innermostPid(gone.pid)).toBeUndefined();
});
