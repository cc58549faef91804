/**
 * What is on a host, as plain sorted lists: two inventories that are equal prove that nothing was left behind.
 *
 * Read from outside, so that looking leaves no trace; only links and nft rules are asked for inside.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { cgroupsBelow } from "./cgroup.ts";
import { type Entrance, execute } from "./program.ts";

export interface Inventory {
  /** Command lines, without the host's own first process. */
  processes: string[];
  /** "mount point: type". */
  mounts: string[];
  /** Named network namespaces, and how many there are in all (named or only held by a process). */
  netns: string[];
  netnsCount: number;
  /** "name: kind". */
  links: string[];
  /** "family name" of every table. */
  nft: string[];
  cgroups: string[];
  /** Files and folders below /run/konk and /var/lib/konk. */
  folders: string[];
}

/** What konk keeps files in; the images are a filesystem of their own. */
const konkFolders = ["/run/konk", "/run/konk/images", "/var/lib/konk"];

/** Where a host is: its first process, its cgroup (as this machine sees the folder) and the way in. */
export interface HostView {
  pid: number;
  cgroup: string;
  entrance: Entrance;
}

export async function takeInventory({ pid, cgroup, entrance }: HostView): Promise<Inventory> {
  const root = `/proc/${pid}/root`;
  const [links, tables] = await Promise.all([
    execute(entrance, ["ip", "-json", "-details", "link"]),
    execute(entrance, ["nft", "list", "tables"]),
  ]);
  const running = processes(cgroup).filter((process) => process.pid !== pid);
  return {
    processes: running.map(({ command }) => command).sort(),
    mounts: mounts(pid),
    netns: listing(join(root, "run/netns")),
    netnsCount: networkNamespaces([pid, ...running.map((process) => process.pid)], pid),
    links: (JSON.parse(links.stdout) as Link[]).map(describeLink).sort(),
    nft: tables.stdout.trim().split("\n").filter(Boolean).sort(),
    cgroups: cgroupsBelow(cgroup).sort(),
    folders: konkFolders.flatMap((folder) => tree(join(root, folder)).map((entry) => `${folder}/${entry}`)).sort(),
  };
}

/** The processes in a cgroup and below it, numbered as this machine does, without kernel threads and zombies. */
export function processes(cgroup: string): { pid: number; command: string }[] {
  return ["", ...cgroupsBelow(cgroup)]
    .flatMap((path) => contentOf(join(cgroup, path, "cgroup.procs")).split("\n"))
    .filter(Boolean)
    .flatMap((line) => {
      const command = commandOf(line);
      return command === "" ? [] : [{ pid: Number(line), command }];
    });
}

/** "[python3]" of one whose command line lies in memory that has not come yet, and nothing of one that has ended, as ps has it. */
function commandOf(pid: string): string {
  const command = contentOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
  const [, name, state = "Z"] = /^\d+ \((.*)\) (.)/s.exec(contentOf(`/proc/${pid}/stat`)) ?? [];
  return command === "" && state !== "Z" ? `[${name}]` : command;
}

/** Of a file that may go in the moment it is looked at, with its process or cgroup. */
export function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function mounts(pid: number): string[] {
  const lines = readFileSync(`/proc/${pid}/mountinfo`, "utf8").trim().split("\n");
  return lines.map((line) => `${line.split(" ")[4]}: ${/ - (\S+)/.exec(line)?.[1]}`).sort();
}

function networkNamespaces(pids: readonly number[], hostPid: number): number {
  const mounted = [...readFileSync(`/proc/${hostPid}/mountinfo`, "utf8").matchAll(/ (net:\[\d+\]) /g)];
  const held = pids.flatMap((pid) => {
    try {
      return [readlinkSync(`/proc/${pid}/ns/net`)];
    } catch {
      return []; // it has just ended
    }
  });
  return new Set([...held, ...mounted.map(([, name]) => name)]).size;
}

/**
 * Everything below a folder on its own filesystem: not the whole root that a container has there. Bun's own recursion
 * follows symlinks, and a /dev is full of them.
 */
function tree(folder: string): string[] {
  return entries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    const below = entry.isDirectory() && deviceOf(path) === deviceOf(folder) ? tree(path) : [];
    return [entry.name, ...below.map((inner) => `${entry.name}/${inner}`)];
  });
}

function deviceOf(path: string): number | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.dev;
}

function listing(folder: string): string[] {
  return entries(folder)
    .map(({ name }) => name)
    .sort();
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

interface Link {
  ifname: string;
  linkinfo?: { info_kind?: string };
}

function describeLink({ ifname, linkinfo }: Link): string {
  return `${ifname}: ${linkinfo?.info_kind ?? "loopback"}`;
}
