/** Walks every world that hand-over-model.ts can reach, breadth first, and names the shortest way to a broken promise. */
import { crashSteps, type Limits, networkSteps, operatorSteps } from "./hand-over-faults.ts";
import { konkSteps } from "./hand-over-model.ts";
import { firstWorld, phaseOf, type Rules, realRules, type Step, type Word, type World } from "./hand-over-world.ts";

export interface SearchResult {
  states: number;
  /** The first promise that broke, with the steps that led there; null when all of them hold. */
  violation: { promise: string; trace: string[] } | null;
}

interface Node {
  world: World;
  key: Key;
  parent: number;
  label: string;
  /** Indices of the nodes from which konk and operators, without another fault, come here. */
  healthyFrom: number[];
}

/** What a world is told from others by, and the numbers of its source, its destination and its network. */
type Key = readonly [key: number, source: number, destination: number, network: number];

const usualLimits: Limits = { crashes: 2, losses: 2, operators: false };

export function search(
  rules: Rules = realRules,
  limits: Limits = usualLimits,
  { postCopy }: { postCopy: boolean } = { postCopy: false },
): SearchResult {
  const keyOf = keyMaker();
  const nodes: Node[] = [];
  const known = new Map<number, number>();
  const add = (world: World, label: string, parent: number): number => {
    const key = keyOf(world, nodes[parent]);
    const index = known.get(key[0]);
    if (index !== undefined) return index;
    known.set(key[0], nodes.length);
    return nodes.push({ world, key, parent, label, healthyFrom: [] }) - 1;
  };
  const failed = (promise: string, at: number, ...last: string[]): SearchResult => ({
    states: nodes.length,
    violation: { promise, trace: [...traceTo(nodes, at), ...last] },
  });
  add({ ...firstWorld, postCopy }, "start", -1);
  for (const [at, { world }] of nodes.entries()) {
    for (const step of stepsFrom(world, rules, limits)) {
      const { broken, next } = judge(world, step);
      if (broken !== null) return failed(broken, at, step.label);
      const index = add(next, step.label, at);
      if (step.fault === "none" || step.fault === "operator") nodes[index]?.healthyFrom.push(at);
    }
  }
  const stuck = firstStuck(nodes);
  if (stuck >= 0) return failed("no way leads to exactly one running copy", stuck);
  return { states: nodes.length, violation: null };
}

function stepsFrom(world: World, rules: Rules, limits: Limits): Step[] {
  return [
    ...konkSteps(world, rules),
    ...networkSteps(world, rules, limits),
    ...crashSteps(world, limits),
    ...operatorSteps(world, rules, limits),
  ];
}

/** What a step has broken, if anything, and the world after it. */
function judge(world: World, step: Step): { broken: string | null; next: World } {
  const loss = lossOf(world, step);
  const broken =
    loss === "wrong" ? "the last complete copy is lost" : (brokenPromise(step.world) ?? tornApart(world, step));
  return { broken, next: loss === "rightful" ? { ...step.world, ended: "rightly" } : step.world };
}

/** Who says that the destination will never run it may bring an old copy back, and two when that is not true. */
function brokenPromise({ source, destination, word, ended }: World): string | null {
  if (word !== "wrong") {
    if (source.tree === "runs" && destination.tree === "runs") return "two copies run";
    if (source.bridge && destination.bridge) return "two copies are on the bridge";
  }
  if (word === "none" && source.ran && destination.ran) return "a copy runs that is out of date";
  if (word === "none" && ended === "told" && destination.ran) return "a copy runs that was given up";
  const phase = phaseOf(destination);
  if (destination.bridge && !ownPhases.has(phase)) return "the landing zone is reachable too early";
  return null;
}

/** Post-copy: without the memory that it lacks the destination's tree may only wait for the news, and end. */
function tornApart(before: World, { world: { source, destination, postCopy } }: Step): string | null {
  if (destination.tree === "runs" && destination.lacks && phaseOf(destination) === "done")
    return "it runs on without its memory";
  const knows = before.source.konk === "recovering" && source.konk === "up" && source.tree === "gone";
  return postCopy && knows && phaseOf(source) === "handing-over" ? "a copy is told to run whose memory is gone" : null;
}

/** Whether a step takes the last complete copy. Its owner may die with it, and an operator may not want it. */
function lossOf(before: World, { world: after, fault }: Step): "none" | "rightful" | "wrong" {
  if (before.ended !== "no" || copies(before) === 0 || copies(after) > 0) return "none";
  if (after.word === "discarded" || after.word === "wrong") return "rightful";
  const isOwner = isDestinationOwner(before);
  if (fault === "source") return isOwner && !before.destination.lacks ? "wrong" : "rightful";
  if (fault === "destination") return isOwner || before.source.died ? "rightful" : "wrong";
  return "wrong";
}

/** Complete copies that may still become the running one. What the other side has disowned in its journal does not count. */
function copies(world: World): number {
  const { source, destination } = world;
  const here = phaseOf(source);
  const there = phaseOf(destination);
  const isDisowned = source.ran || here === "rolling-back" || here === "rolled-back" || here === "lost";
  const isComplete = destination.tree === "fenced" || destination.tree === "runs";
  const isKept =
    (there === "held" && !world.postCopy) || there === "running" || there === "following" || there === "done";
  const spare = source.tree !== "gone" && !isDestinationOwner(world);
  const isWhole = !destination.lacks || source.tree !== "gone"; // both trees are one copy then
  const held = isComplete && isKept && !isDisowned && isWhole;
  return Number(spare) + Number(held);
}

function isDestinationOwner({ source, destination }: World): boolean {
  if (source.ran) return false; // an operator's word
  return destination.ran || ownPhases.has(phaseOf(destination));
}

/** The first node from which no steps of konk alone lead to an end; -1 when there is none. */
function firstStuck(nodes: Node[]): number {
  const canEnd = nodes.map(({ world }) => isEnd(world));
  const queue = nodes.flatMap((_, index) => (canEnd[index] === true ? [index] : []));
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    for (const before of nodes[index]?.healthyFrom ?? []) {
      if (canEnd[before] === true) continue;
      canEnd[before] = true;
      queue.push(before);
    }
  }
  return canEnd.indexOf(false);
}

/**
 * Every host that is still there is up and has nothing left to do or to keep, and there is exactly one copy, running and
 * reachable; or none, because its owner died or nobody wanted it.
 */
function isEnd({ source, destination, word }: World): boolean {
  const there = phaseOf(destination);
  if (!isIdle(source.konk, source.tree !== "fenced") || !isIdle(destination.konk, idlePhases.has(there))) return false;
  const runsHere = source.tree === "runs" && source.bridge && phaseOf(source) === "rolled-back";
  const runsThere = destination.tree === "runs" && destination.bridge && there === "done";
  if (runsHere) return destination.tree === "none";
  if (source.tree !== "gone") return false;
  return runsThere || (destination.tree === "none" && (source.died || destination.died || word === "discarded"));
}

/** Phases in which the destination owns it. One that has ended there may still be reachable. */
const ownPhases: ReadonlySet<string> = new Set(["running", "following", "done", "lost"]);

const idlePhases: ReadonlySet<string> = new Set(["unknown", "aborted", "done", "lost"]);

function isIdle(konk: string, hasNothingToDo: boolean): boolean {
  return konk === "gone" || (konk === "up" && hasNothingToDo);
}

/** A side that a step has not touched has its number already. */
function keyMaker(): (world: World, before?: Node) => Key {
  const parts = ["source", "destination", "network"] as const;
  const numberers = parts.map(numberer);
  return (world, before) => {
    const [source = 0, destination = 0, network = 0] = parts.map((part, index) =>
      before?.world[part] === world[part] ? before.key[index + 1] : numberers[index]?.(world[part]),
    );
    const rest = ((world.crashes * 4 + world.losses) * 4 + ends.indexOf(world.ended)) * 4 + words.indexOf(world.word);
    return [((source * 2 ** 14 + destination) * 2 ** 8 + network) * 2 ** 8 + rest, source, destination, network];
  };
}

const ends: readonly World["ended"][] = ["no", "rightly", "told"];
const words: readonly Word[] = ["none", "forced", "wrong", "discarded"];

/** The same number for the same content. */
function numberer(): (part: object) => number {
  const known = new Map<string, number>();
  return (part) => {
    const text = Object.values(part).join("|");
    const number = known.get(text) ?? known.size;
    if (number === known.size) known.set(text, number);
    return number;
  };
}

function traceTo(nodes: Node[], at: number): string[] {
  const trace: string[] = [];
  for (let node = nodes[at]; node !== undefined && node.parent >= 0; node = nodes[node.parent])
    trace.unshift(node.label);
  return trace;
}
