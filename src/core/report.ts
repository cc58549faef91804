/**
 * The figures of one migration, from the events on the source's clock and the destination's own timings. Both clocks are
 * used only for spans within themselves: nothing here needs the hosts' clocks to agree.
 */

import type { CompressionMode } from "./compression.ts";
import type { Round, SwitchOverReason } from "./convergence.ts";
import type { DowntimePromise } from "./downtime-promise.ts";
import type { MemoryMode } from "./memory-mode.ts";

/** What the source saw, in milliseconds since the migration began. Each one marks the moment it names. */
export type SourceStep =
  /** The landing zone is ready. */
  | "prepared"
  /** Memory was sent ahead, as much as is worth it. */
  | "sent-ahead"
  /** About to freeze: the downtime begins. */
  | "freeze"
  /** Frozen, and off the bridge. */
  | "cut"
  /** CRIU has written everything. */
  | "dump"
  /** The destination has every image, checked. */
  | "transfer"
  /** The destination holds the tree. */
  | "held"
  /** Journalled, and Resume is about to be sent: the point of no return. */
  | "hand-over"
  /** Resumed has arrived: the downtime ends. */
  | "resumed"
  /** The destination has all the memory that followed. */
  | "followed"
  /** Nothing is left on the source. */
  | "cleaned";

export interface TimedStep {
  step: string;
  /** Milliseconds since the clock's own start. */
  atMs: number;
}

export interface ReportInput {
  container: string;
  source: string;
  destination: string;
  events: readonly { step: SourceStep; atMs: number }[];
  /** The destination's steps since Restore arrived there; the last one is its end. */
  restoreSteps: readonly TimedStep[];
  /** The same for Resume. */
  resumeSteps: readonly TimedStep[];
  images: readonly { kind: string; bytes: number }[];
  memory: (downtimeMs: number) => MemoryReport;
  compression: CompressionReport;
}

/** How the memory travelled. */
export interface MemoryReport {
  mode: MemoryMode;
  /** Why in this way. */
  why: string;
  /** What was sent ahead. */
  rounds: readonly Round[];
  /** Why there were no more rounds; null without any. */
  switchedOver: SwitchOverReason | null;
  /** In the freeze. */
  sentPages: number;
  /** In the freeze: the destination had them already. */
  skippedPages: number;
  /** After the freeze, in post-copy: null in every other mode. */
  followed: FollowedReport | null;
  /** null: none was given. */
  promise: DowntimePromise | null;
}

export interface FollowedReport {
  sentPages: number;
  /** They had not changed since they were sent ahead. */
  skippedPages: number;
  /** How often a process at the destination waited for a page. */
  waits: number;
  /** From the arrival of Resumed until the destination had everything. */
  ms: number;
}

/** What travelled compressed, ahead and in the freeze; the rest did not. */
export interface CompressionReport {
  /** "off" also where the other host cannot unpack. */
  mode: CompressionMode;
  /** On the wire. */
  packedBytes: number;
  /** The same, in memory. */
  unpackedBytes: number;
}

/** Where the downtime went; the parts add up to it. Milliseconds. */
export interface DowntimeSplit {
  /** Freezing and cutting off. */
  freezeMs: number;
  dumpMs: number;
  /** What was sent after the dump had ended. */
  transferMs: number;
  /** The destination's own time from Restore to held. */
  restoreMs: number;
  /** The journal, and the destination's own time from Resume to the thaw. */
  handOverMs: number;
  /** What is left: messages under way. */
  networkMs: number;
}

/** What `konk migrate --json` prints. */
export interface MigrationReport {
  container: string;
  source: string;
  destination: string;
  /** From the start to the end of the cleaning. */
  totalMs: number;
  /** From the source's freeze to the arrival of Resumed: an upper bound of what a client misses. */
  downtimeMs: number;
  split: DowntimeSplit;
  memory: MemoryReport;
  compression: CompressionReport;
  /** In the freeze, in memory. */
  sentBytes: number;
  /** Largest first. */
  bytesByKind: { kind: string; bytes: number }[];
  /** Of the time from the end of the cut to the end of the transfer; 0 when there was none. */
  bytesPerSecond: number;
  timeline: { source: TimedStep[]; restore: TimedStep[]; resume: TimedStep[] };
}

/** Builds the report of a migration that succeeded. A step that was not seen counts as if it took no time. */
export function buildReport(input: ReportInput): MigrationReport {
  const { container, source, destination, events, images } = input;
  const marks = new Map(events.map(({ step, atMs }) => [step, atMs]));
  const start = marks.get("freeze") ?? 0;
  const order = ["freeze", "cut", "dump", "transfer", "held", "hand-over", "resumed"] as const;
  let latest = start;
  const at = Object.fromEntries(
    order.map((step) => {
      latest = Math.max(latest, marks.get(step) ?? latest);
      return [step, latest];
    }),
  ) as Record<(typeof order)[number], number>;

  const downtimeMs = at.resumed - at.freeze;
  const restoreMs = Math.min(lengthOf(input.restoreSteps), at.held - at.transfer);
  const resumeMs = Math.min(lengthOf(input.resumeSteps), at.resumed - at["hand-over"]);
  const parts = {
    freezeMs: at.cut - at.freeze,
    dumpMs: at.dump - at.cut,
    transferMs: at.transfer - at.dump,
    restoreMs,
    handOverMs: at["hand-over"] - at.held + resumeMs,
  };
  const networkMs = at.held - at.transfer - restoreMs + (at.resumed - at["hand-over"] - resumeMs);
  const sentBytes = images.reduce((sum, { bytes }) => sum + bytes, 0);
  const sendingMs = at.transfer - at.cut;
  return {
    container,
    source,
    destination,
    totalMs: Math.max(0, ...events.map(({ atMs }) => atMs)),
    downtimeMs,
    split: { ...parts, networkMs },
    memory: input.memory(downtimeMs),
    compression: input.compression,
    sentBytes,
    bytesByKind: sumByKind(images),
    bytesPerSecond: sendingMs > 0 ? (sentBytes * 1000) / sendingMs : 0,
    timeline: { source: [...events], restore: [...input.restoreSteps], resume: [...input.resumeSteps] },
  };
}

function lengthOf(steps: readonly TimedStep[]): number {
  return Math.max(0, ...steps.map(({ atMs }) => atMs));
}

function sumByKind(images: ReportInput["images"]): { kind: string; bytes: number }[] {
  const sums = new Map<string, number>();
  for (const { kind, bytes } of images) sums.set(kind, (sums.get(kind) ?? 0) + bytes);
  return [...sums]
    .map(([kind, bytes]) => ({ kind, bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.kind < b.kind ? -1 : 1));
}
