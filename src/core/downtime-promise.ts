/** How long a container may be down, what that will be as far as it can be foretold, and what became of it. */
import { KonkError } from "../errors.ts";
import { channelRate, type Round } from "./convergence.ts";
import type { MemoryMode } from "./memory-mode.ts";

export interface DowntimeLimit {
  /** From the freeze to Resumed. */
  maximumMs: number;
  /** What to do when the freeze lasts longer, as long as there is a choice. */
  onOverrun: "rollback" | "continue";
}

export interface DowntimePromise {
  promisedMs: number;
  forecastMs: number;
  measuredMs: number;
  kept: boolean;
}

/** Dump, restore and hand-over of next to no memory. */
const fixedMs = 90;
/** In the freeze all memory is walked, compared, and read into processes again; a round reads and compares it once. */
const roundsOfWork = 2.5;
/** A dump that leaves memory where it is still finds and pins each page. Bytes a millisecond. */
const pinnedBytesPerMs = 10 << 20;
/** What the hand-over takes once the destination holds the container. */
const handOverMs = 10;

/** From what sending ahead showed of these two hosts under their present load. */
export function forecastDowntimeMs(rounds: readonly Round[], mode: MemoryMode = "pre-copy"): number {
  const [first, last] = [rounds[0], rounds.at(-1)];
  if (!first || !last) return Number.POSITIVE_INFINITY;
  if (mode === "post-copy") return fixedMs + first.readBytes / pinnedBytesPerMs;
  return fixedMs + (last.ms - last.pausedMs) * roundsOfWork + last.sentBytes / channelRate(first);
}

/** When a freeze that has not led to a complete copy by then cannot keep the promise any more. */
export function latestHeldMs({ maximumMs }: DowntimeLimit): number {
  return Math.max(1, maximumMs - handOverMs);
}

/** "200ms" → 200, "1.5s" → 1500. Throws E_USAGE. */
export function parseDowntime(text: string): number {
  const [, digits, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s)$/.exec(text) ?? [];
  const ms = Number(digits) * (unit === "s" ? 1000 : 1);
  if (ms > 0) return ms;
  throw new KonkError("E_USAGE", `Cannot use "${text}" for --max-downtime: expected a time such as 200ms or 1.5s`);
}
