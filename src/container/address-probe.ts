/** Whether an address is free before a container takes it: two machines with one address break each other's connections. */
import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { NetworkSpec } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { listNetwork } from "./bridge.ts";
import { aboutNeighbours } from "./frame-filter.ts";
import { bridgeName, findLink, ipRows, isRow, listIn, textIn, wantText } from "./net-commands.ts";
import { addressProbe, claimantIn } from "./net-frames.ts";
import { openPacketSocket, receiveFrame, sendFrame } from "./net-libc.ts";

export interface ProbeOptions {
  /** Addresses of the other containers of this host, without prefix length, and whose they are. */
  known?: ReadonlyMap<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Looks for each address among this host's containers, on this host, and by ARP or neighbour discovery on the LAN behind the
 * bridge (0.6 s for all of them together).
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
  await askLan(addresses, signal);
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

/** When the LAN is asked, and how long answers are waited for in all: one frame may be lost. Milliseconds. */
const askedAtMs = [0, 150, 300];
const patienceMs = 600;
const pollMs = 10;
/** Bytes; a longer one is cut. */
const longestFrame = 128;
/** At one look: others may say more than is read. */
const mostFrames = 1_000;

async function askLan(addresses: readonly string[], signal?: AbortSignal): Promise<void> {
  const bridge = await findLink(null, bridgeName, signal);
  if (bridge === null) return;
  const own = wantText(bridge, "address");
  const socket = openPacketSocket(bridgeName, aboutNeighbours);
  try {
    const began = performance.now();
    const due = [...askedAtMs];
    for (let elapsed = 0; elapsed < patienceMs; elapsed = performance.now() - began) {
      if (elapsed >= (due[0] ?? Infinity)) {
        due.shift();
        for (const address of addresses) sendFrame(socket, addressProbe(address, own));
      }
      assertUnclaimed(socket, addresses, own);
      await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
    }
  } finally {
    closeSync(socket);
  }
}

/** Looks at the frames that have come. */
function assertUnclaimed(socket: number, addresses: readonly string[], own: string): void {
  const buffer = new Uint8Array(longestFrame);
  for (let count = 0; count < mostFrames; count++) {
    const length = receiveFrame(socket, buffer);
    if (length === null) return;
    for (const address of addresses) {
      const mac = claimantIn(buffer.subarray(0, length), address, own);
      if (mac !== null) throw taken(address, `found ${mac} answering for it`);
    }
  }
}
