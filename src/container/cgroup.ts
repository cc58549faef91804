/**
 * A container's own cgroup (version 2): who is in it, the freezer that fences the hand-over, and the one way to kill all of
 * it at once. It lies in konk.slice below the mount's root, never in the cgroup of whoever created it, so that stopping
 * konk's server touches no container.
 *
 * The processes are one level below the cgroup that is frozen and killed. Their cgroup namespace has its root where they
 * are, CRIU works inside that namespace, and where cgroup2 is mounted with `nsdelegate`, as systemd does, nobody inside may
 * freeze or thaw the namespace's own root.
 */
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { KonkError } from "../errors.ts";
import { readMounts } from "./mount-table.ts";

/** Freezing takes 0.2 to 4 ms: below this konk polls without sleeping, because a timer's millisecond is downtime. */
const busyPollMs = 5;
const deadlineMs = 10_000;

export class Cgroup {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** The cgroup of a container; nothing is created. Throws E_REQUIREMENT without a cgroup2 mount. */
  static of(name: string): Cgroup {
    return new Cgroup(join(cgroup2Mount(), "konk.slice", `${name}.scope`));
  }

  /** Where monitors live, apart from the session or service that started them. Created when it is missing, never removed. */
  static monitors(): Cgroup {
    const monitors = new Cgroup(join(cgroup2Mount(), "konk.slice", "monitors"));
    monitors.create();
    return monitors;
  }

  create(): void {
    mkdirSync(this.#home, { recursive: true });
  }

  /** Where its processes are. */
  get #home(): string {
    return join(this.path, "tree");
  }
  get #procs(): string {
    return join(this.#home, "cgroup.procs");
  }

  /** Moves a process, all its threads, into the cgroup; its later children are born there. */
  add(pid: number): void {
    writeFileSync(this.#procs, String(pid));
  }

  /** The same without holding up whoever has other things to do meanwhile: moving a process may take milliseconds. */
  async addLater(pid: number): Promise<void> {
    await writeFile(this.#procs, String(pid));
  }

  /** Host pids of all its processes; empty when the cgroup is gone. */
  pids(): number[] {
    return unlessGone(() => readFileSync(this.#procs, "utf8"), "")
      .split("\n")
      .filter(Boolean)
      .map(Number);
  }

  /** Stops every process in it and waits until the kernel says all of them stand still. Throws E_TIMEOUT after 10 s. */
  async freeze(signal?: AbortSignal): Promise<void> {
    writeFileSync(this.file("cgroup.freeze"), "1");
    await this.until("frozen", true, "freeze", signal);
  }

  async thaw(signal?: AbortSignal): Promise<void> {
    writeFileSync(this.file("cgroup.freeze"), "0");
    await this.until("frozen", false, "thaw", signal);
  }

  /** Whether it was told to freeze, also while processes are still on their way to a standstill; false when it is gone. */
  shallFreeze(): boolean {
    return unlessGone(() => readFileSync(this.file("cgroup.freeze"), "utf8"), "") === "1\n";
  }

  /** Whether every process in it stands still; false when it is gone. */
  isFrozen(): boolean {
    return this.event("frozen");
  }

  /** Kills every process in it, frozen or not, and waits until none is left. Does nothing when the cgroup is gone. */
  async kill(): Promise<void> {
    const isThere = unlessGone(() => {
      writeFileSync(this.file("cgroup.kill"), "1");
      return true;
    }, false);
    if (isThere) await this.until("populated", false, "empty");
  }

  /** Removes the empty cgroup; does nothing when it is gone. */
  remove(): void {
    for (const folder of [this.#home, this.path]) {
      unlessGone(() => {
        rmdirSync(folder);
      }, undefined);
    }
  }

  private file(name: string): string {
    return join(this.path, name);
  }

  private event(key: "frozen" | "populated"): boolean {
    const events = unlessGone(() => readFileSync(this.file("cgroup.events"), "utf8"), "");
    return events.split("\n").includes(`${key} 1`);
  }

  private async until(key: "frozen" | "populated", wanted: boolean, verb: string, signal?: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    while (this.event(key) !== wanted) {
      const elapsedMs = performance.now() - startedAt;
      signal?.throwIfAborted();
      if (elapsedMs > deadlineMs) {
        throw new KonkError("E_TIMEOUT", `Cannot ${verb} cgroup "${this.path}": not done after ${deadlineMs} ms`);
      }
      if (elapsedMs > busyPollMs) await Bun.sleep(1);
    }
  }
}

/** Somebody else may remove the cgroup at any moment: ENOENT before the file is open, ENODEV after. */
function unlessGone<T>(act: () => T, gone: T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENODEV")) return gone;
    throw error;
  }
}

function cgroup2Mount(): string {
  const mount = readMounts().find(({ type }) => type === "cgroup2");
  if (mount !== undefined) return mount.mountPoint;
  throw new KonkError("E_REQUIREMENT", "Cannot use cgroups: found no cgroup2 filesystem, wanted one mounted", {
    hint: 'Run "mount -t cgroup2 none /sys/fs/cgroup", or boot with systemd.unified_cgroup_hierarchy=1',
  });
}
