/**
 * What the network, fate and operators do to the world of hand-over-world.ts. A message may come late, in any order, twice or
 * never. A killed konk leaves its written journal and its fenced tree; a tree that only CRIU holds runs on. A host that crashes
 * loses its tree, and any tail of its journal that was not synced; two of them may do so at once. A tree that is frozen may be
 * killed all the same. A host may never come back; then an operator decides, who may be wrong.
 */
import { acceptsRequest } from "../../../src/core/destination-state.ts";
import {
  type DestinationSide,
  type Message,
  moveDestination,
  moveSource,
  phaseOf,
  type Rules,
  type SourceSide,
  type Step,
  step,
  type Word,
  type World,
  withDestination,
  withSource,
} from "./hand-over-world.ts";

export interface Limits {
  crashes: number;
  losses: number;
  /** Whether hosts may be gone for good, and operators speak. */
  operators: boolean;
}

/** What a tree leaves behind that is not there any more. */
const noTree = { tree: "none", lacks: false } as const;

const requests = { Prepare: "land", Restore: "restore", Resume: "resume", Abort: "abort" } as const;

export function networkSteps(world: World, rules: Rules, limits: Limits): Step[] {
  return world.network.flatMap((message) => {
    const rest: World = { ...world, network: world.network.filter((other) => other !== message) };
    const found: Step[] = [];
    const taken = receive(world, rules, message);
    if (taken !== null) {
      found.push(step(`${message} arrives`, { ...taken, network: rest.network }));
      // Of a second Prepare nothing comes once the first one has begun a journal.
      if (message !== "Prepare") found.push(step(`${message} arrives, and may again`, taken));
    }
    if (world.losses < limits.losses)
      found.push(step(`${message} is lost`, { ...rest, losses: world.losses + 1 }, "loss"));
    return found;
  });
}

/** The world after a message was taken; null when its host is down or it changes nothing. */
function receive(world: World, rules: Rules, message: Message): World | null {
  if (message === "Prepare" || message === "Restore" || message === "Resume" || message === "Abort") {
    return receiveRequest(world, rules, message);
  }
  if (message === "Torn") return receiveTorn(world, rules);
  const { source } = world;
  if (source.konk !== "up") return null;
  if (message === "Held") return moveSource(world, rules, "held");
  if (message === "Resumed") return receiveResumed(world, rules);
  const phase = phaseOf(source);
  if (phase === "rolled-back" || phase === "lost") return source.told ? null : withSource(world, { told: true });
  if (source.tree === "gone") return moveSource(world, rules, "lost");
  return moveSource(world, rules, phase === "handing-over" ? "never-ran" : "roll-back");
}

function receiveResumed(world: World, rules: Rules): World | null {
  const event = rules.afterResumed(world.postCopy);
  if (event !== null) return moveSource(world, rules, event);
  return phaseOf(world.source) === "handing-over" ? withSource(world, { konk: "recovering" }) : null;
}

/** What lacks memory that is gone is killed, then it is journalled; what has it all by now lives on. */
function receiveTorn(world: World, rules: Rules): World | null {
  const { konk, lacks, tended, tree } = world.destination;
  if (konk !== "up" || !tended || (tree !== "none" && !lacks)) return null;
  const next = moveDestination(world, rules, "torn");
  return next && withDestination(next, { ...noTree, bridge: false, died: true });
}

/** A tree that is not there any more when it is to run never ran: that is what the destination sees, and says. */
function receiveRequest(world: World, rules: Rules, message: keyof typeof requests): World | null {
  const { destination } = world;
  if (destination.konk !== "up") return null;
  if (message === "Prepare" && destination.landed) return null;
  const isKilled = message === "Resume" && phaseOf(destination) === "held" && destination.tree === "none";
  return moveDestination(withDestination(world, { landed: true }), rules, isKilled ? "fail" : requests[message]);
}

export function crashSteps(before: World, limits: Limits): Step[] {
  if (before.crashes >= limits.crashes) return [];
  const world = { ...before, crashes: before.crashes + 1 };
  return [...sourceCrashes(world, limits), ...destinationCrashes(world, limits)];
}

function sourceCrashes(world: World, { operators }: Limits): Step[] {
  const { source } = world;
  if (source.konk === "gone") return [];
  const found: Step[] = [];
  const dead: Partial<SourceSide> = { tree: "gone", bridge: false, rebooted: true, died: true, heard: null };
  if (source.konk !== "down") {
    const isLetGo = source.tree === "stopped";
    const tree = isLetGo ? "runs" : source.tree;
    const ran = source.ran || (isLetGo && source.dumped);
    found.push(step("source: konk is killed", withSource(world, { konk: "down", tree, ran, heard: null }), "kill"));
  }
  for (const entry of source.journal) {
    const change: Partial<SourceSide> = { ...dead, journal: [entry], konk: "down" };
    found.push(step(`source: host crashes, journal says ${entry}`, withSource(world, change), "source"));
  }
  if (source.tree !== "gone") {
    const change: Partial<SourceSide> = { tree: "gone", died: true, heard: null }; // it looks again before it acts
    found.push(step("source: the tree is killed", withSource(world, change), "source"));
  }
  if (operators) found.push(step("source: gone for good", withSource(world, { ...dead, konk: "gone" }), "source"));
  return found;
}

function destinationCrashes(world: World, { operators }: Limits): Step[] {
  const { destination } = world;
  if (destination.konk === "gone") return [];
  const found: Step[] = [];
  const dead: Partial<DestinationSide> = { ...noTree, bridge: false, rebooted: true, died: true };
  if (destination.konk === "up") {
    const tree = destination.tree === "partial" ? "none" : destination.tree;
    found.push(step("destination: konk is killed", withDestination(world, { konk: "down", tree }), "kill"));
  }
  for (const entry of destination.journal) {
    const change: Partial<DestinationSide> = { ...dead, journal: [entry], konk: "down" };
    found.push(step(`destination: host crashes, journal says ${entry}`, withDestination(world, change), "destination"));
  }
  if (destination.tree === "fenced" || destination.tree === "runs") {
    const change: Partial<DestinationSide> = { ...noTree, died: true };
    found.push(step("destination: the tree is killed", withDestination(world, change), "destination"));
  }
  if (operators) {
    const change: Partial<DestinationSide> = { ...dead, konk: "gone" };
    found.push(step("destination: gone for good", withDestination(world, change), "destination"));
  }
  return found;
}

/** `konk recover ID --force-here` and `--discard-here`, where each is allowed; `konk migrate` must be dead by then. */
export function operatorSteps(world: World, rules: Rules, limits: Limits): Step[] {
  if (!limits.operators) return [];
  return [...atSource(world, rules), ...atDestination(world, rules)];
}

const say = (word: Word, label: string, world: World | null): Step[] =>
  world === null ? [] : [step(`operator: ${label}`, { ...world, word }, "operator")];

function atSource(world: World, rules: Rules): Step[] {
  const { source, word } = world;
  const phase = phaseOf(source);
  if (source.heard !== null || source.tree === "gone") return [];
  if (source.konk !== "recovering" && !(source.konk === "up" && phase === "rolled-back")) return [];
  if (word === "wrong") return afterWrongWord(world, rules);
  if (word !== "none") return [];
  if (phase === "handing-over") return ofSpare(world, rules);
  if (phase !== "serving") return [];
  return [
    ...say("none", "forces what is only read here", speak(world, rules, "forced")), // it ran there: no word undoes that
    ...say("discarded", "discards what is read here", speak(world, rules, "discarded")),
  ];
}

/** Who discards what the destination still reads has to tell it: recovery does. */
function speak(world: World, rules: Rules, event: "forced" | "discarded"): World | null {
  const next = moveSource(world, rules, event);
  const konk = event === "discarded" && phaseOf(world.source) === "serving" ? "recovering" : "up";
  return next && withSource(next, { konk });
}

function ofSpare(world: World, rules: Rules): Step[] {
  const { destination } = world;
  const willNeverRun = destination.tree === "none" && destination.konk !== "up";
  const isWanted = !(destination.tree === "runs" || destination.konk === "gone");
  return [
    ...say(willNeverRun ? "forced" : "wrong", "forces the source", speak(world, rules, "forced")),
    ...(isWanted ? [] : say("discarded", "discards the source's copy", speak(world, rules, "discarded"))),
  ];
}

/** Of two copies the one that lacks memory is ended at the destination; then the other one is known to be the only one. */
function afterWrongWord(world: World, rules: Rules): Step[] {
  const { source, destination } = world;
  if (destination.tree === "runs" && !destination.lacks)
    return say("wrong", "ends one of two copies, the source's", speak(world, rules, "discarded"));
  const isKept = source.konk === "recovering" && phaseOf(source) === "rolled-back" && phaseOf(destination) === "lost";
  return isKept ? say("wrong", "keeps the source's copy", withSource(world, { konk: "up", told: true })) : [];
}

function atDestination(world: World, rules: Rules): Step[] {
  const { source, destination, word } = world;
  const phase = phaseOf(destination);
  const isAlone = source.konk === "gone" || phaseOf(source) === "cleaned";
  if (destination.lacks && phase === "following" && (isAlone || word === "wrong"))
    return say(word === "wrong" ? "wrong" : "discarded", "ends what lacks memory", receiveTorn(world, rules));
  if (destination.konk !== "up" || !acceptsRequest(phase, "abort") || !isAlone) return [];
  const mayRun = phase === "held" && destination.tree === "fenced" && !world.postCopy;
  const runs = mayRun ? moveDestination(world, rules, "resume") : null;
  return [
    ...say(word === "wrong" ? "wrong" : "forced", "lets the destination run what it holds", runs),
    ...say("discarded", "discards what the destination holds", moveDestination(world, rules, "abort")),
  ];
}
