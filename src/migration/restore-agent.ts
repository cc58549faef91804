/** The server's end of the conversation with a restore monitor (container/restore-monitor.ts). */
import { closeSync, openSync } from "node:fs";
import type { Container } from "../container/container.ts";
import { lastWords } from "../container/monitor.ts";
import type { MonitorMessage, RestoreMonitorOptions } from "../container/restore-monitor.ts";
import { scopePrefix } from "../container/scope.ts";
import { selfCommand } from "../container/self-command.ts";
import type { ProcessId } from "../core/container-spec.ts";
import type { TimedStep } from "../core/report.ts";
import { isErrorCode, KonkError, messageOf } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { within } from "../within.ts";

export interface Restored {
  /** The container's first process. */
  init: ProcessId;
  steps: TimedStep[];
}

/** How long a monitor may need to start CRIU. Milliseconds. */
const readyMs = 15_000;

/** How long a monitor whose tree was killed may need to end by itself. Milliseconds. */
const endMs = 3_000;

type Monitor = Bun.Subprocess<"pipe", "pipe", number>;

export class RestoreAgent {
  readonly #monitor: Monitor;
  readonly #ready = Promise.withResolvers<void>();
  readonly #restored = Promise.withResolvers<Restored>();
  readonly #steps: TimedStep[] = [];

  private constructor(monitor: Monitor, container: Container) {
    this.#monitor = monitor;
    this.#ready.promise.catch(() => undefined); // whoever still waits hears of a failure through these
    this.#restored.promise.catch(() => undefined);
    this.#listen(container).catch((error: unknown) => {
      this.#fail(new KonkError("E_RESTORE", `Cannot understand the monitor: ${messageOf(error)}`, { cause: error }));
    });
  }

  /** Starts the monitor in a session of its own, so that it outlives this server, and waits until its CRIU is warm. */
  static async start(container: Container, options: RestoreMonitorOptions, signal: AbortSignal): Promise<RestoreAgent> {
    const prefix = await scopePrefix(container.name, signal);
    const agent = new RestoreAgent(spawnMonitor(container, options, prefix), container);
    await within(agent.#ready.promise, readyMs, () => {
      throw new KonkError("E_TIMEOUT", `CRIU was not ready to restore after ${readyMs} ms`);
    });
    return agent;
  }

  /** Lets the monitor restore. Resolves when the tree is HELD; throws E_RESTORE with CRIU's reasons. */
  async restore(): Promise<Restored> {
    await this.#monitor.stdin.write("restore\n");
    await this.#monitor.stdin.flush();
    return await this.#restored.promise;
  }

  /** Waits for the end of a monitor that has nothing to watch any more, and ends it if need be. */
  async stop(): Promise<void> {
    await this.#monitor.stdin.end(); // one that was never told to restore leaves
    this.#monitor.kill("SIGTERM"); // one in the middle of it ends its CRIU, which would wait for a killed tree for ever
    await within(this.#monitor.exited, endMs, () => {
      this.#monitor.kill("SIGKILL");
    });
    await this.#monitor.exited;
  }

  async #listen(container: Container): Promise<void> {
    let buffered = "";
    const decoder = new TextDecoder();
    for await (const piece of this.#monitor.stdout) {
      const lines = (buffered + decoder.decode(piece, { stream: true })).split("\n");
      buffered = lines.pop() ?? "";
      for (const line of lines) this.#hear(JSON.parse(line) as MonitorMessage);
    }
    this.#fail(new KonkError("E_RESTORE", "The monitor of the restore died", { lines: lastWords(container) }));
  }

  #hear(message: MonitorMessage): void {
    switch (message.event) {
      case "ready":
        this.#ready.resolve();
        return;
      case "step":
        this.#steps.push({ step: message.step, atMs: message.atMs });
        return;
      case "held":
        this.#restored.resolve({ init: message.init, steps: this.#steps });
        return;
      case "failed": {
        const { code, message: text, hint, lines } = message;
        const details = { lines, ...(hint === null ? {} : { hint }) };
        this.#fail(new KonkError(isErrorCode(code) ? code : "E_RESTORE", text, details));
        return;
      }
      default:
        message satisfies never;
    }
  }

  #fail(error: KonkError): void {
    this.#ready.reject(error);
    this.#restored.reject(error);
  }
}

function spawnMonitor(container: Container, options: RestoreMonitorOptions, prefix: readonly string[]): Monitor {
  const log = openSync(container.paths.monitorLog, "a", 0o600);
  try {
    const { imagesFolder, expectedBytes, mayFollowBytes } = options;
    const given = ["--images", imagesFolder, "--memory", String(expectedBytes), "--follow", String(mayFollowBytes)];
    const argv = ["monitor", "restore", container.name, ...given, "--state", container.stateFolder];
    const monitor = Bun.spawn([...prefix, ...selfCommand(), ...argv], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: log,
      env: { ...cleanEnvironment },
      cwd: "/",
      detached: true,
    });
    monitor.unref();
    return monitor;
  } finally {
    closeSync(log);
  }
}
