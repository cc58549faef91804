/** Keeps what is sent to an average, so that the network stays usable for others. */
import { setTimeout as sleep } from "node:timers/promises";

/** Shorter waits are left to add up: a timer is not that exact. Milliseconds. */
const shortestMs = 5;

export class Pace {
  readonly #bytesPerMs: number;
  readonly #signal: AbortSignal;
  #dueMs = performance.now();

  /** `bandwidth` in bytes a second; null: no limit. */
  constructor(bandwidth: number | null, signal: AbortSignal) {
    this.#bytesPerMs = (bandwidth ?? Number.POSITIVE_INFINITY) / 1000;
    this.#signal = signal;
  }

  /** Waits until so many bytes more may have been sent; returns how long, in milliseconds. Time that was not used is not saved up. */
  async after(bytes: number): Promise<number> {
    const startMs = performance.now();
    this.#dueMs = Math.max(this.#dueMs, startMs - shortestMs) + bytes / this.#bytesPerMs;
    if (this.#dueMs < startMs + shortestMs) return 0;
    await sleep(this.#dueMs - startMs, undefined, { signal: this.#signal }).catch(() => {
      this.#signal.throwIfAborted();
    });
    return performance.now() - startMs;
  }
}
