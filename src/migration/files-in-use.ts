/**
 * The regular files that a container's processes have mapped or open and that CRIU does not put into the checkpoint: the
 * destination must have the very same ones, or the restore fails when everything is frozen.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readMounts } from "../container/mount-table.ts";
import type { Refusal } from "../core/compatibility.ts";
import { parsePath } from "../core/path-parsing.ts";
import type { FileFact } from "./peer.ts";

export interface FilesInUse {
  pids: readonly number[];
  /** The container's root as the host sees it. */
  root: string;
  /** Paths inside the container that are other mounts (volumes, tmpfs, /dev, /proc): not looked at here. */
  otherMounts: readonly string[];
}

/** Facts about every such file, each once. Sizes in bytes. */
export async function collectFiles({ pids, root, otherMounts }: FilesInUse): Promise<FileFact[]> {
  const paths = new Set<string>();
  for (const pid of pids) {
    for (const path of [...(await mappedFiles(pid)), ...(await openFiles(pid))]) {
      if (!otherMounts.some((mount) => path === mount || path.startsWith(`${mount}/`))) paths.add(path);
    }
  }
  const facts: FileFact[] = [];
  for (const path of [...paths].toSorted()) {
    const fact = await describe(root, path);
    if (fact) facts.push(fact);
  }
  return facts;
}

/**
 * Compares with what is here, below `root`; every difference is a refusal. DANGER: a peer names the files. What is mounted
 * below the root is not the container's and is not looked at: to read /proc/kmsg takes for ever.
 */
export async function compareFiles(
  files: readonly FileFact[],
  root: string,
  host: string,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const below = mountsBelow(root);
  for (const wanted of files) {
    signal?.throwIfAborted();
    const isInside = isPath(wanted.path) && !isInMount(below, join(root, wanted.path));
    const problem = isInside ? await difference(root, wanted, signal) : "does not exist";
    if (problem !== undefined) {
      refusals.push({
        check: "files",
        reason: `"${wanted.path}" ${problem} on ${host}`,
        fix: `Install the same version of what contains "${wanted.path}" on both hosts`,
      });
    }
  }
  return refusals;
}

async function difference(root: string, wanted: FileFact, signal?: AbortSignal): Promise<string | undefined> {
  const sizeBytes = await sizeInside(root, wanted.path);
  if (sizeBytes === undefined) return "does not exist";
  if (sizeBytes !== wanted.sizeBytes) return `has ${sizeBytes} bytes instead of ${wanted.sizeBytes}`;
  const found = await digestFile(join(root, wanted.path), signal);
  return Buffer.compare(found, wanted.sha256) === 0 ? undefined : "has another content";
}

/** What is mounted somewhere below a folder: a container that gets the folder does not get these. */
export function mountsBelow(folder: string): string[] {
  const prefix = folder === "/" ? "/" : `${folder}/`;
  return readMounts().flatMap(({ mountPoint }) =>
    mountPoint !== folder && mountPoint.startsWith(prefix) ? [mountPoint] : [],
  );
}

function isInMount(mounts: readonly string[], path: string): boolean {
  return mounts.some((mount) => path === mount || path.startsWith(`${mount}/`));
}

function isPath(text: string): boolean {
  try {
    return parsePath("file", text) === text;
  } catch {
    return false;
  }
}

async function describe(root: string, path: string): Promise<FileFact | undefined> {
  const sizeBytes = await sizeInside(root, path);
  if (sizeBytes === undefined) return undefined;
  const sha256 = await digestFile(join(root, path)).catch(() => undefined);
  return sha256 === undefined ? undefined : { path, sizeBytes, sha256 };
}

/** Undefined unless it is a regular file that no symbolic link leads out of the root to. */
async function sizeInside(root: string, path: string): Promise<number | undefined> {
  const full = join(root, path);
  try {
    const [info, real] = await Promise.all([lstat(full), realpath(full)]);
    return info.isFile() && real === full ? info.size : undefined;
  } catch {
    return undefined;
  }
}

export async function digestFile(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const data of createReadStream(path, { highWaterMark: 1 << 20 })) {
    signal?.throwIfAborted();
    hash.update(data as Buffer);
  }
  return new Uint8Array(hash.digest());
}

async function mappedFiles(pid: number): Promise<string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, "utf8").catch(() => "");
  return maps.split("\n").flatMap((line) => {
    const path = /^\S+ \S+ \S+ \S+ [1-9]\d* +(\/.*)$/.exec(line)?.[1];
    return path === undefined || path.endsWith(" (deleted)") ? [] : [path];
  });
}

async function openFiles(pid: number): Promise<string[]> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(
    descriptors.map(async (fd) => await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")),
  );
  return links.filter((path) => path.startsWith("/") && !path.endsWith(" (deleted)"));
}
