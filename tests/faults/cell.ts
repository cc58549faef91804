/** One cell of the matrix, lived through: to the failpoint, the fault, and then the questions that every cell is asked. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import { liesOnPageBorder, mostStarts } from "../integration/support/page-border.ts";
import type { Scene } from "../integration/support/scene.ts";
import { endOf, mayEnd, mayReadZeros, mustEnd } from "./fate.ts";
import { giveSmallDisk, inflict, mend, pager } from "./fault.ts";
import { type Cell, changesHosts, modeOf, nameOf, type Stop } from "./matrix.ts";
import {
  diaryFaults,
  frozenSpeech,
  isSettled,
  type Journals,
  Lookout,
  type Onlooked,
  readJournals,
  runners,
} from "./observation.ts";
import { arrive, bear, containerName, diary, folder, hostOf, isSilent, release } from "./way.ts";

export interface CellResult {
  failpoint: string;
  fault: string;
  /**
   * Where the container is in the end. It may die only with the host whose power was cut and that owned it; in post-copy it is
   * lost with whoever holds a part of it.
   */
  outcome: "stays" | "moves" | "dies" | "lost" | "wrong" | "ended";
  /** From both servers answering to one copy running and both journals closed. */
  settledMs: number;
  /** How long the container's client heard nothing. */
  silentMs: number;
  /** Whether it ran on with memory that was not its own before it was killed; where that is no problem, nobody could know. */
  readWrong?: boolean;
  /** What is wrong; empty in a cell that passes. */
  problems: string[];
}

const name = containerName;
const [address, tcpPort, lanAddress, udpPort] = ["10.9.0.100", "7000", "10.9.0.1", "7001"];
/** What konk promises: one copy, so long after both servers answer. */
const promisedMs = 5_000;
const patienceMs = 20_000;
/** Twice as much as travels before the container runs at its destination. */
const followingMib = 48;

/** Runs one cell on two hosts that are empty, and leaves them so when it passes. */
export async function runCell(scene: Scene, cell: Cell): Promise<CellResult> {
  const { stop, fault } = cell;
  const result = unfinished(cell);
  clear(scene);
  if (fault === "source's disk full") await giveSmallDisk(scene.alpha);
  if (fault === "destination's disk full") await giveSmallDisk(scene.beta);
  const onlooker = await begin(scene, stop);
  let twice: number;
  let before: Journals;
  let isOver = false;
  {
    await using lookout = new Lookout(scene, name);
    const migrate = await arrive(scene, stop);
    if (mustEnd(cell)) lookout.twice = 0; // what was killed on the way counted as running while it died
    before = readJournals(scene);
    const killed = await inflict(fault, { scene, migrate });
    if (hostOf(scene, stop.side).isOn) release(hostOf(scene, stop.side));
    if (isSilent(stop)) await scene.alpha.linkUp();
    bear(scene, false);
    if (killed === 0) result.problems.push("nobody was there to kill");
    await mend(fault, { scene, migrate });
    const startMs = performance.now();
    isOver = await hasEnded(scene, cell, { before, migrate, problems: result.problems });
    if (isOver) result.settledMs = Math.round(performance.now() - startMs);
    else {
      result.settledMs = await settle(scene, migrate, startMs, result.problems);
      await speaksAgain(onlooker, result.problems);
    }
    twice = lookout.twice;
  }
  if (twice > 0) result.problems.push(`two copies ran at ${twice} looks`);
  return await (isOver ? bury : greet)(scene, onlooker, { cell, result });
}

interface Judged {
  cell: Cell;
  result: CellResult;
}

/** It runs, whole, on one host alone. */
async function greet(scene: Scene, onlooker: Program, { cell, result }: Judged): Promise<CellResult> {
  await judge(scene, onlooker, result);
  const [owner] = runners(scene, name);
  if (owner === undefined) return result;
  result.outcome = owner === scene.alpha ? "stays" : "moves";
  if (mayReadZeros(cell)) forgive(scene, result);
  else assertRight(scene, result.problems);
  await until("end of the pager", () => scene.beta.pids(pager).length === 0, promisedMs).catch(() => {
    result.problems.push("a pager is left behind");
  });
  if (changesHosts(cell.fault)) await isRemovable(scene, result.problems);
  else await leavesNothing(scene, owner, result.problems);
  return result;
}

/** What is known of a cell before it has been lived through. */
export function unfinished({ stop, fault }: Cell, problems: string[] = []): CellResult {
  return { failpoint: nameOf(stop), fault, outcome: "stays", settledMs: 0, silentMs: 0, problems };
}

/** A container and its onlooker. */
async function begin(scene: Scene, { way }: Stop): Promise<Program> {
  const mib = modeOf(way) === "post-copy" ? followingMib : 0;
  const { alpha } = scene;
  mkdirSync(alpha.path(folder));
  const beacon = ["python3", "/srv/workloads/beacon.py", tcpPort, lanAddress, udpPort, "/mnt/numbers", String(mib)];
  const start = async () => {
    await scene.start(name, ["--ip", `${address}/24`, "--volume", `${folder}:/mnt`], beacon);
  };
  await start();
  for (let starts = 1; mib > 0 && starts < mostStarts && (await keepsAllForItself(scene)); starts++) {
    await alpha.check(["konk", "rm", "-f", name]);
    rmSync(alpha.path(`${folder}/numbers`), { force: true }); // what the next one does is no step of this one
    await start();
  }
  const spec = JSON.parse(alpha.readFile(`/var/lib/konk/containers/${name}/spec.json`)) as { network: { mac: string } };
  return await scene.client("onlooker.py", address, tcpPort, udpPort, spec.network.mac, "alpha-eth1", "beta-eth1");
}

/** Whether nothing of it would follow. */
async function keepsAllForItself({ alpha }: Scene): Promise<boolean> {
  await until("a beacon at work", async () => (await alpha.check(["konk", "logs", name])).includes("ready"), 60_000);
  return liesOnPageBorder(alpha, name);
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

/** Whether it ended, where it may; returns when that is certain, and nobody has anything left to decide. */
async function hasEnded(
  scene: Scene,
  cell: Cell,
  { before, migrate, problems }: { before: Journals; migrate: Program; problems: string[] },
): Promise<boolean> {
  const { fault } = cell;
  if (!fault.endsWith("power") && !mayEnd(cell, before, before)) return false;
  const isOver = () => isSettled(readJournals(scene)) && !existsSync(`/proc/${migrate.pid}`);
  await until("settled journals", isOver, patienceMs).catch(() =>
    problems.push(`not settled: ${state(scene, migrate)}`),
  );
  if (mustEnd(cell)) return true;
  return runners(scene, name).length === 0 && mayEnd(cell, before, readJournals(scene));
}

/** Nothing of it runs any more; what is left of it can be removed, and then nothing is left. */
async function bury(scene: Scene, onlooker: Program, { cell, result }: Judged): Promise<CellResult> {
  const { problems } = result;
  const journals = readJournals(scene);
  result.outcome = endOf(cell, journals);
  if (runners(scene, name).length > 0) problems.push("it runs, and nobody can have brought it back");
  const seen = (await onlooker.finish()) as Onlooked;
  // The host that runs it in the end ends its connections, like any host whose program dies.
  if (result.outcome === "lost") seen.frames["beta-eth1"] = withoutEnds(seen.frames["beta-eth1"] ?? []);
  assertSilence(scene, seen, problems);
  if (modeOf(cell.stop.way) === "post-copy") {
    result.readWrong = readWrong(scene) !== "";
    if (!mayReadZeros(cell)) assertRight(scene, problems);
  }
  await isRemovable(scene, problems);
  if (!changesHosts(cell.fault)) await isEmpty(scene, problems);
  return result;
}

const withoutEnds = (frames: Onlooked["frames"][string]) =>
  frames.filter(([, kind]) => kind !== "rst" && kind !== "fin");

/** Where it cannot be known that a process reads zeros: found wrong, and no news. */
function forgive(scene: Scene, result: CellResult): void {
  if (readWrong(scene) === "") return;
  result.outcome = "wrong";
  rmSync(scene.alpha.path(`${diary}.wrong`));
}

/** What the program itself found wrong in its memory. */
function readWrong(scene: Scene): string {
  const file = scene.alpha.path(`${diary}.wrong`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** No step was lost or done twice, and none was done with memory that is not what it was. */
function assertRight(scene: Scene, problems: string[]): void {
  const doubled = diaryFaults(scene.alpha.path(diary));
  if (doubled.length > 0) problems.push(`a step was lost or done twice: ${doubled.slice(0, 3).join(", ")}`);
  const wrong = readWrong(scene);
  if (wrong !== "") problems.push(`wrong memory: ${wrong.slice(0, 200)}`);
}

/** Both hosts are as they were before. */
async function isEmpty(scene: Scene, problems: string[]): Promise<void> {
  await scene.assertNothingLeft(...scene.lab.hosts).catch((error: unknown) => {
    problems.push(`left behind: ${String(error)}`);
  });
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
  await until("one copy", isDone, patienceMs).catch(() => problems.push(`not settled: ${state(scene, migrate)}`));
  const settledMs = Math.round(performance.now() - startMs);
  if (settledMs > promisedMs) problems.push(`one copy only after ${settledMs} ms`);
  return settledMs;
}

function state(scene: Scene, migrate: Program): string {
  const { source, destination } = readJournals(scene);
  const running = runners(scene, name).map((host) => host.name);
  const last = (entries: readonly { phase: string }[]) => entries.at(-1)?.phase ?? "none";
  const command = existsSync(`/proc/${migrate.pid}`) ? "runs" : "ended";
  return `runs on [${running.join(", ")}], source "${last(source)}", destination "${last(destination)}", konk migrate ${command}`;
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
  if (tcp.error === null && tcp.checksum !== "ok") problems.push(`its memory: ${tcp.checksum ?? "no answer"}`);
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
