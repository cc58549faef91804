/**
 * Where the tests of crashes make konk stand still. The calls exist only in the test build (`bun build.ts --faults`): each is
 * behind `globalThis.KONK_FAULTS`, which the released build replaces by `false` and so removes, with this file.
 *
 * The whole process stands still, not only the one that called: what a kill finds is exactly the state between two
 * instructions, and nothing is noticed, answered or cleaned up before the fault has happened.
 */
import { existsSync, readFileSync, renameSync } from "node:fs";

declare global {
  /** True in the test build only. */
  var KONK_FAULTS: boolean | undefined;
}

/** Holds the name of the failpoint to stop at; whoever comes there first takes it. */
const plan = "/run/konk-faults/plan";
/** The plan, once its failpoint is reached. Removing it lets the process go on. */
const reached = "/run/konk-faults/reached";
const lookMs = 1;

/** Stands still when the plan names this failpoint, until it is released or the process is killed. */
export function failpoint(name: string): void {
  if (!taken(name)) return;
  while (existsSync(reached)) Bun.sleepSync(lookMs);
}

function taken(name: string): boolean {
  try {
    if (readFileSync(plan, "utf8") !== name) return false;
    renameSync(plan, reached);
    return true;
  } catch {
    return false; // no plan, or another process was faster
  }
}
