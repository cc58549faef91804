/**
 * A container's own cgroup (version 2): who is in it, the freezer that fences the hand-over, and the one way to kill all of
 * it at once. It lies in konk.slice below the mount's root, never in the cgroup of whoever created it, so that stopping
 * konk's server touches no container. Beside it is the one of the monitor, which must not be frozen.
 *
 *   under systemd   konk.slice/konk-NAME.scope/container   konk.slice/konk-NAME.scope/monitor   (the scope: see scope.ts)
 *   elsewhere       konk.slice/NAME.scope                  konk.slice/monitors
 *
 * A container's processes are in "tree", one level below the cgroup that is frozen and killed. Their cgroup namespace has
 * its root where they are, CRIU works inside that namespace, and where cgroup2 is mounted with `nsdelegate`, as systemd
 * does, nobody inside may freeze or thaw the namespace's own root.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { KonkError } from "../errors.ts";
import { hasSystemd } from "../systemd.ts";
import { readMounts } from "./mount-table.ts";
import { scopeName, sliceName } from "./scope.ts";

/** Freezing takes 0.2 to 4 ms: below this konk polls without sleeping, because a timer's millisecond is downtime. */
const busyPollMs = 5;
const deadlineMs = 10_000;

export class Cgroup {
  /** What is frozen and killed. */
  readonly path: string;
  /** Where its processes are: there, or below. */
  readonly #home: string;

  private constructor(path: string, home: string) {
    this.path = path;
    this.#home = home;
  }

  /** The cgroup of a container's processes; nothing is created. Throws E_REQUIREMENT without a cgroup2 mount. */
  static of(name: string): Cgroup {
    const path = hasSystemd() ? join(scopeFolder(name), "container") : join(slice(), `${name}.scope`);
    return new Cgroup(path, join(path, "tree"));
  }

  /**
   * Where the container's monitor lives, apart from the session or service that started it; nothing is created. Without
   * systemd all monitors share one, which stays.
   */
  static ofMonitor(name: string): Cgroup {
    const path = hasSystemd() ? join(scopeFolder(name), "monitor") : join(slice(), "monitors");
    return new Cgroup(path, path);
  }

  /** Does nothing when it is there. Throws E_START when systemd did not make the scope that it belongs into. */
  create(): void {
    const parent = dirname(this.path);
    if (hasSystemd() && !existsSync(parent)) {
      throw new KonkError("E_START", `Cannot make the cgroup "${this.path}": found no scope "${parent}"`, {
        hint: 'Processes of a container belong into a scope that systemd made: see "systemctl status konk.slice"',
      });
    }
    mkdirSync(this.#home, { recursive: true });
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
    return this.read("cgroup.freeze") === "1\n";
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

  /** Content of one of its files; empty when the cgroup is gone. */
  read(name: string): string {
    return unlessGone(() => readFileSync(this.file(name), "utf8"), "");
  }

  /** Does nothing when the cgroup is gone. */
  writeIfThere(name: string, content: string): void {
    unlessGone(() => {
      writeFileSync(this.file(name), content);
    }, undefined);
  }

  /** Has the kernel share out a resource here, "cpu", and above; false where cgroup2 does not do so on this host. */
  enableController(name: string): boolean {
    const mount = cgroup2Mount();
    const above = relative(mount, dirname(this.path)).split("/");
    try {
      for (let count = 0; count <= above.length; count++) {
        const folder = join(mount, ...above.slice(0, count));
        const has = (file: string) => readFileSync(join(folder, file), "utf8").trim().split(" ").includes(name);
        if (!has("cgroup.controllers")) return false;
        if (!has("cgroup.subtree_control")) writeFileSync(join(folder, "cgroup.subtree_control"), `+${name}`);
      }
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error) return false; // EBUSY, EROFS: somebody else's choice
      throw error;
    }
  }

  private file(name: string): string {
    return join(this.path, name);
  }

  private event(key: "frozen" | "populated"): boolean {
    return this.read("cgroup.events").split("\n").includes(`${key} 1`);
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
    if (hasCode(error, "ENOENT") || hasCode(error, "ENODEV")) return gone;
    throw error;
  }
}

const hasCode = (error: unknown, code: string) => error instanceof Error && "code" in error && error.code === code;
const slice = () => join(cgroup2Mount(), sliceName);
const scopeFolder = (name: string) => join(slice(), scopeName(name));

function cgroup2Mount(): string {
  const mount = readMounts().find(({ type }) => type === "cgroup2");
  if (mount !== undefined) return mount.mountPoint;
  throw new KonkError("E_REQUIREMENT", "Cannot use cgroups: found no cgroup2 filesystem, wanted one mounted", {
    hint: 'Run "mount -t cgroup2 none /sys/fs/cgroup", or boot with systemd.unified_cgroup_hierarchy=1',
  });
}
