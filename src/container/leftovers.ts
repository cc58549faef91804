/** What a konk that was killed may leave on a host beside its containers and migrations, which have records of their own. */
import { existsSync, readdirSync } from "node:fs";
import { deleteNetns } from "./netns.ts";
import { Paths } from "./paths.ts";

const namespaces = "/run/netns";

/** Removes the network namespaces that a snapshot made for comparison, when the process that made them is gone. */
export async function sweepLeftovers(): Promise<void> {
  const names = existsSync(namespaces) ? readdirSync(namespaces) : [];
  for (const name of names) {
    const [, container, owner] = /^konk-(\.fresh-(\d+)-[0-9a-f]{8})$/.exec(name) ?? [];
    if (container !== undefined && !existsSync(`/proc/${owner}`)) await deleteNetns(new Paths().container(container));
  }
}
