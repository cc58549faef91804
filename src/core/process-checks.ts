/**
 * What a container's processes hold that CRIU cannot move, found before anything is frozen. Pure: whoever reads /proc
 * hands in the facts. Every reason names the process.
 */
import type { Refusal } from "./compatibility.ts";

export type DescriptorKind =
  | "file"
  | "directory"
  | "pipe"
  | "socket"
  | "character-device"
  | "block-device"
  | "anonymous"
  | "other";

export interface DescriptorFacts {
  fd: number;
  /** The link in /proc/PID/fd: "/srv/data", "anon_inode:inotify", "socket:[1234]". */
  target: string;
  kind: DescriptorKind;
  /** Sockets: "tcp", "udp", "unix" …, null when nothing on this host lists it. Everything else: null. */
  protocol: string | null;
  /** Files: type of their filesystem. inotify: of a file that it watches, "overlay" when one of them is on overlay. */
  filesystem: string | null;
}

export interface ProcessFacts {
  /** On the host, as its administrator sees it. */
  pid: number;
  comm: string;
  /** One letter, from /proc/PID/stat. */
  state: string;
  threads: number;
  /** 0: nobody traces it. */
  tracerPid: number;
  uid: number;
  gid: number;
  /** The session, seen from inside the container; 0: its leader is outside. */
  sessionId: number;
  /** Namespaces that differ from those of the container's first process: "mnt", "user" … */
  namespacesDiffer: readonly string[];
  descriptors: readonly DescriptorFacts[];
  /** Paths of devices that it has mapped into its memory. */
  mappedDevices: readonly string[];
}

/** What konk may do on the source. */
export interface Ability {
  /** CAP_SYS_RESOURCE, without which CRIU cannot read the limits of other users' processes. */
  sysResource: boolean;
}

/** Every reason why these processes cannot be moved; empty when there is none. */
export function checkProcesses(processes: readonly ProcessFacts[], ability: Ability): Refusal[] {
  return processes.flatMap((process) => [
    ...checkState(process),
    ...checkOwner(process, ability),
    ...checkNamespaces(process),
    ...process.descriptors.flatMap((descriptor) => checkDescriptor(process, descriptor)),
    ...process.mappedDevices.filter((path) => !harmlessDevices.has(path)).map((path) => mappedDevice(process, path)),
  ]);
}

const known = new Set(["lo", "eth0"]);

/** Refuses every interface of the container's network namespace that konk did not make. */
export function checkInterfaces(names: readonly string[]): Refusal[] {
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({
      check: "interface",
      reason: `the container's network namespace has an interface "${name}" that konk does not carry`,
      fix: `Remove "${name}" inside the container before the migration`,
    }));
}

const harmlessDevices = new Set(["/dev/zero", "/dev/null"]);
const knownProtocols = new Set(["tcp", "udp", "udplite", "unix", "netlink", "raw", "packet"]);
const terminal = /^\/dev\/(?:pts\/|tty|console$|ptmx$)/;

function named({ pid, comm }: ProcessFacts): string {
  return `process "${comm}" (pid ${pid})`;
}

function checkState(process: ProcessFacts): Refusal[] {
  const who = named(process);
  const found: Refusal[] = [];
  if (process.tracerPid !== 0) {
    const reason = `${who} is traced by pid ${process.tracerPid}`;
    found.push({ check: "traced", reason, fix: "Detach the debugger or tracer" });
  }
  if (process.state === "D") {
    const reason = `${who} waits for a device or a file system and cannot be interrupted`;
    found.push({
      check: "uninterruptible",
      reason,
      fix: "Try again when it has gone on; look at its storage if it does not",
    });
  }
  if (process.state === "Z" && process.threads > 1) {
    const reason = `the main thread of ${who} has ended and others go on`;
    found.push({ check: "zombie-leader", reason, fix: `End ${who}, or wait until all its threads have ended` });
  }
  return found;
}

function checkOwner(process: ProcessFacts, ability: Ability): Refusal[] {
  if (ability.sysResource || (process.uid === 0 && process.gid === 0)) return [];
  const reason = `${named(process)} runs as ${process.uid}:${process.gid}, and konk lacks CAP_SYS_RESOURCE to read its limits`;
  return [{ check: "owner", reason, fix: "Run konk with CAP_SYS_RESOURCE, or the program as root" }];
}

function checkNamespaces(process: ProcessFacts): Refusal[] {
  const found: Refusal[] = [];
  const who = named(process);
  if (process.namespacesDiffer.length > 0) {
    const reason = `${who} has namespaces of its own inside the container: ${process.namespacesDiffer.join(", ")}`;
    found.push({ check: "nested-namespaces", reason, fix: `End ${who}, or start it without its own sandbox` });
  }
  if (process.sessionId === 0) {
    const reason = `the session leader of ${who} is outside the container`;
    found.push({ check: "session", reason, fix: "Start it from inside the container, or with setsid" });
  }
  return found;
}

function checkDescriptor(process: ProcessFacts, descriptor: DescriptorFacts): Refusal[] {
  const { fd, target, kind, protocol, filesystem } = descriptor;
  const holds = `${named(process)} has descriptor ${fd} open on`;
  const name = target.replace(/^anon_inode:\[?|\]$/g, "");
  if (name === "io_uring") {
    const fix = "Turn io_uring off in the program (UV_USE_IO_URING=0 for Node.js, io_method=worker for PostgreSQL)";
    return [{ check: "io-uring", reason: `${holds} an io_uring, which CRIU cannot save`, fix }];
  }
  if ((name === "inotify" || name === "fanotify") && filesystem === "overlay") {
    const reason = `${holds} ${name} that watches files on overlay, which CRIU cannot find again`;
    return [{ check: name, reason, fix: "Watch a folder on a volume instead, or turn watching off in the program" }];
  }
  if (terminal.test(target)) {
    const reason = `${holds} the terminal "${target}"`;
    return [{ check: "terminal", reason, fix: "Start the program without a terminal: konk run --detach" }];
  }
  if (kind === "socket" && (protocol === null || !knownProtocols.has(protocol))) {
    const reason = `${holds} a socket of the unknown kind "${protocol ?? target}"`;
    const fix = "Close it; for MPTCP in Go programs set GODEBUG=multipathtcp=0";
    return [{ check: "socket", reason, fix }];
  }
  if (kind === "block-device")
    return [{ check: "block-device", reason: `${holds} the disk "${target}"`, fix: "Close it" }];
  return [];
}

function mappedDevice(process: ProcessFacts, path: string): Refusal {
  const reason = `${named(process)} has the device "${path}" mapped into its memory`;
  return { check: "mapped-device", reason, fix: "Stop the program from using the device: hardware stays on its host" };
}
