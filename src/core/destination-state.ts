/**
 * The destination's half of the hand-over, as a table. The destination answers and never decides alone.
 *
 *     unknown ─land─► landing ─built─► receiving ─restore─► restoring ─complete─► held ─resume─► running ─thawed─► done
 *        │               │                │                      │                  │
 *        │               └────────────────┴──────abort, fail─────┴──────────────────┘
 *        │                                          ▼
 *        └─restore, resume, abort─► aborted ◄─removed─ aborting
 *
 *     died   running, following, done ─► lost      it ran here, and died with this host
 *
 * In post-copy, when it runs before all of its memory is here:
 *
 *     running ─lacking─► following ─filled─► done
 *                            └──────torn───► lost     the rest of its memory is gone with the source's tree
 *
 * As on the source, a phase is a permission and its journal entry comes first. A request that the table does not list for
 * the present phase changes nothing; it is answered with what the phase says.
 *
 *     unknown    Nothing is journalled here. Whoever asks to restore, resume or abort is told "never ran", and that
 *                answer is journalled first. So an entry in `running`, `following`, `done` or `lost` must outlive every
 *                question that the source may still ask: a forgotten one would let the source thaw its spare beside ours.
 *                A migration lands once: what failed is tried again under a new id, or an answer that is still on its way
 *                would be taken for one of the second try.
 *     landing    Namespaces, mounts and cgroup are being built, off the bridge.
 *     receiving  Images arrive.
 *     restoring  CRIU restores. Nothing here may run, whoever dies: what is incomplete is killed, never let go.
 *     held       The tree is complete, frozen by nothing but its own cgroup, off the bridge. It waits, for ever if need be.
 *     running    On the disk before the thaw: this host owns the container. Onto the bridge, announce, re-probe, thaw;
 *                repeated after a crash.
 *     following  Post-copy: it runs here, and waits wherever it touches memory that has not come yet. Its pages are asked
 *                for, again after a crash. It is done only when none is missing: the source gives up the rest then.
 *     done       It runs here, whole. Resumed may be said, again and again.
 *     aborting   It never ran here, and never will. The tree is being killed.
 *     aborted    The tree is gone. Only now is Aborted said, and only now may the source thaw its spare.
 *     lost       It ran here and died with this host, or the rest of its memory died with the source's tree: then what ran
 *                here is killed first. It is the container's end, and the spare is out of date.
 */
import { follow, type PhaseTable } from "./phase-table.ts";

export type DestinationPhase =
  | "unknown"
  | "landing"
  | "receiving"
  | "restoring"
  | "held"
  | "running"
  | "following"
  | "done"
  | "aborting"
  | "aborted"
  | "lost";

export type DestinationEvent =
  /** A migration is announced. */
  | "land"
  /** The landing zone is ready. */
  | "built"
  /** The source asks to restore: every image is there. */
  | "restore"
  /** The tree is complete, and the fence is on. */
  | "complete"
  /** The source asks to run it. */
  | "resume"
  /** It is on the bridge and runs. */
  | "thawed"
  /** It is on the bridge and runs, and part of its memory is still on the source. */
  | "lacking"
  /** The last of its memory has come. */
  | "filled"
  /** The source says that the rest of the memory is gone, and what ran here has been killed. */
  | "torn"
  /** The source asks to end a migration that did not run. */
  | "abort"
  /** Building, receiving or restoring failed, or a crash left something incomplete. */
  | "fail"
  /** The tree and the landing zone are gone. */
  | "removed"
  /** This host rebooted after it had taken the container. */
  | "died";

export type DestinationMessage = "Held" | "Resumed" | "Aborted";

export type DestinationTable = PhaseTable<DestinationPhase, DestinationEvent, DestinationMessage>;

const idle = { mayRun: false, fenced: false, reachable: false, undo: "allowed", fsync: false, says: null } as const;
const owns = { mayRun: true, fenced: false, reachable: true, undo: "no", fsync: false, says: null } as const;

export const destinationTable: DestinationTable = {
  unknown: {
    ...idle,
    on: { land: "landing", restore: "aborted", resume: "aborted", abort: "aborted" },
    afterCrash: "nothing is here",
  },
  landing: {
    ...idle,
    on: { built: "receiving", abort: "aborting", fail: "aborting" },
    afterCrash: "remove what there is",
  },
  receiving: {
    ...idle,
    on: { restore: "restoring", abort: "aborting", fail: "aborting" },
    afterCrash: "remove what there is",
  },
  restoring: {
    ...idle,
    on: { complete: "held", abort: "aborting", fail: "aborting" },
    afterCrash: "the tree is incomplete: kill it, it never ran",
  },
  held: {
    ...idle,
    fenced: true,
    says: "Held",
    on: { resume: "running", abort: "aborting", fail: "aborting" },
    afterCrash: "it stays frozen and waits; after a reboot it is gone, and never ran",
  },
  running: {
    ...owns,
    fsync: true,
    on: { thawed: "done", lacking: "following", died: "lost" },
    afterCrash: "join the bridge, announce, re-probe and thaw again; after a reboot it died with this host",
  },
  following: {
    ...owns,
    says: "Resumed",
    on: { filled: "done", died: "lost", torn: "lost" },
    afterCrash: "it runs on here; ask again for the memory that is missing; after a reboot it died with this host",
  },
  done: { ...owns, says: "Resumed", on: { died: "lost" }, afterCrash: "it runs on here" },
  aborting: { ...idle, on: { removed: "aborted" }, afterCrash: "go on removing" },
  aborted: { ...idle, says: "Aborted", on: {}, afterCrash: "it never ran here" },
  lost: {
    ...owns,
    mayRun: false,
    reachable: false,
    says: "Resumed",
    on: {},
    afterCrash: "it ran here, and ended here",
  },
};

/** The phase that follows on the destination. Throws E_BUG when the event is not legal in this phase. */
export function nextDestination(phase: DestinationPhase, event: DestinationEvent): DestinationPhase {
  return follow("destination", destinationTable, phase, event);
}

/** Whether a request of the source changes anything in this phase; when not, it is answered with what the phase says. */
export function acceptsRequest(phase: DestinationPhase, request: "restore" | "resume" | "abort" | "torn"): boolean {
  return destinationTable[phase].on[request] !== undefined;
}

export function isDestinationPhase(text: string): text is DestinationPhase {
  return Object.hasOwn(destinationTable, text);
}
