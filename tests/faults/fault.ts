/** What can go wrong on two hosts, done to them. */
import { readdirSync, readFileSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import type { Scene } from "../integration/support/scene.ts";
import { loseUnsynced } from "../integration/support/unsynced.ts";
import { type Fault, faults } from "./matrix.ts";

export interface Victims {
  scene: Scene;
  /** `konk migrate`, or what an operator said after it was killed. */
  migrate: Program;
}

/** An operator's `konk recover` takes its place. */
const migrate = /^konk (migrate|recover) /;
const server = /^konk server /;
const monitor = /konk monitor (start|restore) /;
export const pager = /konk monitor pager /;
/** While it works, its title says at what: "criu: dump --rpc -t 47". */
const criu = /^criu( swrk |: )/;
const everything = /^\S*konk (migrate|recover|server|monitor) |^criu( swrk |: )/;

const mute = "add table inet mute; add chain inet mute out { type filter hook output priority 0; oif eth0 drop; }";
const unmute = "delete table inet mute";

const stateFolder = "/var/lib/konk";

/** Gives a host a small disk of its own for konk's state, which can be filled up without harm to others. */
export async function giveSmallDisk(host: Host): Promise<void> {
  const script = [
    "mkdir /run/small && mount -t tmpfs -o size=2m,mode=0700 small /run/small",
    `cp -a ${stateFolder}/. /run/small && mount --bind /run/small ${stateFolder}`,
  ];
  await host.check(["sh", "-c", script.join(" && ")]);
}

async function fill(host: Host): Promise<void> {
  const { exitCode } = await host.exec(["dd", "if=/dev/zero", `of=${stateFolder}/.filler`, "bs=4096"]);
  if (exitCode === 0) throw new Error(`Cannot fill the disk of ${host.name}`);
}

/** Until then everything has been tried that the full disk is in the way of. */
async function makeRoom(host: Host): Promise<void> {
  await Bun.sleep(3_000);
  await host.check(["rm", `${stateFolder}/.filler`]);
}

/** Does it; returns how many processes died, or null when it is none that kills one by one. */
export async function inflict(fault: Fault, { scene, migrate: program }: Victims): Promise<number | null> {
  const { alpha, beta } = scene;
  switch (fault) {
    case "konk migrate":
      return await kill(alpha.pids(migrate).filter((pid) => pid === program.pid));
    case "source's server":
      return await kill(alpha.pids(server));
    case "destination's server":
      return await kill(beta.pids(server));
    case "source's monitor":
      return await kill(alpha.pids(monitor));
    case "destination's monitor":
      return await kill(beta.pids(monitor));
    case "pager":
      return await kill(beta.pids(pager));
    case "pager and destination's monitor":
      return await kill([...beta.pids(monitor), ...beta.pids(pager)]); // in this order: it would start another one
    case "pager and destination's server":
      return await kill([...beta.pids(server), ...beta.pids(pager)]);
    case "source's CRIU":
      return await kill(mainCriu(alpha));
    case "destination's CRIU":
      return await kill(mainCriu(beta));
    case "konk migrate and both servers":
      return await kill([...alpha.pids(migrate), ...alpha.pids(server), ...beta.pids(server)]);
    case "all of konk and CRIU":
      return await kill([...alpha.pids(everything), ...beta.pids(everything)]);
    case "link for 1 s":
    case "link for 60 s":
      await alpha.linkDown();
      return null;
    case "one way for 1 s":
      await beta.check(["nft", mute]);
      return null;
    case "other way for 1 s":
      await alpha.check(["nft", mute]);
      return null;
    case "source's disk full":
      await fill(alpha);
      return null;
    case "destination's disk full":
      await fill(beta);
      return null;
    case "source's power":
      await alpha.kill();
      return null;
    case "destination's power":
      await beta.kill();
      return null;
    default:
      return fault satisfies never;
  }
}

/** What operators and service managers do. Returns when both hosts are up, hear each other, and their servers answer. */
export async function mend(fault: Fault, { scene }: Victims): Promise<void> {
  const { alpha, beta } = scene;
  await Bun.sleep(1_000 * Number(/for (\d+) s/.exec(fault)?.[1] ?? 0));
  if (fault.startsWith("link")) await alpha.linkUp();
  if (fault.startsWith("one way")) await beta.check(["nft", unmute]);
  if (fault.startsWith("other way")) await alpha.check(["nft", unmute]);
  if (fault.endsWith("disk full")) await makeRoom(fault.startsWith("source") ? alpha : beta);
  for (const host of scene.lab.hosts.filter((each) => !each.isOn)) {
    await host.boot();
    loseUnsynced(host);
    await host.startServer(); // which makes the bridge again
  }
  await serversAgain(scene.lab.hosts);
  if (!kills(fault)) await until("word from the other host", async () => await hears(alpha, beta), 20_000);
}

function kills(fault: Fault): boolean {
  return fault in faults && faults[fault as keyof typeof faults].startsWith("kill");
}

async function hears(from: Host, to: Host): Promise<boolean> {
  const { exitCode } = await from.exec(["ping", "-c", "1", "-W", "0.2", to.address]);
  return exitCode === 0;
}

async function serversAgain(hosts: readonly Host[]): Promise<void> {
  await Promise.all(
    hosts.map(async (host) => {
      if (host.pids(server).length === 0) await host.startServer();
    }),
  );
}

/** Without the processes that it is restoring: these bear its name until they are what they were, in a namespace of their own. */
function mainCriu(host: Host): number[] {
  // While it moves from one cgroup to another it may be in neither when that one is read.
  const looks = Array.from({ length: 5 }, () => host.pids(criu));
  const pids = (looks.find((found) => found.length > 0) ?? []).map((pid) => ({ pid, depth: depthOf(pid) }));
  const shallowest = Math.min(...pids.map(({ depth }) => depth));
  return pids.filter(({ depth }) => depth === shallowest).map(({ pid }) => pid);
}

/** In how many pid namespaces it has a number. */
function depthOf(pid: number): number {
  try {
    const numbers = /^NSpid:\t(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
    return numbers.split("\t").length;
  } catch {
    return Number.POSITIVE_INFINITY; // it has ended
  }
}

/** Returns when they are dead, with how many they were. */
export async function kill(pids: readonly number[]): Promise<number> {
  const killed = pids.filter((pid) => {
    try {
      process.kill(pid, "SIGKILL");
      return true;
    } catch {
      return false; // it was faster
    }
  });
  await until("end of what was killed", () => killed.every(isDead));
  return killed.length;
}

/** A zombie without other threads is dead: who would reap it may stand still at a failpoint. Until then its port and locks are taken. */
function isDead(pid: number): boolean {
  try {
    const ended = /^State:\t[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
    return ended && readdirSync(`/proc/${pid}/task`).length === 1;
  } catch {
    return true;
  }
}
