/**
 * A process named by boot id, pid and start time, so that a pid that was used again, or a reboot, is never mistaken for it.
 */
import { readFileSync } from "node:fs";
import type { ProcessId } from "../core/container-spec.ts";

/** The id of this boot of the kernel. */
export function bootId(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}

/** The identity of a living process; null when there is none of that pid (a zombie is none). */
export function processId(pid: number): ProcessId | null {
  const stat = readStat(pid);
  if (stat === null || stat.state === "Z" || stat.state === "X") return null;
  return { bootId: bootId(), pid, startTime: stat.startTime };
}

/** Whether exactly this process still lives. */
export function isAlive(id: ProcessId): boolean {
  const now = processId(id.pid);
  return now !== null && now.bootId === id.bootId && now.startTime === id.startTime;
}

/** The same, but one that was killed and is on its way out does not count: it can take a while, and runs no more. */
export function isAliveAndWell(id: ProcessId): boolean {
  return isAlive(id) && !isEnding(id.pid);
}

/**
 * Whether it has ended, or does so just now. Of such a process the kernel gives away nothing, while /proc lists its descriptors and
 * other things for as long as it takes to free its memory.
 */
export function isEnding(pid: number): boolean {
  return readStat(pid)?.isExiting !== false;
}

/** The process among `pids` that is the first one of its own pid namespace; null when there is none. */
export function findInit(pids: readonly number[]): ProcessId | null {
  const init = pids.find((pid) => pidInside(pid) === 1);
  return init === undefined ? null : processId(init);
}

/** The number that the process has in the innermost of its pid namespaces; null when it has ended. */
export function pidInside(pid: number): number | null {
  const number = /^NSpid:.*\t(\d+)$/m.exec(readIfThere(`/proc/${pid}/status`) ?? "")?.[1];
  return number === undefined ? null : Number(number);
}

/** Who would reap it; null when it has ended. */
export function parentOf(pid: number): number | null {
  const number = /^PPid:\t(\d+)$/m.exec(readIfThere(`/proc/${pid}/status`) ?? "")?.[1];
  return number === undefined ? null : Number(number);
}

/** Whether the signal, by number, would reach a handler of the process. The kernel drops others that are sent to an init. */
export function catchesSignal(pid: number, signal: number): boolean {
  return signalsOf(pid, "SigCgt").includes(signal);
}

/** Numbers of the signals in one of the masks of /proc/PID/status; empty when the process is gone. */
export function signalsOf(pid: number | "self", mask: "SigCgt" | "SigIgn"): number[] {
  const line = readIfThere(`/proc/${pid}/status`)?.match(new RegExp(`^${mask}:\\s+([0-9a-f]+)$`, "m"));
  const bits = BigInt(`0x${line?.[1] ?? "0"}`);
  return Array.from({ length: 64 }, (_, index) => index + 1).filter((signal) => (bits >> BigInt(signal - 1)) & 1n);
}

/** PF_EXITING of the kernel's include/linux/sched.h. */
const exitingFlag = 0x4;

function readStat(pid: number): { state: string; startTime: number; isExiting: boolean } | null {
  const text = readIfThere(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The second field is the program's name in parentheses and may contain anything; what follows the last one is field 3.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const isExiting = (Number(fields[6]) & exitingFlag) !== 0;
  return { state: fields[0] ?? "X", startTime: Number(fields[19]), isExiting };
}

/** A file of /proc; null when its process has ended. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null; // ENOENT or ESRCH: it has ended
  }
}
