/** A tree that was frozen for a migration and belongs here after all, when no CRIU holds it any more. */
import type { Container } from "./container.ts";
import { attach } from "./host-link.ts";
import { LoopbackBlock } from "./loopback-block.ts";
import { TcpSockets } from "./tcp-repair.ts";

/**
 * Lets it go on with its connections intact, in whatever state a dead CRIU or a dead konk has left it: onto the bridge, out
 * of repair mode, loopback open, thawed. May be repeated.
 */
export async function letGoOn(container: Container): Promise<void> {
  const { spec, paths, cgroup } = container;
  await cgroup.freeze(); // a CRIU that died in the middle of its dump let it run, cut off
  if (spec.network !== null) await attach(paths.hostLink);
  await LoopbackBlock.remove(paths.netns);
  using sockets = TcpSockets.collect(cgroup.pids());
  sockets.repairOff();
  sockets.reprobe();
  await cgroup.thaw();
}
