/** Processes that others may have to end when whoever started them is gone: noted in a file. */
import { readFileSync } from "node:fs";
import type { ProcessId } from "../core/container-spec.ts";
import { replaceFile } from "../replace-file.ts";
import { processId } from "./process-id.ts";

/** In place of those that were noted there. */
export function noteProcesses(path: string, pids: readonly number[]): void {
  const living = pids.map(processId).filter((id) => id !== null);
  replaceFile(path, JSON.stringify(living), { durable: false });
}

/** None where there is no note. */
export function notedProcesses(path: string): readonly ProcessId[] {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as ProcessId[];
  } catch {
    return [];
  }
}

/** Does nothing when it has ended meanwhile. */
export function signalProcess({ pid }: Pick<ProcessId, "pid">, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // ESRCH
  }
}
