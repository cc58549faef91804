/** What a konk that was killed may leave on a host beside its containers and migrations, which have records of their own. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FileLock } from "./lock.ts";
import { deleteNetns } from "./netns.ts";
import { Paths, runtimeFolder } from "./paths.ts";

const namespaces = "/run/netns";
const containers = join(runtimeFolder, "containers");

export async function sweepLeftovers(): Promise<void> {
  await sweepNamespaces();
  await sweepLocks();
}

/** Removes the network namespaces that a snapshot made for comparison, when the process that made them is gone. */
async function sweepNamespaces(): Promise<void> {
  const names = existsSync(namespaces) ? readdirSync(namespaces) : [];
  for (const name of names) {
    const [, container, owner] = /^konk-(\.fresh-(\d+)-[0-9a-f]{8})$/.exec(name) ?? [];
    if (container !== undefined && !existsSync(`/proc/${owner}`)) await deleteNetns(new Paths().container(container));
  }
}

/** Removes the lock of whoever was killed at the end of taking a container apart. */
async function sweepLocks(): Promise<void> {
  for (const file of existsSync(containers) ? readdirSync(containers) : []) {
    const name = /^(.+)\.lock$/.exec(file)?.[1];
    if (name === undefined || existsSync(join(containers, name))) continue;
    const path = join(containers, file);
    using lock = await FileLock.acquire(path, `container "${name}"`, "removing what is left").catch(() => undefined);
    if (lock !== undefined) rmSync(path, { force: true });
  }
}
