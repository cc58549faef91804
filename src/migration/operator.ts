/**
 * What an operator may decide where konk must not: which of two hosts has the container when the other one is gone for good,
 * or when both have it because an operator was wrong before.
 *
 * DANGER: with --force-here two copies run when the other host runs one too. Nothing here can know that; the caller asks.
 */
import { Container } from "../container/container.ts";
import type { Paths } from "../container/paths.ts";
import { bootId, findInit } from "../container/process-id.ts";
import { acceptsRequest, type DestinationPhase, isDestinationPhase } from "../core/destination-state.ts";
import { decideDestination } from "../core/recovery.ts";
import { describeWhere, type SourcePhase, sourceTable } from "../core/source-state.ts";
import { KonkError } from "../errors.ts";
import { Journal, migrationIds, readJournal } from "./journal.ts";
import type { DestinationPeer } from "./peer.ts";
import { sourceJournal } from "./phase-journal.ts";
import { isHere, letGoOnHere, type Resolution, resolve, told, unfinishedMigrations } from "./source-recovery.ts";

/** A migration that has not come to its end on this host, as it is seen without asking anybody. */
export interface Open {
  id: string;
  container: string;
  /** Which side of it this host is. */
  side: "source" | "destination";
  /** The host at the other end. */
  peer: string;
  phase: string;
  where: string;
  /** What konk does by itself, in words. */
  next: string;
  /** What an operator may ask for here. */
  may: readonly Decision[];
}

export type Decision = "force-here" | "discard-here";

/** Migrations of this host that are not at their end: those that began here, then those that were on their way here. */
export function openMigrations(paths: Paths): Open[] {
  return [...departures(paths), ...arrivals(paths)];
}

function departures(paths: Paths): Open[] {
  return unfinishedMigrations(paths).map((unfinished): Open => {
    const { id, facts, phase } = unfinished;
    const where = describeWhere(phase, facts.source, facts.destination);
    const next = sourceTable[phase].afterCrash;
    const may = isHere(paths, unfinished) ? decisionsIn(phase) : [];
    return { id, container: facts.container, side: "source", peer: facts.destination, phase, where, next, may };
  });
}

/** Before the point of no return konk needs nobody's word; `rolled-back` waits only for the destination to hear of it. */
function decisionsIn(phase: SourcePhase): Decision[] {
  const { on } = sourceTable[phase];
  const canForce = on.forced !== undefined || phase === "rolled-back";
  return [...(canForce ? ["force-here" as const] : []), ...(on.discarded ? ["discard-here" as const] : [])];
}

function arrivals(paths: Paths): Open[] {
  return migrationIds(paths.migrations).flatMap((id): Open[] => {
    const content = readJournal(paths.migration(id), "destination");
    if (content?.phase === undefined || !isDestinationPhase(content.phase) || isOver(content.phase)) return [];
    const { container: name, source: peer } = content.facts;
    const phase = content.phase;
    const container = Container.find(paths, name);
    const init = container ? findInit(container.cgroup.pids()) : null;
    const rebooted = content.entries.at(-1)?.bootId !== bootId();
    const { reason } = decideDestination({ journal: phase, rebooted, tree: init === null ? "gone" : "frozen" });
    const isHeld = phase === "held" && init !== null && !rebooted;
    const isWhole = content.facts.postCopy !== true;
    const next = isHeld && !isWhole ? `${reason}, and part of its memory is only there` : reason;
    const may = decisionsOn(phase, isHeld && isWhole);
    return [{ id, container: name, side: "destination", peer, phase, where: whereTo(phase, isHeld, peer), next, may }];
  });
}

/** Whatever may end here may be ended: its source may never come to say so. */
function decisionsOn(phase: DestinationPhase, canForce: boolean): Decision[] {
  const mayDiscard = acceptsRequest(phase, "abort") || acceptsRequest(phase, "torn");
  return [...(canForce ? ["force-here" as const] : []), ...(mayDiscard ? ["discard-here" as const] : [])];
}

function whereTo(phase: DestinationPhase, isHeld: boolean, source: string): string {
  if (phase === "following") return `running here, part of its memory still on ${source}`;
  return isHeld ? `held here, frozen; ${source} decides` : `on its way from ${source}`;
}

const isOver = (phase: DestinationPhase) => ["unknown", "done", "aborted", "lost"].includes(phase);

/** Throws E_USAGE when there is no such migration here, or when `decision` makes no sense for it. */
export function openMigration(paths: Paths, id: string, decision: Decision): Open {
  const open = openMigrations(paths).find((candidate) => candidate.id === id);
  if (open === undefined) {
    throw new KonkError("E_USAGE", `Migration "${id}" is not unfinished on this host`, {
      hint: 'Run "konk recover --show"',
    });
  }
  if (open.may.includes(decision)) return open;
  if (decision === "force-here" && isSplit(open)) throw splitError(open);
  throw new KonkError(
    "E_USAGE",
    `Cannot ${decision.replace("-", " ")}: migration ${id} is in phase "${open.phase}": ${open.next}`,
    {
      hint: 'Nobody has to decide this. Start "konk server", or run "konk recover"',
    },
  );
}

/** Post-copy: it runs on the destination, and each host has a part of its memory. */
function isSplit({ phase }: Open): boolean {
  return phase === "serving" || phase === "following";
}

function splitError({ id, phase, side, peer }: Open): KonkError {
  const why =
    side === "source"
      ? `"${peer}" has run it on since, and what is frozen here is only its memory of then`
      : `it runs here already, and lacks memory that only "${peer}" has`;
  return new KonkError("E_USAGE", `Cannot force here: migration ${id} is in phase "${phase}": ${why}`, {
    hint: `Let "${peer}" be reached again. If it is gone for good the container is lost, and --discard-here removes what is left`,
  });
}

/** What the operator has to know before, in one sentence. */
export function warningFor(open: Open, decision: Decision): string {
  const { container, side, peer } = open;
  if (isSplit(open)) {
    return side === "source"
      ? `"${container}" runs on "${peer}" and lacks memory that is only here. Without that it is killed there, too, and lost. Go on only when "${peer}" is gone for good, or when nobody wants it.`
      : `"${container}" runs here and lacks memory that only "${peer}" has. It will be killed, and is lost. Go on only when "${peer}" is gone for good, or when nobody wants it.`;
  }
  const other =
    side === "source" ? `what "${peer}" did with it since is lost` : `"${peer}" may run it on from where it was`;
  if (decision === "force-here") {
    return `"${container}" will run here. If "${peer}" runs it too, or ever will, two copies run: go on only when ${peer} is gone for good, or when the container was removed there. Otherwise ${other}.`;
  }
  return `The copy of "${container}" on this host will be killed and removed. Go on only when "${peer}" runs it, or when nobody wants it: if there is no other copy, it is lost.`;
}

/** Does what the operator answers for. `own` is this host's server, which holds what has arrived here. */
export async function decide(
  paths: Paths,
  open: Open,
  decision: Decision,
  peers: { destination: DestinationPeer; own: DestinationPeer },
  signal: AbortSignal,
): Promise<Resolution> {
  const { id, container } = open;
  if (open.side === "source") return await decideSpare(paths, open, decision, peers.destination, signal);
  if (open.phase === "following") return await tear(open, peers.own, signal);
  const isForced = decision === "force-here";
  if (isForced) await peers.own.resume(id, signal);
  else await peers.own.abort(id, "an operator discarded it here", signal);
  const where = isForced ? "running here" : `not here; "${open.peer}" decides alone`;
  return { id, container, resolved: true, where, reason: "an operator decided" };
}

/** The last of its memory may have come while the operator thought about it. */
async function tear({ id, container }: Open, own: DestinationPeer, signal: AbortSignal): Promise<Resolution> {
  await own.torn(id, signal);
  const isLost = (await own.query(id, signal)) === "lost";
  const where = isLost ? "nowhere: it ended here" : "running here, with all of its memory";
  return { id, container, resolved: true, where, reason: isLost ? "an operator decided" : "the last of it has come" };
}

/** The server asks for the truth now and then, and has the lock meanwhile. Milliseconds. */
const lockPatienceMs = 15_000;

async function decideSpare(
  paths: Paths,
  { id, container: name }: Open,
  decision: Decision,
  destination: DestinationPeer,
  signal: AbortSignal,
): Promise<Resolution> {
  const container = Container.find(paths, name);
  using _lock = await container?.lock(`an operator's decision on migration ${id}`, { waitMs: lockPatienceMs });
  const unfinished = unfinishedMigrations(paths).find((candidate) => candidate.id === id);
  if (unfinished === undefined) throw new KonkError("E_BUSY", `Migration ${id} has come to its end meanwhile`);
  if (decision === "force-here" && unfinished.phase !== "rolled-back") await assertSilent(id, destination, signal);
  using journal = sourceJournal(Journal.reopen(paths.migration(id), "source", bootId()), unfinished.phase);
  const reason = "an operator decided";
  if (decision === "discard-here") {
    journal.advance("discarded", { operator: true });
    journal.journal.sync();
    const left = { ...unfinished, phase: journal.phase };
    return { ...(await resolve(paths, left, destination, signal)), reason };
  }
  if (journal.phase === "rolled-back") {
    told(journal);
    return { id, container: name, resolved: true, where: "running here", reason };
  }
  journal.advance("forced", { operator: true });
  await letGoOnHere(paths, unfinished.facts, journal);
  // Its server tells the destination as soon as that answers.
  const { facts } = unfinished;
  return { id, container: name, resolved: true, where: `running here; ${facts.destination} is not told yet`, reason };
}

/** A destination that answers knows the truth, and then nobody has to decide. */
async function assertSilent(id: string, destination: DestinationPeer, signal: AbortSignal): Promise<void> {
  const phase = await destination.query(id, signal).catch(() => null);
  if (phase === null) return;
  throw new KonkError(
    "E_USAGE",
    `Cannot force here: the destination answers, and migration ${id} is "${phase}" there`,
    {
      hint: `Run "konk recover ${id}": it brings the migration to its end without your word`,
    },
  );
}
