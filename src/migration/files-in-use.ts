/**
 * The regular files that a container's processes have mapped or open and that CRIU does not put into the checkpoint: the
 * destination must have the very same ones, or the restore fails when everything is frozen.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Refusal } from "../core/compatibility.ts";
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

/** Compares with what is here, below `root`; every difference is a refusal. */
export async function compareFiles(files: readonly FileFact[], root: string, host: string): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const wanted of files) {
    const found = await describe(root, wanted.path);
    const problem = difference(wanted, found);
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

function difference(wanted: FileFact, found: FileFact | undefined): string | undefined {
  if (!found) return "does not exist";
  if (found.sizeBytes !== wanted.sizeBytes) return `has ${found.sizeBytes} bytes instead of ${wanted.sizeBytes}`;
  if (Buffer.compare(found.sha256, wanted.sha256) !== 0) return "has another content";
  return undefined;
}

/** Undefined unless it is a regular file that no symbolic link leads out of the root to. */
async function describe(root: string, path: string): Promise<FileFact | undefined> {
  const full = join(root, path);
  try {
    const [{ size }, real] = await Promise.all([regularFile(full), realpath(full)]);
    if (real !== full) return undefined;
    return { path, sizeBytes: size, sha256: await digestFile(full) };
  } catch {
    return undefined;
  }
}

async function regularFile(path: string) {
  const info = await stat(path);
  if (!info.isFile()) throw new Error(`${path} is not a regular file`);
  return info;
}

export async function digestFile(path: string): Promise<Uint8Array> {
  const hash = createHash("sha256");
  for await (const data of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(data as Buffer);
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
