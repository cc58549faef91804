import { describe, expect, test } from "bun:test";
import { type DestinationPhase, destinationTable } from "../../../src/core/destination-state.ts";
import {
  afterResumed,
  decideDestination,
  decideSource,
  eventsOf,
  type SourceFacts,
} from "../../../src/core/recovery.ts";
import { nextSource, type SourcePhase, sourceTable } from "../../../src/core/source-state.ts";

const answers = [...(Object.keys(destinationTable) as DestinationPhase[]), "unreachable" as const];

function source(journal: SourcePhase | null, facts: Partial<SourceFacts> = {}): string {
  return decideSource({
    journal,
    rebooted: false,
    tree: "frozen",
    postCopy: false,
    destination: "unreachable",
    ...facts,
  }).kind;
}

describe("decideSource", () => {
  test("before the point of no return it rolls back, without asking anybody", () => {
    for (const journal of ["preparing", "may-hand-over", "frozen", "spare", "rolling-back"] as const) {
      expect(source(journal)).toBe("roll-back");
      expect(source(journal, { destination: "held" })).toBe("roll-back");
    }
  });

  test("after it, a destination that cannot be reached never lets the spare run", () => {
    expect(source("handing-over")).toBe("wait");
  });

  test("the spare runs again only after the destination has journalled that it never ran", () => {
    const thawed = answers.filter((destination) => source("handing-over", { destination }) === "roll-back");
    expect(thawed).toEqual(["aborted"]);
  });

  test("an unsynced running is no proof, and the spare is kept", () => {
    expect(source("handing-over", { destination: "running" })).toBe("wait");
    expect(source("handing-over", { destination: "done" })).toBe("finish");
  });

  test("a reboot leaves the held copy as the only one: forward", () => {
    for (const journal of ["may-hand-over", "frozen", "spare", "handing-over"] as const) {
      expect(source(journal, { rebooted: true, destination: "held" })).toBe("resume-destination");
      expect(source(journal, { tree: "gone", destination: "held" })).toBe("resume-destination");
      expect(source(journal, { rebooted: true, destination: "restoring" })).toBe("wait");
      expect(source(journal, { rebooted: true })).toBe("wait");
      expect(source(journal, { rebooted: true, destination: "receiving" })).toBe("lost");
    }
  });

  test("a copy that was rolled back and then died is not brought back from the past", () => {
    expect(source("rolling-back", { rebooted: true, destination: "held" })).toBe("lost");
    expect(source("rolled-back", { rebooted: true, destination: "held" })).toBe("lost");
  });

  test("a tree that seems to exist after a reboot is somebody else's", () => {
    expect(source("spare", { rebooted: true, tree: "running", destination: "held" })).toBe("resume-destination");
  });

  test("journals that contradict each other are left to an operator", () => {
    expect(source("spare", { destination: "done" })).toBe("wait");
    expect(source("rolled-back", { tree: "running", destination: "running" })).toBe("wait");
  });

  test("an aborted landing zone is asked for until it is confirmed", () => {
    expect(source("rolled-back", { tree: "running", destination: "held" })).toBe("abort-destination");
    expect(source("rolled-back", { tree: "running" })).toBe("wait");
    expect(source("rolled-back", { tree: "running", destination: "aborted" })).toBe("none");
  });

  test("a container that ended here owes the destination the same word, until it is heard", () => {
    expect([source("lost"), source("lost", { destination: "receiving" })]).toEqual(["wait", "abort-destination"]);
    expect([source("lost", { destination: "aborted" }), source("lost", { destination: "done" })]).toEqual([
      "none",
      "none",
    ]);
  });

  test("a Prepare that is still on its way finds a migration that is over", () => {
    for (const journal of ["rolled-back", "lost"] as const) {
      expect(source(journal, { tree: "running", destination: "unknown" })).toBe("abort-destination");
    }
  });

  test("without a journal, or when all is done, there is nothing to do", () => {
    expect([source(null), source("cleaned")]).toEqual(["none", "none"]);
    expect(source("handed-over")).toBe("finish");
  });
});

describe("decideSource, post-copy", () => {
  const serving = (destination: SourceFacts["destination"], tree: SourceFacts["tree"] = "frozen") =>
    source("serving", { postCopy: true, tree, destination });

  test("the tree is kept and read as long as the destination lacks memory", () => {
    expect(source("handing-over", { postCopy: true, destination: "following" })).toBe("serve-pages");
    expect([serving("following"), serving("running"), serving("unreachable")]).toEqual(["serve-pages", "wait", "wait"]);
    expect([serving("done"), serving("lost")]).toEqual(["finish", "finish"]);
  });

  test("no answer of the destination, and none at all, lets what is read here run again or end", () => {
    for (const tree of ["frozen", "gone"] as const) {
      const done = answers.filter((destination) => serving(destination, tree) !== "wait");
      expect(done).toEqual(["following", "done", "lost"]);
    }
  });

  test("a destination that lacks memory is told when that is gone, also by a source that forgot that it said Resume", () => {
    for (const journal of ["may-hand-over", "frozen", "spare", "handing-over", "serving"] as const) {
      expect(source(journal, { postCopy: true, rebooted: true, destination: "following" })).toBe("tell-torn");
      expect(source(journal, { postCopy: true, tree: "gone", destination: "following" })).toBe("tell-torn");
      expect(source(journal, { postCopy: true, tree: "gone", destination: "running" })).toBe("wait");
      expect(source(journal, { postCopy: true, tree: "gone" })).toBe("wait");
    }
  });

  test("what is held there is no complete copy: it never runs once the tree here is gone, and journals that first", () => {
    for (const journal of ["may-hand-over", "frozen", "spare", "handing-over"] as const) {
      const gone = { postCopy: true, rebooted: true } as const;
      expect(source(journal, { ...gone, destination: "held" })).toBe("abort-destination");
      expect(source(journal, { ...gone, destination: "restoring" })).toBe("abort-destination"); // it may wait for that memory
      expect(source(journal, { ...gone, destination: "aborting" })).toBe("lost");
      expect(source(journal, { ...gone, destination: "aborted" })).toBe("lost");
    }
    expect(source("handing-over", { postCopy: true, destination: "held" })).toBe("resume-destination");
  });

  test("what an operator discarded while it was read takes the destination's copy along", () => {
    expect(source("handed-over", { postCopy: true, destination: "following" })).toBe("tell-torn");
    expect(source("handed-over", { postCopy: true })).toBe("finish");
  });

  test("afterResumed: that it runs there does not say that it lacks nothing", () => {
    expect([afterResumed(false), afterResumed(true)]).toEqual(["resumed", null]);
  });
});

test.each(Object.keys(sourceTable) as SourcePhase[])(
  "eventsOf: what is decided in %s is a legal walk to where it is done",
  (journal) => {
    const ends: Record<string, SourcePhase> = {
      "roll-back": "rolling-back",
      finish: "handed-over",
      "resume-destination": "handing-over",
      "serve-pages": "serving",
      "tell-torn": journal === "handed-over" ? "handed-over" : "serving",
      lost: "lost",
    };
    for (const destination of answers) {
      for (const tree of ["running", "frozen", "gone"] as const) {
        for (const postCopy of [false, true]) {
          const { kind, reason } = decideSource({ journal, rebooted: false, tree, postCopy, destination });
          const end = eventsOf(kind, journal).reduce(nextSource, journal);
          expect(end).toBe(ends[kind] ?? journal);
          expect(reason).not.toBe("");
        }
      }
    }
  },
);

test("decideDestination: never lets anything run but what it already owned", () => {
  const decide = (journal: DestinationPhase, rebooted: boolean) =>
    decideDestination({ journal, rebooted, tree: rebooted ? "gone" : "frozen" }).kind;
  expect(
    (Object.keys(destinationTable) as DestinationPhase[]).map((journal) => [
      journal,
      decide(journal, false),
      decide(journal, true),
    ]),
  ).toEqual([
    ["unknown", "none", "none"],
    ["landing", "abort", "abort"],
    ["receiving", "abort", "abort"],
    ["restoring", "abort", "abort"],
    ["held", "wait", "abort"],
    ["running", "resume", "lost"],
    ["following", "follow", "lost"],
    ["done", "none", "lost"],
    ["aborting", "abort", "abort"],
    ["aborted", "none", "none"],
    ["lost", "none", "none"],
  ]);
});
