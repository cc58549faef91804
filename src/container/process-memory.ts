/**
 * The memory of a process that runs on: which of its pages are its own, and their content. Both are of one moment only, and
 * a page may be gone or new in the next; whoever uses them must not depend on their being right.
 */

import { dlopen, ptr } from "bun:ffi";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { pageBytes } from "../core/page-bytes.ts";

/** Pages that follow each other. */
export interface PageRun {
  address: number;
  pages: number;
}

const { symbols: libc } = dlopen("libc.so.6", {
  process_vm_readv: { args: ["i32", "ptr", "u64", "ptr", "u64", "u64"], returns: "i64" },
});

/** Of the upper half of an entry of /proc/PID/pagemap: in memory or swapped; of a file, or shared. */
const present = 0xc000_0000;
const ofFile = 0x2000_0000;
const entriesAtOnce = 1 << 16;

/** Copies memory of the process; returns how many bytes, fewer where a page cannot be read, 0 when it is gone. */
export function readProcessMemory(pid: number, address: number, into: Uint8Array): number {
  const local = new BigUint64Array([BigInt(ptr(into)), BigInt(into.length)]);
  const remote = new BigUint64Array([BigInt(address), BigInt(into.length)]);
  // SAFETY: one iovec each; the kernel writes at most `into.length` bytes to `into`, and checks the other process's address.
  return Math.max(0, Number(libc.process_vm_readv(pid, ptr(local), 1, ptr(remote), 1, 0)));
}

/**
 * The same, also where the process itself may not read: what it has closed to itself it has kept all the same. Twice as slow
 * as {@link readProcessMemory} where that can.
 */
export function readClosedMemory(pid: number, address: number, into: Uint8Array): number {
  try {
    const memory = openSync(`/proc/${pid}/mem`, "r");
    try {
      return readSync(memory, into, 0, into.length, address);
    } finally {
      closeSync(memory);
    }
  } catch {
    return 0; // it is gone, or nothing is there
  }
}

/** The pages that are of the process alone and that can be read, in ascending order. Empty when it has ended. */
export function ownPages(pid: number): PageRun[] {
  try {
    const maps = readFileSync(`/proc/${pid}/maps`, "utf8");
    const pagemap = openSync(`/proc/${pid}/pagemap`, "r");
    try {
      const entries = new Uint32Array(entriesAtOnce * 2);
      return privateMappings(maps).flatMap(([start, end]) => scan(pagemap, entries, start, end));
    } finally {
      closeSync(pagemap);
    }
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** The process's own pid namespace calls it so. */
export function innermostPid(pid: number): string | undefined {
  try {
    return /^NSpid:.*?(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

/** "55d0a000-55d0b000 rw-p 00000000 00:00 0 [heap]": what is private and readable. */
export function privateMappings(maps: string): [start: number, end: number][] {
  return [...maps.matchAll(/^([0-9a-f]+)-([0-9a-f]+) r..p .*?(\[v[a-z_]+\])?$/gm)]
    .filter((match) => match[3] === undefined)
    .map(([, start, end]) => [Number.parseInt(start ?? "", 16), Number.parseInt(end ?? "", 16)]);
}

function scan(pagemap: number, entries: Uint32Array, start: number, end: number): PageRun[] {
  const runs: PageRun[] = [];
  const step = entriesAtOnce * pageBytes;
  for (let address = start; address < end; address += step) {
    const count = Math.min(entriesAtOnce, (end - address) / pageBytes);
    const got = readSync(pagemap, entries, 0, count * 8, (address / pageBytes) * 8);
    addRuns(runs, entries, Math.floor(got / 8), address);
  }
  return runs;
}

function addRuns(runs: PageRun[], entries: Uint32Array, count: number, start: number): void {
  for (let index = 0; index < count; index++) {
    const entry = entries[index * 2 + 1] ?? 0;
    if ((entry & present) === 0 || (entry & ofFile) !== 0) continue;
    const address = start + index * pageBytes;
    const last = runs.at(-1);
    if (last && last.address + last.pages * pageBytes === address) last.pages++;
    else runs.push({ address, pages: 1 });
  }
}
