/**
 * The timerfds of a frozen container, where a dump and a restore do not bring back what was there:
 *
 * - A periodic one that has expired and was not read yet stands still until someone reads it, so CRIU finds no time left and
 *   restores it disarmed: its program would wait for ever. konk arms it again after the restore. One that its owner has
 *   disarmed looks different: disarming drops the unread expirations.
 * - One that was set to an absolute time is restored up to a second early, and one that was so disarmed goes off once. konk
 *   tells the kernel the same as a relative time before the dump.
 *
 * Each of these costs a few system calls a descriptor, and may be repeated.
 */
import { dlopen, ptr } from "bun:ffi";
import { closeSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { pidfdGetfd, pidfdOpen } from "./net-libc.ts";

const { symbols: libc } = dlopen("libc.so.6", {
  timerfd_gettime: { args: ["i32", "ptr"], returns: "i32" },
  timerfd_settime: { args: ["i32", "i32", "ptr", "ptr"], returns: "i32" },
  ioctl: { args: ["i32", "u64", "ptr"], returns: "i32" },
});

/** TFD_IOC_SET_TICKS, the same number on every architecture. */
const setTicks = 0x40085400;
const absolute = 1;
/** CLOCK_REALTIME and CLOCK_REALTIME_ALARM: an absolute time follows when somebody sets these. */
const settableClocks = [0, 8];

/** A copy of someone's timerfd and what the kernel tells of it. */
interface Timer {
  fd: number;
  /** struct itimerspec: seconds and nanoseconds of the interval, then of the time left. */
  spec: BigInt64Array;
  clock: number;
  flags: number;
  /** Expirations that were not read. */
  ticks: bigint;
}

/** After a restore: arms the periodic timers that were forgotten, one interval from now. Returns how many there were. */
export function rearmTimers(pids: readonly number[]): number {
  return changeTimers(pids, (timer) => {
    const [seconds = 0n, nanoseconds = 0n] = timer.spec;
    const isForgotten = !isArmed(timer) && timer.ticks > 0n && (seconds !== 0n || nanoseconds !== 0n);
    return isForgotten && set(timer, new BigInt64Array([seconds, nanoseconds, seconds, nanoseconds]));
  });
}

/** Before a dump: makes timers relative. Returns how many were not. */
export function makeTimersRelative(pids: readonly number[]): number {
  return changeTimers(pids, (timer) => {
    const mustFollow = settableClocks.includes(timer.clock) && isArmed(timer);
    return (timer.flags & absolute) !== 0 && !mustFollow && set(timer, timer.spec);
  });
}

function changeTimers(pids: readonly number[], change: (timer: Timer) => boolean): number {
  let changed = 0;
  for (const pid of pids) {
    const theirs = timerDescriptors(pid);
    const pidfd = theirs.length === 0 ? null : pidfdOpen(pid);
    if (pidfd === null) continue;
    for (const theirFd of theirs) if (changeTimer(pid, pidfd, theirFd, change)) changed += 1;
    closeSync(pidfd);
  }
  return changed;
}

function timerDescriptors(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).filter((fd) => readlinkSync(`${folder}/${fd}`) === "anon_inode:[timerfd]");
  } catch {
    return []; // killed, which the freezer does not prevent
  }
}

function changeTimer(pid: number, pidfd: number, theirFd: string, change: (timer: Timer) => boolean): boolean {
  const fd = pidfdGetfd(pidfd, Number(theirFd));
  if (fd === null) return false;
  try {
    const spec = new BigInt64Array(4);
    // SAFETY: the kernel writes the 32 bytes of the live buffer. It also lets a periodic timer that has expired go on.
    if (libc.timerfd_gettime(fd, ptr(spec)) !== 0) return false;
    const info = readFileSync(`/proc/${pid}/fdinfo/${theirFd}`, "utf8");
    const field = (name: string) => new RegExp(`^${name}: (\\d+)$`, "m").exec(info)?.[1] ?? "0";
    const flags = Number.parseInt(field("settime flags"), 8);
    return change({ fd, spec, clock: Number(field("clockid")), flags, ticks: BigInt(field("ticks")) });
  } catch {
    return false; // killed
  } finally {
    closeSync(fd);
  }
}

function isArmed({ spec }: Timer): boolean {
  return spec[2] !== 0n || spec[3] !== 0n;
}

/** Sets interval and time left; the unread expirations stay. */
function set({ fd, ticks }: Timer, spec: BigInt64Array): boolean {
  // SAFETY: the kernel reads 32 bytes of a live buffer; the old value is not asked for. It drops the unread expirations.
  if (libc.timerfd_settime(fd, 0, ptr(spec), null) !== 0) return false;
  if (ticks === 0n) return true; // which the kernel does not take
  const unread = new BigUint64Array([ticks]);
  // SAFETY: the kernel reads 8 bytes of a live buffer.
  return libc.ioctl(fd, setTicks, ptr(unread)) === 0;
}
