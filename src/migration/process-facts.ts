/** Reads from /proc what core/process-checks.ts judges. A process that ends meanwhile is left out. */
import { readdir, readFile, readlink, stat, statfs } from "node:fs/promises";
import { isEnding } from "../container/process-id.ts";
import { socketProtocol } from "../container/socket-protocol.ts";
import type { Ability, DescriptorFacts, DescriptorKind, ProcessFacts } from "../core/process-checks.ts";

export interface ContainerProcesses {
  facts: ProcessFacts[];
  ability: Ability;
  /** Anonymous and shared memory of all of them, in bytes: what the images will be made of. */
  memoryBytes: number;
  /** How much of it is shared: never follows a container. */
  sharedBytes: number;
}

const namespaces = ["mnt", "net", "pid", "uts", "ipc", "user", "cgroup"];
const capSysResource = 24n;
const overlayMagic = 0x794c7630;

export async function collectProcesses(pids: readonly number[], initPid: number): Promise<ContainerProcesses> {
  const own = await namespaceIds(initPid);
  const found = await Promise.all(pids.map(async (pid) => await collectOne(pid, own).catch(() => undefined)));
  const processes = found.filter((one) => one !== undefined);
  return {
    facts: processes.map(({ facts }) => facts),
    ability: { sysResource: await hasCapability(capSysResource) },
    memoryBytes: processes.reduce((sum, { ownBytes, sharedBytes }) => sum + ownBytes + sharedBytes, 0),
    sharedBytes: processes.reduce((sum, { sharedBytes }) => sum + sharedBytes, 0),
  };
}

async function collectOne(
  pid: number,
  own: Record<string, string>,
): Promise<{ facts: ProcessFacts; ownBytes: number; sharedBytes: number }> {
  const status = await fields(`/proc/${pid}/status`);
  const number = (name: string) => Number.parseInt(status[name] ?? "0", 10);
  const ids = await namespaceIds(pid);
  const facts = {
    pid,
    comm: status["Name"] ?? "?",
    state: (status["State"] ?? "?").slice(0, 1),
    threads: number("Threads"),
    tracerPid: number("TracerPid"),
    uid: number("Uid"),
    gid: number("Gid"),
    sessionId: Number(status["NSsid"]?.split(/\s+/).at(-1) ?? 0),
    namespacesDiffer: namespaces.filter((name) => ids[name] !== own[name]),
    descriptors: await descriptors(pid),
    mappedDevices: await mappedDevices(pid),
  };
  // Namespaces and session go before the process does. One whose other threads go on is another matter.
  if (facts.threads <= 1 && isEnding(pid)) throw new Error(`Process ${pid} is ending`); // left out
  return { facts, ownBytes: (number("RssAnon") + number("VmSwap")) * 1024, sharedBytes: number("RssShmem") * 1024 };
}

async function fields(path: string): Promise<Record<string, string>> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return Object.fromEntries(lines.map((line) => line.split(/:\s+/, 2) as [string, string]));
}

async function namespaceIds(pid: number): Promise<Record<string, string>> {
  const links = namespaces.map(
    async (name) => [name, await readlink(`/proc/${pid}/ns/${name}`).catch(() => "")] as const,
  );
  return Object.fromEntries(await Promise.all(links));
}

async function descriptors(pid: number): Promise<DescriptorFacts[]> {
  const names = await readdir(`/proc/${pid}/fd`);
  const found = await Promise.all(
    names.map(async (name) => await descriptor(pid, Number(name)).catch(() => undefined)),
  );
  return found.filter((one) => one !== undefined);
}

async function descriptor(pid: number, fd: number): Promise<DescriptorFacts> {
  const path = `/proc/${pid}/fd/${fd}`;
  const target = await readlink(path);
  const kind = await kindOf(pid, fd, target);
  const protocol = kind === "socket" ? socketProtocol(pid, fd) : null;
  // It may have been closed meanwhile, or its process is ending: then nobody can say what it was, and CRIU will not meet it.
  if (kind === "socket" && protocol === null && (isEnding(pid) || (await readlink(path)) !== target))
    throw new Error(`Descriptor ${fd} is on its way out`); // left out
  return {
    fd,
    target,
    kind,
    protocol,
    filesystem: target.startsWith("anon_inode:inotify") && (await rootIsOverlay(pid)) ? "overlay" : null,
  };
}

async function kindOf(pid: number, fd: number, target: string): Promise<DescriptorKind> {
  if (target.startsWith("socket:")) return "socket";
  if (target.startsWith("pipe:")) return "pipe";
  if (target.startsWith("anon_inode:")) return "anonymous";
  const info = await stat(`/proc/${pid}/fd/${fd}`);
  if (info.isFile()) return "file";
  if (info.isDirectory()) return "directory";
  if (info.isCharacterDevice()) return "character-device";
  return info.isBlockDevice() ? "block-device" : "other";
}

async function rootIsOverlay(pid: number): Promise<boolean> {
  return (await statfs(`/proc/${pid}/root/`)).type === overlayMagic;
}

async function mappedDevices(pid: number): Promise<string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, "utf8");
  const paths = new Set(maps.split("\n").flatMap((line) => / (\/dev\/\S+)$/.exec(line)?.[1] ?? []));
  return [...paths].filter((path) => !path.startsWith("/dev/shm/"));
}

async function hasCapability(capability: bigint): Promise<boolean> {
  const mask = (await fields("/proc/self/status"))["CapEff"] ?? "0";
  return ((BigInt(`0x${mask}`) >> capability) & 1n) === 1n;
}
