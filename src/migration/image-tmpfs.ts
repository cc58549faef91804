/**
 * The tmpfs that checkpoint images live on, so that memory never touches a disk. It is konk's own and has a budget of its
 * own: a checkpoint that does not fit is refused before anything is frozen.
 */
import { mkdir, readFile, statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { CommandError, run } from "../run.ts";

/** Half of the host's memory: images and the restored tree exist at the same time. Bytes. */
export function defaultImageBudget(): number {
  return Math.floor(totalmem() / 2);
}

/** Mounts the tmpfs unless it is there. `noswap` where the kernel knows it (6.4 and later). */
export async function ensureImageTmpfs(folder: string, budgetBytes: number, signal?: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (await isMountPoint(folder)) return;
  const options = `size=${budgetBytes},mode=0700,nosuid,nodev,noexec`;
  const mount = async (extra: string) => {
    await run(["mount", "-t", "tmpfs", "-o", options + extra, "konk-images", folder], signal ? { signal } : {});
  };
  try {
    await mount(",noswap");
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    await mount("");
  }
}

/** The same, and a tmpfs that is there already gets this size; when more is in it, it keeps its own. */
export async function setImageBudget(folder: string, budgetBytes: number): Promise<void> {
  await ensureImageTmpfs(folder, budgetBytes);
  try {
    await run(["mount", "-o", `remount,size=${budgetBytes}`, folder]);
  } catch (error) {
    log.warn(`Cannot change the image budget now: ${messageOf(error)}`);
  }
}

/** Room that is left on the filesystem of a folder, in bytes. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function isMountPoint(folder: string): Promise<boolean> {
  const mounts = await readFile("/proc/self/mountinfo", "utf8");
  return mounts.split("\n").some((line) => line.split(" ")[4] === folder);
}
