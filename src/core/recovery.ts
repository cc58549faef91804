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
  /** Look and ask again later. */
  | "wait"
  /** It is the destination's: kill and remove what is here. */
  | "finish"
  /** It died with this host. The destination is told next. */
  | "lost";

export type DestinationActionKind = "none" | "wait" | "abort" | "resume" | "lost";

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
      return isGone ? withoutTree(destination) : rollBack(destination);
    case "handing-over":
      return isGone ? withoutTree(destination) : withSpare(destination);
    case "handed-over":
      return act("finish", "the destination has confirmed that it runs there");
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
  if (isContradiction(destination)) return contradiction;
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

/** The tree here is gone, and it did not run after its dump: a HELD copy is the only one. */
function withoutTree(destination: SourceFacts["destination"]): SourceAction {
  switch (destination) {
    case "done":
    case "lost":
      return act("finish", "the destination has taken it");
    case "held":
      return act("resume-destination", "the destination holds the only copy");
    case "unreachable":
      return act("wait", "the destination may hold the only copy, and cannot be asked");
    case "running":
    case "restoring":
      return act("wait", "the destination is not done with the only copy");
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

function afterRollBack(destination: SourceFacts["destination"]): SourceAction {
  return isContradiction(destination) ? contradiction : untilAborted(destination, "it runs here");
}

/** An operator may have let the destination run what it held: then nothing is to be removed there. */
function afterLoss(destination: SourceFacts["destination"]): SourceAction {
  if (isContradiction(destination))
    return act("none", "it ended here, and the destination has it by an operator's word");
  return untilAborted(destination, "it ended here");
}

/** Also one that never heard of it: Prepare may still be on its way there, and must not find a migration that it can begin. */
function untilAborted(destination: SourceFacts["destination"], where: string): SourceAction {
  if (destination === "aborted") return act("none", `${where}, and nothing is left there`);
  if (destination === "unreachable") return act("wait", `${where}; the destination cannot be told to clean up`);
  return act("abort-destination", `${where}; the destination may still keep a landing zone`);
}

const contradiction: SourceAction = {
  kind: "wait",
  reason: "the destination runs what it was never told to run: an operator has to decide",
};

function isContradiction(destination: SourceFacts["destination"]): boolean {
  return destination === "running" || destination === "done" || destination === "lost";
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
    case "finish":
      if (phase === "handed-over") return [];
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

function act<Kind extends string>(kind: Kind, reason: string): Action<Kind> {
  return { kind, reason };
}
