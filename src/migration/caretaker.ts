/**
 * The server's care for migrations that began on this host: when a `konk migrate` dies, the server takes its lock and carries
 * on, so that no container stays frozen longer than it must.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Paths } from "../container/paths.ts";
import type { Principal } from "../core/principal.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { recordEnding } from "./ending-record.ts";
import type { MigrationFacts } from "./journal.ts";
import type { DestinationPeer } from "./peer.ts";
import { settle, type Unfinished, unfinishedMigrations } from "./source-recovery.ts";

export type Connect = (facts: MigrationFacts) => DestinationPeer & Disposable & { answering: Principal | null };

/** How often the journals are looked at. Milliseconds. */
const intervalMs = 1_000;

/** Runs until the signal. One migration that cannot be resolved does not keep it from the others. */
export async function careForMigrations(paths: Paths, connect: Connect, signal: AbortSignal): Promise<void> {
  const said = new Map<string, string>();
  const ended = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  const attend = async (unfinished: Unfinished) => {
    const { id, facts } = unfinished;
    const message = await outcome(paths, unfinished, connect, signal);
    if (message !== undefined && said.get(id) !== message)
      log.info(`Migration ${id} of "${facts.container}": ${message}`);
    if (message !== undefined) said.set(id, message);
    underWay.delete(id);
  };
  while (!signal.aborted) {
    for (const unfinished of unfinishedMigrations(paths, ended)) {
      const { id } = unfinished;
      // Each by itself: a host that is silent for ever takes ten seconds to be found so, and others must not wait for it.
      if (!underWay.has(id)) underWay.set(id, attend(unfinished));
    }
    await sleep(intervalMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
  await Promise.all(underWay.values());
}

/** What to tell; undefined while its `konk migrate` works on it, or when it has ended by itself. */
async function outcome(
  paths: Paths,
  unfinished: Unfinished,
  connect: Connect,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    using destination = connect(unfinished.facts);
    const resolution = await settle(paths, unfinished.id, destination, signal);
    if (resolution === undefined) return undefined;
    await recordEnding(paths, unfinished, resolution.reason, destination.answering);
    return `${resolution.where} (${resolution.reason})`;
  } catch (error) {
    return error instanceof KonkError && error.code === "E_BUSY" ? undefined : messageOf(error);
  }
}
