/**
 * Whether memory travels compressed: as asked for, or where the link is so much slower than zstd that it must pay. What
 * decides is measured while chunks are sent: what the channel took at its best, how fast zstd was here, how small a chunk became.
 */
import { KonkError } from "../errors.ts";

/** A number is a level of zstd. */
export type CompressionMode = "auto" | "off" | number;

const highestLevel = 19;

/** "auto", "off", or "1" to "19". Throws E_USAGE. */
export function parseCompression(text: string): CompressionMode {
  if (text === "auto" || text === "off") return text;
  const level = /^[1-9]\d?$/.test(text) ? Number(text) : Number.NaN;
  if (level <= highestLevel) return level;
  throw new KonkError(
    "E_USAGE",
    `Cannot use "${text}" for --compress: expected auto, off, or a level of zstd from 1 to ${highestLevel}`,
  );
}

/** What was sent, one piece after another. */
export interface Stretch {
  /** In memory. */
  unpackedBytes: number;
  /** On the wire. */
  sentBytes: number;
  ms: number;
  /** Of `ms`: waiting for the channel to take more. */
  waitMs: number;
}

/** A chunk that was compressed to see what that gives, and travelled as it is. */
export interface Look {
  unpackedBytes: number;
  packedBytes: number;
  ms: number;
}

export interface CompressionState {
  packing: boolean;
  /** What was sent since `packing` changed, as far as it counts; the last one is still growing. */
  stretches: readonly Stretch[];
  sinceChangeBytes: number;
  look: Look | null;
  sinceLookMs: number;
}

const empty: Stretch = { unpackedBytes: 0, sentBytes: 0, ms: 0, waitMs: 0 };
export const notPacking: CompressionState = {
  packing: false,
  stretches: [empty],
  sinceChangeBytes: 0,
  look: null,
  sinceLookMs: 0,
};

const stretchBytes = 2 << 20;
/** A link cannot do more than it can, but less when a host is busy: the best of so many stretches is taken for it. */
const stretchesThatCount = 4;
/** What no zstd of one processor reaches by a margin, bytes a millisecond: such a link is not even looked at. */
const fastLink = 400_000;
/** Part of the time that may go into looking: an unlucky look is not the last one. */
const lookShare = 1 / 64;
/** Compressing takes processors that sending, encrypting and the container need, too: zstd must be so many times as fast as the link. */
const margin = 3;
/** What is sent must become so much smaller, in bytes and in time. */
const worth = 0.9;
/** A link that no longer makes anybody wait is looked at again after so much. */
const reviewBytes = 512 << 20;

/** What becomes of the next chunk; "look": it is compressed for the sake of measuring. */
export function planChunk({ packing, stretches, look, sinceLookMs }: CompressionState): "send" | "look" | "pack" {
  if (packing) return "pack";
  if (stretches.length <= stretchesThatCount) return "send";
  if (bestRate(stretches.slice(0, -1)) > fastLink) return "send";
  return look === null || sinceLookMs * lookShare > look.ms ? "look" : "send";
}

/** Whether compressing saves time, for a link of `rate` bytes a millisecond: each works while the other does. */
export function pays(rate: number, { unpackedBytes, packedBytes, ms }: Look): boolean {
  return Math.max(margin * ms, packedBytes / rate) < (worth * unpackedBytes) / rate;
}

/** After a chunk was sent; `look` if it was looked at. */
export function afterChunk(state: CompressionState, sent: Stretch, look: Look | null): CompressionState {
  const next = {
    packing: state.packing,
    stretches: grown(state.stretches, sent),
    sinceChangeBytes: state.sinceChangeBytes + sent.unpackedBytes,
    look: look ?? state.look,
    sinceLookMs: look ? 0 : state.sinceLookMs + sent.ms,
  };
  const full = next.stretches.slice(0, -1);
  if (full.length < stretchesThatCount) return next;
  const packing = state.packing
    ? goesOn(full, next.sinceChangeBytes)
    : next.look !== null && pays(bestRate(full), next.look);
  return packing === state.packing ? next : { ...notPacking, packing };
}

function goesOn(full: readonly Stretch[], sinceChangeBytes: number): boolean {
  const sum = full.reduce(add, empty);
  if (sum.sentBytes > sum.unpackedBytes * worth) return false;
  return sinceChangeBytes < reviewBytes || full.some(({ ms, waitMs }) => waitMs > ms / 2);
}

function bestRate(stretches: readonly Stretch[]): number {
  return Math.max(...stretches.map(({ sentBytes, waitMs }) => sentBytes / waitMs));
}

function grown(stretches: readonly Stretch[], sent: Stretch): Stretch[] {
  const last = add(stretches.at(-1) ?? empty, sent);
  const all = [...stretches.slice(0, -1), last, ...(last.unpackedBytes < stretchBytes ? [] : [empty])];
  return all.slice(-1 - stretchesThatCount);
}

function add(one: Stretch, other: Stretch): Stretch {
  return {
    unpackedBytes: one.unpackedBytes + other.unpackedBytes,
    sentBytes: one.sentBytes + other.sentBytes,
    ms: one.ms + other.ms,
    waitMs: one.waitMs + other.waitMs,
  };
}
