/**
 * A container that arrives: its landing zone, its images, its tree from restoring to HELD to running, or gone again. One
 * object a migration; each step is done once however often it is asked for.
 *
 * The landing zone is off the bridge until Resume: the same address reachable on two hosts for a tenth of a second resets
 * connections.
 */
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as letOthersRun } from "node:timers/promises";
import type { Announcer } from "../container/announce.ts";
import type { Container } from "../container/container.ts";
import type { LinkSwitch } from "../container/host-link.ts";
import { isAliveAndWell } from "../container/process-id.ts";
import { restoreLog } from "../container/restore-monitor.ts";
import { TcpSockets } from "../container/tcp-repair.ts";
import type { ProcessId } from "../core/container-spec.ts";
import { acceptsRequest } from "../core/destination-state.ts";
import type { Principal } from "../core/principal.ts";
import type { TimedStep } from "../core/report.ts";
import { asKonkError, KonkError, messageOf } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { log } from "../log.ts";
import { Once } from "../once.ts";
import { follows, isFed, untilFilled, willBeFed } from "./following.ts";
import type { ImageStore } from "./image-store.ts";
import type { LandingEnd, LandingOptions, MigrationPlace } from "./landing-terms.ts";
import { adoptLandingZone, buildLandingZone, type LandingZone } from "./landing-zone.ts";
import { throughPager } from "./pager-link.ts";
import type { ImageChunk, ImageTotals } from "./peer.ts";
import type { RestoreAgent } from "./restore-agent.ts";
import { Timeline } from "./timeline.ts";
import { Uploads } from "./uploads.ts";

/** Gratuitous announcements after the switch, for switches and neighbours that missed the first one. */
const announcements = { times: 5, everyMs: 200 };

interface HeldTree {
  init: ProcessId;
  steps: TimedStep[];
}

export class Landing {
  readonly container: Container;
  readonly #options: MigrationPlace;
  readonly #lock: Disposable;
  readonly #store: ImageStore | undefined;
  readonly #agent: RestoreAgent | undefined;
  readonly #announcer: Announcer | undefined;
  readonly #link: LinkSwitch | undefined;
  readonly #uploads = new Uploads();
  #held: Promise<HeldTree> | undefined;
  /** Of the HELD tree. */
  #sockets: TcpSockets | undefined;
  readonly #ended = Promise.withResolvers<LandingEnd>();
  readonly #resumed = new Once<TimedStep[]>();
  readonly #aborted = new Once<void>();
  #abortedBecause = "";
  /** Its images are complete. */
  readonly #restoring = Promise.withResolvers<void>();

  private constructor(options: MigrationPlace, parts: LandingZone) {
    this.#options = options;
    this.container = parts.container;
    this.#lock = parts.lock;
    this.#store = parts.store;
    this.#agent = parts.agent;
    this.#announcer = parts.announcer;
    this.#link = parts.link;
  }

  get id(): string {
    return this.#options.id;
  }

  get origin(): { peer: Principal; source: string } {
    return this.#options;
  }

  get phase() {
    return this.#options.journal.phase;
  }

  /** How long its source has sent nothing although it is its turn. Milliseconds. */
  get silentMs(): number {
    return this.phase === "receiving" ? this.#uploads.silentMs : 0;
  }

  /** Builds the landing zone with a warm CRIU in it. A failure leaves nothing behind. */
  static async build(options: LandingOptions, signal: AbortSignal): Promise<Landing> {
    return new Landing(options, await buildLandingZone(options, signal));
  }

  /**
   * Takes over a tree that is HELD, or that runs while its memory follows, after this host's server was restarted. A journal
   * that says "running" is made true again: onto the bridge, announced, thawed.
   */
  static async adopt(place: MigrationPlace, container: Container, init: ProcessId): Promise<Landing> {
    const landing = new Landing(place, await adoptLandingZone(place.id, container));
    landing.#restoring.resolve();
    landing.#held = Promise.resolve({ init, steps: [] });
    if (place.journal.phase === "following") {
      landing.#tend();
      return landing;
    }
    landing.#sockets = TcpSockets.collect(container.cgroup.pids());
    if (place.journal.phase === "running") {
      place.journal.journal.sync(); // the process that wrote it may have died before it was on the disk
      await landing.resume().catch((error: unknown) => {
        log.error(`${messageOf(error)}; the source asks again`);
      });
    }
    return landing;
  }

  async receive(chunks: AsyncIterable<ImageChunk>): Promise<ImageTotals> {
    await this.#uploads.receive(chunks, (chunk) => {
      if (this.phase !== "receiving" || !this.#store) throw this.#unexpected("receive images of");
      this.#store.write(chunk);
    });
    return { images: 0, bytes: 0, ...this.#store?.totals };
  }

  /** Brings the tree to HELD; repeated, it answers again. The request may come before the last images do. */
  async restore(expected: ImageTotals): Promise<readonly TimedStep[]> {
    const store = this.#store;
    const isReceiving = () => this.phase === "receiving";
    if (store) await this.#uploads.settle(isReceiving, () => !store.holds(expected));
    if (acceptsRequest(this.phase, "restore") && store && this.#agent) {
      store.assertComplete(expected);
      this.#options.journal.advance("restore");
      this.#restoring.resolve();
      this.#held = this.#restore(this.#agent, store);
    }
    if (!this.#held) throw this.#unexpected("restore");
    return (await this.#held).steps;
  }

  async #restore(agent: RestoreAgent, store: ImageStore): Promise<HeldTree> {
    const { container } = this;
    const { journal, paths, id } = this.#options;
    try {
      const { init, steps } = await agent.restore();
      this.#sockets = TcpSockets.collect(container.cgroup.pids());
      journal.advance("complete");
      return { init, steps };
    } catch (error) {
      await copyFile(join(store.folder, restoreLog), join(paths.migration(id), restoreLog)).catch(() => undefined);
      if (this.phase === "restoring") await this.abort(messageOf(error));
      throw asKonkError(error);
    }
  }

  /** Somebody may have killed the tree that is held here, or who fills it: then nothing is lost, since it never ran. */
  async holdsTree(): Promise<boolean> {
    const tree = this.phase === "held" ? await this.#held : undefined;
    return tree !== undefined && isAliveAndWell(tree.init) && (await willBeFed(this.container));
  }

  /** The pages that follow, from its source to its pager. */
  async follow(incoming: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    await this.#restoring.promise; // until then its images are incomplete
    return throughPager(this.container.paths.pagerSocket, incoming, signal);
  }

  /** The hand-over; repeated, it answers again, and does again what a full disk or a dead `ip` kept it from. */
  async resume(): Promise<readonly TimedStep[]> {
    const mayRun = () => acceptsRequest(this.phase, "resume") || this.phase === "running";
    const tree = mayRun() ? await this.#held : undefined;
    // On the disk before the thaw: this host owns the container.
    if (acceptsRequest(this.phase, "resume")) this.#options.journal.advance("resume");
    if (tree && mayRun()) this.#resumed.start(async () => await this.#resume(tree));
    const ranBefore = this.phase === "following" || this.phase === "done" || this.phase === "lost";
    if (!this.#resumed.result && ranBefore) return []; // an earlier server let it run, and took the times with it
    if (!this.#resumed.result) throw this.#unexpected("resume");
    return await this.#resumed.result;
  }

  async #resume({ init }: HeldTree): Promise<TimedStep[]> {
    const timeline = new Timeline();
    await this.#link?.join();
    timeline.mark("on the bridge");
    if (globalThis.KONK_FAULTS) failpoint("destination:joined");
    this.#announcer?.announce();
    // CRIU left repair mode while nothing could leave, so the first window probes were lost: probe again.
    this.#sockets?.reprobe();
    timeline.mark("announced");
    if (globalThis.KONK_FAULTS) failpoint("destination:announced");
    // Made again from the journal at need: a full disk keeps it from being confirmed, not from running.
    const state = { phase: "running", init, startedAt: new Date().toISOString() } as const;
    const noted = Promise.try(this.container.setState.bind(this.container), state, { durable: false });
    noted.catch(() => undefined); // awaited after the thaw
    if (await isFed(this.container)) await this.container.cgroup.thaw(); // else it stands still until it is known what becomes of it
    timeline.mark("thawed");
    if (globalThis.KONK_FAULTS) failpoint("destination:thawed");
    this.#sockets?.[Symbol.dispose]();
    this.#sockets = undefined;
    await noted;
    this.#options.journal.advance(follows(this.container) ? "lacking" : "thawed");
    this.#tend();
    return timeline.steps;
  }

  /** From the thaw to the end of what is left to do. */
  #tend(): void {
    this.#ended.resolve({ result: "running", reason: "" });
    this.#lock[Symbol.dispose]();
    this.#finish().catch((error: unknown) => {
      log.warn(`Cannot clean up after migration ${this.#options.id}: ${messageOf(error)}`);
    });
  }

  /** The source hears first that it runs here: to give back a gigabyte takes a tenth of a second. */
  async #finish(): Promise<void> {
    await letOthersRun();
    const lacks = this.phase === "following";
    if (!lacks) await this.#removeImages();
    await this.#link?.[Symbol.asyncDispose]();
    await Promise.all([this.#announcer?.repeat(announcements), lacks ? this.#followed() : undefined]);
    this.#announcer?.[Symbol.dispose]();
    await this.#removeImages();
    this.#options.journal[Symbol.dispose]();
  }

  async #followed(): Promise<void> {
    const outcome = await untilFilled(this.container);
    const tree = await this.#held;
    if (outcome === "torn") await this.tear("nobody is left who could give it its memory");
    else if (this.phase === "following")
      this.#options.journal.advance(tree && isAliveAndWell(tree.init) ? "filled" : "died");
  }

  /** Part of its memory will never come: what lacks it is killed, so that it never reads zeros. Repeated, it answers again. */
  async tear(reason: string): Promise<void> {
    const isLacking = () => this.phase === "following";
    if (!isLacking() || !follows(this.container)) return;
    log.error(`Container "${this.container.name}" is killed: ${reason}`);
    this.#announcer?.[Symbol.dispose](); // its addresses are nobody's now
    await this.container.end().catch((error: unknown) => {
      log.warn(messageOf(error)); // what counts is that it does not run
    });
    await this.container.cgroup.kill();
    if (isLacking()) this.#options.journal.advance("torn", { reason });
  }

  /** Resolves when it runs here, or when nothing of it is left. */
  get ended(): Promise<LandingEnd> {
    return this.#ended.promise;
  }

  /** Nothing is left to do for it; its journal answers. */
  get isOver(): boolean {
    return this.phase === "aborted" || this.phase === "done" || this.phase === "lost";
  }

  /** Removes all of it; throws E_PROTOCOL once it was resumed. Repeated, it answers again, and goes on where it failed. */
  async abort(reason: string): Promise<void> {
    if (acceptsRequest(this.phase, "abort")) {
      this.#options.journal.advance("abort", { reason });
      this.#abortedBecause = reason;
      this.#restoring.promise.catch(() => undefined);
      this.#restoring.reject(this.#unexpected("follow"));
      this.#uploads.note(); // a restore that waits for images has nothing to wait for
    }
    if (this.phase === "aborting") this.#aborted.start(async () => await this.#remove(reason));
    if (!this.#aborted.result) throw this.#unexpected("abort");
    await this.#aborted.result;
  }

  /** DANGER: a restore that fails waits for this, so this must not wait for the restore. */
  async #remove(reason: string): Promise<void> {
    await this.container.cgroup.kill(); // CRIU too, while it restores: it is in there until the tree is held
    await this.#agent?.stop();
    await this.container.cgroup.kill();
    this.#sockets?.[Symbol.dispose]();
    await this.#link?.[Symbol.asyncDispose]();
    this.#announcer?.[Symbol.dispose]();
    await this.#removeImages();
    await this.container.dismantle({ folder: true });
    this.#lock[Symbol.dispose]();
    this.#options.journal.advance("removed");
    this.#ended.resolve({ result: "aborted", reason });
    this.#options.journal[Symbol.dispose]();
  }

  /** The container's memory must not stay behind; an earlier server process may have received it. */
  async #removeImages(): Promise<void> {
    this.#store?.[Symbol.dispose]();
    const { paths, id } = this.#options;
    await rm(paths.migrationImages(id), { recursive: true, force: true });
  }

  #unexpected(request: string): KonkError {
    const what = `Cannot ${request} migration ${this.id}`;
    if (this.#abortedBecause !== "") return new KonkError("E_TRANSFER", `${what}: ${this.#abortedBecause}`);
    return new KonkError("E_PROTOCOL", `${what}: it is in phase "${this.phase}"`);
  }
}
