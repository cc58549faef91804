/** Everything about a container that its destination must know, or that speaks against moving it; nothing is touched. */

import { allEnded } from "../all-ended.ts";
import type { Container } from "../container/container.ts";
import { listInterfaces } from "../container/netns.ts";
import { captureNetwork } from "../container/network-snapshot.ts";
import type { Refusal } from "../core/compatibility.ts";
import type { NetworkState } from "../core/network-state.ts";
import { checkInterfaces, checkProcesses } from "../core/process-checks.ts";
import { KonkError } from "../errors.ts";
import { collectFiles } from "./files-in-use.ts";
import type { FileFact } from "./peer.ts";
import { collectProcesses } from "./process-facts.ts";

export interface Inspection {
  /** null: there is a refusal that says why it cannot be moved. */
  network: NetworkState | null;
  files: FileFact[];
  /** What its processes occupy, bytes. */
  memoryBytes: number;
  /** How much of it is shared, and so never follows. */
  sharedBytes: number;
  /** Upper bound of the images' size, bytes. */
  expectedBytes: number;
  refusals: Refusal[];
}

/** Images beside the pages: a few kilobytes a process, and room for a tree that grows until the freeze. */
export const baseBytes = 32 * 1024 * 1024;
const growth = 1.25;

export async function inspectContainer(container: Container, signal: AbortSignal): Promise<Inspection> {
  const pids = container.cgroup.pids();
  const { paths } = container;
  const otherMounts = container.mountPlan.map(({ target }) => target);
  const [network, files, processes, interfaces] = await allEnded([
    captureNetwork(paths, signal).catch(asRefusals),
    collectFiles({ pids, root: paths.root, otherMounts }),
    collectProcesses(pids, container.livingInit().pid),
    listInterfaces(paths, signal),
  ]);
  const refused = Array.isArray(network) ? network : [];
  return {
    network: Array.isArray(network) ? null : network,
    files,
    memoryBytes: processes.memoryBytes,
    sharedBytes: processes.sharedBytes,
    expectedBytes: Math.ceil(processes.memoryBytes * growth) + baseBytes,
    refusals: [...checkProcesses(processes.facts, processes.ability), ...checkInterfaces(interfaces), ...refused],
  };
}

/** What konk does not carry of a network is one reason among others. */
function asRefusals(error: unknown): Refusal[] {
  if (!(error instanceof KonkError) || error.code !== "E_REFUSED") throw error;
  const reasons = error.lines.length > 0 ? error.lines : [error.message];
  const fix = error.hint ?? "Remove it inside the container";
  return reasons.map((reason) => ({ check: "network", reason, fix }));
}
