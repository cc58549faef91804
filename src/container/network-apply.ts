/** Makes at the destination what network-snapshot.ts read at the source, in a fresh namespace that is not reachable yet. */
import type { AddressState, NetworkState } from "../core/network-state.ts";
import { KonkError, messageOf } from "../errors.ts";
import { call, ipBatch } from "./net-commands.ts";
import { batchLine, isIpv6Rule, type Words } from "./net-routes.ts";
import { writeSysctls } from "./net-sysctls.ts";
import type { ContainerPaths } from "./paths.ts";

/**
 * Gives the namespace, made by createNetns with the ifindex and MTU of `state.eth0`, everything else in `state`.
 * @throws E_NETWORK when this host's kernel does not take one of them; E_PROTOCOL for words that are none
 */
export async function applyNetwork(paths: ContainerPaths, state: NetworkState, signal?: AbortSignal): Promise<void> {
  const neighbours = state.neighbours.map(({ address, lladdr, permanent }) =>
    batchLine("neigh", "replace", address, "lladdr", lladdr, "dev", "eth0", "nud", permanent ? "permanent" : "stale"),
  );
  await ipBatch(
    paths.netns,
    [
      // The link-local address that the kernel made is in the state too, unless the container removed it.
      ...(state.eth0 === null ? [] : ["addr flush dev eth0"]),
      ...state.addresses.filter((one) => !isLoopbacksOwn(one)).map(addressLine),
      ...state.routes.map((words) => batchLine("route", "add", ...words)),
      ...state.rules.filter((words) => !isIpv6Rule(words)).map(ruleLine),
      ...neighbours,
    ],
    signal,
  );
  await ipBatch(paths.netns, state.rules.filter(isIpv6Rule).map(ruleLine), signal, ["-6"]);
  await writeSysctls(paths.netns, state.sysctls, signal);
  await applyRuleset(paths, state.nft, signal);
}

/** They are there once lo is up; put again, ::1 would get a route that it did not have. */
function isLoopbacksOwn({ address, interface: dev }: AddressState): boolean {
  return dev === "lo" && (address === "127.0.0.1/8" || address === "::1/128");
}

/** "replace": a link-local address may be there already. */
function addressLine({ address, interface: dev, broadcast, scope, flags }: AddressState): string {
  const extra = broadcast === null ? [] : ["broadcast", broadcast];
  return batchLine("addr", "replace", address, "dev", dev, ...extra, "scope", scope, ...flags);
}

function ruleLine(words: Words): string {
  return batchLine("rule", "add", ...words);
}

async function applyRuleset(paths: ContainerPaths, ruleset: string, signal?: AbortSignal): Promise<void> {
  if (ruleset === "") return;
  try {
    await call(paths.netns, ["nft", "-f", "-"], { input: `${ruleset}\n`, signal });
  } catch (error) {
    throw new KonkError("E_NETWORK", `Cannot load the nft rules of container "${paths.name}": ${messageOf(error)}`, {
      cause: error,
      hint: "Install the same nftables and kernel modules on both hosts",
    });
  }
}
