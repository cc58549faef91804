/**
 * The container's tree on the source, from running to SPARE and from there back to running or silently away.
 *
 * Everything slow is prepared before: CRIU is started and warm, the switch of the link and the network block wait for a
 * word. In the freeze the order matters: freeze first, then cut, so that no segment is lost between the two.
 */
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { drained } from "../container/accept-queues.ts";
import type { Container } from "../container/container.ts";
import { FrameBacklog } from "../container/frame-backlog.ts";
import { LinkSwitch } from "../container/host-link.ts";
import { NetworkBlock } from "../container/network-block.ts";
import { keepFromOomKiller } from "../container/oom-killer.ts";
import { isAlive, processId } from "../container/process-id.ts";
import { TcpSockets } from "../container/tcp-repair.ts";
import { letGoOn } from "../container/thaw.ts";
import { makeTimersRelative } from "../container/timerfds.ts";
import type { ProcessId } from "../core/container-spec.ts";
import type { SourceStep } from "../core/report.ts";
import { CriuService, type Notification, type PageEvent, type Verdict } from "../criu/criu-service.ts";
import { KonkError, messageOf } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { log } from "../log.ts";
import type { Timeline } from "./timeline.ts";

export interface SourceTreeOptions {
  container: Container;
  /** Host pid of the container's first process. */
  initPid: number;
  /** Fresh folder on the tmpfs; removed with the tree's images when disposed. */
  imagesFolder: string;
  timeline: Timeline<SourceStep>;
  /** When nothing of it runs any more, or will in a moment. */
  onFreeze: () => void;
  /** Whether its memory stays where it is, to be read there, as far as it can be brought in later. */
  keepsMemory: boolean;
}

/** How long programs may take to accept who has come before the freeze. Milliseconds. */
const acceptMs = 200;

interface TreeParts {
  criu: CriuService;
  /** A container without a network has neither. */
  link: LinkSwitch | undefined;
  backlog: FrameBacklog | undefined;
  block: NetworkBlock;
}

export const dumpLog = "dump.log";

export class SourceTree implements AsyncDisposable {
  readonly #options: SourceTreeOptions;
  readonly #criu: CriuService;
  readonly #criuId: ProcessId | null;
  readonly #link: LinkSwitch | undefined;
  readonly #block: NetworkBlock;
  readonly #backlog: FrameBacklog | undefined;
  readonly #spare = Promise.withResolvers<void>();
  readonly #verdict = Promise.withResolvers<Verdict>();
  #dump: Promise<unknown> | undefined;
  #cutting: Promise<void> | undefined;
  #settled = false;
  #holdsConnections = false;
  #holding = false;

  private constructor(options: SourceTreeOptions, parts: TreeParts) {
    this.#options = options;
    this.#criu = parts.criu;
    this.#link = parts.link;
    this.#block = parts.block;
    this.#backlog = parts.backlog;
    this.#criuId = processId(parts.criu.pid);
    this.#spare.promise.catch(() => undefined); // a tree that is never frozen has nobody waiting for it
  }

  /** Starts and warms everything the freeze needs. The container is not touched. */
  static async prepare(options: SourceTreeOptions): Promise<SourceTree> {
    const { container, initPid, keepsMemory } = options;
    await using undo = new AsyncDisposableStack();
    const criu = undo.use(
      await CriuService.start({
        pageServer: !keepsMemory,
        prefix: ["nsenter", `--net=${container.paths.netns}`, `--cgroup=/proc/${initPid}/ns/cgroup`, "--"],
      }),
    );
    // DANGER: CRIU puts code of its own into each process, for about a millisecond at a time, and takes it out again. If it is
    // killed just then the process dies of SIGTRAP, and the container with it. Nothing can mend that.
    keepFromOomKiller(criu.pid);
    const warm = criu.featureCheck();
    warm.catch(() => undefined); // awaited below, unless something else fails first
    const { network } = container.spec;
    const link = network ? undo.use(await LinkSwitch.prepare(container.paths.hostLink)) : undefined;
    const backlog = network ? undo.use(await FrameBacklog.prepare(network.mac)) : undefined;
    const block = undo.use(await NetworkBlock.prepare(container.paths.netns));
    makeTimersRelative([process.pid]); // finds none; the first call costs a millisecond more than the next
    await warm;
    undo.move();
    return new SourceTree(options, { criu, link, block, backlog });
  }

  /** CRIU's process, for whoever wants to know what to watch. */
  get criuPid(): number {
    return this.#criu.pid;
  }

  /** The tree's pages, while {@link freezeAndDump} is under way. */
  pages(): AsyncIterable<readonly PageEvent[]> {
    return this.#options.keepsMemory ? none() : this.#criu.pages();
  }

  /**
   * New connections from outside wait from now on, and those under way get the time to be accepted: a program that takes
   * longer has its dump refused by CRIU.
   */
  async holdConnections(): Promise<void> {
    if (!this.#backlog) return;
    this.#holdsConnections = true;
    this.#backlog.keep("connections");
    await this.#block.engage("connections");
    await drained(this.#options.initPid, acceptMs);
  }

  /** Freezes, cuts off, dumps. Resolves when the tree is the SPARE: complete images, held by its cgroup's freezer alone. */
  async freezeAndDump(): Promise<void> {
    const { container, initPid, imagesFolder, keepsMemory } = this.#options;
    const { paths, mountPlan } = container;
    const dump = this.#criu.dump(
      {
        pid: initPid,
        imagesDir: imagesFolder,
        logFile: dumpLog,
        root: paths.root,
        externalMounts: mountPlan.flatMap((mount) =>
          mount.kind === "bind" ? [{ key: mount.key, path: mount.target }] : [],
        ),
        freezeCgroup: container.cgroup.path,
        leaveLazyPages: keepsMemory,
      },
      async (notification) => await this.#onNotify(notification),
    );
    this.#dump = dump.then(
      (outcome) => {
        this.#spare.reject(new KonkError("E_DUMP", `CRIU ended the dump early: ${outcome.outcome}`));
      },
      (error: unknown) => {
        this.#spare.reject(error);
      },
    );
    await this.#spare.promise;
  }

  async #onNotify({ script }: Notification): Promise<Verdict> {
    const { container, timeline } = this.#options;
    switch (script) {
      case "pre-dump":
        this.#cutting = this.#freezeAndCut();
        await this.#cutting;
        return "continue";
      case "post-dump":
        if (globalThis.KONK_FAULTS) failpoint("source:dumped");
        // CRIU thawed the cgroup after seizing the tree. From here on no death of konk or CRIU lets it run.
        await container.cgroup.freeze();
        this.#assertHeld();
        if (globalThis.KONK_FAULTS) failpoint("source:fenced");
        timeline.mark("dump");
        this.#holding = true;
        this.#spare.resolve();
        return await this.#verdict.promise;
      default:
        return "continue";
    }
  }

  /**
   * DANGER: a CRIU that died before the fence was on let the tree run for a moment. Its images are complete, but they are
   * no longer the tree's state: a copy made from them would repeat what it did since.
   */
  #assertHeld(): void {
    if (this.#criuId !== null && isAlive(this.#criuId)) return;
    throw new KonkError("E_DUMP", "CRIU died before the tree was fenced");
  }

  async #freezeAndCut(): Promise<void> {
    const { container, timeline, onFreeze } = this.#options;
    timeline.mark("freeze");
    const frozen = container.cgroup.freeze();
    onFreeze();
    await frozen;
    if (globalThis.KONK_FAULTS) failpoint("source:frozen-uncut");
    this.#backlog?.keep("tcp");
    const cut = Promise.all([this.#link?.cut(), this.#block.engage("loopback")]);
    makeTimersRelative(container.cgroup.pids()); // while those two are waited for
    await cut;
    this.#backlog?.keep("all");
    if (globalThis.KONK_FAULTS) failpoint("source:cut");
    timeline.mark("cut");
  }

  /**
   * Lets the container go on here, whatever state it is in. Its connections are intact: back onto the bridge first, then
   * out of repair mode, then the thaw.
   */
  async rollBack(): Promise<void> {
    const { container, keepsMemory } = this.#options;
    if (this.#settled) return;
    this.#settled = true;
    if (!this.#dump) {
      if (this.#holdsConnections) await this.#block.release();
      this.#backlog?.deliver();
      return; // it was never asked to freeze
    }
    await this.#spare.promise.catch(() => undefined); // a dump under way ends or fails within its deadline
    await this.#cutting?.catch(() => undefined); // CRIU's death does not wait for it, and it must not end after the join
    try {
      await Promise.all([this.#link?.join(), this.#block.release()]); // what CRIU's probes need to arrive
      if (globalThis.KONK_FAULTS) failpoint("source:rejoined");
      // CRIU takes its sockets out of repair mode and leaves. DANGER: one that left memory where it is would serve it instead.
      if (this.#holding && keepsMemory) {
        await this.#criu.kill();
        if (globalThis.KONK_FAULTS) failpoint("source:unserved");
      } else if (this.#holding) this.#verdict.resolve("refuse");
      await this.#dump;
      // A CRIU that died left the sockets in repair mode, and the tree perhaps running: stop it, mend it, let it go.
      await container.cgroup.freeze();
      using sockets = TcpSockets.collect(container.cgroup.pids());
      sockets.repairOff();
      if (globalThis.KONK_FAULTS) failpoint("source:mended");
      sockets.reprobe(); // timers went off while it was cut: without this a stream waits for the next one
      await container.cgroup.thaw();
    } catch (error) {
      log.warn(`${messageOf(error)}; trying again`); // a prepared tool may have died: start afresh
      await letGoOn(container);
    }
    this.#backlog?.deliver();
  }

  /** The destination runs it: what came for it here meanwhile follows it. */
  forwardBacklog(): void {
    this.#backlog?.deliver();
  }

  /** The destination has it: the spare dies without a packet. CRIU first, while its sockets are still in repair mode. */
  async discard(): Promise<void> {
    this.#settled = true;
    if (globalThis.KONK_FAULTS) failpoint("source:confirmed");
    await this.#criu.kill();
    await this.#dump;
    if (globalThis.KONK_FAULTS) failpoint("source:criu-killed");
    await this.#options.container.cgroup.kill();
    if (globalThis.KONK_FAULTS) failpoint("source:spare-killed");
  }

  /** Leaves the spare as it is, frozen and silent, for whoever decides later. */
  async abandon(): Promise<void> {
    this.#settled = true;
    await this.#criu.kill();
    await this.#dump;
  }

  /** CRIU's log survives a failure, next to the journal. */
  async keepLog(folder: string): Promise<void> {
    await copyFile(join(this.#options.imagesFolder, dumpLog), join(folder, dumpLog)).catch(() => undefined);
  }

  /** The container's memory must not stay here. Before the journal's last line: after it nobody looks for them. */
  async removeImages(): Promise<void> {
    await rm(this.#options.imagesFolder, { recursive: true, force: true });
  }

  /** Releases what was prepared. DANGER: it must never thaw; whoever may go back has called rollBack() before. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#criu[Symbol.asyncDispose]();
    await this.#link?.[Symbol.asyncDispose]();
    this.#backlog?.[Symbol.dispose]();
    await this.#block[Symbol.asyncDispose]();
    await this.removeImages();
  }
}

async function* none(): AsyncGenerator<never> {
  // every image is in a file
}
