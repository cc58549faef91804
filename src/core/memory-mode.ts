/** How a container's memory travels, and why in this way. */
import { formatBytes } from "./byte-size.ts";

/**
 * stop-copy: all of it in the freeze. pre-copy: most of it before, while the container runs on. post-copy: most of it before,
 * and what has changed since after the freeze, while the container runs at the destination already.
 */
export type MemoryMode = "stop-copy" | "pre-copy" | "post-copy";
export type WantedMode = MemoryMode | "auto";
export const wantedModes = ["auto", "pre-copy", "post-copy", "stop-copy"] as const satisfies readonly WantedMode[];

export interface ModeFacts {
  /** What the container's processes occupy. */
  memoryBytes: number;
  /** Free memory of the source: pre-copy keeps a second copy there. */
  availableBytes: number;
  /** Whether the destination keeps pages that come before the freeze. */
  destinationKeepsPages: boolean;
  /** Whether the destination can run a container whose memory follows. */
  destinationFills: boolean;
  /** Whether the user takes the risk of post-copy when that pays. */
  mayFollow: boolean;
  /** Whether the downtime must be foretold: only what was sent ahead shows what these hosts can do. */
  promised: boolean;
}

/** Why a mode cannot be had, and what to do about it. */
export interface Obstacle {
  cannot: string;
  fix: string;
}

export interface ModeChoice {
  mode: MemoryMode;
  why: string;
  /** post-copy: nothing goes ahead, since the source has no memory for a copy. */
  nothingAhead?: true;
}

/** With less the freeze is short either way. Bytes. */
const followFrom = 128 << 20;

/** The copy, and what else a growing container may need meanwhile. */
const room = 1.25;

const noForecast = {
  cannot: "how long the freeze will be shows only when memory is sent ahead",
  fix: "Use --max-downtime with --mode auto or pre-copy",
};

/** What a user asked for and cannot get comes back as `cannot`. */
export function chooseMode(wanted: WantedMode, facts: ModeFacts): ModeChoice | Obstacle {
  const obstacle = obstacleTo(facts);
  switch (wanted) {
    case "stop-copy":
      return facts.promised ? noForecast : { mode: "stop-copy", why: "asked for" };
    case "pre-copy":
      return obstacle ?? { mode: "pre-copy", why: "asked for" };
    case "post-copy":
      return (facts.promised ? obstacle : null) ?? noFilling(facts) ?? following("asked for", obstacle !== null);
    default:
      return automatic(facts, obstacle);
  }
}

function automatic(facts: ModeFacts, obstacle: Obstacle | null): ModeChoice | Obstacle {
  const why = `${formatBytes(facts.memoryBytes)} of memory, which may follow`;
  const pays = facts.mayFollow && facts.memoryBytes >= followFrom && !noFilling(facts);
  if (pays && !(facts.promised && obstacle)) return following(why, obstacle !== null);
  if (facts.promised) return obstacle ?? { mode: "pre-copy", why: "a downtime is promised" };
  if (obstacle) return { mode: "stop-copy", why: obstacle.cannot };
  return { mode: "pre-copy", why: `${formatBytes(facts.memoryBytes)} of memory` };
}

function following(why: string, nothingAhead: boolean): ModeChoice {
  return { mode: "post-copy", why, ...(nothingAhead ? { nothingAhead } : {}) };
}

function noFilling({ destinationFills }: ModeFacts): Obstacle | null {
  if (destinationFills) return null;
  return {
    cannot: "the destination cannot run a container whose memory follows",
    fix: "Use --mode pre-copy, or a kernel with userfaultfd and this version of konk there",
  };
}

function obstacleTo(facts: ModeFacts): Obstacle | null {
  if (!facts.destinationKeepsPages) {
    return {
      cannot: "the destination cannot keep pages that are sent ahead",
      fix: "Install this version of konk there",
    };
  }
  const wantedBytes = facts.memoryBytes * room;
  if (facts.availableBytes >= wantedBytes) return null;
  const found = formatBytes(facts.availableBytes);
  return {
    cannot: `the source has ${found} of memory available, and a copy needs ${formatBytes(wantedBytes)}`,
    fix: "Free memory on this host, or use --mode stop-copy",
  };
}
