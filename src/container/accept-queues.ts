/** Connections that the kernel has completed, or is about to, and no program has accepted. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const listening = "0A";
const halfOpen = "03";
const lookEveryMs = 2;

/** Waits until nobody is left at the doors of the namespace that this process is in; false when somebody still is. */
export async function drained(pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (hasWaiting(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(lookEveryMs);
  }
  return true;
}

function hasWaiting(pid: number): boolean {
  return ["tcp", "tcp6"].some((table) => waitingIn(read(`/proc/${pid}/net/${table}`)));
}

/** Of a listening socket rx_queue is how many wait to be accepted (man 5 proc, /proc/net/tcp). */
export function waitingIn(table: string): boolean {
  return table.split("\n").some((line) => {
    const [, , , state, queues = ""] = line.trim().split(/\s+/);
    const isQueued = state === listening && Number.parseInt(queues.split(":")[1] ?? "", 16) > 0;
    return isQueued || state === halfOpen;
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended, or there is no IPv6
  }
}
