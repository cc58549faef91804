/**
 * CriuService: the interface to one CRIU process. It answers any number of `version` and `featureCheck`, then one `check`,
 * `dump` or `restore`, and is done. Started and asked for its version before a freeze it is warm when it matters.
 *
 * CRIU stops at each notification until it is answered: a caller that does not answer holds the tree as it is.
 *
 * DANGER: CRIU killed in the middle of a dump leaves what it did to the processes, and kills one that it is just putting its
 * code into; killed while it holds at `post-dump` it leaves the sockets in repair mode. So an abort lets a dump
 * reach its next notification and refuses there, and only a deadline or `kill()` uses SIGKILL.
 */
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { KonkError } from "../errors.ts";
import { criu } from "../gen/criu.js";
import { Conversation, type OnNotify } from "./conversation.ts";
import { criuFailure, type Task } from "./failure.ts";
import { type DumpOptions, dumpOptions, type RestoreOptions, restoreOptions } from "./options.ts";
import { type PageEvent, PageServer } from "./page-server.ts";
import { Swrk, type SwrkOptions, swrkExtraFd } from "./swrk.ts";

export type { Notification, OnNotify, Script, Verdict } from "./conversation.ts";
export type { DumpOptions, ExternalMount, LogLevel, RestoreOptions } from "./options.ts";
export type { PageEvent, PageImage } from "./page-server.ts";

export interface CriuVersion {
  major: number;
  minor: number;
  patch: number;
  /** "4.2.1" */
  text: string;
}

export interface CriuFeatures {
  /** Dirty pages can be tracked: pre-copy. */
  memoryTracking: boolean;
  /** Pages can be brought in later: post-copy. */
  lazyPages: boolean;
}

/** "refused": a handler refused and CRIU undid its work. "killed": `kill()` was called; the tree is as CRIU left it. */
type Undone = { outcome: "refused"; script: string } | { outcome: "killed" };
export type DumpOutcome = { outcome: "dumped" } | Undone;
export type RestoreOutcome = { outcome: "restored"; pid: number } | Undone;

export interface StartOptions extends Omit<SwrkOptions, "extraFd"> {
  signal?: AbortSignal;
  /** Whether a dump gives its pages to {@link CriuService.pages} instead of writing them into images. Default false. */
  pageServer?: boolean;
}

/** How long CRIU may work without a word or a page, beside the time handlers take. */
export interface Deadline {
  /** Default two minutes. */
  timeoutMs?: number;
}

const quickMs = 10_000;
const longMs = 120_000;

export class CriuService implements AsyncDisposable {
  readonly #swrk: Swrk;
  readonly #conversation: Conversation;
  readonly #pageServer: PageServer | undefined;

  private constructor(swrk: Swrk, signal: AbortSignal | undefined, pageServer: PageServer | undefined) {
    this.#swrk = swrk;
    this.#conversation = new Conversation(swrk, signal, () => pageServer?.heardBytes ?? 0);
    this.#pageServer = pageServer;
  }

  /** Throws E_REQUIREMENT when CRIU is not installed, E_CRIU when it does not start, E_CANCELLED. */
  static async start(options: StartOptions = {}): Promise<CriuService> {
    if (options.signal?.aborted) throw new KonkError("E_CANCELLED", "Cannot start CRIU: cancelled");
    using undo = new DisposableStack();
    const pageServer = options.pageServer === true ? undo.use(new PageServer()) : undefined;
    const extra = pageServer ? { extraFd: pageServer.criuFd } : {};
    const service = new CriuService(await Swrk.start({ ...options, ...extra }), options.signal, pageServer);
    undo.move();
    return service;
  }

  /** The pages of the dump, while CRIU sends them; ends early when CRIU does. Throws E_CRIU. */
  pages(): AsyncIterable<readonly PageEvent[]> {
    if (this.#pageServer) return this.#pageServer.events();
    throw new KonkError("E_BUG", "Cannot receive pages of a CRIU that was started without a page server");
  }

  /** CRIU's process, also after a prefix such as nsenter has become CRIU. */
  get pid(): number {
    return this.#swrk.pid;
  }

  /** Settles when CRIU has ended and was reaped, with how: "exit status 0", "SIGKILL". */
  get exited(): Promise<string> {
    return this.#swrk.exited;
  }

  /** Throws E_CRIU, E_CANCELLED. */
  async version(): Promise<CriuVersion> {
    const task: Task = { code: "E_CRIU", action: "ask CRIU for its version", logPath: null };
    const { version } = await this.#ask(task, { type: criu.RequestType.VERSION, keepOpen: true });
    if (!version) throw new KonkError("E_CRIU", "Cannot ask CRIU for its version: found none in the answer");
    const { majorNumber: major, minorNumber: minor, sublevel } = version;
    const patch = sublevel ?? 0;
    return { major, minor, patch, text: [major, minor, ...(patch > 0 ? [patch] : [])].join(".") };
  }

  /** What kernel and CRIU can do together. Throws E_CRIU, E_CANCELLED. */
  async featureCheck(): Promise<CriuFeatures> {
    const task: Task = { code: "E_CRIU", action: "ask CRIU what it can do here", logPath: null };
    const features = { memTrack: true, lazyPages: true };
    const answer = await this.#ask(task, { type: criu.RequestType.FEATURE_CHECK, keepOpen: true, features });
    return { memoryTracking: answer.features?.memTrack ?? false, lazyPages: answer.features?.lazyPages ?? false };
  }

  /** Whether this kernel has what CRIU needs; ends the service. Throws E_CRIU with CRIU's reasons, E_CANCELLED. */
  async check(): Promise<void> {
    const task: Task = { code: "E_CRIU", action: "use CRIU on this kernel", logPath: null };
    await this.#ask(task, { type: criu.RequestType.CHECK });
  }

  /**
   * Writes the tree's images and ends the service. Settles with "dumped" when every notification was answered with
   * "continue", also at post-dump. Throws E_DUMP with the reasons in `lines`, E_CANCELLED, or what `onNotify` threw (its
   * throwing refuses).
   */
  async dump(options: DumpOptions & Deadline, onNotify: OnNotify): Promise<DumpOutcome> {
    const task: Task = { code: "E_DUMP", action: `dump process ${options.pid}`, logPath: logPath(options) };
    if (this.#pageServer) await this.#introduceTo(this.#pageServer);
    const pageServer = this.#pageServer ? { ps: { fd: swrkExtraFd } } : {};
    using folder = openFolder(options.imagesDir);
    const request = { type: criu.RequestType.DUMP, opts: { ...dumpOptions(options, folder.fd), ...pageServer } };
    const end = await this.#conversation.hold({ task, request, onNotify, timeoutMs: options.timeoutMs ?? longMs });
    if (end.kind === "undone") return end.outcome;
    return { outcome: "dumped" };
  }

  /**
   * Makes the tree from its images and ends the service. A refusal at post-restore or before kills what was made; CRIU
   * ignores one at pre-resume or later. At pre-resume the processes are whole: CRIU's death there lets them run, unless their
   * cgroup is frozen or they were to be left stopped. Before it, CRIU's death leaves pieces that only killing the cgroup removes. Throws E_RESTORE with the reasons in `lines`, E_CANCELLED, or what `onNotify` threw.
   */
  async restore(options: RestoreOptions & Deadline, onNotify: OnNotify): Promise<RestoreOutcome> {
    const task: Task = { code: "E_RESTORE", action: `restore from "${options.imagesDir}"`, logPath: logPath(options) };
    using folder = openFolder(options.imagesDir);
    const request = { type: criu.RequestType.RESTORE, opts: restoreOptions(options, folder.fd) };
    const end = await this.#conversation.hold({ task, request, onNotify, timeoutMs: options.timeoutMs ?? longMs });
    if (end.kind === "undone") return end.outcome;
    const pid = end.response.restore?.pid ?? 0;
    if (pid <= 0) throw new KonkError("E_RESTORE", `Cannot restore: found pid ${pid} in the answer`);
    return { outcome: "restored", pid };
  }

  /** SIGKILL, at any moment; a running dump or restore settles with "killed". Settles when CRIU is reaped. */
  async kill(): Promise<void> {
    await this.#conversation.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#conversation.finish();
    await this.#swrk[Symbol.asyncDispose]();
    this.#pageServer?.[Symbol.dispose]();
  }

  async #introduceTo(pageServer: PageServer): Promise<void> {
    try {
      pageServer.heed(await this.version());
    } catch (error) {
      pageServer[Symbol.dispose](); // there will be no dump to wait for
      throw error;
    }
  }

  async #ask(task: Task, request: criu.Request.$Properties): Promise<criu.Response> {
    const onNotify: OnNotify = () => Promise.resolve("continue");
    const end = await this.#conversation.hold({ task, request, onNotify, timeoutMs: quickMs });
    if (end.kind === "answered") return end.response;
    throw await criuFailure(task, { seen: "CRIU was killed", stderr: this.#swrk.stderr });
  }
}

/** CRIU finds the folder as a descriptor of the process that made its socket: it must stay open until the answer. */
function openFolder(path: string): Disposable & { fd: number } {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  return {
    fd,
    [Symbol.dispose]: () => {
      closeSync(fd);
    },
  };
}

function logPath(options: { imagesDir: string; logFile: string }): string {
  return join(options.imagesDir, options.logFile);
}
