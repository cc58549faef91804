/**
 * Who restores a container here: noted, so that a later server can end it. A CRIU that has left the container's cgroup may
 * wait for ever for a tree that was killed under it, and its monitor waits for CRIU.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ProcessId } from "../core/container-spec.ts";
import { Cgroup } from "./cgroup.ts";
import type { ContainerPaths } from "./paths.ts";
import { isAlive, processId } from "./process-id.ts";

/** How long a monitor whose tree was killed may need to end by itself. Milliseconds. */
const patienceMs = 3_000;

/** This process is it, until the note is disposed. */
export function noteRestorer({ restorer }: ContainerPaths): Disposable {
  writeFileSync(restorer, JSON.stringify(processId(process.pid)), { mode: 0o600 });
  return {
    [Symbol.dispose]: () => {
      rmSync(restorer, { force: true }); // it may have been taken apart
    },
  };
}

/** Kills what is being restored, and waits until the monitor that does it has ended; does nothing when there is none. */
export async function endRestorer(paths: ContainerPaths): Promise<void> {
  const restorer = notedRestorer(paths);
  if (restorer === null || !isAlive(restorer)) return;
  await Cgroup.of(paths.name).kill();
  signal(restorer, "SIGTERM"); // in the middle of a restore it ends its CRIU
  const deadline = performance.now() + patienceMs;
  while (isAlive(restorer)) {
    if (performance.now() > deadline) signal(restorer, "SIGKILL");
    await Bun.sleep(5);
  }
}

function notedRestorer(paths: ContainerPaths): ProcessId | null {
  try {
    return JSON.parse(readFileSync(paths.restorer, "utf8")) as ProcessId;
  } catch {
    return null; // nobody restores, or was killed before the note was whole
  }
}

function signal({ pid }: ProcessId, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended meanwhile
  }
}
