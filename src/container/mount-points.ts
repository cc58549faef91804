/** The places in a container's root where its mounts go. */
import { lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KonkError } from "../errors.ts";
import { isInsidePlannedMount, type PlannedMount } from "./mount-plan.ts";

/**
 * Makes sure that every mount of the plan has its mount point in the root. Missing ones are made in a root filesystem of the
 * container's own (`writable`); their paths are returned, parents first. Throws E_CONFIG.
 */
export function prepareMountPoints(root: string, writable: boolean, plan: readonly PlannedMount[]): string[] {
  const made: string[] = [];
  for (const mount of plan) {
    if (mount.kind === "part" || isInsidePlannedMount(plan, mount)) continue;
    const isFolder = mount.kind === "fresh" || lstatSync(mount.source).isDirectory();
    made.push(...ensureMountPoint(root, mount.target, isFolder, writable));
  }
  return made;
}

/**
 * Walks from the root to the mount point. A symbolic link on the way is refused: the host would follow it out of the root,
 * and CRIU looks for the mount under its real path.
 */
function ensureMountPoint(root: string, target: string, isFolder: boolean, writable: boolean): string[] {
  const made: string[] = [];
  const names = target.split("/").filter(Boolean);
  for (const [index] of names.entries()) {
    const inside = `/${names.slice(0, index + 1).join("/")}`;
    const path = join(root, inside);
    const wanted = isFolder || index < names.length - 1 ? "a folder" : "a file";
    const found = kindAt(path);
    if (found === wanted) continue;
    if (found !== "nothing") {
      throw new KonkError(
        "E_CONFIG",
        `Cannot mount on "${target}": "${inside}" is ${found} in the root, wanted ${wanted}`,
      );
    }
    if (!writable) throw missing(target);
    if (wanted === "a folder") mkdirSync(path, { mode: 0o755 });
    else writeFileSync(path, "", { mode: 0o644 });
    made.push(path);
  }
  return made;
}

function kindAt(path: string): "nothing" | "a symbolic link" | "a folder" | "a file" {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return "nothing";
  if (found.isSymbolicLink()) return "a symbolic link";
  return found.isDirectory() ? "a folder" : "a file";
}

function missing(target: string): KonkError {
  return new KonkError(
    "E_CONFIG",
    `Cannot mount on "${target}": found no such path, and the container's root is read-only`,
    {
      hint: `Create "${target}" on every host, or give the container a --rootfs of its own`,
    },
  );
}
