/**
 * The parent of a container's first process: starts it, waits for its end, keeps its exit status. It is resident for the
 * container's life and depends on nothing: konk's server may come and go.
 */
import { closeSync, openSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import type { ExitStatus, ProcessId } from "../core/container-spec.ts";
import { asKonkError, KonkError } from "../errors.ts";
import { cleanEnvironment, run } from "../run.ts";
import { Cgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { dismantleEnvironment } from "./environment.ts";
import type { StartReport } from "./init.ts";
import { reap } from "./libc.ts";
import { isAlive } from "./process-id.ts";
import { selfCommand } from "./self-command.ts";

const ownOomScore = "/proc/self/oom_score_adj";

/** The line that a monitor writes on its standard output once it knows how the start went. */
export type MonitorReport = { started: true } | { started: false; message: string; hint?: string };

/** The end of what a monitor, or systemd-run before it, wrote to its log: why it died. */
export function lastWords({ paths }: Container): string[] {
  try {
    return readFileSync(paths.monitorLog, "utf8").trim().split("\n").filter(Boolean).slice(-5);
  } catch {
    return []; // removed with the container
  }
}

/**
 * Starts the container's first process, tells on standard output how that went, and stays until it ends. After a failure
 * the process that started the monitor takes the environment apart.
 */
export async function runMonitor(container: Container): Promise<void> {
  settleIn(container);
  const child = await startInit(container);
  let init: ProcessId;
  try {
    init = await startedInit(container, child.exited);
  } catch (error) {
    await container.cgroup.kill();
    const { message, hint } = asKonkError(error);
    report({ started: false, message, ...(hint === undefined ? {} : { hint }) });
    return;
  }
  leaveCgroup(container, child.pid);
  container.setState({ phase: "running", init, startedAt: new Date().toISOString() });
  report({ started: true });
  using _patience = ignoreTermination();
  await child.exited;
  const { signalCode, exitCode } = child;
  await recordEnd(
    container,
    init,
    signalCode === null ? { kind: "code", code: exitCode ?? 255 } : { kind: "signal", signal: String(signalCode) },
  );
}

/**
 * Makes the container's cgroup and the monitor's, and moves this process into its own: out of the session or service that
 * started it, so that their end is not the monitor's. What protects that service from a lack of memory is not for the
 * container either: CRIU puts back every oom_score_adj but 0.
 */
export function settleIn({ name, cgroup }: Container): void {
  if (readFileSync(ownOomScore, "utf8").startsWith("-")) writeFileSync(ownOomScore, "0");
  const own = Cgroup.ofMonitor(name);
  own.create();
  own.add(process.pid);
  cgroup.create();
}

/** To stop a scope systemd sends SIGTERM to all in it: the monitor stays to record the end of the container, and ends then. */
function ignoreTermination(): Disposable {
  const listener = () => undefined;
  process.on("SIGTERM", listener);
  return {
    [Symbol.dispose]: () => {
      process.off("SIGTERM", listener);
    },
  };
}

/**
 * Waits for the end of a first process that konk did not spawn through Bun, such as one that CRIU restored as this
 * process's child, and records it. Of a process that is no child only the fact that it ended can be known.
 */
export async function watchInit(container: Container, init: ProcessId): Promise<void> {
  using _patience = ignoreTermination();
  await recordEnd(container, init, await endOf(init));
}

async function endOf(init: ProcessId): Promise<ExitStatus> {
  for (;;) {
    const child = nextChildEvent();
    const found = reap(init.pid);
    if (typeof found === "object") return found;
    if (found === "not-a-child" && !isAlive(init)) return { kind: "signal", signal: "unknown" };
    await child;
  }
}

/** Resolves at the next SIGCHLD, and after a second at the latest. */
async function nextChildEvent(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = () => {
    resolve();
  };
  const timer = setTimeout(wake, 1_000);
  process.once("SIGCHLD", wake);
  await promise;
  clearTimeout(timer);
  process.off("SIGCHLD", wake);
}

/** Does nothing when the container is no longer this process's: removed, handed over, or started again. */
async function recordEnd(container: Container, init: ProcessId, status: ExitStatus): Promise<void> {
  await dismantleEnvironment(container.paths, () => {
    const state = container.stateIfThere();
    if (state?.phase !== "running" || state.init.pid !== init.pid || state.init.startTime !== init.startTime)
      return false;
    container.setState({ phase: "exited", status, endedAt: new Date().toISOString(), init });
    return true;
  });
}

/**
 * Everything is born in the container's cgroup, so that killing that leaves nothing of a start that fails; the namespace of
 * cgroups has its root there.
 *
 * util-linux makes the namespaces; `unshare` stays as the parent of the new pid namespace's first process and ends as that
 * one ends. Never its --kill-child: CRIU would restore the parent-death signal, and the tree would die with CRIU.
 */
async function startInit({ paths, stateFolder, name, cgroup }: Container) {
  await run(["mkfifo", "--mode=600", paths.startReport]);
  const namespaces = ["--pid", "--mount", "--uts", "--ipc", "--cgroup", "--fork"];
  const init = [...selfCommand(), "init", name, "--state", stateFolder];
  const log = openSync(paths.monitorLog, "a", 0o600);
  cgroup.add(process.pid);
  try {
    return Bun.spawn(["nsenter", `--net=${paths.netns}`, "unshare", ...namespaces, "--", ...init], {
      stdio: ["ignore", log, log],
      env: { ...cleanEnvironment },
      cwd: "/",
    });
  } finally {
    Cgroup.ofMonitor(name).add(process.pid);
    closeSync(log);
  }
}

/** `unshare` is not part of the container: it must neither be frozen nor be found by CRIU. */
function leaveCgroup({ name }: Container, pid: number): void {
  try {
    Cgroup.ofMonitor(name).add(pid);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error; // it has ended already
  }
}

async function startedInit({ name, paths }: Container, exited: Promise<number>): Promise<ProcessId> {
  const reading = readFile(paths.startReport, "utf8"); // ends when the first process has executed the program, or has died
  const text = await Promise.race([reading, exited.then(() => null)]);
  // Without a writer the read would wait forever: be one for a moment.
  if (text === null) await (await open(paths.startReport, "r+")).close();
  const { init, executing, error } = parseReport(await reading);
  unlinkSync(paths.startReport);
  if (error !== undefined) throw new KonkError("E_START", error.message, error);
  if (init !== undefined && executing) return init;
  throw new KonkError(
    "E_START",
    `Cannot start container "${name}": its first process ended before it became the program`,
    {
      hint: `See "${paths.monitorLog}" and "${paths.outputLog}"`,
    },
  );
}

function parseReport(text: string): StartReport {
  const lines = text.split("\n").filter((line) => line !== "");
  return Object.assign({}, ...lines.map((line) => JSON.parse(line) as StartReport)) as StartReport;
}

function report(outcome: MonitorReport): void {
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}
