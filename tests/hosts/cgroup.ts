/** Cgroups of labs: one subtree a lab, one below it a host. Leftovers of labs whose owner is gone are swept. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { alive } from "./keeper.ts";
import { until } from "./machine.ts";

const prefix = "konk-lab-";

/** Name of a lab's cgroup: it says which process owns the lab, and no other lab of it has the same, whatever became of it. */
export function labCgroupName(): string {
  return `${prefix}${process.pid}-${randomBytes(4).toString("hex")}`;
}

/** All cgroups below a folder, as relative paths, parents first. One that goes meanwhile has none below. */
export function cgroupsBelow(folder: string): string[] {
  return foldersIn(folder).flatMap((name) => [
    name,
    ...cgroupsBelow(join(folder, name)).map((child) => `${name}/${child}`),
  ]);
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (["ENOENT", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** Kills everything in a cgroup and below it, frozen or not, and removes it. */
export async function removeCgroup(folder: string): Promise<void> {
  writeFileSync(join(folder, "cgroup.kill"), "1");
  const inner = [
    ...cgroupsBelow(folder)
      .map((path) => join(folder, path))
      .reverse(),
    folder,
  ];
  for (const cgroup of inner) await until(`empty cgroup "${cgroup}"`, () => removed(cgroup));
}

/** Removes the cgroups of labs whose test runner no longer runs. `root` is where cgroup2 is mounted. */
export async function sweepCgroups(root: string): Promise<void> {
  for (const name of readdirSync(root)) {
    const owner = new RegExp(`^${prefix}(\\d+)-[0-9a-f]+$`).exec(name)?.[1];
    if (owner !== undefined && !alive(Number(owner))) await removeCgroup(join(root, name));
  }
}

export function makeCgroup(folder: string): void {
  mkdirSync(folder, { recursive: true });
}

export function moveToCgroup(folder: string, pid: number): void {
  writeFileSync(join(folder, "cgroup.procs"), `${pid}`);
}

function removed(cgroup: string): boolean {
  try {
    rmdirSync(cgroup);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return true;
    if (code === "EBUSY") return false;
    throw error;
  }
}
