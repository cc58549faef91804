/** Walks every world that hand-over-model.ts can reach, breadth first, and names the shortest way to a broken promise. */
import { crashSteps, networkSteps } from "./hand-over-faults.ts";
import { firstWorld, konkSteps, phaseOf, type Rules, realRules, type Step, type World } from "./hand-over-model.ts";

export interface SearchResult {
  states: number;
  /** The first promise that broke, with the steps that led there; null when all of them hold. */
  violation: { promise: string; trace: string[] } | null;
}

interface Node {
  world: World;
  parent: number;
  label: string;
  /** Indices of the nodes from which konk alone, without another fault, comes here. */
  healthyFrom: number[];
}

export function search(rules: Rules = realRules): SearchResult {
  const nodes: Node[] = [{ world: firstWorld, parent: -1, label: "start", healthyFrom: [] }];
  const known = new Map<string, number>([[keyOf(firstWorld), 0]]);
  const failed = (promise: string, at: number, last?: string): SearchResult => ({
    states: nodes.length,
    violation: { promise, trace: [...traceTo(nodes, at), ...(last === undefined ? [] : [last])] },
  });
  for (let at = 0; at < nodes.length; at++) {
    const { world } = nodes[at] as Node;
    const broken = brokenPromise(world);
    if (broken !== null) return failed(broken, at);
    for (const step of [...konkSteps(world, rules), ...networkSteps(world, rules), ...crashSteps(world)]) {
      if (losesLastCopy(world, step)) return failed("the last complete copy is lost", at, step.label);
      const key = keyOf(step.world);
      let index = known.get(key);
      if (index === undefined) {
        index = nodes.push({ world: step.world, parent: at, label: step.label, healthyFrom: [] }) - 1;
        known.set(key, index);
      }
      if (step.fault === "none") nodes[index]?.healthyFrom.push(at);
    }
  }
  const stuck = firstStuck(nodes);
  if (stuck >= 0) return failed("no way leads to exactly one running copy", stuck);
  return { states: nodes.length, violation: null };
}

function brokenPromise({ source, destination }: World): string | null {
  if (source.tree === "runs" && destination.tree === "runs") return "two copies run";
  if (source.ran && destination.ran) return "a copy runs that is out of date";
  if (source.bridge && destination.bridge) return "two copies are on the bridge";
  const phase = phaseOf(destination);
  if (destination.bridge && phase !== "running" && phase !== "done") return "the landing zone is reachable too early";
  return null;
}

function losesLastCopy(before: World, { world: after, fault }: Step): boolean {
  if (copies(before) === 0 || copies(after) > 0) return false;
  if (fault === "source host") return isDestinationOwner(before);
  if (fault === "destination host") return !isDestinationOwner(before) && !before.source.died;
  return true;
}

/** Complete copies that may still become the running one. What the other side has disowned in its journal does not count. */
function copies(world: World): number {
  const { source, destination } = world;
  const here = phaseOf(source);
  const there = phaseOf(destination);
  const isDisowned = source.ran || here === "rolling-back" || here === "rolled-back" || here === "lost";
  const isComplete = destination.tree === "fenced" || destination.tree === "runs";
  const isKept = there === "held" || there === "running" || there === "done";
  const spare = source.tree !== "gone" && !isDestinationOwner(world);
  const held = isComplete && isKept && !isDisowned;
  return Number(spare) + Number(held);
}

function isDestinationOwner({ destination }: World): boolean {
  const phase = phaseOf(destination);
  return destination.ran || phase === "running" || phase === "done" || phase === "lost";
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

/** Both hosts are up, and there is exactly one copy, running and reachable; or none, because its owner died. */
function isEnd({ source, destination }: World): boolean {
  if (source.konk !== "up" || destination.konk !== "up") return false;
  const isHere = source.tree === "runs" && source.bridge && phaseOf(source) === "rolled-back";
  const isThere = destination.tree === "runs" && destination.bridge && phaseOf(destination) === "done";
  if (isHere) return destination.tree === "none";
  if (source.tree !== "gone") return false;
  return isThere || (destination.tree === "none" && (source.died || destination.died));
}

function keyOf({ source, destination, network, crashes, losses }: World): string {
  return `${Object.values(source).join()}|${Object.values(destination).join()}|${network.join()}|${crashes}${losses}`;
}

function traceTo(nodes: Node[], at: number): string[] {
  const trace: string[] = [];
  for (let node = nodes[at]; node !== undefined && node.parent >= 0; node = nodes[node.parent])
    trace.unshift(node.label);
  return trace;
}
