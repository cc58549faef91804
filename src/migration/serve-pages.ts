/** Post-copy: the memory that the destination lacks, out of the frozen tree here, when the `konk migrate` that began it is gone. */
import type { Container } from "../container/container.ts";
import { Following } from "./memory-following.ts";
import type { DestinationPeer } from "./peer.ts";

export interface Serving {
  id: string;
  /** Frozen. */
  container: Container;
  destination: DestinationPeer;
  signal: AbortSignal;
}

/**
 * Resolves when the destination has all of it. Throws otherwise, soon when it is silent; then nothing is decided, and what is
 * still missing may be served again.
 */
export async function servePages({ id, container, destination, signal }: Serving): Promise<void> {
  const pids = () => container.cgroup.pids();
  const following = new Following({ id, pids, destination, signal, patienceMs: 0 });
  following.begin(new Map()); // what the destination has for certain of what was sent ahead nobody knows any more
  await following.end(signal);
}
