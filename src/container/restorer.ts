/**
 * Who restores a container here: noted, so that a later server can end it. A CRIU that has left the container's cgroup may
 * wait for ever for a tree that was killed under it, and its monitor waits for CRIU.
 */
import { rmSync } from "node:fs";
import { Cgroup } from "./cgroup.ts";
import type { ContainerPaths } from "./paths.ts";
import { isAlive } from "./process-id.ts";
import { notedProcesses, noteProcesses, signalProcess } from "./process-note.ts";

/** How long a monitor whose tree was killed may need to end by itself. Milliseconds. */
const patienceMs = 3_000;

/** This process is it, until the note is disposed. */
export function noteRestorer({ restorer }: ContainerPaths): Disposable {
  noteProcesses(restorer, [process.pid]);
  return {
    [Symbol.dispose]: () => {
      rmSync(restorer, { force: true }); // it may have been taken apart
    },
  };
}

/** Kills what is being restored, and waits until the monitor that does it has ended; does nothing when there is none. */
export async function endRestorer(paths: ContainerPaths): Promise<void> {
  const [restorer] = notedProcesses(paths.restorer);
  if (restorer === undefined || !isAlive(restorer)) return;
  await Cgroup.of(paths.name).kill();
  signalProcess(restorer, "SIGTERM"); // in the middle of a restore it ends its CRIU
  const deadline = performance.now() + patienceMs;
  while (isAlive(restorer)) {
    if (performance.now() > deadline) signalProcess(restorer, "SIGKILL");
    await Bun.sleep(5);
  }
}
