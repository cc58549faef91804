/**
 * CRIU 4.2 means to leave out of a lazy dump the page that a thread's stack pointer is on, and compares the wrong bits of the
 * addresses: when the pointer lies on a page's border all memory of the process travels in the freeze, and nothing follows. That
 * happens to one thread in 256, harms nobody, and would make a test of what follows fail.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../hosts/host.ts";
import { processes } from "../../hosts/inventory.ts";

/** More in a row are no accident. */
export const mostStarts = 5;

/** Whether that goes for a thread of the container, which should be asleep. */
export function liesOnPageBorder(host: Host, name: string): boolean {
  const tree = processes(join(host.cgroup, "konk.slice", `${name}.scope`));
  return tree.some(({ pid }) => threadsOf(pid).some((thread) => /0x[0-9a-f]+000 0x[0-9a-f]+\n$/.test(thread)));
}

/** "232 0x3 … STACK_POINTER PROGRAM_COUNTER", or "running". */
function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map((task) => readFileSync(`/proc/${pid}/task/${task}/syscall`, "utf8"));
  } catch {
    return []; // it has ended
  }
}
