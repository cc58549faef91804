/** A process that others may have to end when whoever started it is gone: noted in a file. */
import { readFileSync, writeFileSync } from "node:fs";
import type { ProcessId } from "../core/container-spec.ts";
import { processId } from "./process-id.ts";

export function noteProcess(path: string, pid: number): void {
  writeFileSync(path, JSON.stringify(processId(pid)), { mode: 0o600 });
}

/** null where none is noted, or where whoever noted it was killed before the note was whole. */
export function notedProcess(path: string): ProcessId | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessId | null;
  } catch {
    return null;
  }
}

/** Does nothing when it has ended meanwhile. */
export function signalProcess({ pid }: ProcessId, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH
  }
}
