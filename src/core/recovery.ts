/**
 * What to do after a crash, decided from two journals and what this host shows. Pure: the caller looks, asks, obeys and
 * asks again. Nobody decides by timer: a destination that cannot be reached is never a reason to thaw anything after the
 * point of no return.
 */
import type { DestinationPhase } from "./destination-state.ts";
import type { SourceEvent, SourcePhase } from "./source-state.ts";

export interface ObservedTree {
  /** This host's boot id differs from the one in the journal's last entry: whatever that entry speaks of died. */
  rebooted: boolean;
  tree: "running" | "frozen" | "gone";
}

export interface SourceFacts extends ObservedTree {
  /** The last entry of the source's journal; null when there is none. */
  journal: SourcePhase | null;
  /** The destination may run before it has all of the memory: what is HELD there is no complete copy. */
  postCopy: boolean;
  /** The destination's answer to Query. */
  destination: DestinationPhase | "unreachable";
}

export interface DestinationFacts extends ObservedTree {
  journal: DestinationPhase;
}

export type SourceActionKind =
  | "none"
  /** Go on to (or with) rolling-back: bridge, thaw. */
  | "roll-back"
  /** Send Resume until it is answered. */
  | "resume-destination"
  /** Send Abort and decide again by the answer. */
  | "abort-destination"
  /** It runs on the destination, which lacks memory: send what it asks for, and what it does not, until it has everything. */
  | "serve-pages"
  /** Tell the destination that the memory which it lacks is gone, and decide again by its answer. */
  | "tell-torn"
  /** Look and ask again later. */
  | "wait"
  /** It is the destination's: kill and remove what is here. */
  | "finish"
  /** It died with this host. The destination is told next. */
  | "lost";

/** "follow": it runs here, and the memory that is missing is to be asked for. */
export type DestinationActionKind = "none" | "wait" | "abort" | "resume" | "follow" | "lost";

export interface Action<Kind extends string> {
  kind: Kind;
  /** For people: why. */
  reason: string;
}

export type SourceAction = Action<SourceActionKind>;
export type DestinationAction = Action<DestinationActionKind>;

/** What the source has to do with a migration that its journal speaks of. */
export function decideSource(facts: SourceFacts): SourceAction {
  const { journal, destination } = facts;
  const isGone = facts.rebooted || facts.tree === "gone";
  switch (journal) {
    case null:
    case "cleaned":
      return act("none", "nothing is left to decide");
    case "lost":
      return afterLoss(destination);
    case "preparing":
      return isGone ? act("lost", "it died before anything had left this host") : rollBack(destination);
    case "may-hand-over":
    case "frozen":
    case "spare":
      return isGone ? withoutTree(facts) : rollBack(destination);
    case "handing-over":
      return isGone ? withoutTree(facts) : withSpare(destination);
    case "serving":
      return whileServing(isGone, destination);
    case "handed-over":
      return afterHandOver(destination);
    case "rolling-back":
      return isGone ? act("lost", "it was rolled back, and died here") : rollBack(destination);
    case "rolled-back":
      return isGone ? act("lost", "it was rolled back, and died here") : afterRollBack(destination);
    default:
      return journal satisfies never;
  }
}

/** Before the point of no return: no answer of the destination is needed, since nobody has told it to run. */
function rollBack(destination: SourceFacts["destination"]): SourceAction {
  if (ranThere(destination)) return unasked;
  return act("roll-back", "the destination was never told to run");
}

/** After the point of no return, with a frozen spare. `running` proves nothing yet: that entry may not be on the disk. */
function withSpare(destination: SourceFacts["destination"]): SourceAction {
  switch (destination) {
    case "done":
    case "lost":
      return act("finish", "the destination has taken it");
    case "held":
      return act("resume-destination", "only the destination may run it");
    case "following":
      return servePages;
    case "aborted":
      return act("roll-back", "the destination has journalled that it never ran");
    case "unreachable":
      return act("wait", "the destination may be running it, and cannot be asked");
    case "running":
    case "aborting":
    case "restoring":
      return act("wait", "the destination is not done yet");
    case "unknown":
    case "landing":
    case "receiving":
      return act("abort-destination", "the destination has to journal that it never ran before the spare may run");
    default:
      return destination satisfies never;
  }
}

/**
 * The tree here is gone, and it did not run after its dump: a HELD copy is the only one. In post-copy it is none, but Resume
 * may be on its way there, also from a phase that was forgotten with this host: the destination first journals that it never ran.
 */
function withoutTree({ destination, postCopy }: SourceFacts): SourceAction {
  switch (destination) {
    case "done":
    case "lost":
      return act("finish", "the destination has taken it");
    case "held":
      return postCopy ? abortTorn : act("resume-destination", "the destination holds the only copy");
    case "restoring":
      return postCopy ? abortTorn : act("wait", "the destination is not done with what it has");
    case "following":
      return tellTorn;
    case "unreachable":
      return act("wait", "the destination may hold the only copy, and cannot be asked");
    case "running":
      return act("wait", "the destination is not done with what it has");
    case "unknown":
    case "landing":
    case "receiving":
    case "aborting":
    case "aborted":
      return act("lost", "it died with this host, and the destination has no complete copy");
    default:
      return destination satisfies never;
  }
}

/** Post-copy: it runs there, and only there. Nothing that the destination says lets the tree here run. */
function whileServing(isGone: boolean, destination: SourceFacts["destination"]): SourceAction {
  switch (destination) {
    case "done":
    case "lost":
      return act("finish", "the destination needs nothing more from here");
    case "following":
      return isGone ? tellTorn : servePages;
    case "running":
      return act("wait", "the destination is not done yet");
    case "unreachable":
      return isGone
        ? act("wait", "the destination runs it and lacks memory that was here; it cannot be told")
        : act("wait", "the destination runs it and lacks memory that is here; it cannot be asked");
    default:
      return contradiction;
  }
}

/** Only an operator ends the tree here while the destination lacks memory: then that has to end as well. */
function afterHandOver(destination: SourceFacts["destination"]): SourceAction {
  if (destination === "following") return tellTorn;
  return act("finish", "the destination has confirmed that it runs there");
}

function afterRollBack(destination: SourceFacts["destination"]): SourceAction {
  return ranThere(destination) ? unasked : untilAborted(destination, "it runs here");
}

/** An operator may have let the destination run what it held: then nothing is to be removed there. */
function afterLoss(destination: SourceFacts["destination"]): SourceAction {
  if (ranThere(destination)) return act("none", "it ended here, and the destination has it by an operator's word");
  return untilAborted(destination, "it ended here");
}

/** Also one that never heard of it: Prepare may still be on its way there, and must not find a migration that it can begin. */
function untilAborted(destination: SourceFacts["destination"], where: string): SourceAction {
  if (destination === "aborted") return act("none", `${where}, and nothing is left there`);
  if (destination === "unreachable") return act("wait", `${where}; the destination cannot be told to clean up`);
  return act("abort-destination", `${where}; the destination may still keep a landing zone`);
}

const servePages = act("serve-pages", "the destination runs it, and lacks memory that is here");

/** What it restores may wait for memory that never comes. */
const abortTorn = act(
  "abort-destination",
  "its memory died with this host, and the destination has to journal that it never ran",
);

const tellTorn = act("tell-torn", "the destination runs it, and the memory that it lacks is gone");

const contradiction = act("wait", "what the destination says cannot be: an operator has to decide");

const unasked = act("wait", "the destination runs what it was never told to run: an operator has to decide");

function ranThere(destination: SourceFacts["destination"]): boolean {
  return destination !== "unreachable" && ["running", "following", "done", "lost"].includes(destination);
}

/** What Resumed proves. In post-copy the destination may lack memory all the same: null, and Query tells. */
export function afterResumed(postCopy: boolean): SourceEvent | null {
  return postCopy ? null : "resumed";
}

/** What a restarted destination does on its own: nothing that could make a second copy run. */
export function decideDestination(facts: DestinationFacts): DestinationAction {
  const isGone = facts.rebooted || facts.tree === "gone";
  switch (facts.journal) {
    case "unknown":
    case "aborted":
    case "lost":
      return act("none", "nothing is left to decide");
    case "landing":
    case "receiving":
    case "restoring":
      return act("abort", "nothing complete was here, and it never ran");
    case "held":
      return isGone
        ? act("abort", "the held tree is gone, and it never ran")
        : act("wait", "only the source may decide");
    case "running":
      return isGone ? act("lost", "it was this host's, and died here") : act("resume", "this host owns it");
    case "following":
      return isGone
        ? act("lost", "it was this host's, and died here")
        : act("follow", "it runs here, and lacks memory that the source has");
    case "done":
      return isGone ? act("lost", "it ran here, and ended here") : act("none", "it runs here");
    case "aborting":
      return act("abort", "it never ran, and has to be removed");
    default:
      return facts.journal satisfies never;
  }
}

/** The events that lead the source's table from `phase` to where an action is carried out; none when it is there already. */
export function eventsOf(action: SourceActionKind, phase: SourcePhase): readonly SourceEvent[] {
  switch (action) {
    case "roll-back":
      if (phase === "rolling-back") return [];
      return phase === "handing-over" ? ["never-ran"] : ["roll-back"];
    case "resume-destination":
      return phase === "handing-over" ? [] : ["forward"];
    case "serve-pages":
    case "tell-torn":
      return eventsToServing(phase);
    case "finish":
      if (phase === "handed-over") return [];
      if (phase === "serving") return ["served"];
      return phase === "handing-over" ? ["resumed"] : ["forward", "resumed"];
    case "lost":
      return ["lost"];
    case "none":
    case "wait":
    case "abort-destination":
      return [];
    default:
      return action satisfies never;
  }
}

function eventsToServing(phase: SourcePhase): readonly SourceEvent[] {
  if (phase === "serving" || phase === "handed-over") return [];
  return phase === "handing-over" ? ["following"] : ["forward", "following"];
}

function act<Kind extends string>(kind: Kind, reason: string): Action<Kind> {
  return { kind, reason };
}
