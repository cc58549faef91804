/**
 * The source's side of a migration. `migrate()` reads from top to bottom like the protocol; what may follow what is in
 * core/source-state.ts, and the destination answers through {@link DestinationPeer}.
 */
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { Container } from "../container/container.ts";
import type { Paths } from "../container/paths.ts";
import { bootId } from "../container/process-id.ts";
import { compareHosts, type Refusal } from "../core/compatibility.ts";
import { buildReport, type MigrationReport, type SourceStep } from "../core/report.ts";
import { describeWhere } from "../core/source-state.ts";
import { asKonkError, KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { version } from "../version.ts";
import { collectHostFacts } from "./host-facts.ts";
import { defaultImageBudget, ensureImageTmpfs } from "./image-tmpfs.ts";
import { fileChunks, ImageSender } from "./images.ts";
import { inspectContainer } from "./inspection.ts";
import { Journal } from "./journal.ts";
import { type DestinationPeer, type HelloReply, protocolVersion } from "./peer.ts";
import { type SourceJournal, sourceJournal } from "./phase-journal.ts";
import { refused } from "./refusal.ts";
import { SourceTree } from "./source-tree.ts";
import { Timeline } from "./timeline.ts";
import { proveVolumes } from "./volumes.ts";

export interface MigrationClientOptions {
  paths: Paths;
  destination: DestinationPeer;
  /** As the user wrote it. */
  destinationHost: string;
  port: number;
  onStep?: (step: string) => void;
}

/** The first signal rolls back as long as that is possible; the second one leaves a hand-over that nobody confirms. */
export interface Cancel {
  first: AbortSignal;
  second: AbortSignal;
}

/** How long Resume is repeated before konk leaves it to `konk recover`. Milliseconds. */
const resumePatienceMs = 60_000;

export class MigrationClient {
  readonly #options: MigrationClientOptions;
  readonly #host = hostname();

  constructor(options: MigrationClientOptions) {
    this.#options = options;
  }

  /**
   * Moves the container. Throws E_REFUSED before anything is frozen; any other error before the point of no return means
   * that it runs on here; E_UNCONFIRMED means that it is on the destination or nowhere yet, never on both.
   */
  async migrate(name: string, cancel: Cancel): Promise<MigrationReport> {
    const { paths, destination, destinationHost } = this.#options;
    const signal = cancel.first;
    const timeline = new Timeline<SourceStep>((step) => this.#options.onStep?.(step.step));
    const container = Container.open(paths, name);
    using _lock = await container.lock(`a migration to ${destinationHost}`);
    const initPid = container.initPid();

    const hello = await this.#hello(signal);
    const id = randomUUID().replaceAll("-", "");
    using journal = this.#journal(id, name);
    await this.#prepare(id, container, hello, journal, signal);
    timeline.mark("prepared");

    const sender = new ImageSender();
    const imagesFolder = paths.migrationImages(id);
    await ensureImageTmpfs(paths.images, defaultImageBudget(), signal);
    await mkdir(imagesFolder, { recursive: true, mode: 0o700 });
    let tree: SourceTree | undefined;
    try {
      const sentLog = await this.#sendLogAhead(id, container, signal);
      tree = await SourceTree.prepare({ container, initPid, imagesFolder, timeline });
      signal.throwIfAborted();

      journal.advance("prepared"); // on the disk: from now on a reboot here may mean that only the destination has it
      journal.advance("freeze");
      const spare = tree.freezeAndDump().then(() => {
        if (journal.phase === "frozen") journal.advance("dumped"); // else it is being rolled back already
      });
      spare.catch(() => undefined); // the upload waits for it and tells
      const sending = this.#send(id, sender, { folder: imagesFolder, complete: spare, signal }, { container, sentLog });
      // Everything is on its way: Restore need not wait for the word that it arrived, the destination waits for it.
      const restoring = sending.underWay.then(async () => await destination.restore(id, sender.totals, signal));
      restoring.catch(() => undefined);
      await sending.arrived;
      timeline.mark("transfer");
      const restoreSteps = await restoring;
      timeline.mark("held");
      signal.throwIfAborted();

      // ---- The point of no return. Until here every failure rolls back; from here konk only goes forward. ----
      journal.advance("held");
      timeline.mark("hand-over");
      const resumeSteps = await this.#resume(id, journal, tree, cancel.second);
      timeline.mark("resumed");
      journal.advance("resumed");
      await this.#clean(container, id, tree, journal);
      timeline.mark("cleaned");
      return buildReport({
        container: name,
        source: this.#host,
        destination: destinationHost,
        events: timeline.steps,
        restoreSteps,
        resumeSteps,
        images: sender.sizes,
      });
    } catch (error) {
      throw await this.#failed(error, id, journal, tree);
    } finally {
      await tree?.[Symbol.asyncDispose]();
    }
  }

  async #hello(signal: AbortSignal): Promise<HelloReply> {
    const { destination, destinationHost } = this.#options;
    const reply = await destination.hello({ protocol: protocolVersion, konkVersion: version, features: [] }, signal);
    if (reply.protocol === protocolVersion) return reply;
    const found = `konk ${reply.konkVersion} with protocol ${reply.protocol}`;
    throw new KonkError(
      "E_REFUSED",
      `Cannot talk to "${destinationHost}": found ${found}, wanted protocol ${protocolVersion}`,
      {
        hint: `Install konk ${version} there`,
        where: describeWhere("preparing", this.#host, destinationHost),
      },
    );
  }

  #journal(id: string, container: string): SourceJournal {
    const { paths, destinationHost: destination, port } = this.#options;
    const facts = { id, container, source: this.#host, sourceBootId: bootId(), destination, port };
    const journal = sourceJournal(
      Journal.create(paths.migration(id), "source", facts, facts.sourceBootId),
      "preparing",
    );
    journal.journal.write("preparing", { durable: false });
    return journal;
  }

  /** Compares, refuses, and has the landing zone built. A refusal leaves nothing behind on either host. */
  async #prepare(
    id: string,
    container: Container,
    hello: HelloReply,
    journal: SourceJournal,
    signal: AbortSignal,
  ): Promise<void> {
    const { paths, destination, destinationHost } = this.#options;
    try {
      const [facts, inspection] = await Promise.all([
        collectHostFacts(paths.images, signal),
        inspectContainer(container, signal),
      ]);
      await using volumes = await proveVolumes(container.spec);
      const needs = {
        imageBytes: inspection.expectedBytes,
        memoryBytes: inspection.memoryBytes,
        bridge: container.spec.network !== null,
      };
      const own: Refusal[] = [...compareHosts(facts, hello.facts, needs), ...inspection.refusals, ...volumes.refusals];
      if (own.length > 0) throw refused(container.spec.name, destinationHost, own);
      const request = {
        migrationId: id,
        source: this.#host,
        sourceBootId: facts.bootId,
        specJson: JSON.stringify(container.spec),
        networkJson: JSON.stringify(inspection.network),
        files: inspection.files,
        volumes: volumes.proofs,
        expectedBytes: inspection.expectedBytes,
      };
      const theirs = await destination.prepare(request, signal);
      if (theirs.length > 0) throw refused(container.spec.name, destinationHost, theirs);
    } catch (error) {
      throw await this.#failed(error, id, journal, undefined);
    }
  }

  /** What the container has written so far goes ahead; only the tail travels in the freeze. */
  async #sendLogAhead(id: string, container: Container, signal: AbortSignal): Promise<number> {
    let sent = 0;
    async function* chunks() {
      for (const chunk of fileChunks(container.paths.outputLog, "log", 0)) {
        sent += chunk.data.length;
        yield chunk;
      }
      await Promise.resolve();
    }
    await this.#options.destination.sendImages(id, chunks(), signal);
    return sent;
  }

  #send(
    id: string,
    sender: ImageSender,
    images: Parameters<ImageSender["chunks"]>[0],
    logTail: { container: Container; sentLog: number },
  ): { underWay: Promise<void>; arrived: Promise<unknown> } {
    const { promise: underWay, resolve, reject } = Promise.withResolvers<void>();
    async function* chunks() {
      yield* sender.chunks(images);
      yield* fileChunks(logTail.container.paths.outputLog, "log", logTail.sentLog);
      resolve();
    }
    const arrived = this.#options.destination.sendImages(id, chunks(), images.signal);
    arrived.catch(reject);
    underWay.catch(() => undefined);
    return { underWay, arrived };
  }

  /** Repeats Resume until it is confirmed, the user leaves, or nobody answers for a minute. */
  async #resume(id: string, journal: SourceJournal, tree: SourceTree, leave: AbortSignal) {
    const { destination, destinationHost } = this.#options;
    const giveUp = AbortSignal.any([leave, AbortSignal.timeout(resumePatienceMs)]);
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
      try {
        return await destination.resume(id, giveUp);
      } catch (error) {
        if (giveUp.aborted) {
          await tree.abandon();
          throw new KonkError("E_UNCONFIRMED", `"${destinationHost}" has not confirmed that the container runs there`, {
            where: describeWhere(journal.phase, this.#host, destinationHost),
            hint: `Run "konk recover ${id}" when both hosts can talk again`,
            cause: error,
          });
        }
        log.warn(`${messageOf(error)}; asking again`);
        await Bun.sleep(pauseMs);
      }
    }
  }

  /** The container is on the destination: nothing of it stays here. */
  async #clean(container: Container, id: string, tree: SourceTree, journal: SourceJournal): Promise<void> {
    container.setState({ phase: "handed-over", migrationId: id, destination: this.#options.destinationHost });
    await tree.discard();
    await container.dismantle({ folder: true });
    journal.advance("cleaned");
  }

  /** Before the point of no return: rolls back, tells the destination, and says where the container is. */
  async #failed(thrown: unknown, id: string, journal: SourceJournal, tree: SourceTree | undefined): Promise<KonkError> {
    const { destination, destinationHost, paths } = this.#options;
    const error = asKonkError(thrown);
    if (journal.phase === "handing-over" || journal.phase === "handed-over") return error;
    journal.advance("roll-back", { reason: error.message });
    try {
      await tree?.keepLog(paths.migration(id));
      await tree?.rollBack();
    } catch (failure) {
      return new KonkError("E_UNCONFIRMED", `Cannot roll back: ${messageOf(failure)} (after: ${error.message})`, {
        cause: failure,
        lines: error.lines,
        where: `on ${this.#host}, perhaps frozen; it does not run on ${destinationHost}`,
        hint: `Run "konk recover ${id}"`,
      });
    }
    journal.advance("thawed");
    await destination.abort(id, error.message, AbortSignal.timeout(10_000)).catch((failure: unknown) => {
      log.warn(`Cannot tell "${destinationHost}" to clean up: ${messageOf(failure)}`);
    });
    return error.with({
      where: describeWhere(error.code === "E_REFUSED" ? "preparing" : "rolled-back", this.#host, destinationHost),
    });
  }
}
