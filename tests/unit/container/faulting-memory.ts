/** Memory of this process that a userfaultfd stands for, as CRIU leaves it to a pager. */

import { dlopen, ptr } from "bun:ffi";
import { closeSync, openSync, readSync } from "node:fs";
import { readProcessMemory } from "../../../src/container/process-memory.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";

const { symbols: libc } = dlopen("libc.so.6", {
  syscall: { args: ["i64", "u64"], returns: "i64" },
  ioctl: { args: ["i32", "u64", "ptr"], returns: "i32" },
  mmap: { args: ["u64", "u64", "i32", "i32", "i32", "i64"], returns: "i64" },
  munmap: { args: ["u64", "u64"], returns: "i32" },
});

const callNumber = process.arch === "arm64" ? 282 : 323;
/** O_CLOEXEC, O_NONBLOCK, and what needs no root: faults of the kernel itself are not waited for. */
const openFlags = 0o2004001;
/** UFFD_FEATURE_EVENT_REMOVE. */
const removeEvents = 8n;
const uffdio = { api: 0xc018aa3f, register: 0xc020aa00 } as const;

/** Null where this kernel or this user has none. */
export function openUserfaultfd(features = 0n): number | null {
  // SAFETY: integers only.
  const fd = Number(libc.syscall(callNumber, openFlags));
  if (fd < 0) return null;
  // SAFETY: struct uffdio_api, three words.
  if (libc.ioctl(fd, uffdio.api, ptr(BigUint64Array.of(0xaan, features, 0n))) === 0) return fd;
  closeSync(fd);
  return null;
}

export class FaultingMemory implements Disposable {
  readonly fd: number;
  readonly address: number;

  constructor(pages: number, { tellsRemovals = false } = {}) {
    this.fd = openUserfaultfd(tellsRemovals ? removeEvents : 0n) ?? -1;
    this.address = map(0, pages);
    this.#register(0, pages);
  }

  addressOf(page: number): number {
    return this.address + page * pageBytes;
  }

  unmap(page: number, pages: number): void {
    // SAFETY: part of what the constructor mapped, which only this class knows.
    libc.munmap(this.addressOf(page), pages * pageBytes);
  }

  /** What was unmapped is there again, and lacks everything. */
  mapAgain(page: number, pages: number): void {
    map(this.addressOf(page), pages);
    this.#register(page, pages);
  }

  /** Each page's only byte; "lacking" for one that is not there, "mixed" for one with several. */
  fills(page: number, pages: number): (number | "lacking" | "mixed")[] {
    return Array.from({ length: pages }, (_, at) => {
      if (!this.#isThere(page + at)) return "lacking";
      const content = Buffer.alloc(pageBytes);
      readProcessMemory(process.pid, this.addressOf(page + at), content);
      const [first = 0] = content;
      return content.every((byte) => byte === first) ? first : "mixed";
    });
  }

  /** Whoever waits goes on with zeros. It stays mapped: a thread may be about to look. */
  [Symbol.dispose](): void {
    closeSync(this.fd);
  }

  #register(page: number, pages: number): void {
    const range = BigUint64Array.of(BigInt(this.addressOf(page)), BigInt(pages * pageBytes), 1n, 0n);
    // SAFETY: struct uffdio_register for missing pages; the kernel writes its last word.
    if (libc.ioctl(this.fd, uffdio.register, ptr(range)) !== 0) throw new Error("Cannot register memory");
  }

  #isThere(page: number): boolean {
    const entry = Buffer.alloc(8);
    const pagemap = openSync("/proc/self/pagemap", "r");
    readSync(pagemap, entry, 0, 8, (this.addressOf(page) / pageBytes) * 8);
    closeSync(pagemap);
    return entry.readUInt8(7) >> 6 !== 0; // in memory, or swapped
  }
}

/** Anonymous and private; at an address of the kernel's choice for 0. */
function map(address: number, pages: number): number {
  const noReplace = address === 0 ? 0 : 0x100000;
  // SAFETY: nothing that is mapped is replaced.
  const found = Number(libc.mmap(address, pages * pageBytes, 3, 0x22 | noReplace, -1, 0));
  if (found < 0) throw new Error("Cannot map memory");
  return found;
}
