/**
 * What becomes of a migration whose `konk migrate` died, or ended without a word from the destination. core/recovery.ts
 * decides, from the journal, what is seen here and what the destination says; this file looks, asks and obeys.
 */
import { rmSync } from "node:fs";
import { Container } from "../container/container.ts";
import { CpuLimit } from "../container/cpu-limit.ts";
import type { Paths } from "../container/paths.ts";
import { bootId } from "../container/process-id.ts";
import { letGoOn } from "../container/thaw.ts";
import { isDestinationPhase } from "../core/destination-state.ts";
import { afterResumed, decideSource, eventsOf, type ObservedTree, type SourceAction } from "../core/recovery.ts";
import { describeWhere, isSourcePhase, type SourcePhase } from "../core/source-state.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { Journal, type JournalEntry, type MigrationFacts, migrationIds, readJournal } from "./journal.ts";
import type { DestinationPeer } from "./peer.ts";
import { type SourceJournal, sourceJournal } from "./phase-journal.ts";
import { servePages } from "./serve-pages.ts";
import { removeMarkers } from "./volumes.ts";

export interface Unfinished {
  id: string;
  facts: MigrationFacts;
  phase: SourcePhase;
  /** Boot id of the journal's last entry. */
  bootId: string;
}

export interface Resolution {
  id: string;
  container: string;
  /** False: it waits for the destination, or for an operator. */
  resolved: boolean;
  /** Where the container is, in plain words. */
  where: string;
  reason: string;
}

/** More turns than any path through the table has. */
const maximumTurns = 8;

/**
 * Migrations from this host that have not come to an end, in the order of their ids. What has ended stays so: whoever looks again and
 * again keeps the ids in `ended`, for a host remembers every migration it ever made.
 */
export function unfinishedMigrations(paths: Paths, ended = new Set<string>()): Unfinished[] {
  return migrationIds(paths.migrations).flatMap((id): Unfinished[] => {
    if (ended.has(id)) return [];
    const content = readJournal(paths.migration(id), "source");
    if (!content) return [];
    // The facts are on the disk before anything is sent; the first phase may have been lost with the host.
    const begun: JournalEntry = { phase: "preparing", at: "", bootId: content.facts.sourceBootId };
    const last = content.entries.at(-1) ?? begun;
    if (!isSourcePhase(last.phase)) return [];
    const isOpen = last.phase !== "cleaned" && last.details?.["told"] !== true;
    if (!isOpen) ended.add(id);
    return isOpen ? [{ id, facts: content.facts, phase: last.phase, bootId: last.bootId }] : [];
  });
}

/**
 * Takes the container's lock and brings one migration to its end, as far as that is possible now. Undefined when it has come
 * to its end meanwhile. Throws E_BUSY while a `konk migrate` works on it.
 */
export async function settle(
  paths: Paths,
  id: string,
  destination: DestinationPeer,
  signal: AbortSignal,
): Promise<Resolution | undefined> {
  const look = () => unfinishedMigrations(paths).find((candidate) => candidate.id === id);
  const lock = async ({ facts }: Unfinished) =>
    // A container that is gone has no lock: whatever is left of its migration harms nobody.
    await Container.find(paths, facts.container)?.lock(`the recovery of migration ${id}`);
  const first = look();
  if (first === undefined) return undefined;
  (await lock(first))?.[Symbol.dispose](); // throws while a `konk migrate` works on it
  const silent = decideSource({
    ...known(first.facts, first.phase),
    destination: "unreachable",
    ...observe(paths, first),
  });
  // A host that does not answer takes ten seconds to be found so: nobody who wants the container has to wait for that.
  if (silent.kind === "wait" && (await ask(destination, id, signal)) === "unreachable")
    return resolution(first.facts, first.phase, silent);
  using _lock = await lock(first);
  const unfinished = look();
  return unfinished && (await resolve(paths, unfinished, destination, signal));
}

/**
 * Brings one migration to its end, as far as that is possible now. The caller holds the container's lock. Never makes a
 * second copy run: where the destination may have the container, nothing is thawed without its word.
 */
export async function resolve(
  paths: Paths,
  unfinished: Unfinished,
  destination: DestinationPeer,
  signal: AbortSignal,
): Promise<Resolution> {
  const { id, facts } = unfinished;
  const journal = sourceJournal(Journal.reopen(paths.migration(id), "source", bootId()), unfinished.phase);
  using _journal = journal;
  for (let turn = 0; turn < maximumTurns; turn++) {
    const before = observe(paths, unfinished);
    const answer = await ask(destination, id, signal);
    const now = observe(paths, unfinished);
    if (now.tree !== before.tree) continue; // an answer from before the end of the tree says nothing of what is left now
    const action = decideSource({ ...known(facts, journal.phase), destination: answer, ...now });
    log.debug(`${id}: here "${journal.phase}", there "${answer}": ${action.kind}, ${action.reason}`);
    for (const event of eventsOf(action.kind, journal.phase)) journal.advance(event);
    journal.journal.sync(); // an entry read back after a crash may not have been on the disk
    const done = await obey(action, { paths, facts, journal, destination, signal });
    if (done) return resolution(facts, journal.phase, action);
  }
  throw new KonkError("E_BUG", `Migration ${id} does not come to an end: it is in phase "${journal.phase}"`);
}

const known = ({ postCopy }: MigrationFacts, journal: SourcePhase) => ({ journal, postCopy: postCopy === true });

async function ask(destination: DestinationPeer, id: string, signal: AbortSignal) {
  try {
    const phase = await destination.query(id, signal);
    return isDestinationPhase(phase) ? phase : "unreachable";
  } catch (error) {
    log.debug(messageOf(error));
    return "unreachable";
  }
}

/** DANGER: the name may belong to another container by now; only the very tree of the migration counts. */
function observe(paths: Paths, { facts, bootId: written }: Unfinished): ObservedTree {
  const rebooted = written !== bootId();
  const container = find(paths, facts);
  if (!container) return { rebooted, tree: "gone" };
  return { rebooted, tree: container.cgroup.shallFreeze() ? "frozen" : "running" };
}

/** Whether the tree of this migration is on this host, frozen or not. */
export function isHere(paths: Paths, { facts }: Unfinished): boolean {
  return find(paths, facts) !== undefined;
}

function find(paths: Paths, { container: name, init }: MigrationFacts): Container | undefined {
  const container = Container.find(paths, name);
  const now = container?.init();
  return now && now.pid === init.pid && now.startTime === init.startTime ? container : undefined;
}

/**
 * What is left of the migration's container once its tree is gone, also when the `konk migrate` that cleaned up was killed;
 * never a later one of that name.
 */
function findRecord(paths: Paths, { id, container: name, init }: MigrationFacts): Container | undefined {
  const container = Container.find(paths, name);
  const state = container?.stateIfThere();
  if (state?.phase === "handed-over") return state.migrationId === id ? container : undefined;
  const isTheOne = (state?.phase === "running" || state?.phase === "exited") && Bun.deepEquals(state.init, init);
  return isTheOne ? container : undefined;
}

interface Situation {
  paths: Paths;
  facts: MigrationFacts;
  journal: SourceJournal;
  destination: DestinationPeer;
  signal: AbortSignal;
}

/** True when nothing is left to do, or nothing more can be done now. */
async function obey(action: SourceAction, { paths, facts, journal, destination, signal }: Situation): Promise<boolean> {
  switch (action.kind) {
    case "none":
      removeImages(paths, facts);
      if (owesAbort(journal.phase)) told(journal);
      return true;
    case "wait":
      return true;
    case "lost":
      removeImages(paths, facts);
      return false;
    case "roll-back":
      await letGoOnHere(paths, facts, journal);
      return false;
    case "abort-destination":
      await destination.abort(facts.id, action.reason, signal);
      return false;
    case "resume-destination": {
      const answer = await destination.resume(facts.id, signal);
      const event = answer.outcome === "running" ? afterResumed(facts.postCopy === true) : null;
      if (event !== null) journal.advance(event);
      return false;
    }
    case "serve-pages":
      await serve({ paths, facts, journal, destination, signal });
      return false;
    case "tell-torn":
      await destination.torn(facts.id, signal);
      return false;
    case "finish":
      await finish(paths, facts);
      journal.advance("cleaned");
      return true;
    default:
      return action.kind satisfies never;
  }
}

/** Does nothing when the tree has gone meanwhile: the next turn sees that. */
async function serve({ paths, facts, journal, destination, signal }: Situation): Promise<void> {
  const container = find(paths, facts);
  if (!container) return;
  await servePages({ id: facts.id, container, destination, signal });
  journal.advance("served");
}

/** From rolling-back to rolled-back: back onto the bridge, thawed, its images and the marks in its volumes gone. */
export async function letGoOnHere(paths: Paths, facts: MigrationFacts, journal: SourceJournal): Promise<void> {
  const container = find(paths, facts);
  if (container) CpuLimit.release(container);
  if (container) await letGoOn(container);
  if (container) await removeMarkers(container.spec, facts.id);
  removeImages(paths, facts);
  journal.advance("thawed");
}

/** After a reboot its tree is gone, but what is recorded of it would say that it died here. */
async function finish(paths: Paths, facts: MigrationFacts): Promise<void> {
  const container = find(paths, facts) ?? findRecord(paths, facts);
  container?.setState({ phase: "handed-over", migrationId: facts.id, destination: facts.destination });
  await container?.dismantle({ folder: true });
  removeImages(paths, facts);
}

/** The container's memory must not stay here. Before the journal's last line: after it nobody looks for them. */
function removeImages(paths: Paths, { id }: MigrationFacts): void {
  rmSync(paths.migrationImages(id), { recursive: true, force: true });
}

/** Where the container is, or that it ended, is decided: the destination only has to hear of it. */
export function owesAbort(phase: SourcePhase): boolean {
  return phase === "rolled-back" || phase === "lost";
}

/** The destination knows that it never will run it: the last line of such a journal. */
export function told(journal: SourceJournal): void {
  journal.journal.write(journal.phase, { durable: false, details: { told: true } });
}

function resolution(facts: MigrationFacts, phase: SourcePhase, { kind, reason }: SourceAction): Resolution {
  const where = describeWhere(phase, facts.source, facts.destination);
  return { id: facts.id, container: facts.container, resolved: kind !== "wait", where, reason };
}
