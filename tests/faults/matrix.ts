/**
 * The matrix: every failpoint of the test build, with the way there, times every fault. A cell is one of each.
 *
 * A way leads to the failpoint: `move` is a migration that nothing disturbs before; in the others it has been disturbed
 * already, so that the fault hits the mending. Those of post-copy are these once more, where memory follows the container.
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
  "post-copy": "memory follows the container",
  "post-copy cancel": "the same, and Ctrl-C when the destination holds the tree",
  "post-copy back": "the same, and `konk migrate` was killed in `spare`",
  "post-copy fork": "the same, and it has children while memory is lacking",
  "post-copy forward": "the same, and `konk migrate` was killed in `serving`; the source's server goes on",
  "post-copy ended": "the same, and the program was killed while it was dumped",
  "post-copy never-ran": "the same, and the held copy was killed before Resume",
  "post-copy torn": "the same, and the frozen tree was killed on the source before all of its memory had followed",
} as const;
export type Way = keyof typeof ways;

/** What of it disturbs the migration before the fault does. */
export function disturbanceOf(way: Way): string {
  return way.replace(/^post-copy /, "");
}

export function modeOf(way: Way): "stop-copy" | "pre-copy" | "post-copy" {
  if (way.startsWith("post-copy")) return "post-copy";
  return way === "pre-copy" ? "pre-copy" : "stop-copy";
}

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
  pager: "kill -9",
  "pager and destination's monitor": "kill -9",
  "pager and destination's server": "kill -9",
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
  "source's power": "the host dies at once and boots again with its disk, which lacks what konk did not wait for",
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
  ...stopsOf("post-copy", "destination", around("destination", "landing", "receiving")),
  ...stopsOf("post-copy", "source", ["source:round-sent"]),
  ...stopsOf("post-copy", "source", around("source", "may-hand-over", "frozen")),
  ...stopsOf("post-copy", "source", ["source:cut", "source:dumped", "source:fenced"]),
  ...stopsOf("post-copy", "source", around("source", "spare")),
  ...stopsOf("post-copy", "destination", around("destination", "restoring")),
  ...stopsOf("post-copy", "source", ["source:follow-begun"]),
  ...stopsOf("post-copy", "destination", ["pager:page", "pager:descriptor"]),
  ...stopsOf("post-copy", "destination", ["pager:restored:before", "pager:restored:after"]),
  ...stopsOf("post-copy", "destination", ["monitor:frozen", "monitor:complete"]),
  ...stopsOf("post-copy", "destination", around("destination", "held")),
  ...stopsOf("post-copy", "source", around("source", "handing-over")),
  ...stopsOf("post-copy", "destination", around("destination", "running")),
  ...stopsOf("post-copy", "destination", ["destination:joined", "destination:thawed"]),
  ...stopsOf("post-copy", "destination", around("destination", "following")),
  ...stopsOf("post-copy", "source", around("source", "serving")),
  ...stopsOf("post-copy", "source", ["source:half-sent"]),
  ...stopsOf("post-copy", "destination", ["pager:filled", "pager:unlisted"]),
  ...stopsOf("post-copy", "destination", around("destination", "done")),
  ...stopsOf("post-copy", "source", around("source", "handed-over", "cleaned")),
  ...stopsOf("post-copy fork", "destination", ["pager:forked"]),
  ...stopsOf("post-copy cancel", "source", around("source", "rolling-back")),
  ...stopsOf("post-copy cancel", "source", ["source:rejoined", "source:unserved", "source:mended"]),
  ...stopsOf("post-copy cancel", "source", around("source", "rolled-back")),
  ...stopsOf("post-copy cancel", "destination", around("destination", "aborting", "aborted")),
  ...stopsOf("post-copy back", "source", around("source", "rolling-back", "rolled-back")),
  ...stopsOf("post-copy forward", "source", ["source:follow-begun", "source:half-sent"]),
  ...stopsOf("post-copy forward", "source", around("source", "handed-over", "cleaned")),
  ...stopsOf("post-copy ended", "source", around("source", "lost")),
  ...stopsOf("post-copy never-ran", "source", around("source", "rolling-back", "rolled-back")),
  ...stopsOf("post-copy torn", "destination", around("destination", "lost")),
];

/** Phases whose entry decides who may run the container. */
const deciding = ["destination:held", "source:handing-over", "destination:running"];
const isDeciding = ({ failpoint }: Stop) => deciding.includes(failpoint.replace(/:(before|after)$/, ""));

/** In post-copy, where the pager's death matters most. */
const fragile = ["pager:descriptor", "pager:page", "pager:restored:after", "source:half-sent"];

const isPostCopy = ({ way }: Stop) => modeOf(way) === "post-copy";

/**
 * For CI: between two entries of a journal a fault before the second one is much like a fault after the first. Of post-copy it
 * has each phase once.
 */
export const mainStops = stops.filter((stop, index) => {
  const { failpoint } = stop;
  if (!isPostCopy(stop)) return !failpoint.endsWith(":before") || isDeciding(stop);
  const first = stops.findIndex((other) => isPostCopy(other) && other.failpoint === failpoint);
  return first === index && (failpoint.endsWith(":after") || fragile.includes(failpoint));
});

/** Phases that nothing is written for. */
const unreached = new Set(["source:preparing", "destination:unknown"]);

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

/** Where memory follows: there is a pager, from the landing zone to the last page. */
const pagerless: readonly (readonly [from: string, to: string])[] = [
  ["source:preparing:after", "pre-copy: destination:held:after"],
  ["post-copy: destination:landing:before", "post-copy: destination:landing:after"],
  ["post-copy: destination:done:before", "post-copy: source:cleaned:after"],
  ["post-copy cancel: destination:aborted:before", "post-copy cancel: destination:aborted:after"],
  ["post-copy forward: source:handed-over:before", "post-copy forward: source:cleaned:after"],
];

/** Which of them is not there to be killed, as ranges of stops. */
const absent: Partial<Record<Fault, readonly (readonly [from: string, to: string])[]>> = {
  "source's CRIU": [
    ["source:preparing:after", "destination:receiving:after"],
    ["source:criu-killed", "source:cleaned:after"],
    ["cancel: source:mended", "cancel: destination:aborted:after"],
    ["post-copy: destination:landing:before", "post-copy: destination:receiving:after"],
    ["post-copy: source:cleaned:before", "post-copy: source:cleaned:after"],
    ["post-copy cancel: source:unserved", "post-copy cancel: destination:aborted:after"],
  ],
  "destination's CRIU": [
    ["source:preparing:after", "destination:landing:after"],
    ["monitor:complete", "source:cleaned:after"],
    ["pre-copy: destination:held:after", "post-copy: destination:landing:after"],
    ["post-copy: monitor:complete", "post-copy fork: pager:forked"],
  ],
  // It ends by itself when the spare has died: whether it is still there is chance.
  "source's monitor": [
    ["source:spare-killed", "source:cleaned:after"],
    ["forward: source:cleaned:before", "forward: source:cleaned:after"],
    ["post-copy: source:cleaned:before", "post-copy: source:cleaned:after"],
    ["post-copy forward: source:cleaned:before", "post-copy forward: source:cleaned:after"],
  ],
  "destination's monitor": [
    ["source:preparing:after", "destination:landing:after"],
    ["cancel: destination:aborted:before", "cancel: destination:aborted:after"],
    ["post-copy: destination:landing:before", "post-copy: destination:landing:after"],
    ["post-copy cancel: destination:aborted:before", "post-copy cancel: destination:aborted:after"],
  ],
  pager: pagerless,
  "pager and destination's monitor": pagerless,
  "pager and destination's server": pagerless,
};

/** Whom these ways depend on; the others have nothing more to do in them. */
const concerned: readonly Fault[] = ["konk migrate", "destination's server", "all of konk and CRIU", "link for 1 s"];

/** `konk migrate` has been killed: the faults that name it hit the operator's `konk recover`. */
const ofOperators: readonly Fault[] = ["konk migrate", "all of konk and CRIU"];

/** A migration up to its end, not the mending of one. */
const goesForward = ({ way }: Stop) => way === "move" || way === modeOf(way);

function isThere({ stop, fault }: Cell): boolean {
  const disturbance = disturbanceOf(stop.way);
  if (["forced", "discarded"].includes(disturbance)) return ofOperators.includes(fault);
  if (["ended", "never-ran", "torn"].includes(disturbance)) return concerned.includes(fault);
  const position = stops.indexOf(stop);
  const at = (name: string) => stops.findIndex((other) => nameOf(other) === name);
  if (disturbance === "back" || disturbance === "forward") {
    // It was killed on the way here, and its CRIU went with it.
    if (fault === "konk migrate" || fault === "source's CRIU") return false;
  }
  if (!goesForward(stop) && fault === "destination's CRIU") return false; // it had left before the way began
  return !(absent[fault] ?? []).some(([from, to]) => at(from) <= position && position <= at(to));
}

/** Every fault but the rare ones. */
export function cells(from: readonly Stop[]): Cell[] {
  return cross(from, faultNames).filter(isThere);
}

/** Of whom each holds a part of a container whose memory follows. */
const partners: readonly Fault[] = [
  "konk migrate",
  "source's server",
  "destination's server",
  "destination's monitor",
  "pager",
];

/**
 * What CI inflicts: all of it, and in post-copy one death at a time. Where other modes come by as well and nothing is decided
 * that is the pager's, which they have not. Where nothing is decided `konk migrate` and both servers die with all of konk.
 */
export function mainCells(from: readonly Stop[]): Cell[] {
  const isCommon = ({ failpoint }: Stop) =>
    mainStops.some((other) => !isPostCopy(other) && other.failpoint === failpoint);
  const isPagers = (stop: Stop) => fragile.includes(stop.failpoint) || (isCommon(stop) && !isDeciding(stop));
  const some = (stop: Stop) => (isPagers(stop) ? ["pager"] : partners);
  const told = cells(from).filter(({ stop, fault }) => fault !== "konk migrate and both servers" || isDeciding(stop));
  return told.filter(({ stop, fault }) => !isPostCopy(stop) || some(stop).includes(fault));
}

/** The others, where they can tell something: not while what is left of a disturbed migration is mended. */
export function rareCells(from: readonly Stop[]): Cell[] {
  const isWorthIt = (stop: Stop) => goesForward(stop) && (!isPostCopy(stop) || mainStops.includes(stop));
  return cross(from.filter(isWorthIt), rareNames);
}

function cross(from: readonly Stop[], names: readonly Fault[]): Cell[] {
  return from.flatMap((stop) => names.map((fault) => ({ stop, fault })));
}
