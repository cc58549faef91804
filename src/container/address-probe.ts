/** Whether an address is free before a container takes it: two machines with one address break each other's connections. */
import { isIPv6 } from "node:net";
import type { NetworkSpec } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { listNetwork } from "./bridge.ts";
import { bridgeName, call, ipRows, isRow, listIn, textIn } from "./net-commands.ts";

export interface ProbeOptions {
  /** Addresses of the other containers of this host, without prefix length, and whose they are. */
  known?: ReadonlyMap<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Looks for each address among this host's containers, on this host, and by ARP on the LAN behind the bridge (1 s for all
 * of them together; IPv6 is not asked for on the LAN).
 * @throws E_ADDRESS_TAKEN with the container, or the MAC that answered
 */
export async function assertAddressFree(network: NetworkSpec, options: ProbeOptions = {}): Promise<void> {
  const { known = new Map<string, string>(), signal } = options;
  const addresses = network.addresses.map((address) => address.split("/")[0] ?? address);
  const own = await hostAddresses(signal);
  for (const address of addresses) {
    const owner = known.get(address);
    if (owner !== undefined) throw taken(address, `found it on container "${owner}" of this host`);
    if (own.has(address)) throw taken(address, "found it on this host itself");
  }
  const listing = await listNetwork(signal);
  if (listing?.ports.every(({ kind }) => kind !== "uplink") ?? true) return;
  await Promise.all(
    addresses.filter((address) => !isIPv6(address)).map(async (address) => await probe(address, signal)),
  );
}

function taken(address: string, found: string): KonkError {
  return new KonkError("E_ADDRESS_TAKEN", `Cannot use the address "${address}": ${found}`, {
    hint: "Give the container another address, or remove the one that has it",
  });
}

async function hostAddresses(signal?: AbortSignal): Promise<Set<string>> {
  const links = await ipRows(null, ["addr", "show"], signal);
  const infos = links.flatMap((link) => listIn(link, "addr_info")).filter(isRow);
  return new Set(infos.flatMap((info) => textIn(info, "local") ?? []));
}

/** arping ends with 1 as soon as somebody answers, and with 0 when nobody did within a second. */
async function probe(address: string, signal?: AbortSignal): Promise<void> {
  const argv = ["arping", "-D", "-c", "2", "-w", "1", "-I", bridgeName, address];
  const { exitCode, stdout } = await call(null, argv, { accept: [0, 1], signal });
  const mac = /\[([0-9A-Fa-f:]{17})\]/.exec(stdout)?.[1];
  if (exitCode === 1 && mac !== undefined) throw taken(address, `found ${mac.toLowerCase()} answering for it`);
}
