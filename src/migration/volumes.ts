/**
 * Volumes stay where they are, so the destination must have the same ones: a writable one must be the same storage (proven
 * by a file that the source makes and the destination sees), a read-only one may also be an equal copy (proven by digest).
 */
import { createHash } from "node:crypto";
import { lstat, readdir, readlink, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Refusal } from "../core/compatibility.ts";
import type { ContainerSpec, Volume } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { digestFile, mountsBelow } from "./files-in-use.ts";
import type { VolumeProof } from "./peer.ts";

/** Above this many files a read-only volume is not compared but refused. */
const maximumFiles = 100_000;

export interface Proofs extends AsyncDisposable {
  proofs: VolumeProof[];
  refusals: Refusal[];
}

/** Everything of the host that the container may write to, the root filesystem of its own included. */
function sharedFolders(spec: ContainerSpec): Volume[] {
  const root: Volume[] = spec.rootfs === null ? [] : [{ source: spec.rootfs, target: "/", readOnly: false }];
  return [...root, ...spec.volumes];
}

/** Proves each volume; the markers it leaves in writable ones go when it is disposed, or by {@link removeMarkers}. */
export async function proveVolumes(spec: ContainerSpec, migrationId: string): Promise<Proofs> {
  const proofs: VolumeProof[] = [];
  const refusals: Refusal[] = [];
  const marker = markerOf(migrationId);
  for (const { source, target, readOnly } of sharedFolders(spec)) {
    if (readOnly) {
      proofs.push({ target, treeSha256: await digestTree(source), marker: "" });
    } else if ((await stat(source)).isDirectory()) {
      await writeFile(join(source, marker), "", { mode: 0o600 });
      proofs.push({ target, treeSha256: new Uint8Array(0), marker });
    } else {
      refusals.push({
        check: "volumes",
        reason: `Volume "${source}" is a writable file, and cannot be proven to be the same on both hosts`,
        fix: "Make it read-only (:ro), or use a folder on storage that both hosts share",
      });
    }
  }
  const remove = async () => {
    await removeMarkers(spec, migrationId);
  };
  return { proofs, refusals, [Symbol.asyncDispose]: remove };
}

/** Of a migration that was cut short while it proved. */
export async function removeMarkers(spec: ContainerSpec, migrationId: string): Promise<void> {
  const writable = sharedFolders(spec).filter(({ readOnly }) => !readOnly);
  const paths = writable.map(({ source }) => join(source, markerOf(migrationId)));
  await Promise.all(paths.map(async (path) => await unlink(path).catch(() => undefined)));
}

/** The id is random and never used again, so no two migrations share a marker. */
function markerOf(migrationId: string): string {
  return `.konk-${migrationId.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}

/** The destination's side: every volume that is not the same here is a refusal. */
export async function verifyVolumes(
  spec: ContainerSpec,
  proofs: readonly VolumeProof[],
  host: string,
  signal?: AbortSignal,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const volume of sharedFolders(spec)) {
    const proof = proofs.find(({ target }) => target === volume.target);
    const problem = proof === undefined ? "was not proven to be the same" : await compare(volume, proof, signal);
    if (problem !== undefined) {
      refusals.push({
        check: "volumes",
        reason: `"${volume.source}" ${problem} on ${host}`,
        fix: volume.readOnly
          ? `Copy "${volume.source}" to ${host}, unchanged`
          : `Mount the same shared storage at "${volume.source}" on both hosts; konk does not move the files of volumes`,
      });
    }
  }
  return refusals;
}

async function compare(volume: Volume, proof: VolumeProof, signal?: AbortSignal): Promise<string | undefined> {
  if (!(await exists(volume.source))) return "does not exist";
  if (!volume.readOnly) {
    const safe = /^\.konk-[0-9a-f-]{36}$/.test(proof.marker);
    return safe && (await exists(join(volume.source, proof.marker))) ? undefined : "is not the same storage";
  }
  const found = await digestTree(volume.source, signal);
  return Buffer.compare(found, proof.treeSha256) === 0 ? undefined : "has another content";
}

async function exists(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    () => false,
  );
}

/** SHA-256 over names, types, modes, owners, sizes and contents, in order; what is mounted below stays out, as in a container. */
async function digestTree(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const hash = createHash("sha256");
  const mounts = new Set(mountsBelow(path));
  let files = 0;
  const visit = async (full: string, name: string): Promise<void> => {
    if (++files > maximumFiles) {
      throw new KonkError("E_REFUSED", `Volume "${path}" has more than ${maximumFiles} files, too many to compare`, {
        hint: "Use storage that both hosts share, without :ro",
      });
    }
    signal?.throwIfAborted();
    if (mounts.has(full)) {
      hash.update(`${name}\0mount\0`);
      return;
    }
    const info = await lstat(full);
    hash.update(`${name}\0${info.mode}\0${info.uid}\0${info.gid}\0`);
    if (info.isSymbolicLink()) hash.update(await readlink(full));
    else if (info.isFile()) hash.update(`${info.size}\0`).update(await digestFile(full, signal));
    else if (info.isDirectory()) {
      for (const entry of (await readdir(full)).toSorted()) await visit(join(full, entry), `${name}/${entry}`);
    }
  };
  await visit(path, "");
  return new Uint8Array(hash.digest());
}
