import { describe, expect, test } from "bun:test";
import {
  acceptsRequest,
  type DestinationPhase,
  destinationTable,
  isDestinationPhase,
  nextDestination,
} from "../../../src/core/destination-state.ts";
import {
  describeWhere,
  isSourcePhase,
  nextSource,
  type SourcePhase,
  sourceTable,
} from "../../../src/core/source-state.ts";
import { failure } from "./failure.ts";

const sourcePhases = Object.keys(sourceTable) as SourcePhase[];
const destinationPhases = Object.keys(destinationTable) as DestinationPhase[];

describe("source table", () => {
  test("nextSource: walks from the start to the end", () => {
    let phase: SourcePhase = "preparing";
    for (const event of ["prepared", "freeze", "dumped", "held", "resumed", "cleaned"] as const)
      phase = nextSource(phase, event);
    expect(phase).toBe("cleaned");
  });

  test("post-copy: what the destination still reads only ever ends", () => {
    expect(nextSource(nextSource("handing-over", "following"), "served")).toBe("handed-over");
    const { on, mayRun, fenced, undo } = sourceTable.serving;
    expect(on).toEqual({ served: "handed-over", discarded: "handed-over" });
    expect({ mayRun, fenced, undo }).toEqual({ mayRun: false, fenced: true, undo: "no" });
  });

  test("nextSource: an illegal event is a bug, and says what would be legal", () => {
    const error = failure(() => nextSource("handing-over", "roll-back"));
    expect(error.code).toBe("E_BUG");
    expect(error.message).toContain('"handing-over"');
    expect(error.message).toContain('"never-ran"');
    expect(failure(() => nextSource("cleaned", "held")).message).toContain("it is final");
  });

  test("everything before the point of no return can be rolled back, nothing after it", () => {
    const free = sourcePhases.filter((phase) => sourceTable[phase].on["roll-back"] !== undefined);
    expect(free).toEqual(["preparing", "may-hand-over", "frozen", "spare"]);
    for (const phase of free) expect(sourceTable[phase].undo).toBe("allowed");
    expect(sourceTable["handing-over"].undo).toBe("if-never-ran");
    expect(sourceTable["handed-over"].undo).toBe("no");
  });

  test("a fenced tree may not run, and is not reachable", () => {
    for (const rule of [...Object.values(sourceTable), ...Object.values(destinationTable)]) {
      if (rule.fenced) expect([rule.mayRun, rule.reachable]).toEqual([false, false]);
    }
  });

  test("only these entries must be on the disk before they are acted upon", () => {
    expect(sourcePhases.filter((phase) => sourceTable[phase].fsync)).toEqual(["may-hand-over", "rolling-back", "lost"]);
    expect(destinationPhases.filter((phase) => destinationTable[phase].fsync)).toEqual(["running"]);
  });

  test("describeWhere: names the host for each phase", () => {
    for (const phase of sourcePhases) expect(describeWhere(phase, "alpha", "beta")).toMatch(/alpha|beta/);
    expect(describeWhere("may-hand-over", "alpha", "beta")).toBe("running on alpha, untouched");
    expect(describeWhere("handing-over", "alpha", "beta")).toContain("never on both");
    expect(describeWhere("serving", "alpha", "beta")).toBe("running on beta, part of its memory still on alpha");
    expect(describeWhere("handed-over", "alpha", "beta")).toBe("on beta");
    expect(describeWhere("rolled-back", "alpha", "beta")).toBe("running on alpha");
  });

  test("isSourcePhase: no name of Object.prototype passes for a phase", () => {
    expect(isSourcePhase("spare")).toBe(true);
    expect(isSourcePhase("constructor")).toBe(false);
    expect(isDestinationPhase("toString")).toBe(false);
    expect(isDestinationPhase("held")).toBe(true);
  });
});

describe("destination table", () => {
  test("nextDestination: walks from the announcement to the end", () => {
    let phase: DestinationPhase = "unknown";
    for (const event of ["land", "built", "restore", "complete", "resume", "thawed"] as const)
      phase = nextDestination(phase, event);
    expect(phase).toBe("done");
  });

  test("post-copy: it is done when it lacks nothing any more, and lost when the rest is gone", () => {
    expect(nextDestination("running", "lacking")).toBe("following");
    expect(nextDestination("following", "filled")).toBe("done");
    expect(nextDestination("following", "torn")).toBe("lost");
    const tearable = destinationPhases.filter((phase) => acceptsRequest(phase, "torn"));
    expect(tearable).toEqual(["following"]);
  });

  test("nothing is reachable or may run before the switch", () => {
    const exposed = destinationPhases.filter(
      (phase) => destinationTable[phase].mayRun || destinationTable[phase].reachable,
    );
    expect(exposed).toEqual(["running", "following", "done"]);
  });

  test("everything before running can be aborted, nothing after it", () => {
    for (const phase of ["landing", "receiving", "restoring", "held"] as const) {
      expect(nextDestination(nextDestination(phase, "abort"), "removed")).toBe("aborted");
    }
    for (const phase of ["running", "following", "done", "aborted", "lost"] as const)
      expect(acceptsRequest(phase, "abort")).toBe(false);
  });

  test("a repeated request changes nothing and has an answer", () => {
    expect([acceptsRequest("held", "restore"), destinationTable.held.says]).toEqual([false, "Held"]);
    expect([acceptsRequest("following", "resume"), destinationTable.following.says]).toEqual([false, "Resumed"]);
    expect([acceptsRequest("done", "resume"), destinationTable.done.says]).toEqual([false, "Resumed"]);
    expect([acceptsRequest("aborted", "resume"), destinationTable.aborted.says]).toEqual([false, "Aborted"]);
  });

  test("a host that knows nothing journals that it never ran, whatever it is asked", () => {
    for (const request of ["restore", "resume", "abort"] as const)
      expect(nextDestination("unknown", request)).toBe("aborted");
  });
});
