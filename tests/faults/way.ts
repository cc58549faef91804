/** The way to a stop: a migration is begun, disturbed where the way says so, and stands still at the failpoint. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MemoryMode } from "../../src/core/memory-mode.ts";
import type { Host } from "../hosts/host.ts";
import { contentOf } from "../hosts/inventory.ts";
import { until } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import type { Scene } from "../integration/support/scene.ts";
import { kill } from "./fault.ts";
import { disturbanceOf, modeOf, type Side, type Stop } from "./matrix.ts";
import { readJournals } from "./observation.ts";

export const containerName = "web";
/** Where the container writes down what it does, on storage that both hosts share. */
export const [folder, diary] = ["/srv/shared/diary", "/srv/shared/diary/numbers"];
/** How long it is waited for a migration to come somewhere; a busy machine takes its time. Milliseconds. */
const patienceMs = 60_000;

export const hostOf = (scene: Scene, side: Side): Host => (side === "source" ? scene.alpha : scene.beta);

/** Starts the migration and leads it, by the stop's way, to its failpoint. */
export async function arrive(scene: Scene, { way, failpoint, side }: Stop): Promise<Program> {
  const { alpha, beta } = scene;
  const there = hostOf(scene, side);
  const begun = async (host: Host, first: string) => {
    plan(host, first);
    const options = ["--json", "--verbose", "--mode", modeOf(way)];
    const migrate = await alpha.spawn(["konk", "migrate", containerName, "beta", ...options]);
    await reached(host, first, migrate);
    return migrate;
  };
  const disturbance = disturbanceOf(way);
  const [where, first] = beginnings(modeOf(way))[disturbance] ?? [];
  if (first === undefined) return await begun(there, failpoint);
  const host = where === "source" ? alpha : beta;
  const migrate = await begun(host, first);
  plan(there, failpoint);
  const isThere = () => isAt(there, failpoint);
  const waitsFor = (await disturb(scene, disturbance, { migrate, isThere })) ?? migrate;
  release(host);
  await reached(there, failpoint, disturbance === "back" || disturbance === "forward" ? undefined : waitsFor);
  return waitsFor;
}

/** Where a migration that is to be disturbed stands still for that. */
const beginnings = (mode: MemoryMode): Partial<Record<string, readonly [Side, failpoint: string]>> => ({
  cancel: ["destination", "destination:held:after"],
  back: ["source", "source:spare:after"],
  forward: ["source", mode === "post-copy" ? "source:serving:after" : "source:handing-over:after"],
  ended: ["source", "source:cut"],
  "never-ran": ["source", "source:handing-over:after"],
  forced: ["source", "source:handing-over:after"],
  discarded: ["destination", "destination:thawed"],
  torn: ["source", "source:serving:after"],
  fork: ["source", "source:serving:after"],
});

/** Whether the hosts do not hear each other on this way. */
export const isSilent = ({ way }: Stop) => way === "forced" || way === "discarded";

/** Returns the program that goes on in the place of `konk migrate`, if one does. */
async function disturb(
  scene: Scene,
  disturbance: string,
  { migrate, isThere }: { migrate: Program; isThere: () => boolean },
): Promise<Program | undefined> {
  switch (disturbance) {
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
      await endTree(scene.beta);
      return undefined;
    case "forced":
      return await decide(scene, migrate, "--force-here");
    case "discarded":
      return await decide(scene, migrate, "--discard-here");
    case "fork":
      bear(scene, true);
      return undefined;
    case "torn":
      await endTree(scene.alpha);
      return undefined;
    default:
      throw new Error(`Cannot disturb a migration by "${disturbance}"`);
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

/** Whether the container's program has children. */
export function bear(scene: Scene, does: boolean): void {
  if (does) scene.lab.hosts[0]?.writeFile(`${diary}.bear`, "");
  else for (const host of scene.lab.hosts) if (host.isOn) rmSync(host.path(`${diary}.bear`), { force: true });
}

async function endProgram(host: Host): Promise<void> {
  if ((await kill(host.pids(/beacon\.py/))) === 0)
    throw new Error(`Cannot end the program on ${host.name}: it is not there`);
}

/** Its program cannot be found by name where its memory is elsewhere, command line and all. */
async function endTree(host: Host): Promise<void> {
  const cgroup = join(host.cgroup, "konk.slice", `${containerName}.scope`);
  writeFileSync(join(cgroup, "cgroup.kill"), "1");
  await until("end of the tree", () => !contentOf(join(cgroup, "cgroup.events")).includes("populated 1"));
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

export function release(host: Host): void {
  rmSync(host.path("/run/konk-faults/reached"), { force: true });
}
