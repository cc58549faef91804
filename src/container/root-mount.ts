/**
 * What a container needs mounted in the host's own mount namespace, at the same paths on every host because CRIU restores
 * from there: its root, and its volumes. The host's own `/` is bound without what is mounted below it, and read-only: a write
 * must never be left behind silently.
 */
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Volume } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { run } from "../run.ts";
import type { MountFlag } from "./libc.ts";
import { volumeFlags, volumeKey } from "./mount-plan.ts";
import { readMounts } from "./mount-table.ts";

/** The host's own `/` is read-only. */
export function rootFlags(rootfs: string | null): readonly MountFlag[] {
  return rootfs === null ? ["ro", "nodev"] : ["nodev"];
}

/**
 * Mounts `rootfs` (null: the host's `/`) on `target`. In the host's root the folders `hidden` are made, empty, where they are
 * missing: what konk mounts over them needs a place, also where the host has another mount above it.
 */
export async function mountRoot(
  target: string,
  rootfs: string | null,
  hidden: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  if (rootfs !== null && !existsSync(rootfs)) {
    throw new KonkError("E_CONFIG", `Cannot use root filesystem "${rootfs}": found no such folder on this host`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  await bind(rootfs ?? "/", target, ["nodev"], signal);
  if (rootfs !== null) return;
  for (const folder of hidden) makeFolder(join(target, folder));
  await run(
    ["mount", "-o", `remount,bind,${rootFlags(rootfs).join(",")}`, target],
    signal === undefined ? {} : { signal },
  );
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch {
    // A disk that cannot be written, or a link: whoever looks for the mount points says what is wrong.
  }
}

/**
 * Binds each volume into `folder` with the options it shall have inside. CRIU takes the options of an external mount from
 * there: it does not apply its own when another mount of the same filesystem has the same ones, and a read-only volume beside
 * the read-only root would come back writable.
 */
export async function mountVolumes(folder: string, volumes: readonly Volume[], signal?: AbortSignal): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const [index, { source, readOnly }] of volumes.entries()) {
    const found = statSync(source, { throwIfNoEntry: false });
    if (found === undefined) {
      throw new KonkError("E_CONFIG", `Cannot mount volume "${source}": found no such path on this host`, {
        hint: `Create "${source}" on every host that is to run the container`,
      });
    }
    const target = join(folder, volumeKey(index));
    if (found.isDirectory()) mkdirSync(target, { recursive: true });
    else writeFileSync(target, "");
    await bind(source, target, volumeFlags(readOnly), signal);
  }
}

/** A private mount: what the host mounts later does not appear in it. */
async function bind(source: string, target: string, flags: readonly string[], signal?: AbortSignal): Promise<void> {
  const argv = ["mount", "--bind", "--make-private", "-o", flags.join(","), source, target];
  await run(argv, signal === undefined ? {} : { signal });
}

/** Unmounts everything below a folder of konk's own. May be repeated. */
export async function unmountBelow(folder: string): Promise<void> {
  const below = readMounts().filter(({ mountPoint }) => mountPoint.startsWith(`${folder}/`));
  for (const { mountPoint } of below.reverse()) await run(["umount", "--lazy", mountPoint]);
}
