/**
 * The form that both transition tables of the hand-over share, and the one way to walk them. The tables are data, so
 * that the exhaustive search of the tests explores the very rules that the product obeys.
 */
import { KonkError } from "../errors.ts";

export interface PhaseRule<Phase extends string, Event extends string, Message extends string> {
  /** Where each event that is legal here leads. Every other event is a bug, or a late message to be ignored. */
  readonly on: Readonly<Partial<Record<Event, Phase>>>;
  /** The container's processes may execute on this host. */
  readonly mayRun: boolean;
  /** The tree is complete and only its own cgroup freezer holds it: no death of konk or CRIU lets it run. */
  readonly fenced: boolean;
  /** The container's interface is on the bridge. */
  readonly reachable: boolean;
  /** Whether konk may go back from here: freely, only once the destination has said that it never ran, or not at all. */
  readonly undo: "allowed" | "if-never-ran" | "no";
  /** The journal entry must be on the disk, not only written, before anything that this phase permits is done. */
  readonly fsync: boolean;
  /** The message that this phase repeats (source) or answers with (destination); null: it keeps silent. */
  readonly says: Message | null;
  /** What a crash of konk or of this host in this phase means. */
  readonly afterCrash: string;
}

export type PhaseTable<Phase extends string, Event extends string, Message extends string> = Readonly<
  Record<Phase, PhaseRule<Phase, Event, Message>>
>;

/** The phase that follows. Throws E_BUG when the event is not legal in this phase. */
export function follow<Phase extends string, Event extends string, Message extends string>(
  side: "source" | "destination",
  table: PhaseTable<Phase, Event, Message>,
  phase: Phase,
  event: Event,
): Phase {
  const next = table[phase].on[event];
  if (next !== undefined) return next;
  const wanted = Object.keys(table[phase].on).join('", "');
  throw new KonkError(
    "E_BUG",
    `Cannot leave phase "${phase}" of the ${side}: found event "${event}", wanted ${wanted === "" ? "none: it is final" : `"${wanted}"`}`,
  );
}
