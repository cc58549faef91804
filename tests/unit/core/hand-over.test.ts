/**
 * The exhaustive search over the real tables and recovery rules, and proof that it would notice: each deliberate mistake
 * must be caught, with a trace.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { DestinationPhase, DestinationTable } from "../../../src/core/destination-state.ts";
import type { SourceFacts } from "../../../src/core/recovery.ts";
import type { SourcePhase, SourceTable } from "../../../src/core/source-state.ts";
import { type Rules, realRules } from "./hand-over-model.ts";
import { search } from "./hand-over-search.ts";

setDefaultTimeout(60_000);

test("hand-over: at most one copy runs, and one is never lost, whatever two crashes and two lost messages do", () => {
  const { states, violation } = search();
  console.log(`hand-over: ${states} states explored`);
  expect(violation, violation?.trace.join("\n")).toBeNull();
  expect(states).toBeGreaterThan(50_000);
});

function source<P extends SourcePhase>(phase: P, change: Partial<SourceTable[P]>): Rules {
  return { ...realRules, source: { ...realRules.source, [phase]: { ...realRules.source[phase], ...change } } };
}

function destination<P extends DestinationPhase>(phase: P, change: Partial<DestinationTable[P]>): Rules {
  return {
    ...realRules,
    destination: { ...realRules.destination, [phase]: { ...realRules.destination[phase], ...change } },
  };
}

type DecideSource = Rules["decideSource"];

function deciding(kind: ReturnType<DecideSource>["kind"], when: (facts: SourceFacts) => boolean): Rules {
  return {
    ...realRules,
    decideSource: (facts) => (when(facts) ? { kind, reason: "a mistake" } : realRules.decideSource(facts)),
  };
}

const { source: sources, destination: destinations } = realRules;

const mistakes: Record<string, [Rules, string]> = {
  "the source does not sync may-hand-over": [source("may-hand-over", { fsync: false }), "last complete copy"],
  "the source does not sync rolling-back": [source("rolling-back", { fsync: false }), "last complete copy"],
  "the source does not sync lost": [source("lost", { fsync: false }), "last complete copy"],
  "the destination does not sync running": [destination("running", { fsync: false }), "out of date"],
  "cancelling after the point of no return": [
    source("handing-over", { on: { ...sources["handing-over"].on, "roll-back": "rolling-back" } }),
    "cop",
  ],
  "the spare is killed when Held arrives": [
    source("spare", { on: { ...sources.spare.on, held: "handed-over" } }),
    "last complete copy",
  ],
  "the spare is not fenced": [source("spare", { fenced: false }), "cop"],
  "the held tree is not fenced": [destination("held", { fenced: false }), "cop"],
  "the landing zone is on the bridge": [destination("restoring", { reachable: true }), "reachable too early"],
  "the held tree is on the bridge": [destination("held", { reachable: true }), "reachable too early"],
  "a late Resume wakes an aborted migration": [
    destination("aborted", { on: { ...destinations.aborted.on, resume: "running" } }),
    "last complete copy",
  ],
  "recovery thaws the spare when the destination cannot be reached": [
    deciding("roll-back", ({ journal, destination }) => journal === "handing-over" && destination === "unreachable"),
    "cop",
  ],
  "recovery thaws the spare while the destination holds": [
    deciding("roll-back", ({ journal, destination }) => journal === "handing-over" && destination === "held"),
    "cop",
  ],
  "recovery trusts a running that is not synced": [
    deciding("finish", ({ journal, destination }) => journal === "handing-over" && destination === "running"),
    "last complete copy",
  ],
  "recovery gives up the only copy after a reboot": [
    deciding("lost", ({ rebooted, destination }) => rebooted && destination === "held"),
    "last complete copy",
  ],
  "a restarted destination runs what it holds": [
    {
      ...realRules,
      decideDestination: (facts) =>
        facts.journal === "held" && facts.tree === "frozen"
          ? { kind: "resume", reason: "a mistake" }
          : realRules.decideDestination(facts),
    },
    "cop",
  ],
};

describe("search: catches a deliberate mistake", () => {
  for (const [name, [rules, promise]] of Object.entries(mistakes)) {
    test(name, () => {
      const { violation } = search(rules);
      expect(violation?.promise ?? "nothing was noticed").toContain(promise);
      expect(violation?.trace.length ?? 0).toBeGreaterThan(0);
    });
  }
});
