/** What a lab needs from the machine it runs on: programs, folders, a clean environment. */
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const repository = dirname(dirname(import.meta.dir));

/** A mount point that is empty for everybody but the lab's own processes, each of which sees its own lab there. */
export const shelfFolder = "/run/konk-lab";

export const developmentPrograms = ["ip", "bridge", "unshare", "nsenter", "mount", "openssl", "python3"] as const;

/** What every program in a lab gets: nothing of the test runner's environment. */
export const environment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LC_ALL: "C.UTF-8",
  TERM: "dumb",
  PYTHONDONTWRITEBYTECODE: "1", // the probes are run from the repository
} as const;

/** Where the root filesystem of the hosts is, or would be once its script has built it. */
export function cachedTree(script = "vm/rootfs"): string {
  const { stdout } = Bun.spawnSync([join(repository, script), "--path"]);
  return stdout.toString().trim();
}

/** Waits until `ready` holds, looking every few milliseconds. Throws after `timeoutMs`; `what` completes "no …". */
export async function until(what: string, ready: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await ready())) {
    if (performance.now() > deadline) throw new Error(`Cannot go on: no ${what} after ${timeoutMs} ms`);
    await sleep(3);
  }
}
