/**
 * Timers that a restore forgets. A periodic timerfd that has expired and was not read yet stands still until someone reads
 * it, so CRIU finds no time left and restores it disarmed: its program would wait for ever. konk arms it again, one interval
 * from now, and keeps the expirations that were not read.
 *
 * A timer that its owner has disarmed looks different: disarming drops the unread expirations.
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

/** Arms the forgotten timers of frozen processes; costs a few system calls a descriptor. Returns how many there were. */
export function rearmTimers(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + rearmTimersOf(pid), 0);
}

function rearmTimersOf(pid: number): number {
  const timers = timerDescriptors(pid);
  const pidfd = timers.length === 0 ? null : pidfdOpen(pid);
  if (pidfd === null) return 0;
  try {
    return timers.filter((fd) => rearm(pid, pidfd, fd)).length;
  } finally {
    closeSync(pidfd);
  }
}

function timerDescriptors(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => readlinkSync(`${folder}/${fd}`) === "anon_inode:[timerfd]");
}

function rearm(pid: number, pidfd: number, theirFd: string): boolean {
  const fd = pidfdGetfd(pidfd, Number(theirFd));
  if (fd === null) return false;
  try {
    // struct itimerspec: seconds and nanoseconds of the interval, then of the time left.
    const timer = new BigInt64Array(4);
    // SAFETY: the kernel writes the 32 bytes of the live buffer. It also lets a healthy timer that has expired go on.
    if (libc.timerfd_gettime(fd, ptr(timer)) !== 0) return false;
    const [seconds = 0n, nanoseconds = 0n, secondsLeft, nanosecondsLeft] = timer;
    const isArmed = secondsLeft !== 0n || nanosecondsLeft !== 0n;
    const isPeriodic = seconds !== 0n || nanoseconds !== 0n;
    const unread = isPeriodic && !isArmed ? unreadExpirations(pid, theirFd) : 0n;
    return unread > 0n && arm(fd, new BigInt64Array([seconds, nanoseconds, seconds, nanoseconds]), unread);
  } finally {
    closeSync(fd);
  }
}

function unreadExpirations(pid: number, fd: string): bigint {
  const ticks = /^ticks: (\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1];
  return BigInt(ticks ?? 0);
}

function arm(fd: number, timer: BigInt64Array, unread: bigint): boolean {
  const ticks = new BigUint64Array([unread]);
  // SAFETY: the kernel reads 32 bytes of a live buffer; the old value is not asked for. Arming sets the expirations to 0.
  if (libc.timerfd_settime(fd, 0, ptr(timer), null) !== 0) return false;
  // SAFETY: the kernel reads 8 bytes of a live buffer.
  return libc.ioctl(fd, setTicks, ptr(ticks)) === 0;
}
