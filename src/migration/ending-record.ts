/** The record of a migration that not its own `konk migrate` brought to an end on its source, but a server or an operator. */
import { audit } from "../audit.ts";
import type { Paths } from "../container/paths.ts";
import type { Principal } from "../core/principal.ts";
import { isSourcePhase, type SourcePhase } from "../core/source-state.ts";
import { readJournal } from "./journal.ts";
import type { Unfinished } from "./source-recovery.ts";

/** As in the records that `konk migrate` itself makes. */
const results: Partial<Record<SourcePhase, string>> = {
  cleaned: "running",
  "rolled-back": "aborted",
  lost: "E_ENDED",
};

/**
 * Makes a record if the journal came to an end since `before` was read: telling the destination later of an end is none.
 * `peer` is who answered for the destination, where anybody did.
 */
export async function recordEnding(paths: Paths, before: Unfinished, reason: string, peer: Principal | null) {
  const { id, facts } = before;
  const journal = readJournal(paths.migration(id), "source");
  const phase = journal?.phase;
  if (phase === undefined || phase === before.phase || !isSourcePhase(phase)) return;
  const result = results[phase];
  if (result === undefined) return;
  await audit({
    side: "source",
    migration: id,
    container: facts.container,
    from: facts.source,
    to: facts.destination,
    peer: peer?.name ?? "",
    fingerprint: peer?.fingerprint ?? "",
    result,
    reason,
    durationMs: Date.now() - Date.parse(journal?.entries[0]?.at ?? ""),
  });
}
