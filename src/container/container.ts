/**
 * The Container: what belongs to one container on this host, and its life here: started or landed, stopped, removed.
 *
 *   (none) --start--> starting --> running --> exited --remove--> (none)
 *   (none) --buildLanding--> landing --> running          running --> handed-over --dismantle--> (none)
 *
 * `landing` and `handed-over` are the two ends of a migration; whoever migrates sets them.
 */
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync } from "node:fs";
import { constants } from "node:os";
import type { ContainerSpec, ContainerState, ProcessId } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { Cgroup } from "./cgroup.ts";
import { buildEnvironment, dismantleEnvironment, type LinkOptions, mountPlanOf } from "./environment.ts";
import { FileLock } from "./lock.ts";
import type { PlannedMount } from "./mount-plan.ts";
import type { ContainerPaths, Paths } from "./paths.ts";
import { catchesSignal, findInit, isAliveAndWell, parentOf } from "./process-id.ts";
import { endRestorer } from "./restorer.ts";
import { readSpec, readState, writeJson } from "./state-file.ts";

/** How long the monitor may take to write down an end that has happened. */
const recordingMs = 1_000;

export class Container {
  readonly spec: ContainerSpec;
  readonly paths: ContainerPaths;
  readonly #host: Paths;

  private constructor(host: Paths, spec: ContainerSpec) {
    this.#host = host;
    this.spec = spec;
    this.paths = host.container(spec.name);
  }

  /** Throws E_NO_CONTAINER. */
  static open(host: Paths, name: string): Container {
    try {
      return new Container(host, readSpec(host.container(name).spec));
    } catch (error) {
      throw isMissing(error) ? noContainer(name) : error;
    }
  }

  /** All containers of this host, by name. Folders that hold no readable container are left out. */
  static list(host: Paths): Container[] {
    return folderNames(host.containers).flatMap((name) => {
      try {
        return [Container.open(host, name)];
      } catch {
        return []; // being created or removed at this moment, or damaged: `rm -f` still takes it
      }
    });
  }

  /** The one of that name, when there is a readable one. */
  static find(host: Paths, name: string | undefined): Container | undefined {
    return Container.list(host).find((candidate) => candidate.name === name);
  }

  /** Whether anything of that name is there, readable or not. */
  static folderExists(host: Paths, name: string): boolean {
    return existsSync(host.container(name).folder);
  }

  /**
   * Claims the name and builds the environment, without addresses and off the bridge; on failure or when `undo` is disposed
   * nothing of it is left. The state is `state` from the first moment on. Throws E_EXISTS, E_CONFIG, E_NETWORK.
   */
  static async build(
    host: Paths,
    spec: ContainerSpec,
    state: ContainerState,
    link: LinkOptions,
    undo: AsyncDisposableStack,
    signal?: AbortSignal,
  ): Promise<Container> {
    const container = Container.#claim(host, spec, state, undo);
    await buildEnvironment(host, spec, link, undo, signal);
    return container;
  }

  /**
   * The place for a container that is to arrive: the same environment, its link not on the bridge, no addresses yet, nothing
   * started. A failure leaves nothing; later `dismantle({ folder: true })` removes it.
   */
  static async buildLanding(
    host: Paths,
    spec: ContainerSpec,
    { migrationId, ...link }: LinkOptions & { migrationId: string },
    signal?: AbortSignal,
  ): Promise<Container> {
    await using undo = new AsyncDisposableStack();
    const container = await Container.build(host, spec, { phase: "landing", migrationId }, link, undo, signal);
    undo.move();
    return container;
  }

  static #claim(host: Paths, spec: ContainerSpec, state: ContainerState, undo: AsyncDisposableStack): Container {
    const container = new Container(host, spec);
    const { folder, logs, outputLog } = container.paths;
    mkdirSync(host.containers, { recursive: true, mode: 0o700 });
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      throw isExisting(error) ? taken(spec.name, error) : error;
    }
    undo.defer(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    mkdirSync(logs, { mode: 0o755 });
    closeSync(openSync(outputLog, "a", 0o600));
    chownSync(outputLog, spec.user.uid, spec.user.gid); // so that the program may open /dev/stdout
    writeJson(container.paths.spec, spec);
    container.setState(state);
    return container;
  }

  get name(): string {
    return this.spec.name;
  }
  get stateFolder(): string {
    return this.#host.state;
  }
  /** konk's own /dev on this host. */
  get devFolder(): string {
    return this.#host.dev;
  }
  get cgroup(): Cgroup {
    return Cgroup.of(this.name);
  }
  /** Its mounts below the root on this host. */
  get mountPlan(): PlannedMount[] {
    return mountPlanOf(this.#host, this.spec);
  }

  /** Throws E_NO_CONTAINER when it was removed. */
  state(): ContainerState {
    const state = this.stateIfThere();
    if (state === null) throw noContainer(this.name);
    return state;
  }

  /** null when it was removed. */
  stateIfThere(): ContainerState | null {
    try {
      return readState(this.paths.state);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Durable when it returns, unless the caller has that elsewhere and no time. */
  setState(state: ContainerState, { durable = true } = {}): void {
    writeJson(this.paths.state, state, durable);
  }

  /** The living first process, or null; one that was killed lives no more, however long it takes to give back its memory. */
  init(): ProcessId | null {
    const state = this.state();
    return state.phase === "running" && isAliveAndWell(state.init) ? state.init : null;
  }

  /** The living first process. Throws E_NO_CONTAINER when it does not run. */
  livingInit(): ProcessId {
    const init = this.init();
    if (init !== null) return init;
    throw new KonkError(
      "E_NO_CONTAINER",
      `Cannot use container "${this.name}": found it ${this.state().phase}, wanted it running`,
      {
        hint: 'See "konk ps"',
      },
    );
  }

  /** Whether the monitor lives that started or restored it: the parent of its first process. */
  hasMonitor(): boolean {
    const init = findInit(this.cgroup.pids());
    const parent = init && parentOf(init.pid);
    return parent !== null && Cgroup.ofMonitor(this.name).pids().includes(parent);
  }

  /** Host pids of all its processes. */
  processes(): number[] {
    return this.cgroup.pids();
  }

  /** For whoever changes the container; `purpose` completes "busy with …". Throws E_BUSY, E_NO_CONTAINER. */
  async lock(purpose: string, patience: { waitMs?: number } = {}): Promise<FileLock> {
    try {
      return await FileLock.acquire(this.paths.lock, `container "${this.name}"`, purpose, patience);
    } catch (error) {
      throw isMissing(error) ? noContainer(this.name) : error;
    }
  }

  /**
   * Ends it: SIGTERM to the first process, and after `timeoutMs` a kill of everything in its cgroup. A first process without a
   * handler for SIGTERM is killed at once, because the kernel would drop that signal. The caller holds the lock.
   */
  async stop(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    const init = this.init();
    if (init !== null && catchesSignal(init.pid, constants.signals.SIGTERM)) {
      process.kill(init.pid, "SIGTERM");
      await this.#ended(timeoutMs, signal);
    }
    await this.end(signal);
  }

  /** Kills everything in its cgroup, and has that written down. */
  async end(signal?: AbortSignal): Promise<void> {
    const state = this.stateIfThere();
    if (state?.phase !== "running") return;
    await this.cgroup.kill();
    if (await this.#ended(recordingMs, signal)) return;
    // Its monitor is gone: nobody else will write it down.
    this.setState({
      phase: "exited",
      status: { kind: "signal", signal: "SIGKILL" },
      endedAt: new Date().toISOString(),
      init: state.init,
    });
    await this.dismantle();
  }

  /** Removes a container that does not run, with its logs. The caller holds the lock. */
  async remove(): Promise<void> {
    await this.dismantle({ folder: true });
  }

  /**
   * Kills what is left of it here and removes link, network namespace, mounts, cgroup and runtime folder; with `folder` also
   * its state and logs. May be repeated.
   */
  async dismantle({ folder = false } = {}): Promise<void> {
    await endRestorer(this.paths);
    await dismantleEnvironment(this.paths);
    if (folder) rmSync(this.paths.folder, { recursive: true, force: true });
  }

  /** Waits until it is recorded as ended; false after `timeoutMs`. */
  async #ended(timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (this.stateIfThere()?.phase === "running") {
      signal?.throwIfAborted();
      if (performance.now() > deadline) return false;
      await Bun.sleep(20);
    }
    return true;
  }
}

/** Removes what a folder without readable content stands for: for a start that was cut short by a crash. */
export async function discardDamaged(host: Paths, name: string): Promise<void> {
  const paths = host.container(name);
  await dismantleEnvironment(paths);
  rmSync(paths.folder, { recursive: true, force: true });
}

function folderNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function noContainer(name: string): KonkError {
  return new KonkError("E_NO_CONTAINER", `Cannot find container "${name}"`, {
    hint: '"konk ps" lists the containers of this host',
  });
}

function taken(name: string, cause: unknown): KonkError {
  return new KonkError("E_EXISTS", `Cannot create container "${name}": found one of that name`, {
    cause,
    hint: `Choose another name, or remove it with "konk rm ${name}"`,
  });
}

const hasCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;
const isMissing = (error: unknown): boolean => hasCode(error, "ENOENT");
const isExisting = (error: unknown): boolean => hasCode(error, "EEXIST");
