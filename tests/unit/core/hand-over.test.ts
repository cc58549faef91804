/**
 * The exhaustive search over the real tables and recovery rules, and proof that it would notice: each deliberate mistake
 * must be caught, with a trace.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { DestinationPhase, DestinationTable } from "../../../src/core/destination-state.ts";
import type { SourceFacts } from "../../../src/core/recovery.ts";
import type { SourcePhase, SourceTable } from "../../../src/core/source-state.ts";
import type { Limits } from "./hand-over-faults.ts";
import { type SearchResult, search } from "./hand-over-search.ts";
import { type Rules, realRules } from "./hand-over-world.ts";

setDefaultTimeout(60_000);

function assertHolds(limits: Limits, leastStates: number, world = { postCopy: false }): void {
  const { states, violation } = search(realRules, limits, world);
  console.log(`hand-over: ${states} states explored with ${JSON.stringify({ ...limits, ...world })}`);
  expect(violation, violation?.trace.join("\n")).toBeNull();
  expect(states).toBeGreaterThan(leastStates);
}

test("hand-over: at most one copy runs, and one is never lost, whatever two crashes and two lost messages do", () => {
  assertHolds({ crashes: 2, losses: 2, operators: false }, 400_000);
});

test("hand-over: when a host never comes back an operator's word leads to exactly one copy, and a wrong one can be mended", () => {
  assertHolds({ crashes: 1, losses: 1, operators: true }, 100_000);
});

test("post-copy: one tree runs, and has its memory or comes to an end, whatever two crashes and two lost messages do", () => {
  assertHolds({ crashes: 2, losses: 2, operators: false }, 600_000, { postCopy: true });
});

test("post-copy: when a host never comes back an operator's word leads to one copy, or to the end of what lacks memory", () => {
  assertHolds({ crashes: 1, losses: 1, operators: true }, 150_000, { postCopy: true });
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
  "the source does not sync lost": [source("lost", { fsync: false }), "given up"],
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
  "recovery takes a destination that never heard of it for one that never will": [
    deciding("none", ({ journal, destination }) => journal === "rolled-back" && destination === "unknown"),
    "no way leads",
  ],
  "a container that ended leaves its landing zone behind": [
    deciding("none", ({ journal }) => journal === "lost"),
    "no way",
  ],
  "what was rolled back is handed over again after a reboot": [
    {
      ...deciding(
        "resume-destination",
        ({ journal, rebooted, destination }) => rebooted && journal === "rolling-back" && destination === "held",
      ),
      source: {
        ...sources,
        "rolling-back": { ...sources["rolling-back"], on: { ...sources["rolling-back"].on, forward: "handing-over" } },
      },
    },
    "out of date",
  ],
  "Resumed is said before running is on the disk": [
    destination("running", { says: "Resumed", fsync: false }),
    "last complete copy",
  ],
  "the source thaws before rolling-back is written": [source("spare", { mayRun: true, reachable: true }), "cop"],
  "Resume is still sent after a roll-back": [source("rolling-back", { says: "Resume" }), "cop"],
  "two copies that an operator's mistake led to cannot be made one": [
    source("rolled-back", { on: { lost: "lost" } }),
    "no way leads",
  ],
  "nobody may decide about a spare whose destination is gone for good": [
    source("handing-over", { on: { resumed: "handed-over", "never-ran": "rolling-back", lost: "lost" } }),
    "no way leads",
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

const isGone = ({ rebooted, tree }: SourceFacts) => rebooted || tree === "gone";

/** In a world in which memory follows the container. */
const postCopyMistakes: Record<string, [Rules, string]> = {
  "the spare is killed as soon as it runs there": [
    deciding("finish", ({ destination }) => destination === "following"),
    "last complete copy",
  ],
  "the answer to Resume is taken for more than that it runs there": [
    { ...realRules, afterResumed: () => "resumed" },
    "last complete copy",
  ],
  "what is read by the destination is killed when that cannot be reached": [
    deciding("finish", ({ journal, destination }) => journal === "serving" && destination === "unreachable"),
    "last complete copy",
  ],
  "a held copy is taken for a complete one after the source's host rebooted": [
    deciding("resume-destination", (facts) => isGone(facts) && facts.destination === "held"),
    "told to run whose memory is gone",
  ],
  "the container is given up while Resume may be on its way": [
    deciding("lost", (facts) => isGone(facts) && facts.journal === "handing-over" && facts.destination === "held"),
    "given up",
  ],
  "the container is given up after a reboot that forgot that Resume was sent": [
    deciding("lost", (facts) => facts.rebooted && facts.journal === "spare" && facts.destination === "held"),
    "given up",
  ],
  "an operator may thaw what the destination has run on from": [
    source("serving", { on: { ...sources.serving.on, forced: "rolling-back" } }),
    "last complete copy",
  ],
  "the source goes back while the destination reads": [source("serving", { mayRun: true, reachable: true }), "cop"],
  "it counts as done before its last page has come": [
    destination("running", { on: { ...destinations.running.on, lacking: "done" } }),
    "without its memory",
  ],
  "a restarted destination does not ask for what is missing": [
    {
      ...realRules,
      decideDestination: (facts) =>
        facts.journal === "following" && facts.tree !== "gone"
          ? { kind: "none", reason: "a mistake" }
          : realRules.decideDestination(facts),
    },
    "no way leads",
  ],
  "the destination does not listen to what became of its memory": [
    destination("following", { on: { filled: "done", died: "lost" } }),
    "no way leads",
  ],
  "the destination is not told that its memory is gone": [
    deciding("wait", (facts) => isGone(facts) && facts.destination === "following"),
    "no way leads",
  ],
  "the destination is told so while its memory is there": [
    deciding("tell-torn", ({ journal, destination }) => journal === "serving" && destination === "following"),
    "last complete copy",
  ],
};

/** From a world with few faults to one with many: most mistakes need few, and the first trace is the shortest then. */
const tries: Limits[] = [
  { crashes: 1, losses: 0, operators: true },
  { crashes: 2, losses: 0, operators: false },
  { crashes: 2, losses: 1, operators: false },
];

describe.each([
  { title: "search", world: { postCopy: false }, made: mistakes },
  { title: "post-copy", world: { postCopy: true }, made: postCopyMistakes },
])("$title: catches a deliberate mistake", ({ world, made }) => {
  for (const [name, [rules, promise]] of Object.entries(made)) {
    test(name, () => {
      const violation = tries.reduce(
        (found: SearchResult["violation"], limits) => found ?? search(rules, limits, world).violation,
        null,
      );
      expect(violation?.promise ?? "nothing was noticed").toContain(promise);
      expect(violation?.trace.length ?? 0).toBeGreaterThan(0);
    });
  }
});
