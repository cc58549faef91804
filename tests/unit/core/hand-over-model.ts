/**
 * A small world around the two real transition tables: two hosts that obey them step by step, and a network. Each function
 * lists the steps that one host can take next. The search is in hand-over-search.ts.
 */
import {
  type DestinationEvent,
  type DestinationMessage,
  type DestinationPhase,
  type DestinationTable,
  destinationTable,
} from "../../../src/core/destination-state.ts";
import { decideDestination, decideSource, eventsOf } from "../../../src/core/recovery.ts";
import {
  type SourceEvent,
  type SourceMessage,
  type SourcePhase,
  type SourceTable,
  sourceTable,
} from "../../../src/core/source-state.ts";

/** What is searched; the mutation checks put mistakes in here. */
export interface Rules {
  source: SourceTable;
  destination: DestinationTable;
  decideSource: typeof decideSource;
  decideDestination: typeof decideDestination;
}

export const realRules: Rules = { source: sourceTable, destination: destinationTable, decideSource, decideDestination };

export type Message = SourceMessage | DestinationMessage;

export interface SourceSide {
  /** The first entry is on the disk, the others are only written; the last one is the phase. null: no journal. */
  journal: readonly (SourcePhase | null)[];
  tree: "runs" | "stopped" | "fenced" | "gone";
  bridge: boolean;
  announced: boolean;
  /** The dump is complete. */
  dumped: boolean;
  /** It ran on after its dump: the copy at the destination is out of date. */
  ran: boolean;
  /** The last entry was written before the last crash of this host. */
  rebooted: boolean;
  /** This host crashed at least once. */
  died: boolean;
  konk: "up" | "recovering" | "down";
}

export interface DestinationSide {
  journal: readonly DestinationPhase[];
  tree: "none" | "partial" | "fenced" | "runs";
  bridge: boolean;
  ran: boolean;
  /** The last entry was written before the last crash of this host. */
  rebooted: boolean;
  /** This host crashed at least once. */
  died: boolean;
  konk: "up" | "down";
}

export interface World {
  source: SourceSide;
  destination: DestinationSide;
  network: readonly Message[];
  crashes: number;
  losses: number;
}

export interface Step {
  label: string;
  world: World;
  /** What went wrong; "none" for the steps that konk itself takes. */
  fault: "none" | "loss" | "kill" | "source host" | "destination host";
}

export const firstWorld: World = {
  source: {
    journal: [null, "preparing"],
    tree: "runs",
    bridge: true,
    announced: false,
    dumped: false,
    ran: false,
    rebooted: false,
    died: false,
    konk: "up",
  },
  destination: {
    journal: ["unknown"],
    tree: "none",
    bridge: false,
    ran: false,
    rebooted: false,
    died: false,
    konk: "up",
  },
  network: [],
  crashes: 0,
  losses: 0,
};

export const phaseOf = <Phase>(side: { journal: readonly Phase[] }): Phase => side.journal.at(-1) as Phase;

/** What konk itself can do next, on either host. What can happen to it is in hand-over-faults.ts. */
export function konkSteps(world: World, rules: Rules): Step[] {
  return [...sourceSteps(world, rules), ...destinationSteps(world, rules)];
}

export const step = (label: string, world: World, fault: Step["fault"] = "none"): Step => ({ label, world, fault });

export function withSource(world: World, change: Partial<SourceSide>): World {
  return { ...world, source: { ...world.source, ...change } };
}

export function withDestination(world: World, change: Partial<DestinationSide>): World {
  return { ...world, destination: { ...world.destination, ...change } };
}

function send(world: World, message: Message): World {
  return world.network.includes(message) ? world : { ...world, network: [...world.network, message].sort() };
}

/** Follows the source's table; null when the event is not legal, as for a message that comes too late. */
export function moveSource(world: World, rules: Rules, event: SourceEvent): World | null {
  const phase = phaseOf(world.source);
  const next = phase === null ? undefined : rules.source[phase].on[event];
  return next === undefined ? null : withSource(world, { journal: [...world.source.journal, next], rebooted: false });
}

export function moveDestination(world: World, rules: Rules, event: DestinationEvent): World | null {
  const next = rules.destination[phaseOf(world.destination)].on[event];
  return next === undefined
    ? null
    : withDestination(world, { journal: [...world.destination.journal, next], rebooted: false });
}

function sourceSteps(world: World, rules: Rules): Step[] {
  const { source } = world;
  if (source.konk === "down") return [step("source: konk starts again", withSource(world, { konk: "recovering" }))];
  if (source.konk === "recovering") return recoverSource(world, rules);
  const phase = phaseOf(source);
  if (phase === null) return [];
  const rule = rules.source[phase];
  if (rule.fsync && source.journal.length > 1)
    return [step(`source: fsync ${phase}`, withSource(world, { journal: [phase] }))];
  const found: Step[] = [];
  const event = (name: SourceEvent, possible: boolean) => {
    const next = possible ? moveSource(world, rules, name) : null;
    if (next !== null) found.push(step(`source: ${name} in ${phase}`, next));
  };
  event("prepared", phaseOf(world.destination) === "receiving");
  event("freeze", true);
  event("dumped", source.dumped);
  event("roll-back", true);
  event("thawed", source.tree === "runs" && source.bridge);
  event("cleaned", source.tree === "gone");
  if (rule.says !== null) found.push(step(`source: sends ${rule.says}`, send(world, rule.says)));
  return [...found, ...sourceActs(world, rules, phase)];
}

function sourceActs(world: World, rules: Rules, phase: SourcePhase): Step[] {
  const { source } = world;
  const rule = rules.source[phase];
  if (phase === "preparing" && !source.announced && world.destination.konk === "up") {
    const next = moveDestination(withSource(world, { announced: true }), rules, "land");
    return next === null ? [] : [step("source: announces the migration", next)];
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

function recoverSource(world: World, rules: Rules): Step[] {
  const { source, destination } = world;
  const tree = source.tree === "gone" ? "gone" : source.tree === "runs" ? "running" : "frozen";
  const views = [...(destination.konk === "up" ? [phaseOf(destination)] : []), "unreachable" as const];
  return views.flatMap((view) => {
    const journal = phaseOf(source);
    const action = rules.decideSource({ journal, rebooted: source.rebooted, tree, destination: view }).kind;
    let next: World | null = world;
    for (const event of journal === null ? [] : eventsOf(action, journal)) next &&= moveSource(next, rules, event);
    if (next === null) throw new Error(`the table has no way to do "${action}" in "${journal}"`);
    if (action === "abort-destination") next = send(next, "Abort");
    const again = action === "wait" || (action === "abort-destination" && journal === "handing-over");
    const label = `source: recovers from ${journal}, destination ${view}: ${action}`;
    return [step(label, again ? next : withSource(next, { konk: "up" }))];
  });
}

function destinationSteps(world: World, rules: Rules): Step[] {
  const { destination } = world;
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
  event("fail", phase !== "held");
  event("thawed", destination.tree === "runs" && destination.bridge);
  event("removed", destination.tree === "none" && !destination.bridge);
  if (rule.says !== null) found.push(step(`destination: says ${rule.says}`, send(world, rule.says)));
  return [...found, ...destinationActs(world, rules, phase)];
}

function destinationActs(world: World, rules: Rules, phase: DestinationPhase): Step[] {
  const { tree, bridge } = world.destination;
  const { reachable, mayRun } = rules.destination[phase];
  const complete: Partial<DestinationSide> = rules.destination.held.fenced
    ? { tree: "fenced" }
    : { tree: "runs", ran: true };
  const acts: [label: string, possible: boolean, change: Partial<DestinationSide>][] = [
    ["restores", phase === "restoring" && tree === "none", { tree: "partial" }],
    ["tree complete", phase === "restoring" && tree === "partial", complete],
    ["joins the bridge", reachable && !bridge && tree !== "none", { bridge: true }],
    ["thaws", mayRun && (bridge || !reachable) && tree === "fenced", { tree: "runs", ran: true }],
    ["removes the tree", phase === "aborting" && (tree !== "none" || bridge), { tree: "none", bridge: false }],
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
  let next: World | null = world;
  if (action === "abort" && journal !== "aborting") next = moveDestination(world, rules, "fail");
  if (action === "lost") next = moveDestination(world, rules, "died");
  if (action === "resume" && journal !== "running") next = moveDestination(world, rules, "resume");
  if (next === null) throw new Error(`the table has no way to do "${action}" in "${journal}"`);
  return step(`destination: konk starts again in ${journal}: ${action}`, withDestination(next, { konk: "up" }));
}
