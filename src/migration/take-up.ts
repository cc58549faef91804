/**
 * What a server that starts finds of migrations that an earlier one did not end. It decides nothing that could make a second
 * copy run: what never was complete is removed, a HELD tree waits for its source, and what this host already owned runs on.
 */
import { readdirSync, rmSync } from "node:fs";
import { Container } from "../container/container.ts";
import type { Paths } from "../container/paths.ts";
import { bootId, findInit } from "../container/process-id.ts";
import { type DestinationPhase, isDestinationPhase } from "../core/destination-state.ts";
import { nobody, type Principal } from "../core/principal.ts";
import { decideDestination } from "../core/recovery.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { Journal, type JournalContent, readJournal } from "./journal.ts";
import { Landing } from "./landing.ts";
import { type DestinationJournal, destinationJournal } from "./phase-journal.ts";

/** Resolves every unfinished arrival of this host; those that still wait for their source are returned. */
export async function takeUpMigrations(paths: Paths): Promise<Landing[]> {
  const landings: Landing[] = [];
  for (const id of readdirSync(paths.migrations)) {
    const content = readJournal(paths.migration(id), "destination");
    // The facts are on the disk before anything is built; the first phase may have been lost with the host.
    const phase = content?.phase ?? "landing";
    if (content === undefined || !isDestinationPhase(phase)) continue;
    try {
      const landing = await takeUp(paths, id, content, phase);
      if (landing) landings.push(landing);
    } catch (error) {
      log.error(`Cannot resolve migration ${id} of "${content.facts.container}": ${messageOf(error)}`);
    }
  }
  return landings;
}

async function takeUp(
  paths: Paths,
  id: string,
  content: JournalContent,
  phase: DestinationPhase,
): Promise<Landing | undefined> {
  if (phase === "done" || phase === "lost") {
    // It has its life here, or had it; this journal only answers questions. The server that wrote it may have died before it cleaned.
    rmSync(paths.migrationImages(id), { recursive: true, force: true });
    return undefined;
  }
  const container = arriving(paths, id, content.facts.container, phase);
  const init = container ? findInit(container.cgroup.pids()) : null;
  const rebooted = content.entries.at(-1)?.bootId !== bootId();
  const action = decideDestination({ journal: phase, rebooted, tree: init === null ? "gone" : "frozen" });
  if (action.kind === "none") return undefined;
  log.info(`Migration ${id} of "${content.facts.container}" was in phase "${phase}": ${action.reason}`);
  const journal = destinationJournal(Journal.reopen(paths.migration(id), "destination", bootId()), phase);
  if (action.kind === "lost") await recordDeath(paths, content, { journal, container });
  else if (action.kind === "abort") await remove(paths, id, container, journal);
  else if (container && init)
    return await Landing.adopt(
      { id, paths, peer: ownerOf(content), source: content.facts.source, journal },
      container,
      init,
    );
  return undefined;
}

/** It was this host's and died with it, or while no server was there: `konk ps` shows that, until it is removed. */
async function recordDeath(
  paths: Paths,
  content: JournalContent,
  { journal, container }: { journal: DestinationJournal; container: Container | undefined },
): Promise<void> {
  const last = content.entries.at(-1);
  if (container?.stateIfThere()?.phase === "landing" && last) {
    const init = { bootId: last.bootId, pid: 0, startTime: 0 };
    container.setState({ phase: "running", init, startedAt: last.at });
  }
  await container?.dismantle(); // its monitor may be gone as well
  rmSync(paths.migrationImages(content.facts.id), { recursive: true, force: true });
  journal.advance("died");
}

async function remove(paths: Paths, id: string, container: Container | undefined, journal: DestinationJournal) {
  if (journal.phase !== "aborting") journal.advance("fail", { reason: "this host's server was restarted" });
  await container?.dismantle({ folder: true });
  rmSync(paths.migrationImages(id), { recursive: true, force: true });
  journal.advance("removed");
}

/** DANGER: the name may belong to another container by now; only one that is on its way here by this migration is meant. */
function arriving(paths: Paths, id: string, name: string, phase: DestinationPhase): Container | undefined {
  const container = Container.find(paths, name);
  const state = container?.stateIfThere();
  if (state?.phase === "landing") return state.migrationId === id ? container : undefined;
  const isOurs = phase === "running" || phase === "following"; // noted before the thaw
  return isOurs && state?.phase === "running" ? container : undefined;
}

function ownerOf({ facts: { owner, ownerName = "" } }: JournalContent): Principal {
  return owner === undefined ? nobody : { kind: "peer", name: ownerName, fingerprint: owner };
}
