/**
 * The monitor of a container that arrives: it starts CRIU and so becomes the parent of the restored tree, brings the tree to
 * HELD, and stays to reap it. It talks to the server over its standard input and output, one JSON line a message, and does
 * without the server from the moment it was told to restore.
 *
 * DANGER: between post-restore and the freeze at pre-resume only CRIU holds the tree. When CRIU dies there, this process
 * kills the tree at once; it has no network yet, and a SIGSTOP waits for each of its processes.
 */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { ProcessId } from "../core/container-spec.ts";
import { stoppedProcesses } from "../criu/core-image.ts";
import { CriuService, type ExternalMount, type Notification, type Verdict } from "../criu/criu-service.ts";
import { rehearseMemoryCheck } from "../criu/memory-rehearsal.ts";
import { asKonkError, KonkError, messageOf } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { Cgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { MemoryReserve } from "./memory-reserve.ts";
import { settleIn, watchInit } from "./monitor.ts";
import { PageKeeper } from "./page-keeper.ts";
import { pidInside, processId } from "./process-id.ts";
import { checkImages } from "./restore-check.ts";
import { noteRestorer } from "./restorer.ts";
import { rearmTimers } from "./timerfds.ts";

export const restoreLog = "restore.log";

/** What the monitor tells the server. `atMs` counts from the word "restore". */
export type MonitorMessage =
  | { event: "ready" }
  | { event: "step"; step: string; atMs: number }
  | { event: "held"; init: ProcessId; atMs: number }
  | { event: "failed"; code: string; message: string; hint: string | null; lines: readonly string[] };

/**
 * Before CRIU says pre-resume it has given every process SIGSTOP, which waits until CRIU lets go: when CRIU or this process
 * dies before the freeze, nothing takes a step. Once frozen, SIGCONT takes it back before anybody has seen it, but not from
 * those that were stopped when they were dumped.
 */
function forgetStop(pids: readonly number[], stoppedBefore: ReadonlySet<number>): void {
  for (const pid of pids) if (!stoppedBefore.has(pidInside(pid) ?? 0)) process.kill(pid, "SIGCONT");
}

export interface RestoreMonitorOptions {
  imagesFolder: string;
  /** How much memory the container will need: as much is made ready. */
  expectedBytes: number;
  /** So much of its memory may follow after the restore; 0: none. */
  mayFollowBytes: number;
}

interface Held {
  init: ProcessId;
  /** Who gives it the memory that follows. */
  keeper: PageKeeper | undefined;
}

/** Runs until the restored container has ended, or until it is clear that there will be none. */
export async function monitorRestore(container: Container, options: RestoreMonitorOptions): Promise<void> {
  settleIn(container);
  const held = await restoreNoted(container, options);
  if (held === undefined) return;
  if (held.keeper) untilFilled(container, held.keeper).catch(() => undefined);
  await watchInit(container, held.init);
  held.keeper?.[Symbol.dispose](); // nothing of it lives
}

async function restoreNoted(container: Container, options: RestoreMonitorOptions): Promise<Held | undefined> {
  using _note = noteRestorer(container.paths);
  return await restore(container, options);
}

/** DANGER: what lacks memory that nobody can fill must not go on: it would read zeros. */
async function untilFilled(container: Container, keeper: PageKeeper): Promise<void> {
  using _keeper = keeper;
  try {
    await keeper.filled();
  } catch (error) {
    process.stderr.write(`Container "${container.name}" is killed: ${messageOf(error)}\n`);
    await container.cgroup.kill();
  }
}

/** SIGTERM gives up, until the tree is HELD. */
async function restore(
  container: Container,
  { imagesFolder, expectedBytes, mayFollowBytes }: RestoreMonitorOptions,
): Promise<Held | undefined> {
  const giveUp = new AbortController();
  const listener = () => {
    giveUp.abort();
  };
  process.once("SIGTERM", listener);
  using undo = new DisposableStack();
  try {
    const follows = mayFollowBytes > 0;
    const keeper = follows ? undo.use(await PageKeeper.start(container, imagesFolder)) : undefined;
    await using criu = await startInside(container, giveUp.signal);
    await criu.featureCheck();
    rearmTimers([process.pid]); // finds none; the first call costs a millisecond more than the next
    rehearseMemoryCheck(imagesFolder);
    say({ event: "ready" });
    const memory = new MemoryReserve();
    // What follows is filled when it runs: nobody waits for the kernel to find that memory.
    if (!(await toldToRestore(memory, follows ? 0 : expectedBytes))) return undefined;
    if (globalThis.KONK_FAULTS) failpoint("monitor:told");
    const startMs = performance.now();
    checkImages(container, imagesFolder, { mayFollowBytes });
    const init = await restoreTree(container, imagesFolder, { criu, memory, keeper, startMs });
    undo.move();
    return { init, keeper };
  } catch (thrown) {
    await container.cgroup.kill(); // whatever there is was not complete, or nobody holds it
    const { code, message, hint, lines } = asKonkError(thrown);
    say({ event: "failed", code, message, hint: hint ?? null, lines });
    return undefined;
  } finally {
    process.off("SIGTERM", listener);
  }
}

/** CRIU is born in the container's cgroup and in a cgroup namespace rooted there, and so is all that it restores. */
async function startInside(container: Container, signal: AbortSignal): Promise<CriuService> {
  container.cgroup.add(process.pid);
  try {
    return await CriuService.start({
      prefix: ["nsenter", `--net=${container.paths.netns}`, "--", "unshare", "--cgroup", "--"],
      signal,
    });
  } finally {
    Cgroup.ofMonitor(container.name).add(process.pid);
  }
}

async function restoreTree(
  container: Container,
  imagesFolder: string,
  { criu, memory, keeper, startMs }: RestoreParts,
): Promise<ProcessId> {
  const nowMs = () => performance.now() - startMs;
  const { name, paths, cgroup } = container;
  const stoppedBefore = stoppedProcesses(imagesFolder);
  keeper?.begin();
  let leaving: Promise<void> | undefined;
  const restoring = criu.restore(
    {
      imagesDir: imagesFolder,
      logFile: restoreLog,
      root: paths.root,
      externalMounts: externalMounts(container),
      leaveStopped: true,
      lazyPages: keeper !== undefined,
    },
    async ({ script }: Notification): Promise<Verdict> => {
      say({ event: "step", step: script, atMs: nowMs() });
      if (globalThis.KONK_FAULTS) failpoint(`monitor:${script}`);
      // Only the tree may be frozen, not the one that lets it go. The tree's first process is born by now and its children
      // will be where it is, so CRIU leaves the cgroup while it works: that takes 5 to 19 ms.
      if (script === "setup-namespaces") {
        leaving = Cgroup.ofMonitor(name).addLater(criu.pid);
        leaving.catch(() => undefined); // awaited below, unless CRIU has died
      }
      if (script === "pre-resume") {
        await leaving;
        await cgroup.freeze();
        forgetStop(cgroup.pids(), stoppedBefore);
        if (globalThis.KONK_FAULTS) failpoint("monitor:frozen");
      }
      return "continue";
    },
  );
  restoring.catch(() => undefined); // awaited below
  await memory.release(); // while CRIU makes the processes; it needs the memory after that
  const outcome = await (keeper ? Promise.race([restoring, keeper.restored().then(() => restoring)]) : restoring);
  const isHeld = outcome.outcome === "restored" && cgroup.shallFreeze();
  // A process that CRIU lets go does not count as frozen until it has stopped again, before its next instruction.
  if (isHeld) await cgroup.freeze();
  const init = isHeld ? processId(outcome.pid) : null;
  if (init === null) throw new KonkError("E_RESTORE", `CRIU ended the restore early: ${outcome.outcome}`);
  rearmTimers(cgroup.pids());
  await keeper?.restored();
  if (globalThis.KONK_FAULTS) failpoint("monitor:complete");
  say({ event: "held", init, atMs: nowMs() });
  return init;
}

function externalMounts({ mountPlan }: Container): ExternalMount[] {
  return mountPlan.flatMap((mount) => (mount.kind === "bind" ? [{ key: mount.key, path: mount.source }] : []));
}

interface RestoreParts {
  criu: CriuService;
  memory: MemoryReserve;
  keeper: PageKeeper | undefined;
  /** When the word to restore came. */
  startMs: number;
}

/** False when the server went away before it said so. Memory is made ready until then. */
async function toldToRestore(memory: MemoryReserve, expectedBytes: number): Promise<boolean> {
  const enough = new AbortController();
  const growing = memory.grow(expectedBytes, enough.signal);
  const lines = createInterface({ input: process.stdin });
  const told = once(lines, "line").then(([line]) => line === "restore");
  const gone = once(lines, "close").then(() => false);
  try {
    return await Promise.race([told, gone]);
  } finally {
    enough.abort();
    await growing;
    lines.close();
    process.stdin.destroy();
  }
}

/** The server may be gone: then nobody listens, and that changes nothing. */
function say(message: MonitorMessage): void {
  try {
    writeSync(1, `${JSON.stringify(message)}\n`);
  } catch {
    // EPIPE
  }
}
