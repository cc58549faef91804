/** Connections that the kernel has completed, or is about to, and no program has accepted. */
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere } from "./process-id.ts";

const listening = "0A";
const halfOpen = "03";
const lookEveryMs = 2;

/** Waits until nobody is left at the doors of the namespace that this process is in, but no longer than that. */
export async function drained(pid: number, withinMs: number): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() <= deadline && hasWaiting(pid)) await sleep(lookEveryMs);
}

function hasWaiting(pid: number): boolean {
  return ["tcp", "tcp6"].some((table) => waitingIn(readIfThere(`/proc/${pid}/net/${table}`) ?? ""));
}

/** Of a listening socket rx_queue is how many wait to be accepted (man 5 proc, /proc/net/tcp). */
export function waitingIn(table: string): boolean {
  return table.split("\n").some((line) => {
    const [, , , state, queues = ""] = line.trim().split(/\s+/);
    const isQueued = state === listening && Number.parseInt(queues.split(":")[1] ?? "", 16) > 0;
    return isQueued || state === halfOpen;
  });
}
