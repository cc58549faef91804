/** Post-copy: the memory that the destination lacks, out of the frozen tree here. */
import type { Paths } from "../container/paths.ts";
import { KonkError } from "../errors.ts";
import type { MigrationFacts } from "./journal.ts";
import type { DestinationPeer } from "./peer.ts";

export interface Serving {
  paths: Paths;
  facts: MigrationFacts;
  destination: DestinationPeer;
  signal: AbortSignal;
}

/**
 * Resolves when the destination has journalled that nothing is missing any more. Throws otherwise; then nothing is decided, and
 * the pages that are still missing may be served again.
 */
export async function servePages({ facts }: Serving): Promise<void> {
  throw new KonkError("E_BUG", `Cannot serve the pages of migration ${facts.id}: not written yet`); // TODO post-copy: the pages
}
