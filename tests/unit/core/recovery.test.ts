import { describe, expect, test } from "bun:test";
import { type DestinationPhase, destinationTable } from "../../../src/core/destination-state.ts";
import { decideDestination, decideSource, eventsOf, type SourceFacts } from "../../../src/core/recovery.ts";
import { nextSource, type SourcePhase, sourceTable } from "../../../src/core/source-state.ts";

const answers = [...(Object.keys(destinationTable) as DestinationPhase[]), "unreachable" as const];

function source(journal: SourcePhase | null, facts: Partial<SourceFacts> = {}): string {
  return decideSource({ journal, rebooted: false, tree: "frozen", destination: "unreachable", ...facts }).kind;
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

test.each(Object.keys(sourceTable) as SourcePhase[])(
  "eventsOf: what is decided in %s is a legal walk to where it is done",
  (journal) => {
    const ends: Record<string, SourcePhase> = {
      "roll-back": "rolling-back",
      finish: "handed-over",
      "resume-destination": "handing-over",
    };
    for (const destination of answers) {
      for (const tree of ["running", "frozen", "gone"] as const) {
        const { kind, reason } = decideSource({ journal, rebooted: false, tree, destination });
        const end = eventsOf(kind, journal).reduce(nextSource, journal);
        expect(end).toBe(kind === "lost" ? "lost" : (ends[kind] ?? journal));
        expect(reason).not.toBe("");
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
    ["done", "none", "lost"],
    ["aborting", "abort", "abort"],
    ["aborted", "none", "none"],
    ["lost", "none", "none"],
  ]);
});
