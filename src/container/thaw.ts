/** A tree that was frozen for a migration and belongs here after all, when no konk holds CRIU any more. */
import { failpoint } from "../failpoint.ts";
import type { Container } from "./container.ts";
import { attach } from "./host-link.ts";
import { NetworkBlock } from "./network-block.ts";
import { readIfThere } from "./process-id.ts";
import { TcpSockets } from "./tcp-repair.ts";

/** A CRIU that lost its konk finishes its dump and then undoes it; after this time it is taken for hung. Milliseconds. */
const tracerMs = 20_000;

/**
 * Lets it go on with its connections intact, in whatever state a dead CRIU or a dead konk has left it: onto the bridge, out
 * of repair mode, loopback open, thawed. May be repeated.
 */
export async function letGoOn(container: Container): Promise<void> {
  const { spec, paths, cgroup } = container;
  await tracerGone(cgroup.pids());
  await cgroup.freeze(); // a CRIU that died in the middle of its dump let it run, cut off
  if (spec.network !== null) await attach(paths.hostLink);
  if (globalThis.KONK_FAULTS) failpoint("recovery:rejoined");
  await NetworkBlock.remove(paths.netns);
  using sockets = TcpSockets.collect(cgroup.pids());
  sockets.repairOff();
  sockets.reprobe();
  if (globalThis.KONK_FAULTS) failpoint("recovery:mended");
  await cgroup.thaw();
}

/** While CRIU still traces the tree, mending sockets would cross its work. */
async function tracerGone(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + tracerMs;
  for (let tracer = tracerOf(pids); tracer !== 0; tracer = tracerOf(pids)) {
    if (performance.now() > deadline) process.kill(tracer, "SIGKILL");
    await Bun.sleep(5);
  }
}

/** Pid of a CRIU that traces one of the processes; 0 when none does. A debugger of the user is not konk's business. */
function tracerOf(pids: readonly number[]): number {
  for (const pid of pids) {
    const tracer = Number(/^TracerPid:\t(\d+)$/m.exec(readIfThere(`/proc/${pid}/status`) ?? "")?.[1] ?? 0);
    if (tracer !== 0 && readIfThere(`/proc/${tracer}/comm`)?.trim() === "criu") return tracer;
  }
  return 0;
}
