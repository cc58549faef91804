/**
 * What the network and fate do to the world of hand-over-model.ts. A message may come late, in any order, twice or never. A
 * killed konk leaves its written journal and its fenced tree; a tree that only CRIU holds runs on. A host that crashes loses
 * its tree, and any tail of its journal that was not synced.
 */
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
  type World,
  withDestination,
  withSource,
} from "./hand-over-model.ts";

const requests = { Restore: "restore", Resume: "resume", Abort: "abort" } as const;

export function networkSteps(world: World, rules: Rules): Step[] {
  return world.network.flatMap((message) => {
    const rest: World = { ...world, network: world.network.filter((other) => other !== message) };
    const found: Step[] = [];
    const taken = receive(world, rules, message);
    if (taken !== null) {
      found.push(step(`${message} arrives`, { ...taken, network: rest.network }));
      found.push(step(`${message} arrives, and may again`, taken));
    }
    if (world.losses < 2) found.push(step(`${message} is lost`, { ...rest, losses: world.losses + 1 }, "loss"));
    return found;
  });
}

/** The world after a message was taken; null when its host is down or it changes nothing. */
function receive(world: World, rules: Rules, message: Message): World | null {
  if (message === "Restore" || message === "Resume" || message === "Abort") {
    return world.destination.konk === "up" ? moveDestination(world, rules, requests[message]) : null;
  }
  if (world.source.konk !== "up") return null;
  if (message === "Held") return moveSource(world, rules, "held");
  if (message === "Resumed") return moveSource(world, rules, "resumed");
  if (phaseOf(world.source) !== "handing-over") return moveSource(world, rules, "roll-back");
  return moveSource(world, rules, world.source.tree === "gone" ? "lost" : "never-ran");
}

export function crashSteps(before: World): Step[] {
  if (before.crashes >= 2) return [];
  const world = { ...before, crashes: before.crashes + 1 };
  const { source, destination } = world;
  const found: Step[] = [];
  if (source.konk !== "down") {
    const isLetGo = source.tree === "stopped";
    const tree = isLetGo ? "runs" : source.tree;
    const ran = source.ran || (isLetGo && source.dumped);
    found.push(step("source: konk is killed", withSource(world, { konk: "down", tree, ran }), "kill"));
  }
  if (destination.konk === "up") {
    const tree = destination.tree === "partial" ? "none" : destination.tree;
    found.push(step("destination: konk is killed", withDestination(world, { konk: "down", tree }), "kill"));
  }
  for (const entry of source.journal) {
    const change: Partial<SourceSide> = {
      journal: [entry],
      tree: "gone",
      bridge: false,
      rebooted: true,
      died: true,
      konk: "down",
    };
    found.push(step(`source: host crashes, journal says ${entry}`, withSource(world, change), "source host"));
  }
  for (const entry of destination.journal) {
    const change: Partial<DestinationSide> = {
      journal: [entry],
      tree: "none",
      bridge: false,
      rebooted: true,
      died: true,
      konk: "down",
    };
    found.push(
      step(`destination: host crashes, journal says ${entry}`, withDestination(world, change), "destination host"),
    );
  }
  return found;
}
