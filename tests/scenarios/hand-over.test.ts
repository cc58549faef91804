/**
 * The stories of a hand-over as transcripts: what each side journals, and where the container is after every step. They are
 * read as prose in review; that no other order of events does harm is the search's business (tests/unit/core).
 */
import { expect, test } from "bun:test";
import {
  type DestinationEvent,
  type DestinationPhase,
  destinationTable,
  nextDestination,
} from "../../src/core/destination-state.ts";
import { decideDestination, decideSource, eventsOf } from "../../src/core/recovery.ts";
import {
  describeWhere,
  nextSource,
  type SourceEvent,
  type SourcePhase,
  sourceTable,
} from "../../src/core/source-state.ts";

/** Two hosts, alpha and beta, that note down what happens to them. */
class Story {
  source: SourcePhase = "preparing";
  destination: DestinationPhase = "unknown";
  readonly lines: string[] = [];
  readonly #postCopy: boolean;

  constructor({ postCopy }: { postCopy: boolean } = { postCopy: false }) {
    this.#postCopy = postCopy;
  }

  alpha(...events: SourceEvent[]): this {
    for (const event of events) {
      this.source = nextSource(this.source, event);
      const synced = sourceTable[this.source].fsync ? ", fsync" : "";
      this.lines.push(`alpha: ${event} -> ${this.source}${synced}: ${describeWhere(this.source, "alpha", "beta")}`);
    }
    return this;
  }

  beta(...events: DestinationEvent[]): this {
    for (const event of events) {
      this.destination = nextDestination(this.destination, event);
      const { fsync, says } = destinationTable[this.destination];
      this.lines.push(
        `beta: ${event} -> ${this.destination}${fsync ? ", fsync" : ""}${says === null ? "" : `: says ${says}`}`,
      );
    }
    return this;
  }

  /** alpha decides after a crash, with what it can see of beta. */
  alphaRecovers({ rebooted, seesBeta }: { rebooted: boolean; seesBeta: boolean }): this {
    const destination = seesBeta ? this.destination : "unreachable";
    const tree = rebooted ? "gone" : "frozen";
    const { kind, reason } = decideSource({
      journal: this.source,
      rebooted,
      tree,
      postCopy: this.#postCopy,
      destination,
    });
    this.lines.push(`alpha: recovers, beta is ${destination}: ${kind}, because ${reason}`);
    return this.alpha(...eventsOf(kind, this.source));
  }

  betaRecovers({ rebooted }: { rebooted: boolean }): this {
    const tree = rebooted ? "gone" : "frozen";
    const { kind, reason } = decideDestination({ journal: this.destination, rebooted, tree });
    this.lines.push(`beta: recovers: ${kind}, because ${reason}`);
    if (kind === "abort") return this.beta("fail", "removed");
    return kind === "lost" ? this.beta("died") : this;
  }
}

/** Both sides up to a spare on alpha and a held tree on beta; without the lines that say so. */
function held(world = { postCopy: false }): Story {
  const story = new Story(world)
    .beta("land", "built")
    .alpha("prepared", "freeze", "dumped")
    .beta("restore", "complete");
  story.lines.length = 0;
  return story;
}

test("a migration that goes well", () => {
  const story = new Story()
    .beta("land", "built")
    .alpha("prepared", "freeze", "dumped")
    .beta("restore", "complete")
    .alpha("held")
    .beta("resume", "thawed")
    .alpha("resumed", "cleaned");
  expect(story.lines).toEqual([
    "beta: land -> landing",
    "beta: built -> receiving",
    "alpha: prepared -> may-hand-over, fsync: running on alpha, untouched",
    "alpha: freeze -> frozen: frozen on alpha, not running anywhere",
    "alpha: dumped -> spare: frozen on alpha, not running anywhere",
    "beta: restore -> restoring",
    "beta: complete -> held: says Held",
    "alpha: held -> handing-over: handed over: on beta or nowhere yet, never on both",
    "beta: resume -> running, fsync",
    "beta: thawed -> done: says Resumed",
    "alpha: resumed -> handed-over: on beta",
    "alpha: cleaned -> cleaned: on beta",
  ]);
});

test("the restore fails: alpha thaws without waiting for beta", () => {
  const story = new Story().beta("land", "built").alpha("prepared", "freeze", "dumped").beta("restore");
  story.lines.length = 0;
  expect(story.beta("fail").alpha("roll-back", "thawed").beta("removed").lines).toEqual([
    "beta: fail -> aborting",
    "alpha: roll-back -> rolling-back, fsync: on alpha, being thawed there",
    "alpha: thawed -> rolled-back: running on alpha",
    "beta: removed -> aborted: says Aborted",
  ]);
});

test("the network breaks after Held: alpha keeps the spare frozen until beta can be asked", () => {
  const story = held().alpha("held").alphaRecovers({ rebooted: false, seesBeta: false });
  expect(story.beta("resume", "thawed").alphaRecovers({ rebooted: false, seesBeta: true }).lines).toEqual([
    "alpha: held -> handing-over: handed over: on beta or nowhere yet, never on both",
    "alpha: recovers, beta is unreachable: wait, because the destination may be running it, and cannot be asked",
    "beta: resume -> running, fsync",
    "beta: thawed -> done: says Resumed",
    "alpha: recovers, beta is done: finish, because the destination has taken it",
    "alpha: resumed -> handed-over: on beta",
  ]);
});

test("beta reboots while it holds: it says that it never ran, and alpha goes on", () => {
  const story = held()
    .alpha("held")
    .betaRecovers({ rebooted: true })
    .alphaRecovers({ rebooted: false, seesBeta: true });
  expect(story.alpha("thawed").lines).toEqual([
    "alpha: held -> handing-over: handed over: on beta or nowhere yet, never on both",
    "beta: recovers: abort, because the held tree is gone, and it never ran",
    "beta: fail -> aborting",
    "beta: removed -> aborted: says Aborted",
    "alpha: recovers, beta is aborted: roll-back, because the destination has journalled that it never ran",
    "alpha: never-ran -> rolling-back, fsync: on alpha, being thawed there",
    "alpha: thawed -> rolled-back: running on alpha",
  ]);
});

test("alpha reboots while beta holds: beta's copy is the only one, and runs", () => {
  const story = held().alphaRecovers({ rebooted: true, seesBeta: true }).beta("resume", "thawed").alpha("resumed");
  expect(story.lines).toEqual([
    "alpha: recovers, beta is held: resume-destination, because the destination holds the only copy",
    "alpha: forward -> handing-over: handed over: on beta or nowhere yet, never on both",
    "beta: resume -> running, fsync",
    "beta: thawed -> done: says Resumed",
    "alpha: resumed -> handed-over: on beta",
  ]);
});

test("alpha rolls back, runs on, and reboots: beta's old copy is not brought back", () => {
  const story = held()
    .alpha("roll-back", "thawed")
    .alphaRecovers({ rebooted: true, seesBeta: true })
    .beta("abort", "removed");
  expect(story.lines).toEqual([
    "alpha: roll-back -> rolling-back, fsync: on alpha, being thawed there",
    "alpha: thawed -> rolled-back: running on alpha",
    "alpha: recovers, beta is held: lost, because it was rolled back, and died here",
    "alpha: lost -> lost, fsync: nowhere: it ended on alpha",
    "beta: abort -> aborting",
    "beta: removed -> aborted: says Aborted",
  ]);
});

test("post-copy: it runs on beta before its memory is there, and alpha keeps what is missing until beta has it", () => {
  const story = held({ postCopy: true })
    .alpha("held")
    .beta("resume", "lacking")
    .alphaRecovers({ rebooted: false, seesBeta: true })
    .alphaRecovers({ rebooted: false, seesBeta: false })
    .betaRecovers({ rebooted: false });
  expect(story.beta("filled").alphaRecovers({ rebooted: false, seesBeta: true }).alpha("cleaned").lines).toEqual([
    "alpha: held -> handing-over: handed over: on beta or nowhere yet, never on both",
    "beta: resume -> running, fsync",
    "beta: lacking -> following: says Resumed",
    "alpha: recovers, beta is following: serve-pages, because the destination runs it, and lacks memory that is here",
    "alpha: following -> serving: running on beta, part of its memory still on alpha",
    "alpha: recovers, beta is unreachable: wait, because the destination runs it and lacks memory that is here; it cannot be asked",
    "beta: recovers: follow, because it runs here, and lacks memory that the source has",
    "beta: filled -> done: says Resumed",
    "alpha: recovers, beta is done: finish, because the destination needs nothing more from here",
    "alpha: served -> handed-over: on beta",
    "alpha: cleaned -> cleaned: on beta",
  ]);
});

test("post-copy: alpha reboots while beta lacks memory: beta is told, and the container is lost", () => {
  const story = held({ postCopy: true })
    .alpha("held")
    .beta("resume", "lacking")
    .alpha("following")
    .alphaRecovers({ rebooted: true, seesBeta: true })
    .beta("torn")
    .alphaRecovers({ rebooted: true, seesBeta: true });
  expect(story.lines.slice(3)).toEqual([
    "alpha: following -> serving: running on beta, part of its memory still on alpha",
    "alpha: recovers, beta is following: tell-torn, because the destination runs it, and the memory that it lacks is gone",
    "beta: torn -> lost: says Resumed",
    "alpha: recovers, beta is lost: finish, because the destination needs nothing more from here",
    "alpha: served -> handed-over: on beta",
  ]);
});

test("post-copy: alpha reboots while beta holds: what beta has is not all of it, and does not run", () => {
  const story = held({ postCopy: true })
    .alphaRecovers({ rebooted: true, seesBeta: true })
    .beta("abort", "removed")
    .alphaRecovers({ rebooted: true, seesBeta: true });
  expect(story.lines).toEqual([
    "alpha: recovers, beta is held: abort-destination, because its memory died with this host, and the destination has to journal that it never ran",
    "beta: abort -> aborting",
    "beta: removed -> aborted: says Aborted",
    "alpha: recovers, beta is aborted: lost, because it died with this host, and the destination has no complete copy",
    "alpha: lost -> lost, fsync: nowhere: it ended on alpha",
  ]);
});
