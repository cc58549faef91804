/**
 * Everything around a container's processes: /dev, root mount, network namespace and link. Built in the same way for a
 * container that starts here and for one that is to arrive, and taken apart, with the cgroup that the monitor makes, by one
 * function that may be repeated and copes with any half of it.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ContainerSpec } from "../core/container-spec.ts";
import { Cgroup } from "./cgroup.ts";
import { endDescriptorHolder } from "./descriptor-holder.ts";
import { ensureDev } from "./dev.ts";
import { FileLock } from "./lock.ts";
import { hiddenIn, type PlannedMount, planMounts } from "./mount-plan.ts";
import { prepareMountPoints } from "./mount-points.ts";
import { createNetns, deleteNetns } from "./netns.ts";
import type { ContainerPaths, Paths } from "./paths.ts";
import { mountRoot, mountVolumes, unmountBelow } from "./root-mount.ts";

/** What a container that arrives had on its source, because its sockets remember it. */
export interface LinkOptions {
  ifindex?: number;
  mtu?: number;
}

/** The container's mounts on this host. */
export function mountPlanOf(paths: Paths, spec: ContainerSpec): PlannedMount[] {
  const { logs, volumes } = paths.container(spec.name);
  return planMounts(spec, { dev: paths.dev, logs, volumes });
}

/** Builds all of it; the link is not on the bridge, and there are no addresses. What a failure leaves is for `undo`. */
export async function buildEnvironment(
  paths: Paths,
  spec: ContainerSpec,
  link: LinkOptions,
  undo: AsyncDisposableStack,
  signal?: AbortSignal,
): Promise<void> {
  const own = paths.container(spec.name);
  undo.defer(async () => {
    await dismantleEnvironment(own);
  });
  mkdirSync(own.runtime, { recursive: true, mode: 0o700 });
  await ensureDev(paths);
  await mountRoot(own.root, spec.rootfs, hiddenIn(spec), signal);
  await mountVolumes(own.volumes, spec.volumes, signal);
  const made = prepareMountPoints(own.root, spec.rootfs !== null, mountPlanOf(paths, spec));
  undo.defer(() => {
    for (const path of made.reverse()) (lstatSync(path).isDirectory() ? rmdirSync : unlinkSync)(path);
  });
  await createNetns(own, spec.network, link, signal);
}

/**
 * Kills whatever still runs in the container's cgroup and removes cgroup, link, network namespace, mounts and runtime folder.
 * `whileLocked` runs first, alone among all who take this container apart; when it returns false nothing happens.
 */
export async function dismantleEnvironment(
  paths: ContainerPaths,
  whileLocked: () => boolean = () => true,
): Promise<void> {
  mkdirSync(dirname(paths.runtimeLock), { recursive: true, mode: 0o700 });
  const subject = `container "${paths.name}"`;
  using _lock = await FileLock.acquire(paths.runtimeLock, subject, "taking it apart", { waitMs: 30_000 });
  if (whileLocked()) {
    const cgroup = Cgroup.of(paths.name);
    await cgroup.kill();
    endDescriptorHolder(paths);
    cgroup.remove();
    await deleteNetns(paths);
    await unmountBelow(paths.runtime);
    removeRuntimeFolder(paths.runtime);
  }
  rmSync(paths.runtimeLock, { force: true });
}

/** Never a recursive removal: had an unmount not happened, it would walk through a volume or the host's own root. */
function removeRuntimeFolder(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) unlinkSync(path);
    else if (entry.name === "volumes") removeRuntimeFolder(path);
    else rmdirSync(path);
  }
  rmdirSync(folder);
}
