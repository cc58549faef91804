/** A small world around the two real transition tables: two hosts, a network between them, and what has happened so far. */
import {
  type DestinationEvent,
  type DestinationMessage,
  type DestinationPhase,
  type DestinationTable,
  destinationTable,
} from "../../../src/core/destination-state.ts";
import { afterResumed, decideDestination, decideSource, type SourceFacts } from "../../../src/core/recovery.ts";
import {
  type SourceEvent,
  type SourceMessage,
  type SourcePhase,
  type SourceTable,
  sourceTable,
} from "../../../src/core/source-state.ts";

/** What is searched; the mutation checks put mistakes in here. */
export interface Rules {
  source: SourceTable;
  destination: DestinationTable;
  decideSource: typeof decideSource;
  decideDestination: typeof decideDestination;
  afterResumed: typeof afterResumed;
}

export const realRules: Rules = {
  source: sourceTable,
  destination: destinationTable,
  decideSource,
  decideDestination,
  afterResumed,
};

export type Message = "Prepare" | SourceMessage | "Torn" | DestinationMessage;

export interface SourceSide {
  /** The first entry is on the disk, the others are only written; the last one is the phase. */
  journal: readonly SourcePhase[];
  tree: "runs" | "stopped" | "fenced" | "gone";
  bridge: boolean;
  announced: boolean;
  /** The dump is complete. */
  dumped: boolean;
  /** It ran on after its dump: the copy at the destination is out of date. */
  ran: boolean;
  /** The last entry was written before the last crash of this host. */
  rebooted: boolean;
  /** The tree died: with this host, or by somebody's hand. */
  died: boolean;
  /** "gone": this host never comes back. */
  konk: "up" | "recovering" | "down" | "gone";
  /** What recovery was answered, until it acts on it: meanwhile anything may happen to the destination. */
  heard: SourceFacts["destination"] | null;
  /** The destination has heard that the migration is over. */
  told: boolean;
}

export interface DestinationSide {
  journal: readonly DestinationPhase[];
  /** A journal was begun, which is on the disk before its first phase is written: this migration does not land again. */
  landed: boolean;
  tree: "none" | "partial" | "fenced" | "runs";
  /** Post-copy: part of the memory is still only in the source's tree. What runs waits where it touches that. */
  lacks: boolean;
  /** Somebody here asks for what it lacks, and hears when that is gone. */
  tended: boolean;
  bridge: boolean;
  ran: boolean;
  /** The last entry was written before the last crash of this host. */
  rebooted: boolean;
  /** As on the source. */
  died: boolean;
  konk: "up" | "down" | "gone";
}

/**
 * What an operator answered for: `forced` that the destination will never run it, which was true; `wrong` the same, which was
 * not; `discarded` that the copy is not wanted.
 */
export type Word = "none" | "forced" | "wrong" | "discarded";

export interface World {
  /** What is restored on the destination lacks memory at first. */
  postCopy: boolean;
  source: SourceSide;
  destination: DestinationSide;
  network: readonly Message[];
  crashes: number;
  losses: number;
  word: Word;
  /**
   * "rightly": the last complete copy died with its owner. One that is completed after that may be used, and need not be kept.
   * "told": konk has said so. The container may have been started afresh, and no copy of it may run any more.
   */
  ended: "no" | "rightly" | "told";
}

export interface Step {
  label: string;
  world: World;
  /** What went wrong; "none" for the steps that konk itself takes. */
  fault: "none" | "loss" | "failure" | "kill" | "source" | "destination" | "operator";
}

export const firstWorld: World = {
  postCopy: false,
  source: {
    journal: ["preparing"], // a journal that says nothing yet says this
    tree: "runs",
    bridge: true,
    announced: false,
    dumped: false,
    ran: false,
    rebooted: false,
    died: false,
    konk: "up",
    heard: null,
    told: false,
  },
  destination: {
    journal: ["unknown"],
    landed: false,
    tree: "none",
    lacks: false,
    tended: true,
    bridge: false,
    ran: false,
    rebooted: false,
    died: false,
    konk: "up",
  },
  network: [],
  crashes: 0,
  losses: 0,
  word: "none",
  ended: "no",
};

export const phaseOf = <Phase>(side: { journal: readonly Phase[] }): Phase => side.journal.at(-1) as Phase;

export const step = (label: string, world: World, fault: Step["fault"] = "none"): Step => ({
  label,
  world: withoutLateTorn(world),
  fault,
});

/** What has all of its memory, or has ended, never listens to it again: such worlds are the same without it. */
function withoutLateTorn(world: World): World {
  const isLate = world.network.includes("Torn") && deaf.has(phaseOf(world.destination));
  return isLate ? { ...world, network: world.network.filter((message) => message !== "Torn") } : world;
}

const deaf: ReadonlySet<DestinationPhase> = new Set(["done", "lost", "aborted"] as const);

export function withSource(world: World, change: Partial<SourceSide>): World {
  return { ...world, source: { ...world.source, ...change } };
}

export function withDestination(world: World, change: Partial<DestinationSide>): World {
  return { ...world, destination: { ...world.destination, ...change } };
}

export function send(world: World, message: Message): World {
  return world.network.includes(message) ? world : { ...world, network: [...world.network, message].sort() };
}

/** Follows the source's table; null when the event is not legal, as for a message that comes too late. */
export function moveSource(world: World, rules: Rules, event: SourceEvent): World | null {
  const phase = phaseOf(world.source);
  const next = rules.source[phase].on[event];
  return next === undefined ? null : withSource(world, { journal: [...world.source.journal, next], rebooted: false });
}

export function moveDestination(world: World, rules: Rules, event: DestinationEvent): World | null {
  const next = rules.destination[phaseOf(world.destination)].on[event];
  return next === undefined
    ? null
    : withDestination(world, { journal: [...world.destination.journal, next], rebooted: false });
}
