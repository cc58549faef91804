/**
 * The few system calls that Bun and node do not offer and that a container's first process and its monitor need. Each
 * wrapper throws an Error that names the call, its object and the errno; the caller says what it was trying to do.
 */
import { dlopen, ptr, read } from "bun:ffi";
import { constants } from "node:os";
import type { ExitStatus } from "../core/container-spec.ts";

const signatures = {
  mount: { args: ["ptr", "ptr", "ptr", "u64", "ptr"], returns: "i32" },
  umount2: { args: ["ptr", "i32"], returns: "i32" },
  pivot_root: { args: ["ptr", "ptr"], returns: "i32" },
  sethostname: { args: ["ptr", "u64"], returns: "i32" },
  setsid: { args: [], returns: "i32" },
  prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" },
  setgroups: { args: ["u64", "ptr"], returns: "i32" },
  setgid: { args: ["u32"], returns: "i32" },
  setuid: { args: ["u32"], returns: "i32" },
  getrlimit: { args: ["i32", "ptr"], returns: "i32" },
  setrlimit: { args: ["i32", "ptr"], returns: "i32" },
  signal: { args: ["i32", "ptr"], returns: "ptr" },
  sigprocmask: { args: ["i32", "ptr", "ptr"], returns: "i32" },
  dup2: { args: ["i32", "i32"], returns: "i32" },
  close_range: { args: ["u32", "u32", "i32"], returns: "i32" },
  execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
  fallocate: { args: ["i32", "i32", "i64", "i64"], returns: "i32" },
  mmap: { args: ["ptr", "u64", "i32", "i32", "i32", "i64"], returns: "ptr" },
  madvise: { args: ["u64", "u64", "i32"], returns: "i32" },
  munmap: { args: ["u64", "u64"], returns: "i32" },
  flock: { args: ["i32", "i32"], returns: "i32" },
  waitpid: { args: ["i32", "ptr", "i32"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
} as const;

type Libc = ReturnType<typeof dlopen<typeof signatures>>["symbols"];
let loaded: Libc | undefined;

/** Loaded on first use: most commands never need it. */
function libc(): Libc {
  loaded ??= dlopen("libc.so.6", signatures).symbols;
  return loaded;
}

/** The error of a failed call; `code` is the errno's name, "ENOENT". */
export class SystemCallError extends Error {
  readonly code: string;

  constructor(call: string, code: string) {
    super(`${call}: ${code}`);
    this.name = "SystemCallError";
    this.code = code;
  }
}

function errnoName(): string {
  // SAFETY: __errno_location never fails; the pointer belongs to this thread and holds an int.
  const location = libc().__errno_location();
  const errno = location === null ? 0 : read.i32(location, 0);
  return Object.entries(constants.errno).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;
}

function check(result: number, call: string): number {
  if (result < 0) throw new SystemCallError(call, errnoName());
  return result;
}

const cString = (text: string): Buffer => Buffer.from(`${text}\0`);

const mountFlags = { ro: 1, nosuid: 2, nodev: 4, noexec: 8 } as const;
export type MountFlag = keyof typeof mountFlags;
const MS_REMOUNT = 32;
const MS_BIND = 4096;
/** As mount(2) takes them. */
export const mountFlagBits = (flags: readonly MountFlag[]): number =>
  flags.reduce((sum, flag) => sum | mountFlags[flag], 0);

/** Mounts a fresh filesystem of `type` on the folder `target`; `data` are its own options, "mode=1777". */
export function mountFilesystem(type: string, target: string, flags: readonly MountFlag[], data: string): void {
  const [source, folder, options] = [cString(type), cString(target), cString(data)];
  // SAFETY: all pointers are NUL-terminated buffers that outlive the call; the kernel copies them.
  check(libc().mount(source, folder, source, mountFlagBits(flags), options), `mount ${type} on "${target}"`);
}

/** Binds `source` (without what is mounted below it) on `target` with exactly these flags. */
export function mountBind(source: string, target: string, flags: readonly MountFlag[]): void {
  const [from, to] = [cString(source), cString(target)];
  // SAFETY: the paths are NUL-terminated and outlive the calls; type and data may be null for a bind.
  check(libc().mount(from, to, null, MS_BIND, null), `mount "${source}" on "${target}"`);
  // SAFETY: as above; the flags of a bind only take effect by a second call.
  check(libc().mount(null, to, null, MS_REMOUNT | MS_BIND | mountFlagBits(flags), null), `remount "${target}"`);
}

/** Makes the working folder, a mount point, the root of this mount namespace and lets go of the old root. */
export function pivotToWorkingFolder(): void {
  const here = cString(".");
  // SAFETY: both paths are ".": the old root is stacked over the new one, so that no folder is needed for it.
  check(libc().pivot_root(here, here), "pivot_root");
  // SAFETY: "." is the old root now, the uppermost mount; MNT_DETACH (2) since this program is still mapped from it.
  check(libc().umount2(here, 2), "umount of the old root");
}

export function setHostname(name: string): void {
  // SAFETY: the length is that of the buffer; it needs no terminator.
  check(libc().sethostname(Buffer.from(name), Buffer.byteLength(name)), "sethostname");
}

export function newSession(): void {
  // SAFETY: no arguments.
  check(libc().setsid(), "setsid");
}

/** Takes a capability out of the bounding set of the calling thread, so that no execve can bring it back. */
export function dropBoundingCapability(capability: number): void {
  // SAFETY: PR_CAPBSET_DROP (24), no pointers.
  check(libc().prctl(24, capability, 0, 0, 0), `prctl for capability ${capability}`);
}

/** Becomes a user for good, in all threads. Only the group `gid`, no supplementary ones. */
export function becomeUser(uid: number, gid: number): void {
  // SAFETY: a count of 0 with no list empties the list.
  check(libc().setgroups(0, null), "setgroups");
  // SAFETY: no pointers; the group first, while the user still may.
  check(libc().setgid(gid), `setgid ${gid}`);
  // SAFETY: no pointers.
  check(libc().setuid(uid), `setuid ${uid}`);
}

/** Sets the soft limit of open files; the hard limit stays. Bun raises the soft one for itself, and children inherit it. */
export function limitOpenFiles(soft: number): void {
  const limits = new BigUint64Array(2);
  // SAFETY: RLIMIT_NOFILE (7); struct rlimit is two unsigned 64-bit words.
  check(libc().getrlimit(7, limits), "getrlimit");
  limits[0] = BigInt(soft) < (limits[1] ?? 0n) ? BigInt(soft) : (limits[1] ?? 0n);
  // SAFETY: as above.
  check(libc().setrlimit(7, limits), "setrlimit");
}

/** Puts ignored signals back to their default, which execve would not, and blocks none. Handlers end with execve anyway. */
export function resetSignals(ignored: readonly number[]): void {
  // SAFETY: SIG_DFL is the null pointer; only signals this process ignores are touched, none that Bun handles.
  for (const number of ignored) libc().signal(number, null);
  // SAFETY: SIG_SETMASK (2) with an empty sigset_t of 128 bytes.
  check(libc().sigprocmask(2, new Uint8Array(128), null), "sigprocmask");
}

export function duplicateDescriptor(from: number, to: number): void {
  // SAFETY: no pointers; the copy is without close-on-exec.
  check(libc().dup2(from, to), `dup2 ${from} to ${to}`);
}

/** Every descriptor from `first` on will be closed by execve. */
export function closeOnExecFrom(first: number): void {
  // SAFETY: CLOSE_RANGE_CLOEXEC (4) only marks them.
  check(libc().close_range(first, 0xffffffff, 4), "close_range");
}

/** Replaces this process by `program`. Returns only by throwing. */
export function execute(program: string, argv: readonly string[], env: Readonly<Record<string, string>>): never {
  const words = argv.map(cString);
  const variables = Object.entries(env).map(([key, value]) => cString(`${key}=${value}`));
  const list = (strings: readonly Buffer[]) => new BigUint64Array([...strings.map((text) => BigInt(ptr(text))), 0n]);
  // SAFETY: both lists end with a null pointer; their strings are held by `words` and `variables` until the call ends.
  check(libc().execve(cString(program), list(words), list(variables)), `execve "${program}"`);
  throw new SystemCallError(
    `execve "${program}"`,
    `returned to ${words.length} words and ${variables.length} variables`,
  );
}

/** Keeps room on the disk for so many bytes of an open file, whose size stays. Does nothing where the file system cannot. */
export function reserveRoom(fd: number, bytes: number): void {
  // SAFETY: FALLOC_FL_KEEP_SIZE (1), no pointers.
  if (libc().fallocate(fd, 1, 0, bytes) === 0) return;
  const code = errnoName();
  if (code !== "EOPNOTSUPP" && code !== "ENOSYS") throw new SystemCallError("fallocate", code);
}

/** Gives back what a file holds there; it reads as zeros from now on. Does nothing where the file system cannot. */
export function punchHole(fd: number, offset: number, bytes: number): void {
  // SAFETY: FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE (3), no pointers.
  libc().fallocate(fd, 3, offset, bytes);
}

/** Addresses for so many bytes of private memory, in huge pages where the host has them; none of it is there yet. */
export function mapMemory(bytes: number): number {
  // SAFETY: PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS at an address of the kernel's choice: nothing is replaced.
  const address = Number(libc().mmap(null, bytes, 3, 0x22, -1, 0));
  if (address < 0 || address > Number.MAX_SAFE_INTEGER)
    throw new SystemCallError(`mmap of ${bytes} bytes`, errnoName());
  // SAFETY: MADV_HUGEPAGE (14) of what was just mapped. It may be refused.
  libc().madvise(address, bytes, 14);
  return address;
}

/** Has the kernel find and clear the pages of what {@link mapMemory} gave. */
export function populateMemory(address: number, bytes: number): void {
  // SAFETY: MADV_POPULATE_WRITE (23) changes no content.
  check(libc().madvise(address, bytes, 23), `madvise for ${bytes} bytes`);
}

/** DANGER: only for what {@link mapMemory} gave, and once: whatever is there is gone. */
export function unmapMemory(address: number, bytes: number): void {
  // SAFETY: see above.
  check(libc().munmap(address, bytes), `munmap of ${bytes} bytes`);
}

/** Takes the exclusive flock of an open file; false when somebody else has it. */
export function tryLockFile(fd: number): boolean {
  // SAFETY: LOCK_EX | LOCK_NB, no pointers.
  if (libc().flock(fd, 2 | 4) === 0) return true;
  const code = errnoName();
  if (code === "EAGAIN" || code === "EWOULDBLOCK") return false;
  throw new SystemCallError("flock", code);
}

/** How the child `pid` ended, "running" while it has not, "not-a-child" when it is none or was reaped. Does not block. */
export function reap(pid: number): ExitStatus | "running" | "not-a-child" {
  const status = new Int32Array(1);
  // SAFETY: WNOHANG | __WALL; `status` is one int. Only this pid is reaped, never a child that Bun waits for.
  const result = libc().waitpid(pid, status, 1 | 0x40000000);
  if (result === 0) return "running";
  if (result < 0) return "not-a-child";
  const word = status[0] ?? 0;
  const number = word & 0x7f;
  return number === 0 ? { kind: "code", code: (word >> 8) & 0xff } : { kind: "signal", signal: signalName(number) };
}

/** 9 → "SIGKILL"; real-time signals are "SIG35". */
function signalName(number: number): string {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `SIG${number}`;
}
