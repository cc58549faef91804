/**
 * The source's half of the hand-over: who may run the container, as a table.
 *
 *     preparing ─prepared─► may-hand-over ─freeze─► frozen ─dumped─► spare ══held══► handing-over ─resumed─► handed-over
 *         │                       │                   │                │      ▲             │                       │
 *         └───────────────────────┴───roll-back───────┴────────────────┤      │         never-ran                cleaned
 *                                                                      ▼      │             │                       ▼
 *                                            rolled-back ◄─thawed─ rolling-back ◄───────────┘                    cleaned
 *                                                                             │
 *                                                              ══ the point of no return
 *
 *     forward   may-hand-over, frozen, spare, handing-over ─► handing-over   the tree here is gone, the destination holds the only copy
 *     lost      every phase before handed-over but serving ─► lost           the tree here is gone, and no other copy exists
 *     forced    handing-over                               ─► rolling-back   an operator: the destination will never run it
 *     discarded handing-over, serving, rolled-back         ─► handed-over    an operator: the copy here is not wanted
 *
 * In post-copy, when the destination runs it before it has all of its memory:
 *
 *     following handing-over                               ─► serving        it runs there, and lacks pages that are only here
 *     served    serving                                    ─► handed-over    it lacks none any more, or it ended there
 *
 * A phase is a permission: its journal entry is written first (and synced, where `fsync` says so), then konk does what
 * the phase permits, and what came of it is the next event. An entry that was read back after a crash and that needs
 * fsync is synced again before it is acted upon.
 *
 *     preparing      It runs here. The destination builds its landing zone.
 *     may-hand-over  It runs here. On the disk: from now on a reboot of this host may mean that the destination holds
 *                    the only copy.
 *     frozen         Freeze, then cut from the bridge, then CRIU dumps. CRIU, not the fence, holds the tree most of the
 *                    time: when CRIU dies or fails the tree runs on, cut off. Nothing restorable has left this host,
 *                    so that harms nobody.
 *     spare          The dump is complete, the fence is on, CRIU waits in post-dump. Only now may Restore be sent.
 *                    The destination can never run unless Resume is sent, so going back needs nobody's consent.
 *     handing-over   Held has arrived. Resume is sent and repeated. The spare is never thawed from here, unless the
 *                    destination has journalled that it never ran, and said so.
 *     serving        Post-copy: the destination runs it, and part of its memory is still only here. The tree stays frozen
 *                    and is read; it is never thawed. When it dies the destination is told: the container ends.
 *     handed-over    The destination has it, on its disk. The spare is killed in silence.
 *     cleaned        Nothing is left here.
 *     rolling-back   On the disk before the thaw: when this host dies after the thaw, the copy that the destination may
 *                    still hold is out of date, and must not be taken for the only one. Then: onto the bridge, thaw.
 *     rolled-back    It runs here. Abort is repeated until the destination has answered.
 *     lost           It ended here before any other complete copy existed. On the disk before anybody hears of it, since
 *                    the container may now be started afresh: a copy that the destination completes after all must not
 *                    be taken for the only one. Abort is repeated as in rolled-back.
 */
import { follow, type PhaseTable } from "./phase-table.ts";

export type SourcePhase =
  | "preparing"
  | "may-hand-over"
  | "frozen"
  | "spare"
  | "handing-over"
  | "serving"
  | "handed-over"
  | "cleaned"
  | "rolling-back"
  | "rolled-back"
  | "lost";

export type SourceEvent =
  /** The landing zone is ready and nothing speaks against the migration. */
  | "prepared"
  /** Time to freeze. */
  | "freeze"
  /** CRIU has written everything, and the fence is on. */
  | "dumped"
  /** The destination holds a complete tree. */
  | "held"
  /** The destination has it: it runs there, or it ran there. */
  | "resumed"
  /** It runs there, and lacks memory that is only here. */
  | "following"
  /** The destination lacks nothing any more, or it has ended there. */
  | "served"
  /** The spare and everything else of the container is gone from this host. */
  | "cleaned"
  /** A failure, a refusal or a cancellation. */
  | "roll-back"
  /** The destination has journalled that it never ran, and killed its tree. */
  | "never-ran"
  /** It is on the bridge and runs again. */
  | "thawed"
  /** The tree here is gone; the destination holds, or has, the only one. */
  | "forward"
  /** The tree here is gone, and there is no other. */
  | "lost"
  /** An operator answers for it: the destination will never run it again. */
  | "forced"
  /** An operator answers for it: the copy here is not wanted. */
  | "discarded";

export type SourceMessage = "Restore" | "Resume" | "Abort";

export type SourceTable = PhaseTable<SourcePhase, SourceEvent, SourceMessage>;

const runsHere = { mayRun: true, fenced: false, reachable: true, undo: "allowed", fsync: false, says: null } as const;
const gone = { mayRun: false, fenced: false, reachable: false, undo: "no", fsync: false, says: null } as const;

export const sourceTable: SourceTable = {
  preparing: {
    ...runsHere,
    on: { prepared: "may-hand-over", "roll-back": "rolling-back", lost: "lost" },
    afterCrash: "it runs on here; a landing zone may be left on the destination",
  },
  "may-hand-over": {
    ...runsHere,
    fsync: true,
    on: { freeze: "frozen", "roll-back": "rolling-back", forward: "handing-over", lost: "lost" },
    afterCrash: "it runs on here; after a reboot the destination may hold the only copy",
  },
  frozen: {
    ...runsHere,
    reachable: false,
    on: { dumped: "spare", "roll-back": "rolling-back", forward: "handing-over", lost: "lost" },
    afterCrash: "it is frozen or runs on here, cut off; roll back",
  },
  spare: {
    ...gone,
    fenced: true,
    undo: "allowed",
    says: "Restore",
    on: { held: "handing-over", "roll-back": "rolling-back", forward: "handing-over", lost: "lost" },
    afterCrash: "it stays frozen here; roll back, or go forward when this host rebooted and the destination holds it",
  },
  "handing-over": {
    ...gone,
    fenced: true,
    undo: "if-never-ran",
    says: "Resume",
    on: {
      resumed: "handed-over",
      following: "serving",
      "never-ran": "rolling-back",
      forward: "handing-over",
      lost: "lost",
      forced: "rolling-back",
      discarded: "handed-over",
    },
    afterCrash: "the spare stays frozen here; only the destination may run: send Resume again",
  },
  serving: {
    ...gone,
    fenced: true,
    on: { served: "handed-over", discarded: "handed-over" },
    afterCrash: "serve the pages that are missing",
  },
  "handed-over": {
    ...gone,
    fenced: true,
    on: { cleaned: "cleaned" },
    afterCrash: "it is on the destination; finish cleaning",
  },
  cleaned: { ...gone, on: {}, afterCrash: "nothing is left here" },
  "rolling-back": {
    ...runsHere,
    fsync: true,
    says: "Abort",
    on: { thawed: "rolled-back", lost: "lost" },
    afterCrash: "put it back onto the bridge and thaw it; after a reboot it died with this host",
  },
  "rolled-back": {
    ...runsHere,
    says: "Abort",
    on: { lost: "lost", discarded: "handed-over" },
    afterCrash: "it runs on here; tell the destination again to abort",
  },
  lost: {
    ...gone,
    fsync: true,
    says: "Abort",
    on: {},
    afterCrash: "it ended here; tell the destination again to abort",
  },
};

/** The phase that follows on the source. Throws E_BUG when the event is not legal in this phase. */
export function nextSource(phase: SourcePhase, event: SourceEvent): SourcePhase {
  return follow("source", sourceTable, phase, event);
}

export function isSourcePhase(text: string): text is SourcePhase {
  return Object.hasOwn(sourceTable, text);
}

/** Where the container is, in plain words for errors and reports: "running on alpha". */
export function describeWhere(phase: SourcePhase, sourceHost: string, destinationHost: string): string {
  switch (phase) {
    case "preparing":
    case "may-hand-over":
      return `running on ${sourceHost}, untouched`;
    case "frozen":
    case "spare":
      return `frozen on ${sourceHost}, not running anywhere`;
    case "rolling-back":
      return `on ${sourceHost}, being thawed there`;
    case "rolled-back":
      return `running on ${sourceHost}`;
    case "handing-over":
      return `handed over: on ${destinationHost} or nowhere yet, never on both`;
    case "serving":
      return `running on ${destinationHost}, part of its memory still on ${sourceHost}`;
    case "handed-over":
    case "cleaned":
      return `on ${destinationHost}`;
    case "lost":
      return `nowhere: it ended on ${sourceHost}`;
    default:
      return phase satisfies never;
  }
}
