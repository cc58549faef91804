/**
 * Memory that is found before the freeze and not in it: taken while the container still runs on its source, given back when its
 * pages are about to be restored, so that the kernel has them at hand. Otherwise a host whose memory is full of files, or a
 * virtual machine whose free memory its hypervisor has taken back, finds them page by page while nobody is served.
 */
import { readFileSync } from "node:fs";
import { freemem } from "node:os";
import { setImmediate as letOthersRun } from "node:timers/promises";
import { log } from "../log.ts";
import { mapMemory, populateMemory, unmapMemory } from "./libc.ts";

/** A few milliseconds of work, a few dozens where the hypervisor has to be asked. */
const stepBytes = 8 << 20;
/** Left alone, for others: of what the kernel calls available. */
const keptBytes = 256 << 20;

export class MemoryReserve {
  #address = 0;
  #mappedBytes = 0;
  /** What is there. */
  bytes = 0;

  /** Takes up to so many bytes, or as many as there are until the signal. Never throws: it is a help, not a need. */
  async grow(bytes: number, signal: AbortSignal): Promise<void> {
    try {
      this.#address = mapMemory(bytes);
      this.#mappedBytes = bytes;
      while (this.bytes < bytes && !signal.aborted && availableBytes() > keptBytes + stepBytes) {
        const step = Math.min(stepBytes, bytes - this.bytes);
        populateMemory(this.#address + this.bytes, step);
        this.bytes += step;
        await letOthersRun();
      }
    } catch (error) {
      log.debug(`Memory is not made ready: ${String(error)}`); // kernels before 5.14 cannot
    }
  }

  /** Gives it back, bit by bit: others are heard in between. */
  async release(): Promise<void> {
    for (let at = 0; at < this.#mappedBytes; at += stepBytes) {
      unmapMemory(this.#address + at, Math.min(stepBytes, this.#mappedBytes - at));
      await letOthersRun();
    }
    this.#mappedBytes = 0;
    this.bytes = 0;
  }
}

/** What programs may still take without anything being swapped out, as the kernel estimates it. */
export function availableBytes(): number {
  const kib = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
  return kib === undefined ? freemem() : Number(kib) * 1024;
}
