/** The wires of a lab: two switches in the LAN namespace (management, service) and two links from every host to them. */
import { join } from "node:path";
import { $ } from "zx";
import type { Lan } from "./lan.ts";

export interface Wiring {
  /** The host's name, which names its ports at the switches. */
  name: string;
  /** The host's address on the management switch, with prefix length. */
  address: string;
}

export type Interface = "eth0" | "eth1";

const farScript = join(import.meta.dir, "far.py");
const switches: Record<Interface, string> = { eth0: "management", eth1: "service" };

/**
 * Plugs a host in: eth0 with its address on the management switch, eth1 without any address on the service switch
 * (the uplink for konk's bridge).
 */
export async function plugIn(lanPid: number, hostPid: number, { name, address }: Wiring): Promise<void> {
  const ports = (["eth0", "eth1"] as const).flatMap((link) => [
    `link add ${name}-${link} type veth peer name ${link} address ${macOf(address, link)} netns ${hostPid}`,
    `link set ${name}-${link} master ${switches[link]} up`,
  ]);
  await batch(lanPid, ports);
  await batch(hostPid, [
    "link set lo up",
    "link set eth1 addrgenmode none", // an uplink has no address, not even a link-local one
    `address add ${address} dev eth0`,
    "link set eth0 up",
    "link set eth1 up",
  ]);
}

/** Pulls both plugs of a host, without a packet: what it still sends goes nowhere. */
export async function unplug(lanPid: number, name: string): Promise<void> {
  await batch(lanPid, [`link del ${name}-eth0`, `link del ${name}-eth1`]);
}

/** Blocks or unblocks a host's port at the switch: packets vanish both ways, and neither end sees its carrier change. */
export async function setPort(lanPid: number, name: string, link: Interface, forwarding: boolean): Promise<void> {
  await $({
    quiet: true,
  })`nsenter --net=/proc/${lanPid}/ns/net bridge link set dev ${name}-${link} state ${forwarding ? 3 : 0}`;
}

/** What a host sends on a link takes its time; null: as little as it can. `rate` as tc wants it: "100mbit". */
export async function setRate(hostPid: number, link: Interface, rate: string | null): Promise<void> {
  const enter = ["nsenter", `--net=/proc/${hostPid}/ns/net`];
  const limit = ["tbf", "rate", rate ?? "", "burst", "128kb", "latency", "50ms"];
  const words = rate === null ? ["del", "dev", link, "root"] : ["replace", "dev", link, "root", ...limit];
  await $({ quiet: true })`${enter} tc qdisc ${words}`;
}

/**
 * Puts a long wire between a host's port and its switch: a round trip takes `ms` more. Once for a host; it ends with the lab.
 * Netem would do the same where the kernel has it.
 */
export async function lengthenWire(lan: Lan, host: { pid: number; name: string }, ms: number): Promise<void> {
  const [port, near, far] = [`${host.name}-eth0`, `${host.name}-near`, `${host.name}-far`];
  await batch(lan.pid, [
    `link set ${port} nomaster`,
    `link add ${near} type veth peer name ${far}`,
    `link set ${near} up`,
    `link set ${far} master ${switches.eth0} up`,
  ]);
  for (const [pid, card] of [
    [host.pid, "eth0"],
    [lan.pid, far],
  ] as const)
    await $({ quiet: true })`nsenter --net=/proc/${pid}/ns/net python3 ${farScript} --whole ${card}`;
  const wire = await lan.spawn(["python3", farScript, port, near, String(ms / 2)]);
  await wire.waitForOutput("far");
}

/** The same at every boot, as with real hardware: others keep it in their neighbour tables. */
function macOf(address: string, link: Interface): string {
  const last = Number(/\.(\d+)\//.exec(address)?.[1]);
  return `02:6b:6f:6e:${link === "eth0" ? "00" : "01"}:${last.toString(16).padStart(2, "0")}`;
}

async function batch(pid: number, commands: readonly string[]): Promise<void> {
  const input = `${commands.join("\n")}\n`;
  await $({ quiet: true, input })`nsenter --net=/proc/${pid}/ns/net ip -batch -`;
}
