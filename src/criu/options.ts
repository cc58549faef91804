/**
 * CRIU's options for konk's dumps and restores, as pure builders. Each option is here for a reason; what CRIU could do and
 * konk does not ask for is named below, because its absence is a promise too.
 *
 * - no `link_remap`: it makes a file beside each one that was renamed away or unlinked while another name lives on; the
 *   destination would not have it. CRIU refuses instead.
 * - no `evasive_devices`: it takes any device node that looks alike.
 * - no `shell_job`: a container has no terminal.
 */
import { criu } from "../gen/criu.js";

export type CriuOptions = criu.Options.$Properties;

/** 1 errors, 2 warnings, 3 information with time stamps, 4 everything. */
export type LogLevel = 1 | 2 | 3 | 4;

/** A mount that does not travel: found by its place in the container at the dump, and given anew at the restore. */
export interface ExternalMount {
  /** Any word, the same at both ends. */
  key: string;
  /** Dump: the mount point inside the container. Restore: the folder or file of the host to put there. */
  path: string;
}

interface CommonOptions {
  /** Folder for images, log and statistics, as CRIU's mount namespace sees it. */
  imagesDir: string;
  /** The mount point that is the container's root. */
  root: string;
  externalMounts: readonly ExternalMount[];
  /** Name of the log file in `imagesDir`. */
  logFile: string;
  /** Default 2: the levels above cost time in the freeze. */
  logLevel?: LogLevel;
}

export interface DumpOptions extends CommonOptions {
  /** The first process of the container, in CRIU's pid namespace. */
  pid: number;
  /** Path of the container's cgroup v2: all of it is dumped, and found frozen if it was frozen before. */
  freezeCgroup?: string;
  /** Whether the tree lives on when the last notification is answered. Default true: no slip may kill the container. */
  leaveRunning?: boolean;
  /** Largest deleted but open file that travels in the images. Default 256 MiB. */
  ghostLimitBytes?: number;
  /**
   * Whether memory that can be restored lazily stays out of the images. DANGER: such a dump must never be answered at
   * `post-dump`: CRIU would go on to serve that memory to whoever connects to a port of its choice. Default false.
   */
  leaveLazyPages?: boolean;
  /** Drop connections that nobody accepted yet (their clients get a reset) instead of refusing. Default false. */
  dropUnaccepted?: boolean;
}

export interface RestoreOptions extends CommonOptions {
  /** Whether the tree becomes a child of the process that started CRIU, to be reaped by it. Default true. */
  sibling?: boolean;
  /**
   * Whether every process gets SIGSTOP before `pre-resume`, so that it does not take one step when CRIU dies there. It is
   * pending while CRIU holds, and a SIGCONT then takes it back, unseen. Default false.
   */
  leaveStopped?: boolean;
  /** Whether somebody listens at `lazy-pages.socket` in `imagesDir` who fills memory in later. Default false. */
  lazyPages?: boolean;
}

export const defaultGhostLimitBytes = 256 * 1024 * 1024;

export function dumpOptions(options: DumpOptions, imagesDirFd: number): CriuOptions {
  const { pid, freezeCgroup, leaveRunning = true, ghostLimitBytes = defaultGhostLimitBytes } = options;
  return {
    ...common(options, imagesDirFd),
    pid, // without it CRIU dumps whoever asks
    external: options.externalMounts.map(({ key, path }) => `mnt[${path}]:${key}`),
    leaveRunning,
    ghostLimit: ghostLimitBytes,
    tcpSkipInFlight: options.dropUnaccepted ?? false,
    lazyPages: options.leaveLazyPages ?? false,
    // CRIU runs inside the container's network namespace, which konk has cut off: a lock of CRIU's own would cost time
    // and outlive a CRIU that was killed. Images remember the method, so a restore need not repeat it.
    networkLock: criu.NetworkLock.SKIP,
    ...(freezeCgroup === undefined ? {} : { freezeCgroup }),
  };
}

export function restoreOptions(options: RestoreOptions, imagesDirFd: number): CriuOptions {
  return {
    ...common(options, imagesDirFd),
    external: options.externalMounts.map(({ key, path }) => `mnt[${key}]:${path}`),
    rstSibling: options.sibling ?? true,
    leaveStopped: options.leaveStopped ?? false,
    lazyPages: options.lazyPages ?? false,
  };
}

/** What dump and restore must both be told: CRIU checks each again at the restore. */
function common(options: CommonOptions, imagesDirFd: number): CriuOptions {
  return {
    // Not by path: CRIU before 4.2 takes `images_dir` only when that is a symbolic link.
    imagesDirFd,
    logFile: options.logFile,
    logLevel: options.logLevel ?? 2,
    root: options.root,
    notifyScripts: true,
    tcpEstablished: true,
    fileLocks: true,
    // konk makes the cgroup and the tree is born in it; CRIU would rebuild the source's paths.
    manageCgroupsMode: criu.CgroupMode.IGNORE,
  };
}
