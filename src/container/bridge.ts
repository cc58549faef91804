/** The bridge konk0: what containers of a host are attached to, and what joins it with the other hosts. */
import { randomBytes } from "node:crypto";
import { KonkError } from "../errors.ts";
import { moveAddresses, placedOn } from "./bridge-addresses.ts";
import { bridgeName, findLink, ipBatch, ipRows, listIn, type Row, textIn, wantText } from "./net-commands.ts";
import { batchLine } from "./net-routes.ts";

export { bridgeName };

export interface InitOptions {
  /** The NIC that leads to the other hosts. Without it the containers reach only this host. */
  uplink?: string;
  /** Move the uplink's addresses and routes to the bridge, when it has any. */
  keepAddresses?: boolean;
}

export interface BridgePort {
  name: string;
  kind: "uplink" | "container";
  mac: string;
  up: boolean;
}

export interface NetworkListing {
  bridge: string;
  mac: string;
  up: boolean;
  /** "192.0.2.7/24" */
  addresses: readonly string[];
  ports: readonly BridgePort[];
}

/**
 * Makes the bridge, or brings an existing one to this form. Nothing on it learns or waits: no spanning tree, no forward
 * delay; no multicast snooping, because a container that moves here does not join its groups again.
 * @throws E_USAGE for an uplink that cannot be one; E_BUSY when the uplink has addresses that may not move
 */
export async function initNetwork(options: InitOptions = {}, signal?: AbortSignal): Promise<void> {
  const { uplink, keepAddresses = false } = options;
  const nic = uplink === undefined ? null : await checkUplink(uplink, keepAddresses, signal);
  const existing = await findLink(null, bridgeName, signal);
  if (existing === null) await makeBridge(nic, signal);
  else requireBridge(existing);
  try {
    await ipBatch(
      null,
      [`link set dev ${bridgeName} type bridge stp_state 0 forward_delay 0 mcast_snooping 0`],
      signal,
    );
    await ipBatch(null, [`link set dev ${bridgeName} up`], signal);
    if (nic !== null && textIn(nic, "master") !== bridgeName) await enslave(wantText(nic, "ifname"), signal);
  } catch (error) {
    if (existing === null) await ipBatch(null, [`link delete dev ${bridgeName}`]);
    throw error;
  }
}

/** The MAC is set, not inherited: otherwise it would change with every container that comes or goes. */
async function makeBridge(nic: Row | null, signal?: AbortSignal): Promise<void> {
  const mac = nic === null ? randomMac() : wantText(nic, "address");
  await ipBatch(null, [batchLine("link", "add", bridgeName, "address", mac, "type", "bridge")], signal);
}

function randomMac(): string {
  return ["02", ...Array.from(randomBytes(5), (byte) => byte.toString(16).padStart(2, "0"))].join(":");
}

function requireBridge(link: Row): void {
  const info = link["linkinfo"];
  const kind = typeof info === "object" && info !== null && "info_kind" in info ? info.info_kind : null;
  if (kind === "bridge") return;
  throw new KonkError("E_EXISTS", `Cannot make the bridge "${bridgeName}": found another interface of that name`, {
    hint: `Rename or remove it: ip link delete ${bridgeName}`,
  });
}

async function checkUplink(uplink: string, keepAddresses: boolean, signal?: AbortSignal): Promise<Row> {
  const nic = await findLink(null, uplink, signal);
  if (nic === null || listIn(nic, "flags").includes("LOOPBACK") || uplink === bridgeName) {
    throw new KonkError("E_USAGE", `Cannot use "${uplink}" as uplink: wanted a network card of this host`, {
      hint: `"ip link" lists them`,
    });
  }
  const master = textIn(nic, "master");
  if (master !== null && master !== bridgeName) {
    throw new KonkError("E_BUSY", `Cannot use "${uplink}" as uplink: found it in "${master}"`);
  }
  const placed = await placedOn(uplink, signal);
  if (keepAddresses || (placed.addresses.length === 0 && placed.routes.length === 0)) return nic;
  const what = placed.routes.some((words) => /^(0\.0\.0\.0|::)\/0$/.test(words[1] ?? ""))
    ? "the default route"
    : "addresses";
  throw new KonkError(
    "E_BUSY",
    `Cannot use "${uplink}" as uplink: found ${what} on it, and this host would lose them`,
    {
      hint: "Use a second network card, or --keep-addresses to move addresses and routes to the bridge",
    },
  );
}

/** The addresses move with it, if there are any: checkUplink has asked. */
async function enslave(uplink: string, signal?: AbortSignal): Promise<void> {
  await moveAddresses(uplink, bridgeName, {
    before: [
      batchLine("link", "set", "dev", uplink, "master", bridgeName),
      batchLine("link", "set", "dev", uplink, "up"),
    ],
    undo: [batchLine("link", "set", "dev", uplink, "nomaster")],
    signal,
  });
}

export async function bridgeExists(signal?: AbortSignal): Promise<boolean> {
  return (await findLink(null, bridgeName, signal)) !== null;
}

/** The bridge and what is attached to it; null when there is no bridge. */
export async function listNetwork(signal?: AbortSignal): Promise<NetworkListing | null> {
  const bridge = await findLink(null, bridgeName, signal);
  if (bridge === null) return null;
  const [ports, { addresses }] = await Promise.all([
    ipRows(null, ["link", "show", "master", bridgeName], signal),
    placedOn(bridgeName, signal),
  ]);
  return {
    bridge: bridgeName,
    mac: wantText(bridge, "address"),
    up: isUp(bridge),
    addresses: addresses.map(({ address }) => address),
    ports: ports.map(portOf),
  };
}

function portOf(row: Row): BridgePort {
  const name = wantText(row, "ifname");
  const kind = /^kv[0-9a-f]{10}$/.test(name) ? "container" : "uplink";
  return { name, kind, mac: wantText(row, "address"), up: isUp(row) };
}

function isUp(link: Row): boolean {
  return listIn(link, "flags").includes("UP");
}

/**
 * Removes the bridge; addresses and routes on it go back to the uplink. Without a bridge nothing happens.
 * @throws E_BUSY while containers are attached
 */
export async function removeNetwork(signal?: AbortSignal): Promise<void> {
  const listing = await listNetwork(signal);
  if (listing === null) return;
  const containers = listing.ports.filter(({ kind }) => kind === "container");
  if (containers.length > 0) {
    throw new KonkError(
      "E_BUSY",
      `Cannot remove "${bridgeName}": found ${containers.length} containers attached to it`,
      {
        hint: `"konk ps" lists them; stop or migrate them first`,
      },
    );
  }
  const uplink = listing.ports[0]?.name;
  if (uplink !== undefined) {
    await moveAddresses(bridgeName, uplink, {
      before: [batchLine("link", "set", "dev", uplink, "nomaster")],
      undo: [batchLine("link", "set", "dev", uplink, "master", bridgeName)],
      signal,
    });
  }
  await ipBatch(null, [`link delete dev ${bridgeName}`], signal);
}
