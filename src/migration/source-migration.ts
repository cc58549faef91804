/**
 * One migration as its source lives it: what was agreed with the destination, the tree, the journal, the clock. The order of
 * its steps is in {@link MigrationClient.migrate}; each step here is one line of the protocol.
 */

import { rmSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { allEnded } from "../all-ended.ts";
import { bootId } from "../container/process-id.ts";
import { compareHosts } from "../core/compatibility.ts";
import { buildReport, type MigrationReport, type SourceStep, type TimedStep } from "../core/report.ts";
import { describeWhere } from "../core/source-state.ts";
import { asKonkError, KonkError, messageOf } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { log } from "../log.ts";
import { collectHostFacts } from "./host-facts.ts";
import { defaultImageBudget, ensureImageTmpfs } from "./image-tmpfs.ts";
import { baseBytes, inspectContainer } from "./inspection.ts";
import { Journal } from "./journal.ts";
import { MemoryTransfer } from "./memory-transfer.ts";
import {
  endedOnTheWay,
  lostOnTheWay,
  refused,
  spareKilled,
  stillServing,
  stuck,
  unconfirmed,
} from "./outcome-errors.ts";
import { Outgoing } from "./outgoing.ts";
import { type HelloReply, postCopyFeature, preCopyFeature } from "./peer.ts";
import { type SourceJournal, sourceJournal } from "./phase-journal.ts";
import { told } from "./source-recovery.ts";
import type { SourceMigrationOptions } from "./source-terms.ts";
import { SourceTree } from "./source-tree.ts";
import { Timeline } from "./timeline.ts";
import { untilAnswered } from "./until-answered.ts";
import { proveVolumes } from "./volumes.ts";

/** How long the destination is asked to clean up after a roll-back. Milliseconds. */
const abortPatienceMs = 5_000;

export class SourceMigration implements AsyncDisposable {
  readonly #options: SourceMigrationOptions;
  readonly #host = hostname();
  readonly #journal: SourceJournal;
  readonly #timeline: Timeline<SourceStep>;
  readonly #outgoing: Outgoing;
  readonly #memory: MemoryTransfer;
  /** Its memory must not follow it any more. */
  readonly #rolledBack = new AbortController();
  #expectedBytes = 0;
  #tree: SourceTree | undefined;
  #restoreSteps: readonly TimedStep[] = [];
  #resumeSteps: readonly TimedStep[] = [];

  /** Begins the journal. Throws E_CONFIG when it cannot be written. */
  constructor(options: SourceMigrationOptions) {
    const { id, paths, container, destinationHost: destination, port, onEvent } = options;
    const { init } = options;
    const facts = {
      id,
      container: container.name,
      source: this.#host,
      sourceBootId: bootId(),
      destination,
      port,
      init,
    };
    this.#options = options;
    this.#memory = new MemoryTransfer(options);
    this.#outgoing = new Outgoing({ ...options, imagesFolder: paths.migrationImages(id) });
    this.#journal = sourceJournal(
      Journal.create(paths.migration(id), "source", facts, facts.sourceBootId),
      "preparing",
    );
    this.#journal.journal.write("preparing", { durable: false });
    if (globalThis.KONK_FAULTS) failpoint("source:preparing:after");
    this.#timeline = new Timeline((step) => onEvent?.({ kind: "step", ...step }));
  }

  /** Compares, refuses with every reason at once, and has the landing zone built. */
  async prepare(hello: HelloReply, signal: AbortSignal): Promise<void> {
    const { id, paths, container, destination, destinationHost } = this.#options;
    const { spec } = container;
    await ensureImageTmpfs(paths.images, defaultImageBudget(), signal); // where no server runs nobody made it yet
    const [facts, inspection] = await allEnded([
      collectHostFacts(paths.images, signal),
      inspectContainer(container, signal),
    ]);
    await using volumes = await proveVolumes(spec, id);
    const { expectedBytes: imageBytes, memoryBytes, sharedBytes } = inspection;
    this.#expectedBytes = memoryBytes;
    const unable = this.#memory.choose({
      memoryBytes,
      availableBytes: facts.availableMemoryBytes,
      destinationKeepsPages: hello.features.includes(preCopyFeature),
      destinationFills: hello.features.includes(postCopyFeature),
    });
    const restoredBytes = this.#memory.follows ? sharedBytes : memoryBytes;
    const needs = { imageBytes, sourceImageBytes: baseBytes, restoredBytes, bridge: spec.network !== null };
    const own = [...compareHosts(facts, hello.facts, needs), ...inspection.refusals, ...volumes.refusals, ...unable];
    const request = {
      migrationId: id,
      source: this.#host,
      sourceBootId: facts.bootId,
      specJson: JSON.stringify(spec),
      networkJson: inspection.network === null ? "" : JSON.stringify(inspection.network),
      files: inspection.files,
      volumes: volumes.proofs,
      expectedBytes: imageBytes,
      checkOnly: own.length > 0,
      postCopy: this.#memory.follows,
    };
    const reasons = [...own, ...(await destination.prepare(request, signal))];
    if (reasons.length > 0) throw refused(spec.name, destinationHost, reasons);
    this.#timeline.mark("prepared");
  }

  /** Everything that need not happen in the freeze: the log so far goes ahead, and CRIU and its helpers are warm. */
  async warmUp(signal: AbortSignal): Promise<void> {
    const { id, paths, container, init } = this.#options;
    const imagesFolder = paths.migrationImages(id);
    await mkdir(imagesFolder, { recursive: true, mode: 0o700 });
    const [timeline, onFreeze] = [this.#timeline, this.#memory.letGo];
    const [initPid, keepsMemory] = [init.pid, this.#memory.follows];
    this.#tree = await SourceTree.prepare({ container, initPid, imagesFolder, timeline, onFreeze, keepsMemory });
    await this.#outgoing.sendLogAhead(signal);
    await this.#memory.sendAhead(signal);
    this.#timeline.mark("sent-ahead");
    await this.#tree.holdConnections();
    signal.throwIfAborted();
  }

  /** From running here to SPARE here and HELD there. */
  async freezeAndRestore(cancel: AbortSignal): Promise<void> {
    const { id, destination } = this.#options;
    using overrun = this.#memory.overrun();
    const signal = AbortSignal.any([cancel, overrun.signal]);
    this.#journal.advance("prepared", this.#memory.follows ? { postCopy: true } : undefined); // on the disk: from now on a reboot here may mean that only the destination has it
    this.#journal.advance("freeze");
    const pages = this.#memory.chunks(this.#warmTree.pages());
    const sending = this.#outgoing.send({ pages, dumped: this.#freeze(), expectedBytes: this.#expectedBytes }, signal);
    // Everything is on its way: Restore need not wait for the word that it arrived, since the destination does.
    const restoring = sending.underWay.then(
      async () => await destination.restore(id, this.#outgoing.images.totals, signal),
    );
    restoring.catch(() => undefined); // when sending fails, that is the error to tell
    await sending.arrived;
    if (this.#memory.follows) this.#memory.beginFollowing(this.#rolledBack.signal);
    this.#timeline.mark("transfer");
    this.#restoreSteps = await restoring;
    this.#timeline.mark("held");
    signal.throwIfAborted();
  }

  /** Past the point of no return: repeats Resume until it is confirmed, the user leaves, or nobody answers for a minute. */
  async handOver(leave: AbortSignal): Promise<void> {
    const { id, destination, destinationHost } = this.#options;
    this.#journal.advance("held");
    this.#timeline.mark("hand-over");
    const answer = await untilAnswered(async (giveUp) => await destination.resume(id, giveUp), leave);
    if (answer instanceof KonkError) {
      await this.#tree?.abandon();
      throw unconfirmed(id, destinationHost, answer);
    }
    if (answer.outcome === "never-ran") return await this.#takeBack();
    this.#resumeSteps = answer.steps;
    this.#timeline.mark("resumed");
    this.#tree?.forwardBacklog();
    if (answer.follows) await this.#follow(leave);
    else this.#journal.advance("resumed");
  }

  /** It runs there, and what it lacks of its memory is only here. */
  async #follow(leave: AbortSignal): Promise<void> {
    const { id, container, destinationHost } = this.#options;
    this.#journal.advance("following");
    const ended = await this.#memory.followed(leave).catch(asKonkError);
    if (ended instanceof KonkError) {
      await this.#tree?.abandon();
      throw stillServing(id, container.name, destinationHost, ended);
    }
    this.#timeline.mark("followed");
    this.#journal.advance("served");
    if (ended === "filled") return;
    await this.clean();
    throw lostOnTheWay(container.name, destinationHost);
  }

  /** The container is on the destination: nothing of it stays here. What cannot be removed is no failure of the move. */
  async clean(): Promise<void> {
    const { id, container, destinationHost } = this.#options;
    try {
      container.setState({ phase: "handed-over", migrationId: id, destination: destinationHost });
      await this.#tree?.discard();
      await container.dismantle({ folder: true });
      await this.#tree?.removeImages();
      this.#journal.advance("cleaned");
    } catch (error) {
      log.error(`"${container.name}" runs on "${destinationHost}", but this host is not clean: ${messageOf(error)}`);
    }
    this.#timeline.mark("cleaned");
  }

  report(): MigrationReport {
    return buildReport({
      container: this.#options.container.name,
      source: this.#host,
      destination: this.#options.destinationHost,
      events: this.#timeline.steps,
      restoreSteps: this.#restoreSteps,
      resumeSteps: this.#resumeSteps,
      images: this.#outgoing.images.sizes,
      memory: (downtimeMs) => this.#memory.report(downtimeMs),
      compression: this.#options.compression(),
    });
  }

  /** Rolls back where that is allowed, and returns the error with the container's place in it. */
  async fail(thrown: unknown): Promise<KonkError> {
    const { id, paths, container, destinationHost } = this.#options;
    const error = asKonkError(thrown);
    const { phase } = this.#journal;
    const where = describeWhere(phase, this.#host, destinationHost);
    if (phase === "rolled-back" || phase === "cleaned") return error.with({ where });
    if (phase === "handing-over" || phase === "serving" || phase === "handed-over") {
      if (error.code === "E_UNCONFIRMED") return error.with({ where });
      return new KonkError("E_UNCONFIRMED", error.message, { where, cause: thrown });
    }
    if (container.stateIfThere() === null || container.init() === null) return await this.#gone(error);
    this.#rolledBack.abort(error);
    try {
      this.#journal.advance("roll-back", { reason: error.message }); // on the disk before the thaw
      await this.#tree?.rollBack();
      await this.#tree?.keepLog(paths.migration(id));
      await this.#tree?.removeImages();
      this.#journal.advance("thawed");
    } catch (failure) {
      return stuck(failure, error, { source: this.#host, destination: destinationHost });
    }
    if (error.code === "E_REFUSED" && this.#tree === undefined) {
      told(this.#journal); // it built nothing
      return error.with({ where });
    }
    if (await this.#tellToAbort(error.message)) told(this.#journal);
    const untouched = phase === "preparing";
    return error.with({ where: describeWhere(untouched ? "preparing" : "rolled-back", this.#host, destinationHost) });
  }

  /** It ended here, in the middle of it. */
  async #gone(error: KonkError): Promise<KonkError> {
    const { id, paths, container, destinationHost } = this.#options;
    if (this.#journal.phase === "spare") return spareKilled(id, this.#host, destinationHost, error);
    rmSync(paths.migrationImages(id), { recursive: true, force: true }); // after the last line nobody looks for them
    this.#journal.advance("lost"); // nothing complete has left this host
    if (await this.#tellToAbort("it ended on its source")) told(this.#journal);
    return endedOnTheWay(container.name, describeWhere("lost", this.#host, destinationHost), error);
  }

  async #tellToAbort(reason: string): Promise<boolean> {
    const { id, destination, destinationHost } = this.#options;
    try {
      await destination.abort(id, reason, AbortSignal.timeout(abortPatienceMs));
      return true;
    } catch (failure) {
      log.warn(`Cannot tell "${destinationHost}" to clean up: ${messageOf(failure)}; "konk recover" tells it later`);
      return false;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#rolledBack.abort(new KonkError("E_CANCELLED", "The migration is over"));
    this.#memory.letGo();
    await this.#tree?.[Symbol.asyncDispose]();
    const { paths, id } = this.#options;
    rmSync(paths.migrationImages(id), { recursive: true, force: true }); // also when there never was a tree
    this.#journal[Symbol.dispose]();
  }

  get #warmTree(): SourceTree {
    if (this.#tree) return this.#tree;
    throw new KonkError("E_BUG", "Cannot freeze a tree that was not prepared");
  }

  async #freeze(): Promise<void> {
    await this.#warmTree.freezeAndDump();
    if (this.#journal.phase === "frozen") this.#journal.advance("dumped"); // else it is being rolled back already
  }

  /** The destination lost the tree before it ran there, and has journalled that: the spare is the only copy again. */
  async #takeBack(): Promise<never> {
    const { container, destinationHost } = this.#options;
    this.#journal.advance("never-ran");
    await this.#tree?.rollBack();
    this.#journal.advance("thawed");
    throw new KonkError("E_RESTORE", `"${destinationHost}" lost container "${container.name}" before it ran there`);
  }
}
