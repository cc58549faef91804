/**
 * The matrix: every failpoint of the test build, with the way there, times every fault. A cell is one of each.
 *
 * A way leads to the failpoint: `move` is a migration that nothing disturbs before; in the others it has been disturbed
 * already, so that the fault hits the mending.
 */
import { destinationTable } from "../../src/core/destination-state.ts";
import { sourceTable } from "../../src/core/source-state.ts";

export type Side = "source" | "destination";

export const ways = {
  move: "a migration that nothing has disturbed",
  cancel: "Ctrl-C when the destination holds the tree",
  back: "`konk migrate` was killed in `spare`; the source's server rolls back",
  forward: "`konk migrate` was killed in `handing-over`; the source's server goes on",
  ended: "the container's program was killed while it was dumped",
  "never-ran": "the held copy was killed before Resume",
  forced: "the destination is silent while it holds the tree, and an operator says `konk recover --force-here`",
  discarded: "the destination is silent and runs it, and an operator says `konk recover --discard-here`",
  "pre-copy": "memory travels before the freeze",
} as const;
export type Way = keyof typeof ways;

export interface Stop {
  failpoint: string;
  way: Way;
  /** Whose process stands still. */
  side: Side;
}

export const faults = {
  "konk migrate": "kill -9",
  "source's server": "kill -9",
  "destination's server": "kill -9",
  "source's monitor": "kill -9",
  "destination's monitor": "kill -9",
  "source's CRIU": "kill -9",
  "destination's CRIU": "kill -9",
  "konk migrate and both servers": "kill -9",
  "all of konk and CRIU": "kill -9, on both hosts at once",
  "link for 1 s": "the hosts cannot hear each other, then they can",
} as const;

/** Too slow for CI: only in `npm run test:faults`. */
export const rareFaults = {
  "one way for 1 s": "what the destination sends is lost",
  "other way for 1 s": "what the source sends is lost",
  "source's disk full": "there is no room in konk's state folder, and 3 s later there is",
  "destination's disk full": "the same",
  "link for 60 s": "as for 1 s; `konk migrate` has given up meanwhile, one way or the other",
  "source's power": "the host dies at once and boots again with its disk",
  "destination's power": "the same",
} as const;
export type Fault = keyof typeof faults | keyof typeof rareFaults;

/** What an empty host is like is not known after these: a boot, another disk. */
export function changesHosts(fault: Fault): boolean {
  return fault.endsWith("power") || fault.endsWith("disk full");
}

export interface Cell {
  stop: Stop;
  fault: Fault;
}

const stopsOf = (way: Way, side: Side, failpoints: readonly string[]): Stop[] =>
  failpoints.map((failpoint) => ({ failpoint, way, side }));
const around = (side: Side, ...phases: readonly string[]) =>
  phases.flatMap((phase) => [`${side}:${phase}:before`, `${side}:${phase}:after`]);

/** In the order in which they are reached. */
export const stops: readonly Stop[] = [
  ...stopsOf("move", "source", ["source:preparing:after"]),
  ...stopsOf("move", "destination", around("destination", "landing", "receiving")),
  ...stopsOf("move", "source", around("source", "may-hand-over", "frozen")),
  ...stopsOf("move", "source", ["source:frozen-uncut", "source:cut", "source:dumped", "source:fenced"]),
  ...stopsOf("move", "source", around("source", "spare")),
  ...stopsOf("move", "destination", around("destination", "restoring")),
  ...stopsOf("move", "destination", ["monitor:told", "monitor:post-restore", "monitor:pre-resume"]),
  ...stopsOf("move", "destination", ["monitor:frozen", "monitor:complete"]),
  ...stopsOf("move", "destination", around("destination", "held")),
  ...stopsOf("move", "source", around("source", "handing-over")),
  ...stopsOf("move", "destination", around("destination", "running")),
  ...stopsOf("move", "destination", ["destination:joined", "destination:announced", "destination:thawed"]),
  ...stopsOf("move", "destination", around("destination", "done")),
  ...stopsOf("move", "source", around("source", "handed-over")),
  ...stopsOf("move", "source", ["source:confirmed", "source:criu-killed", "source:spare-killed"]),
  ...stopsOf("move", "source", around("source", "cleaned")),
  ...stopsOf("cancel", "source", around("source", "rolling-back")),
  ...stopsOf("cancel", "source", ["source:rejoined", "source:mended"]),
  ...stopsOf("cancel", "source", around("source", "rolled-back")),
  ...stopsOf("cancel", "destination", around("destination", "aborting", "aborted")),
  ...stopsOf("back", "source", around("source", "rolling-back")),
  ...stopsOf("back", "source", ["recovery:rejoined", "recovery:mended"]),
  ...stopsOf("back", "source", around("source", "rolled-back")),
  ...stopsOf("forward", "source", around("source", "handed-over", "cleaned")),
  ...stopsOf("ended", "source", around("source", "lost")),
  ...stopsOf("ended", "destination", around("destination", "aborting", "aborted")),
  ...stopsOf("never-ran", "destination", around("destination", "aborting", "aborted")),
  ...stopsOf("never-ran", "source", around("source", "rolling-back", "rolled-back")),
  ...stopsOf("forced", "source", around("source", "rolling-back", "rolled-back")),
  ...stopsOf("discarded", "source", around("source", "handed-over")),
  ...stopsOf("pre-copy", "source", ["source:round-sent", "source:dumped"]),
  ...stopsOf("pre-copy", "destination", ["destination:held:after"]),
];

/** Phases whose entry decides who may run the container. */
const deciding = ["destination:held", "source:handing-over", "destination:running"];

/** For CI: between two entries of a journal a fault before the second one is much like a fault after the first. */
export const mainStops = stops.filter(
  ({ failpoint }) => !failpoint.endsWith(":before") || deciding.includes(failpoint.replace(":before", "")),
);

/** Phases that nothing is written for, or that only a reboot leads to; and those of post-copy, which no way leads to yet. */
const unreached = new Set([
  "source:preparing",
  "source:serving",
  "destination:unknown",
  "destination:following",
  "destination:lost",
]);

/** Phases of both tables without a failpoint of their own. */
export function phasesWithoutStops(): string[] {
  const phases = [
    ...Object.keys(sourceTable).map((phase) => `source:${phase}`),
    ...Object.keys(destinationTable).map((phase) => `destination:${phase}`),
  ].filter((phase) => !unreached.has(phase));
  const has = (failpoint: string) => stops.some((stop) => stop.failpoint === failpoint);
  return phases.filter((phase) => !(has(`${phase}:before`) && has(`${phase}:after`)));
}

const faultNames = Object.keys(faults) as Fault[];
const rareNames = Object.keys(rareFaults) as Fault[];
export function nameOf({ failpoint, way }: Stop): string {
  return way === "move" ? failpoint : `${way}: ${failpoint}`;
}

/** Which of them is not there to be killed, as ranges of stops. */
const absent: Partial<Record<Fault, readonly (readonly [from: string, to: string])[]>> = {
  "source's CRIU": [
    ["source:preparing:after", "destination:receiving:after"],
    ["source:criu-killed", "source:cleaned:after"],
    ["cancel: source:mended", "cancel: destination:aborted:after"],
  ],
  "destination's CRIU": [
    ["source:preparing:after", "destination:landing:after"],
    ["monitor:complete", "source:cleaned:after"],
    ["pre-copy: destination:held:after", "pre-copy: destination:held:after"],
  ],
  // It ends by itself when the spare has died: whether it is still there is chance.
  "source's monitor": [
    ["source:spare-killed", "source:cleaned:after"],
    ["forward: source:cleaned:before", "forward: source:cleaned:after"],
  ],
  "destination's monitor": [
    ["source:preparing:after", "destination:landing:after"],
    ["cancel: destination:aborted:before", "cancel: destination:aborted:after"],
  ],
};

/** Whom these ways depend on; the others have nothing more to do in them. */
const concerned: readonly Fault[] = ["konk migrate", "destination's server", "all of konk and CRIU", "link for 1 s"];

/** `konk migrate` has been killed: the faults that name it hit the operator's `konk recover`. */
const ofOperators: readonly Fault[] = ["konk migrate", "all of konk and CRIU"];

/** A migration up to its end, not the mending of one. */
const goesForward = ({ way }: Stop) => way === "move" || way === "pre-copy";

function isThere({ stop, fault }: Cell): boolean {
  if (stop.way === "forced" || stop.way === "discarded") return ofOperators.includes(fault);
  if (stop.way === "ended" || stop.way === "never-ran") return concerned.includes(fault);
  const position = stops.indexOf(stop);
  const at = (name: string) => stops.findIndex((other) => nameOf(other) === name);
  if (stop.way === "back" || stop.way === "forward") {
    // It was killed on the way here, and its CRIU went with it.
    if (fault === "konk migrate" || fault === "source's CRIU") return false;
  }
  if (!goesForward(stop) && fault === "destination's CRIU") return false; // it had left before the way began
  return !(absent[fault] ?? []).some(([from, to]) => at(from) <= position && position <= at(to));
}

/** Every fault that CI inflicts at each of these stops. */
export function cells(from: readonly Stop[]): Cell[] {
  return cross(from, faultNames).filter(isThere);
}

/** The others, where they can tell something: not while what is left of a disturbed migration is mended. */
export function rareCells(from: readonly Stop[]): Cell[] {
  return cross(from.filter(goesForward), rareNames);
}

function cross(from: readonly Stop[], names: readonly Fault[]): Cell[] {
  return from.flatMap((stop) => names.map((fault) => ({ stop, fault })));
}
