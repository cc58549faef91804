/**
 * How the two hosts of hand-over-world.ts obey the real tables, step by step. Each function lists the steps that one host can
 * take next. The search is in hand-over-search.ts.
 */
import type { DestinationEvent, DestinationPhase } from "../../../src/core/destination-state.ts";
import { eventsOf, type SourceFacts } from "../../../src/core/recovery.ts";
import type { SourceEvent, SourcePhase } from "../../../src/core/source-state.ts";
import {
  type DestinationSide,
  moveDestination,
  moveSource,
  phaseOf,
  type Rules,
  type Step,
  send,
  step,
  type World,
  withDestination,
  withSource,
} from "./hand-over-world.ts";

/** What konk itself can do next, on either host. What can happen to it is in hand-over-faults.ts. */
export function konkSteps(world: World, rules: Rules): Step[] {
  return [...sourceSteps(world, rules), ...destinationSteps(world, rules), ...pageSteps(world)];
}

function sourceSteps(world: World, rules: Rules): Step[] {
  const { source } = world;
  switch (source.konk) {
    case "gone":
      return [];
    case "down":
      return [step("source: konk starts again", withSource(world, { konk: "recovering" }))];
    case "recovering":
      return source.heard === null ? askDestination(world) : [recoverSource(world, rules, source.heard)];
    case "up":
      return migrateSource(world, rules, phaseOf(source));
    default:
      return source.konk satisfies never;
  }
}

function migrateSource(world: World, rules: Rules, phase: SourcePhase): Step[] {
  const { source } = world;
  const rule = rules.source[phase];
  if (rule.fsync && source.journal.length > 1)
    return [step(`source: fsync ${phase}`, withSource(world, { journal: [phase] }))];
  const isGone = source.tree === "gone";
  const events: [event: SourceEvent, possible: boolean][] = [
    ["prepared", phaseOf(world.destination) === "receiving"],
    ["freeze", !isGone],
    ["dumped", source.dumped],
    ["roll-back", !isGone],
    ["lost", isGone && !source.dumped],
    ["thawed", isGone || (source.tree === "runs" && source.bridge)],
    ["cleaned", isGone],
  ];
  const found = events.flatMap(([event, possible]): Step[] => {
    const next = possible ? moveSource(world, rules, event) : null;
    return next === null ? [] : [step(`source: ${event} in ${phase}`, next)];
  });
  const isPatient = phase !== "handing-over" && phase !== "serving" && !(isGone && phase === "spare");
  if (!isPatient) found.push(step("source: gives up", withSource(world, { konk: "recovering" })));
  return [...found, ...sourceSays(world, rules, phase), ...sourceActs(world, rules, phase)];
}

function sourceSays(world: World, rules: Rules, phase: SourcePhase): Step[] {
  const { says } = rules.source[phase];
  if (says === null || world.source.told) return [];
  const ended = phase === "lost" ? "told" : world.ended;
  return [step(`source: sends ${says}`, { ...send(world, says), ended })];
}

function sourceActs(world: World, rules: Rules, phase: SourcePhase): Step[] {
  const { source } = world;
  const rule = rules.source[phase];
  if (phase === "preparing" && !source.announced) {
    return [step("source: sends Prepare", send(withSource(world, { announced: true }), "Prepare"))];
  }
  if (phase === "frozen" && source.tree === "runs") {
    return [step("source: freezes and cuts", withSource(world, { tree: "stopped", bridge: false }))];
  }
  if (phase === "frozen" && source.tree === "stopped" && !source.dumped) {
    const tree = rules.source.spare.fenced ? "fenced" : "stopped";
    return [step("source: dump complete", withSource(world, { tree, dumped: true }))];
  }
  if (phase === "handed-over" && source.tree !== "gone") {
    return [step("source: kills the spare", withSource(world, { tree: "gone", bridge: false }))];
  }
  if (rule.mayRun && rule.reachable && source.tree !== "gone" && !(source.tree === "runs" && source.bridge)) {
    return [step("source: bridge and thaw", withSource(world, { tree: "runs", bridge: true, ran: source.dumped }))];
  }
  return [];
}

/** Query, or a destination that does not answer it in time. */
function askDestination(world: World): Step[] {
  const { destination } = world;
  const answers = [...(destination.konk === "up" ? [phaseOf(destination)] : []), "unreachable" as const];
  return answers.map((heard) => step(`source: asks, and hears ${heard}`, withSource(world, { heard })));
}

function recoverSource(before: World, rules: Rules, heard: SourceFacts["destination"]): Step {
  const world = withSource(before, { heard: null });
  const { source } = world;
  const tree = source.tree === "gone" ? "gone" : source.tree === "runs" ? "running" : "frozen";
  const journal = phaseOf(source);
  const { rebooted } = source;
  const action = rules.decideSource({ journal, rebooted, tree, postCopy: world.postCopy, destination: heard }).kind;
  let next: World | null = world;
  for (const event of eventsOf(action, journal)) next &&= moveSource(next, rules, event);
  if (next === null) throw new Error(`the table has no way to do "${action}" in "${journal}"`);
  if (action === "abort-destination") next = send(next, "Abort");
  if (action === "tell-torn") next = send(next, "Torn");
  if (action === "none") next = withSource(next, { told: true });
  const isOver = journal === "rolled-back" || journal === "lost"; // here at least: Abort is repeated
  const again = action === "wait" || action === "tell-torn" || (action === "abort-destination" && !isOver);
  const label = `source: recovers from ${journal}, destination ${heard}: ${action}`;
  return step(label, again ? next : withSource(next, { konk: "up" }));
}

function destinationSteps(world: World, rules: Rules): Step[] {
  const { destination } = world;
  if (destination.konk === "gone") return [];
  if (destination.konk === "down") return [recoverDestination(world, rules)];
  const phase = phaseOf(destination);
  const rule = rules.destination[phase];
  if (rule.fsync && destination.journal.length > 1) {
    return [step(`destination: fsync ${phase}`, withDestination(world, { journal: [phase] }))];
  }
  const found: Step[] = [];
  const event = (name: DestinationEvent, possible: boolean) => {
    const next = possible ? moveDestination(world, rules, name) : null;
    if (next !== null) found.push(step(`destination: ${name} in ${phase}`, next));
  };
  const isComplete = destination.tree === "fenced" || destination.tree === "runs";
  event("built", true);
  event("complete", isComplete);
  const failed = phase === "held" ? null : moveDestination(world, rules, "fail");
  if (failed !== null) found.push(step(`destination: fails in ${phase}`, failed, "failure"));
  const isUp = destination.bridge && (destination.tree === "runs" || destination.died);
  event(destination.lacks ? "lacking" : "thawed", isUp);
  event("filled", destination.tended && destination.tree === "runs" && !destination.lacks);
  if (phase === "following") event("died", destination.tree === "none");
  event("removed", destination.tree === "none" && !destination.bridge);
  if (rule.says !== null) found.push(step(`destination: says ${rule.says}`, send(world, rule.says)));
  return [...found, ...destinationActs(world, rules, phase)];
}

function destinationActs(world: World, rules: Rules, phase: DestinationPhase): Step[] {
  const { tree, bridge, died } = world.destination;
  const { reachable, mayRun } = rules.destination[phase];
  const complete: Partial<DestinationSide> = rules.destination.held.fenced
    ? { tree: "fenced" }
    : { tree: "runs", ran: true };
  const removed: Partial<DestinationSide> = { tree: "none", lacks: false, bridge: false };
  const acts: [label: string, possible: boolean, change: Partial<DestinationSide>][] = [
    ["restores", phase === "restoring" && tree === "none", { tree: "partial" }],
    ["tree complete", phase === "restoring" && tree === "partial", { ...complete, lacks: world.postCopy }],
    ["joins the bridge", reachable && !bridge && (tree !== "none" || (phase === "running" && died)), { bridge: true }],
    ["thaws", mayRun && (bridge || !reachable) && tree === "fenced", { tree: "runs", ran: true }],
    ["removes the tree", phase === "aborting" && (tree !== "none" || bridge), removed],
  ];
  return acts
    .filter(([, possible]) => possible)
    .map(([label, , change]) => step(`destination: ${label} in ${phase}`, withDestination(world, change)));
}

function recoverDestination(world: World, rules: Rules): Step {
  const { destination } = world;
  const tree = destination.tree === "none" ? "gone" : destination.tree === "runs" ? "running" : "frozen";
  const journal = phaseOf(destination);
  const action = rules.decideDestination({ journal, rebooted: destination.rebooted, tree }).kind;
  const tended = journal !== "following" || action === "follow";
  let next: World | null = world;
  if (action === "abort" && journal !== "aborting") next = moveDestination(world, rules, "fail");
  if (action === "lost") next = moveDestination(world, rules, "died");
  if (action === "resume" && journal !== "running") next = moveDestination(world, rules, "resume");
  if (next === null) throw new Error(`the table has no way to do "${action}" in "${journal}"`);
  return step(`destination: konk starts again in ${journal}: ${action}`, withDestination(next, { konk: "up", tended }));
}

/** Post-copy: the last page comes out of the source's frozen tree, as long as that is kept for it. */
function pageSteps(world: World): Step[] {
  const { source, destination } = world;
  const isRead = source.konk === "up" && source.tree === "fenced" && pageSources.has(phaseOf(source));
  if (!isRead || destination.konk !== "up" || !destination.lacks || !destination.tended) return [];
  return [step("the last page comes", withDestination(world, { lacks: false }))];
}

const pageSources: ReadonlySet<SourcePhase> = new Set(["handing-over", "serving"] as const);
