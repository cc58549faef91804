/**
 * Whoever keeps a pager (pager.ts): starts it, holds a duplicate of each userfaultfd, so that a process that lacks pages waits
 * and reads no zeros when the pager dies, and then starts the next one. Another duplicate is where no death of konk reaches it.
 */
import { closeSync, existsSync, openSync } from "node:fs";
import { KonkError, messageOf } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { within } from "../within.ts";
import type { Container } from "./container.ts";
import { DescriptorHolder } from "./descriptor-holder.ts";
import { pidfdGetfd, pidfdOpen } from "./net-libc.ts";
import { keepFromOomKiller } from "./oom-killer.ts";
import { diedInDoubt } from "./pager-doubt.ts";
import type { PagerWord } from "./pager-words.ts";
import { selfCommand } from "./self-command.ts";

/** How long a pager may need to begin. Milliseconds. */
const readyMs = 15_000;
/** A pager that cannot live is not started more often than this. Milliseconds. */
const pauseMs = 100;
/** And not for ever: its container is beyond help then. */
const maximumPagers = 20;

type Process = Bun.Subprocess<"pipe", "pipe", number>;

export class PageKeeper implements Disposable {
  readonly #container: Container;
  readonly #imagesFolder: string;
  readonly #holder: DescriptorHolder;
  readonly #descriptors: number[] = [];
  readonly #history: PagerWord[] = [];
  readonly #ready = Promise.withResolvers<void>();
  readonly #restored = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #pager: Process | undefined;
  #pagers = 0;
  #isRestoring = false;
  #isFilled = false;
  #isOver = false;

  private constructor(container: Container, imagesFolder: string) {
    this.#container = container;
    this.#imagesFolder = imagesFolder;
    this.#holder = DescriptorHolder.start(container.paths);
    for (const { promise } of [this.#ready, this.#restored, this.#ended]) promise.catch(() => undefined);
  }

  /** Resolves when CRIU can find it. */
  static async start(container: Container, imagesFolder: string): Promise<PageKeeper> {
    const keeper = new PageKeeper(container, imagesFolder);
    keeper.#keep().catch((error: unknown) => {
      keeper.#fail(error);
    });
    using undo = new DisposableStack();
    undo.use(keeper);
    await within(keeper.#ready.promise, readyMs, () => {
      throw new KonkError("E_TIMEOUT", `The pager was not ready after ${readyMs} ms`);
    });
    undo.move();
    return keeper;
  }

  /**
   * CRIU begins to restore. DANGER: a pager that dies from now on takes with it what CRIU has passed and it has not told yet,
   * and CRIU notices nothing: the restore has failed.
   */
  begin(): void {
    this.#isRestoring = true;
  }

  /** Resolves when every process's descriptor is held here. Throws E_RESTORE when that cannot be had. */
  async restored(): Promise<void> {
    await this.#restored.promise;
  }

  /** Resolves when nothing is lacking any more. Throws E_RESTORE when a process lacks pages and nobody can fill them. */
  async filled(): Promise<void> {
    await this.#ended.promise;
  }

  /** DANGER: only when nothing is lacking, or when nothing of the container lives. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#pager?.kill("SIGKILL");
    for (const fd of this.#descriptors.splice(0)) closeSync(fd);
    this.#holder[Symbol.dispose]();
  }

  async #keep(): Promise<void> {
    for (; !this.#isOver && this.#pagers < maximumPagers; this.#pagers++) {
      const pager = this.#spawn();
      this.#pager = pager;
      await this.#listen(pager);
      await pager.exited;
      const isRestored = this.#history.some(({ word }) => word === "restored");
      // One that died after it had filled all took its socket away, or another one would wait for pages that nobody sends.
      if (this.#isFilled || (isRestored && !existsSync(this.#container.paths.pagerSocket))) {
        this.#ended.resolve();
        return;
      }
      if (diedInDoubt(this.#container.paths.pagerDoubt))
        throw new KonkError("E_RESTORE", "The pager died while it was told of a change of its processes' memory");
      if (this.#isRestoring && !isRestored) throw new KonkError("E_RESTORE", "The pager died while CRIU restored");
      await Bun.sleep(pauseMs);
    }
    throw new KonkError("E_RESTORE", "The pager does not stay alive");
  }

  #spawn(): Process {
    const { name, paths, stateFolder } = this.#container;
    const argv = ["monitor", "pager", name, "--images", this.#imagesFolder, "--state", stateFolder];
    const log = openSync(paths.monitorLog, "a", 0o600);
    try {
      const pager = Bun.spawn([...selfCommand(), ...argv, "--descriptors", String(this.#descriptors.length)], {
        stdio: ["pipe", "pipe", log, ...this.#descriptors],
        env: { ...cleanEnvironment },
        cwd: "/",
        detached: true,
      });
      keepFromOomKiller(pager.pid);
      // One that has died already, which a write may throw for at once or later, is seen by its end.
      tellAll(pager, this.#history).catch(() => undefined);
      return pager;
    } finally {
      closeSync(log);
    }
  }

  async #listen(pager: Process): Promise<void> {
    const pidfd = pidfdOpen(pager.pid);
    const decoder = new TextDecoder();
    let buffered = "";
    try {
      for await (const piece of pager.stdout) {
        const lines = (buffered + decoder.decode(piece, { stream: true })).split("\n");
        buffered = lines.pop() ?? "";
        for (const line of lines) this.#hear(JSON.parse(line) as PagerWord, pidfd);
      }
    } finally {
      if (pidfd !== null) closeSync(pidfd);
    }
  }

  #hear(word: PagerWord, pidfd: number | null): void {
    switch (word.word) {
      case "ready":
        this.#ready.resolve();
        return;
      case "filled":
        this.#isFilled = true;
        return;
      case "process":
      case "forked": {
        const copy = pidfd === null ? null : pidfdGetfd(pidfd, word.fd);
        // DANGER: it died with the only descriptor of that process, which reads zeros from now on.
        if (copy === null) throw new KonkError("E_RESTORE", "The pager died before a process's memory could be kept");
        this.#descriptors.push(copy);
        this.#holdToo(copy);
        this.#history.push(word);
        return;
      }
      case "dropped":
      case "moved":
        this.#history.push(word);
        return;
      case "restored":
        this.#history.push(word);
        this.#restored.resolve();
        return;
      default:
        word satisfies never;
    }
  }

  #holdToo(descriptor: number): void {
    try {
      this.#holder.hold(descriptor);
    } catch (error) {
      process.stderr.write(`A process's memory is held by pager and monitor alone: ${messageOf(error)}\n`);
    }
  }

  #fail(error: unknown): void {
    for (const { reject } of [this.#ready, this.#restored, this.#ended]) reject(error);
  }
}

/** What its predecessors have told, and no more. Throws when the pager has died. */
async function tellAll(pager: Process, history: readonly PagerWord[]): Promise<void> {
  await pager.stdin.write(history.map((word) => `${JSON.stringify(word)}\n`).join(""));
  await pager.stdin.end();
}
