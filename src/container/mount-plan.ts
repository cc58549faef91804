/**
 * What is mounted in a container, as data: the same list mounts it at the start, and tells CRIU at a dump and a restore
 * which mounts are konk's to provide (external, the binds) and where they are on that host.
 */
import { join } from "node:path";
import type { ContainerSpec } from "../core/container-spec.ts";
import type { MountFlag } from "./libc.ts";

export type PlannedMount =
  | { kind: "fresh"; type: "proc" | "sysfs" | "tmpfs"; target: string; flags: readonly MountFlag[]; data: string }
  /** `key` is the name by which CRIU's images know it; it is the same on every host. */
  | { kind: "bind"; key: string; source: string; target: string; flags: readonly MountFlag[] }
  /** A part of a mount above it with flags of its own. CRIU knows how to make it again. */
  | { kind: "part"; target: string; flags: readonly MountFlag[] };

/** Folders of the host that every container gets, and the one that holds its volumes as mounts of their own. */
export interface HostFolders {
  dev: string;
  logs: string;
  volumes: string;
}

/** A folder in konk's /dev that stays empty. */
export const emptyFolder = "empty";
/** The same for all mounts of it: CRIU does not set options that another mount of the filesystem has. */
const devFlags = ["ro", "nosuid", "noexec"] as const;

/** Where the container's log folder is inside: below /dev, which konk makes, because any root filesystem has that. */
export const logsTarget = "/dev/konk";

/**
 * What the host's own `/` would show of konk and of root's keys: whoever reads konk's key commands every host. They are
 * made in the root where they are missing, because each mount must have its place on both hosts of a migration.
 */
export const hiddenFolders: readonly string[] = ["/etc/konk", "/var/lib/konk", "/root/.ssh"];

/** Where user id 0 could change the whole host without any privilege. A kernel need not have all of them. */
const sealedParts = ["/proc/sys", "/proc/sysrq-trigger", "/proc/bus", "/proc/fs", "/proc/irq"] as const;
/** Belongs to the container's own network namespace. */
const openPart = "/proc/sys/net";
const procFlags = ["nosuid", "nodev", "noexec"] as const;

/** The mounts below the root, in the order to mount them: parents first. */
export function planMounts(spec: ContainerSpec, host: HostFolders): PlannedMount[] {
  const plan: PlannedMount[] = [
    { kind: "fresh", type: "proc", target: "/proc", flags: procFlags, data: "" },
    ...sealedParts.map((target): PlannedMount => ({ kind: "part", target, flags: ["ro", ...procFlags] })),
    { kind: "part", target: openPart, flags: procFlags },
    { kind: "fresh", type: "sysfs", target: "/sys", flags: ["ro", "nosuid", "nodev", "noexec"], data: "" },
    { kind: "bind", key: "dev", source: host.dev, target: "/dev", flags: devFlags },
    ...hiddenIn(spec).map((target): PlannedMount => {
      const key = `hidden${target.replaceAll("/", "-")}`;
      return { kind: "bind", key, source: join(host.dev, emptyFolder), target, flags: devFlags };
    }),
    { kind: "bind", key: "log", source: host.logs, target: logsTarget, flags: ["nosuid", "nodev", "noexec"] },
    ...spec.tmpfs.map((target): PlannedMount => {
      return { kind: "fresh", type: "tmpfs", target, flags: ["nosuid", "nodev"], data: "mode=1777" };
    }),
    ...spec.volumes.map(({ target, readOnly }, index): PlannedMount => {
      const key = volumeKey(index);
      return { kind: "bind", key, source: join(host.volumes, key), target, flags: volumeFlags(readOnly) };
    }),
  ];
  return plan.sort((a, b) => depth(a.target) - depth(b.target));
}

/** Folders of the host's own `/` to hide, unless the user mounts something there on purpose. */
export function hiddenIn({ rootfs, volumes, tmpfs }: Pick<ContainerSpec, "rootfs" | "volumes" | "tmpfs">): string[] {
  if (rootfs !== null) return [];
  const targets = [...volumes.map(({ target }) => target), ...tmpfs];
  return hiddenFolders.filter((folder) => !targets.some((target) => `${folder}/`.startsWith(`${target}/`)));
}

/** Whether the mount point comes into being with a mount of the plan above it, and not with the root filesystem. */
export function isInsidePlannedMount(plan: readonly PlannedMount[], mount: PlannedMount): boolean {
  return plan.some((other) => mount.target.startsWith(`${other.target}/`));
}

/** Name of a volume in CRIU's images and in the runtime folder, by its place in the specification. */
export function volumeKey(index: number): string {
  return `volume-${index}`;
}

export function volumeFlags(readOnly: boolean): MountFlag[] {
  return readOnly ? ["ro", "nodev"] : ["nodev"];
}

function depth(path: string): number {
  return path.split("/").length;
}
