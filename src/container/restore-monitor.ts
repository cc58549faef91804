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
import { CriuService, type Notification, type Verdict } from "../criu/criu-service.ts";
import { rehearseMemoryCheck } from "../criu/memory-rehearsal.ts";
import { asKonkError, KonkError } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { Cgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { MemoryReserve } from "./memory-reserve.ts";
import { settleIn, watchInit } from "./monitor.ts";
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
}

/** Runs until the restored container has ended, or until it is clear that there will be none. */
export async function monitorRestore(container: Container, options: RestoreMonitorOptions): Promise<void> {
  settleIn(container);
  const init = await restoreNoted(container, options);
  if (init !== undefined) await watchInit(container, init);
}

async function restoreNoted(container: Container, options: RestoreMonitorOptions): Promise<ProcessId | undefined> {
  using _note = noteRestorer(container.paths);
  return await restore(container, options);
}

/** SIGTERM gives up, until the tree is HELD. */
async function restore(
  container: Container,
  { imagesFolder, expectedBytes }: RestoreMonitorOptions,
): Promise<ProcessId | undefined> {
  const giveUp = new AbortController();
  const listener = () => {
    giveUp.abort();
  };
  process.once("SIGTERM", listener);
  try {
    await using criu = await startInside(container, giveUp.signal);
    await criu.featureCheck();
    rearmTimers([process.pid]); // finds none; the first call costs a millisecond more than the next
    rehearseMemoryCheck(imagesFolder);
    say({ event: "ready" });
    const memory = new MemoryReserve();
    if (!(await toldToRestore(memory, expectedBytes))) return undefined;
    if (globalThis.KONK_FAULTS) failpoint("monitor:told");
    return await restoreTree(container, imagesFolder, { criu, memory });
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
  { criu, memory }: { criu: CriuService; memory: MemoryReserve },
): Promise<ProcessId> {
  const startMs = performance.now();
  const nowMs = () => performance.now() - startMs;
  const { name, paths, cgroup, mountPlan } = container;
  checkImages(container, imagesFolder);
  const stoppedBefore = stoppedProcesses(imagesFolder);
  let leaving: Promise<void> | undefined;
  const restoring = criu.restore(
    {
      imagesDir: imagesFolder,
      logFile: restoreLog,
      root: paths.root,
      externalMounts: mountPlan.flatMap((mount) =>
        mount.kind === "bind" ? [{ key: mount.key, path: mount.source }] : [],
      ),
      leaveStopped: true,
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
  const outcome = await restoring;
  const isHeld = outcome.outcome === "restored" && cgroup.shallFreeze();
  // A process that CRIU lets go does not count as frozen until it has stopped again, before its next instruction.
  if (isHeld) await cgroup.freeze();
  const init = isHeld ? processId(outcome.pid) : null;
  if (init === null) throw new KonkError("E_RESTORE", `CRIU ended the restore early: ${outcome.outcome}`);
  rearmTimers(cgroup.pids());
  if (globalThis.KONK_FAULTS) failpoint("monitor:complete");
  say({ event: "held", init, atMs: nowMs() });
  return init;
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
