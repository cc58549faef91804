/**
 * What a container is, as the user asked for it: the part of its state that never changes and travels with it as JSON.
 * Parsing and validation of user input is in spec-parsing.ts.
 */

/** A folder or file of the host seen inside the container. */
export interface Volume {
  /** Absolute path on the host, the same on both hosts of a migration. */
  source: string;
  /** Absolute path inside the container. */
  target: string;
  readOnly: boolean;
}

/** The one network interface of a container. Address and MAC belong to the container and move with it. */
export interface NetworkSpec {
  /** "10.9.0.100/24" or "fd00::100/64", the first one is the main one. */
  addresses: readonly string[];
  /** Default gateways, at most one a family. */
  gateways: readonly string[];
  /** "02:00:00:00:00:42" */
  mac: string;
}

export interface ContainerSpec {
  /** Lower-case letters, digits and dashes, at most 32. */
  name: string;
  /** Program and arguments; the program is looked up in PATH inside the container. */
  command: readonly string[];
  /** The whole environment. */
  env: Readonly<Record<string, string>>;
  workdir: string;
  /** Numeric user and group ids. */
  user: { uid: number; gid: number };
  /** Absolute path of the root filesystem; null is the host's own `/`, read-only. */
  rootfs: string | null;
  volumes: readonly Volume[];
  /** Paths inside the container that get a fresh tmpfs; it moves with the container. */
  tmpfs: readonly string[];
  /** null: only loopback. */
  network: NetworkSpec | null;
}

/** A process, named so that a reused pid or a reboot cannot be mistaken for it. */
export interface ProcessId {
  /** /proc/sys/kernel/random/boot_id */
  bootId: string;
  pid: number;
  /** Field 22 of /proc/PID/stat, clock ticks since boot. */
  startTime: number;
}

/** How a container's first process ended. */
export type ExitStatus = { kind: "code"; code: number } | { kind: "signal"; signal: string };

/** Where a container is in its life on this host. */
export type ContainerState =
  | { phase: "starting" }
  | { phase: "running"; init: ProcessId; startedAt: string }
  /** The place for a container that is to come: nothing runs in it that may run. */
  | { phase: "landing"; migrationId: string }
  /** It belongs to another host now; what is left here is being removed. */
  | { phase: "handed-over"; migrationId: string; destination: string }
  | { phase: "exited"; status: ExitStatus; endedAt: string; init?: ProcessId };
