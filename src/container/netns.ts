/**
 * A container's network namespace and the veth pair that leads out of it. Made unreachable: the host's end is not on the
 * bridge until someone attaches it, because a namespace that answers for an address whose sockets live elsewhere kills
 * their connections.
 */
import { writeFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import type { NetworkSpec } from "../core/container-spec.ts";
import { CommandError, run } from "../run.ts";
import { call, ipBatch, ipRows, wantText } from "./net-commands.ts";
import { batchLine } from "./net-routes.ts";
import type { ContainerPaths } from "./paths.ts";

export interface NetnsOptions {
  /** Index that eth0 gets inside; sockets that are bound to the interface remember it. */
  ifindex?: number;
  /** Bytes; the kernel's default when not given. */
  mtu?: number;
}

/** The MTU of an Ethernet link when nobody says otherwise, in bytes. */
const ethernetMtu = 1500;

/**
 * Makes the namespace: loopback up, and with a network eth0 up with the container's MAC, without addresses, its host end up
 * but on no bridge. A failure leaves nothing behind.
 * @throws E_COMMAND when the namespace exists, E_NETWORK when the kernel refuses a link
 */
export async function createNetns(
  paths: ContainerPaths,
  network: NetworkSpec | null,
  options: NetnsOptions = {},
  signal?: AbortSignal,
): Promise<void> {
  await call(null, ["ip", "netns", "add", paths.netnsName]); // not to be cancelled: half of it would stay
  try {
    await ipBatch(paths.netns, ["link set dev lo up"], signal);
    if (network !== null) await createPair(paths, network.mac, options, signal);
  } catch (error) {
    await deleteNetns(paths);
    throw error;
  }
}

async function createPair(
  paths: ContainerPaths,
  mac: string,
  options: NetnsOptions,
  signal?: AbortSignal,
): Promise<void> {
  const index = options.ifindex === undefined ? [] : ["index", String(options.ifindex)];
  const mtu = options.mtu === undefined ? [] : ["mtu", String(options.mtu)];
  // Made from inside, with the host's end as the peer: the kernel honours an explicit index only for the first of a pair.
  const peer = ["peer", "name", paths.hostLink, "netns", String(process.pid)];
  await ipBatch(
    paths.netns,
    [batchLine("link", "add", "eth0", ...index, "address", mac, ...mtu, "type", "veth", ...peer)],
    signal,
  );
  await muteIpv6(paths.hostLink);
  const hostMtu = Math.max(ethernetMtu, options.mtu ?? ethernetMtu);
  await ipBatch(null, [`link set dev ${paths.hostLink} mtu ${hostMtu} addrgenmode none up`], signal);
  // No duplicate address detection: a tentative address cannot be bound, and the link leads nowhere yet. konk looks for
  // duplicates itself before it starts a container.
  await call(paths.netns, ["sysctl", "-q", "-e", "-w", "net.ipv6.conf.eth0.accept_dad=0"], { signal });
  await ipBatch(paths.netns, ["link set dev eth0 up"], signal);
}

/** The host's end is a port: the host must never speak on it with an address of its own. */
async function muteIpv6(link: string): Promise<void> {
  try {
    await writeFile(`/proc/sys/net/ipv6/conf/${link}/disable_ipv6`, "1");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // a kernel without IPv6 is as mute
  }
}

/** Gives eth0 its addresses and gateways, for a container that starts here. */
export async function configureAddresses(
  paths: ContainerPaths,
  network: NetworkSpec,
  signal?: AbortSignal,
): Promise<void> {
  const addresses = network.addresses.map((address) =>
    batchLine(
      "addr",
      "add",
      address,
      "dev",
      "eth0",
      ...(isIPv6(address.split("/")[0] ?? "") ? ["nodad"] : ["broadcast", "+"]),
    ),
  );
  const gateways = network.gateways.map((gateway) =>
    batchLine("route", "add", isIPv6(gateway) ? "::/0" : "0.0.0.0/0", "via", gateway, "dev", "eth0"),
  );
  await ipBatch(paths.netns, [...addresses, ...gateways], signal);
}

/**
 * Removes the host's end of the link and the namespace; what is already gone is fine. Not to be cancelled. Processes that
 * still run in the namespace keep it, without a link and without a name.
 */
export async function deleteNetns(paths: ContainerPaths): Promise<void> {
  await unlessGone(["ip", "link", "delete", "dev", paths.hostLink], "Cannot find device");
  await unlessGone(["ip", "netns", "delete", paths.netnsName], "No such file or directory");
}

async function unlessGone(argv: readonly string[], gone: string): Promise<void> {
  const { exitCode, stderr } = await run(argv, { accept: [0, 1] });
  if (exitCode !== 0 && !stderr.includes(gone))
    throw new CommandError(argv, exitCode, stderr, `exit status ${exitCode}`);
}

/** Names of the interfaces in the namespace, "lo" included. */
export async function listInterfaces(paths: ContainerPaths, signal?: AbortSignal): Promise<string[]> {
  const links = await ipRows(paths.netns, ["link", "show"], signal);
  return links.map((link) => wantText(link, "ifname"));
}
