/**
 * konk's own small /dev: a tmpfs made once a host and bound read-only into every container, so that a container finds the
 * same few devices on each host and none of the host's others.
 */
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { run } from "../run.ts";
import { FileLock } from "./lock.ts";
import { emptyFolder } from "./mount-plan.ts";
import { readMounts } from "./mount-table.ts";
import type { Paths } from "./paths.ts";

const devices = { null: "3", zero: "5", full: "7", random: "8", urandom: "9" } as const;
const links = { fd: "/proc/self/fd", stdin: "fd/0", stdout: "fd/1", stderr: "fd/2" } as const;
/** Mount points for what a container may have there, and what covers other folders. */
const folders = ["pts", "shm", "mqueue", "konk", emptyFolder] as const;

/** Builds it unless it is there. It is read-only once it is complete, so an interrupted attempt is not taken for it. */
export async function ensureDev(paths: Paths): Promise<void> {
  if (isComplete(paths.dev)) return;
  mkdirSync(paths.dev, { recursive: true, mode: 0o700 });
  using _lock = await FileLock.acquire(`${paths.dev}.lock`, `"${paths.dev}"`, "building it", { waitMs: 10_000 });
  if (isComplete(paths.dev)) return;
  while (readMounts().some((mount) => mount.mountPoint === paths.dev)) await run(["umount", paths.dev]);
  const options = "nosuid,noexec,mode=755,size=64k";
  await run(["mount", "-t", "tmpfs", "--make-private", "-o", options, "konk-dev", paths.dev]);
  for (const [name, minor] of Object.entries(devices)) await makeDevice(join(paths.dev, name), "1", minor);
  await makeDevice(join(paths.dev, "tty"), "5", "0");
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(paths.dev, name));
  for (const name of folders) mkdirSync(join(paths.dev, name), { mode: 0o755 });
  await run(["mount", "-o", "remount,ro,nosuid,noexec,mode=755,size=64k", paths.dev]);
}

async function makeDevice(path: string, major: string, minor: string): Promise<void> {
  await run(["mknod", "--mode=666", path, "c", major, minor]);
}

function isComplete(path: string): boolean {
  const mount = readMounts().find(({ mountPoint }) => mountPoint === path);
  return mount?.options.includes("ro") ?? false;
}
