/** One cell of the matrix, lived through: to the failpoint, the fault, and then the questions that every cell is asked. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { messageOf } from "../../src/errors.ts";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import type { Scene } from "../integration/support/scene.ts";
import { giveSmallDisk, inflict, kill, mend } from "./fault.ts";
import { type Cell, changesHosts, nameOf, type Side, type Stop } from "./matrix.ts";
import { diaryFaults, frozenSpeech, isSettled, Lookout, type Onlooked, readJournals, runners } from "./observation.ts";

export interface CellResult {
  failpoint: string;
  fault: string;
  /** Where the container is in the end. It may die only with the host whose power was cut and that owned it. */
  outcome: "stays" | "moves" | "dies" | "ended";
  /** From both servers answering to one copy running and both journals closed. */
  settledMs: number;
  /** How long the container's client heard nothing. */
  silentMs: number;
  /** What is wrong; empty in a cell that passes. */
  problems: string[];
}

const name = "web";
const [address, tcpPort, lanAddress, udpPort] = ["10.9.0.100", "7000", "10.9.0.1", "7001"];
const [folder, diary] = ["/srv/shared/diary", "/srv/shared/diary/numbers"];
/** What konk promises: one copy, so long after both servers answer. */
const promisedMs = 5_000;
const patienceMs = 20_000;

/** Runs one cell on two hosts that are empty, and leaves them so when it passes. */
export async function runCell(scene: Scene, cell: Cell): Promise<CellResult> {
  const { stop, fault } = cell;
  const result = unfinished(cell);
  clear(scene);
  if (fault === "source's disk full") await giveSmallDisk(scene.alpha);
  if (fault === "destination's disk full") await giveSmallDisk(scene.beta);
  const onlooker = await begin(scene);
  let twice: number;
  {
    await using lookout = new Lookout(scene, name);
    const migrate = await arrive(scene, stop);
    const heldBefore = isHeld(scene);
    const killed = await inflict(fault, { scene, migrate });
    if (hostOf(scene, stop.side).isOn) release(hostOf(scene, stop.side));
    if (isSilent(stop)) await scene.alpha.linkUp();
    if (killed === 0) result.problems.push("nobody was there to kill");
    await mend(fault, { scene, migrate });
    const startMs = performance.now();
    if (stop.way === "ended" || (await diedWithHost(scene, cell, heldBefore)))
      return await bury(scene, onlooker, result, migrate);
    result.settledMs = await settle(scene, migrate, startMs, result.problems);
    await speaksAgain(onlooker, result.problems);
    twice = lookout.twice;
  }
  if (twice > 0) result.problems.push(`two copies ran at ${twice} looks`);
  await judge(scene, onlooker, result);
  const [owner] = runners(scene, name);
  if (owner === undefined) return result;
  result.outcome = owner === scene.alpha ? "stays" : "moves";
  if (changesHosts(fault)) await isRemovable(scene, result.problems);
  else await leavesNothing(scene, owner, result.problems);
  return result;
}

/** What is known of a cell before it has been lived through. */
export function unfinished({ stop, fault }: Cell, problems: string[] = []): CellResult {
  return { failpoint: nameOf(stop), fault, outcome: "stays", settledMs: 0, silentMs: 0, problems };
}

const hostOf = (scene: Scene, side: Side): Host => (side === "source" ? scene.alpha : scene.beta);

/** A container and its onlooker. */
async function begin(scene: Scene): Promise<Program> {
  const { alpha } = scene;
  mkdirSync(alpha.path(folder));
  const beacon = ["python3", "/srv/workloads/beacon.py", tcpPort, lanAddress, udpPort, "/mnt/numbers"];
  await scene.start(name, ["--ip", `${address}/24`, "--volume", `${folder}:/mnt`], beacon);
  const spec = JSON.parse(alpha.readFile(`/var/lib/konk/containers/${name}/spec.json`)) as { network: { mac: string } };
  return await scene.client("onlooker.py", address, tcpPort, udpPort, spec.network.mac, "alpha-eth1", "beta-eth1");
}

/** Nothing of an earlier cell misleads this one. */
function clear(scene: Scene): void {
  for (const host of scene.lab.hosts) {
    rmSync(host.path("/run/konk-faults"), { recursive: true, force: true });
    host.writeFile("/run/konk-faults/.keep", "");
    rmSync(host.path("/var/lib/konk/migrations"), { recursive: true, force: true });
  }
  rmSync(scene.alpha.path(folder), { recursive: true, force: true });
}

/** Starts the migration and leads it, by the stop's way, to its failpoint. */
async function arrive(scene: Scene, { way, failpoint, side }: Stop): Promise<Program> {
  const { alpha, beta } = scene;
  const there = hostOf(scene, side);
  const begun = async (host: Host, first: string) => {
    plan(host, first);
    const mode = way === "pre-copy" ? "pre-copy" : "stop-copy";
    const migrate = await alpha.spawn(["konk", "migrate", name, "beta", "--json", "--verbose", "--mode", mode]);
    await reached(host, first, migrate);
    return migrate;
  };
  if (way === "move" || way === "pre-copy") return await begun(there, failpoint);
  const [host, first] = {
    cancel: [beta, "destination:held:after"] as const,
    back: [alpha, "source:spare:after"] as const,
    forward: [alpha, "source:handing-over:after"] as const,
    ended: [alpha, "source:cut"] as const,
    "never-ran": [alpha, "source:handing-over:after"] as const,
    forced: [alpha, "source:handing-over:after"] as const,
    discarded: [beta, "destination:thawed"] as const,
  }[way];
  const migrate = await begun(host, first);
  plan(there, failpoint);
  const isThere = () => isAt(there, failpoint);
  const waitsFor = (await disturb(scene, way, { migrate, isThere })) ?? migrate;
  release(host);
  await reached(there, failpoint, way === "back" || way === "forward" ? undefined : waitsFor);
  return waitsFor;
}

/** Whether the hosts do not hear each other on this way. */
const isSilent = ({ way }: Stop) => way === "forced" || way === "discarded";

/** Returns the program that goes on in the place of `konk migrate`, if one does. */
async function disturb(
  scene: Scene,
  way: Exclude<Stop["way"], "move" | "pre-copy">,
  { migrate, isThere }: { migrate: Program; isThere: () => boolean },
): Promise<Program | undefined> {
  switch (way) {
    case "cancel":
      migrate.kill("SIGINT");
      await until("roll-back", () => rollsBack(scene) || isThere(), patienceMs);
      return undefined;
    case "back":
    case "forward":
      migrate.kill("SIGKILL");
      await migrate.exited;
      return undefined;
    case "ended":
      await endProgram(scene.alpha);
      return undefined;
    case "never-ran":
      await endProgram(scene.beta);
      return undefined;
    case "forced":
      return await decide(scene, migrate, "--force-here");
    case "discarded":
      return await decide(scene, migrate, "--discard-here");
    default:
      return way satisfies never;
  }
}

/** What an operator does who believes that the destination is gone. */
async function decide({ alpha }: Scene, migrate: Program, decision: string): Promise<Program> {
  await alpha.linkDown();
  migrate.kill("SIGKILL");
  await migrate.exited;
  const [id = ""] = readdirSync(alpha.path("/var/lib/konk/migrations"));
  return await alpha.spawn(["konk", "recover", id, decision, "--yes"]);
}

async function endProgram(host: Host): Promise<void> {
  if ((await kill(host.pids(/beacon\.py/))) === 0)
    throw new Error(`Cannot end the program on ${host.name}: it is not there`);
}

function plan(host: Host, failpoint: string): void {
  host.writeFile("/run/konk-faults/.plan", failpoint);
  renameSync(host.path("/run/konk-faults/.plan"), host.path("/run/konk-faults/plan")); // whole, or not there
}

async function reached(host: Host, failpoint: string, migrate?: Program): Promise<void> {
  const isHere = () => isAt(host, failpoint);
  const ended = () => migrate !== undefined && !existsSync(`/proc/${migrate.pid}`);
  await until(`process at ${failpoint}`, () => isHere() || ended(), patienceMs);
  if (!isHere()) throw new Error(`Cannot go on: the migration ended before "${failpoint}": ${migrate?.stderr}`);
}

function isAt(host: Host, failpoint: string): boolean {
  const marker = host.path("/run/konk-faults/reached");
  return existsSync(marker) && readFileSync(marker, "utf8") === failpoint;
}

function rollsBack(scene: Scene): boolean {
  return readJournals(scene).source.some(({ phase }) => phase === "rolling-back");
}

function release(host: Host): void {
  rmSync(host.path("/run/konk-faults/reached"), { force: true });
}

/** Whether the destination had a complete copy. */
function isHeld(scene: Scene): boolean {
  return readJournals(scene).destination.some(({ phase }) => phase === "held");
}

/** After a power cut: whether the host had the only complete copy, so that there may be none now. */
async function diedWithHost(scene: Scene, { fault }: Cell, heldBefore: boolean): Promise<boolean> {
  if (!fault.endsWith("power")) return false;
  await until("settled journals", () => isSettled(readJournals(scene)), patienceMs);
  if (runners(scene, name).length > 0) return false;
  const { destination } = readJournals(scene);
  return fault === "source's power" ? !heldBefore : ["done", "lost"].includes(destination.at(-1)?.phase ?? "");
}

/** Nothing of it runs any more; what is left of it can be removed, and then nothing is left. */
async function bury(scene: Scene, onlooker: Program, result: CellResult, migrate: Program): Promise<CellResult> {
  const startMs = performance.now();
  const isOver = () => isSettled(readJournals(scene)) && !existsSync(`/proc/${migrate.pid}`);
  await until("settled journals", isOver, patienceMs).catch((error: unknown) => result.problems.push(messageOf(error)));
  result.settledMs = Math.round(performance.now() - startMs);
  if (runners(scene, name).length > 0) result.problems.push("it runs, and nobody can have brought it back");
  assertSilence(scene, (await onlooker.finish()) as Onlooked, result.problems);
  result.outcome = result.failpoint.startsWith("ended") ? "ended" : "dies";
  await isRemovable(scene, result.problems);
  return result;
}

/** What an empty host is like is not known of one that has booted again: no container is known must do. */
async function isRemovable(scene: Scene, problems: string[]): Promise<void> {
  for (const host of scene.lab.hosts) await host.exec(["konk", "rm", "-f", name]);
  const left = [];
  for (const host of scene.lab.hosts) left.push(...(await scene.states(host)));
  if (left.length > 0) problems.push(`left behind: ${left.join(", ")}`);
}

/** Waits until one copy runs and nobody has anything left to decide; returns how long that took. */
async function settle(scene: Scene, migrate: Program, startMs: number, problems: string[]): Promise<number> {
  const ended = () => !existsSync(`/proc/${migrate.pid}`);
  const isDone = () => runners(scene, name).length === 1 && isSettled(readJournals(scene)) && ended();
  await until("one copy", isDone, patienceMs).catch(() => {
    const { source, destination } = readJournals(scene);
    const running = runners(scene, name).map((host) => host.name);
    const last = (entries: readonly { phase: string }[]) => entries.at(-1)?.phase ?? "none";
    problems.push(
      `not settled: runs on [${running.join(", ")}], source "${last(source)}", destination "${last(destination)}", ` +
        `konk migrate ${ended() ? "ended" : "runs"}`,
    );
  });
  const settledMs = Math.round(performance.now() - startMs);
  if (settledMs > promisedMs) problems.push(`one copy only after ${settledMs} ms`);
  return settledMs;
}

/** The client hears the container again: more lines come, and go on coming. */
async function speaksAgain(onlooker: Program, problems: string[]): Promise<void> {
  const count = () => Number(onlooker.stdout.trim().split("\n").at(-1));
  const heard = count();
  await until("more lines", () => count() > heard + 20, promisedMs).catch(() => {
    problems.push(`the client hears nothing: ${count()} lines, ${heard} when it was settled`);
  });
}

async function judge(scene: Scene, onlooker: Program, result: CellResult): Promise<void> {
  const { problems } = result;
  const { tcp, udp, frames } = (await onlooker.finish()) as Onlooked;
  result.silentMs = Math.round(tcp.longestGapMs);
  if (tcp.lost > 0 || tcp.repeated > 0 || tcp.error !== null) problems.push(`TCP: ${JSON.stringify(tcp)}`);
  if (udp.instances !== 1 || udp.repeated > 0) problems.push(`UDP: ${JSON.stringify(udp)}`);
  assertSilence(scene, { tcp, frames }, problems);
  const doubled = diaryFaults(scene.alpha.path(diary));
  if (doubled.length > 0) problems.push(`a step was lost or done twice: ${doubled.slice(0, 3).join(", ")}`);
}

/** No copy that must not speak did, and nobody ended the client's connection. */
function assertSilence(scene: Scene, { tcp, frames }: Pick<Onlooked, "tcp" | "frames">, problems: string[]): void {
  const ends = Object.entries(frames).flatMap(([port, each]) =>
    each
      .filter(([ms, kind]) => ms > tcp.sinceMs && (kind === "rst" || kind === "fin"))
      .map(([, kind]) => `${kind} at ${port}`),
  );
  if (ends.length > 0) problems.push(`${ends.length} frames end the connection: ${ends[0]}`);
  const speech = frozenSpeech(frames, readJournals(scene));
  if (speech.length > 0) problems.push(`${speech.length} frames of a copy that must be silent: ${speech[0]}`);
}

/** On neither host when the container is removed; the one that has no copy was empty before, and nobody looks after it. */
async function leavesNothing(scene: Scene, owner: Host, problems: string[]): Promise<void> {
  try {
    await scene.assertRemovable(name, owner);
  } catch (error) {
    problems.push(`left behind: ${String(error)}`);
  }
  const files = readdirSync(scene.alpha.path(folder)).join(", ");
  if (files !== "numbers") problems.push(`left in the volume: ${files}`);
}
