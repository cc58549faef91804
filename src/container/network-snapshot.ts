/**
 * What belongs to a container's network namespace, as data that another host can make again. CRIU runs inside the namespace
 * and does not look at any of it. What konk cannot carry is a refusal here, before anything is frozen.
 */
import { randomUUID } from "node:crypto";
import { allEnded } from "../all-ended.ts";
import type { AddressState, InterfaceState, NeighbourState, NetworkState } from "../core/network-state.ts";
import { KonkError } from "../errors.ts";
import {
  call,
  ipRows,
  isRow,
  listIn,
  numberIn,
  type Row,
  rowsOf,
  textIn,
  wantNumber,
  wantText,
} from "./net-commands.ts";
import { parseRoutes, parseRules, type Words } from "./net-routes.ts";
import { differences, readSysctls, type Sysctls } from "./net-sysctls.ts";
import { createNetns, deleteNetns } from "./netns.ts";
import { type ContainerPaths, Paths } from "./paths.ts";

/**
 * Reads the namespace of a running container. Takes some 50 ms: not for the freeze.
 * Interfaces other than lo and eth0 are not looked at: listInterfaces of netns.ts tells.
 * @throws E_REFUSED with the reasons, when the namespace has what konk does not carry
 */
export async function captureNetwork(paths: ContainerPaths, signal?: AbortSignal): Promise<NetworkState> {
  const { netns } = paths;
  const links = await ipRows(netns, ["-d", "addr", "show"], signal);
  const eth0Row = links.find((link) => textIn(link, "ifname") === "eth0");
  const eth0 = eth0Row === undefined ? null : interfaceOf(eth0Row);
  const [routes, rules, neighbours, sysctls, nft, legacyTables] = await allEnded([
    captureWords(netns, "route", parseRoutes, signal),
    captureWords(netns, "rule", parseRules, signal),
    eth0 === null ? [] : captureNeighbours(netns, signal),
    captureSysctls(netns, eth0, signal),
    call(netns, ["nft", "list", "ruleset"], { signal }).then(({ stdout }) => stdout.trim()),
    captureLegacyTables(netns, signal),
  ]);
  refuse(paths.name, [...linkReasons(links), ...firewallReasons(nft, legacyTables)]);
  return { eth0, addresses: links.flatMap(addressesOf), routes, rules, neighbours, sysctls, nft };
}

function refuse(name: string, reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  throw new KonkError("E_REFUSED", `Cannot move the network of container "${name}": ${reasons[0]}`, {
    lines: reasons,
    hint: "Remove it inside the container and try again",
  });
}

function linkReasons(links: readonly Row[]): string[] {
  const carried = links.filter((link) => ["lo", "eth0"].includes(wantText(link, "ifname")));
  return carried
    .filter((link) => links.some((each) => textIn(each, "ifname") === "eth0") && textIn(link, "qdisc") !== "noqueue")
    .map((link) => `found the queueing discipline "${textIn(link, "qdisc")}" on "${textIn(link, "ifname")}"`);
}

function firewallReasons(nft: string, legacyTables: string): string[] {
  const compat = /^\s*#.*\bxt_|\bxt (match|target|watcher)\b/m.test(nft)
    ? ["found iptables rules that nft cannot express"]
    : [];
  return legacyTables === "" ? compat : [...compat, `found legacy iptables tables: ${legacyTables}`];
}

async function captureLegacyTables(netns: string, signal?: AbortSignal): Promise<string> {
  const files = ["/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"];
  const { stdout } = await call(netns, ["cat", ...files], { accept: [0, 1], signal }); // absent without the modules
  return stdout.trim().split(/\s+/).join(", ");
}

function interfaceOf(link: Row): InterfaceState {
  return { ifindex: wantNumber(link, "ifindex"), mtu: wantNumber(link, "mtu"), mac: wantText(link, "address") };
}

/** In the order in which adding them gives the same order again: the kernel puts a new IPv6 address first. */
function addressesOf(link: Row): AddressState[] {
  const name = wantText(link, "ifname");
  if (name !== "eth0" && name !== "lo") return [];
  const rows = listIn(link, "addr_info").filter(isRow);
  const v6 = rows.filter((row) => textIn(row, "family") === "inet6");
  return [...rows.filter((row) => !v6.includes(row)), ...v6.reverse()].map((row) => addressOf(row, name));
}

const flagWords = ["nodad", "noprefixroute", "home", "mngtmpaddr", "autojoin", "optimistic"];
const forever = 0xffffffff;

function addressOf(row: Row, name: "eth0" | "lo"): AddressState {
  const address = `${wantText(row, "local")}/${wantNumber(row, "prefixlen")}`;
  if (textIn(row, "address") !== null)
    throw new KonkError("E_REFUSED", `Cannot move the point-to-point address "${address}"`);
  const label = textIn(row, "label");
  const metric = numberIn(row, "metric");
  const valid = numberIn(row, "valid_life_time") ?? forever;
  const preferred = numberIn(row, "preferred_life_time") ?? forever;
  return {
    address,
    interface: name,
    broadcast: textIn(row, "broadcast"),
    scope: textIn(row, "scope") ?? "global",
    flags: [
      ...flagWords.filter((word) => row[word] === true),
      ...(label === null || label === name ? [] : ["label", label]),
      ...(metric === null ? [] : ["metric", String(metric)]),
      ...(valid === forever ? [] : ["valid_lft", String(valid)]),
      ...(preferred === forever ? [] : ["preferred_lft", String(preferred)]),
    ],
  };
}

async function captureWords(
  netns: string,
  object: "route" | "rule",
  parse: (text: string, family: 4 | 6) => Words[],
  signal?: AbortSignal,
): Promise<Words[]> {
  const selection = object === "route" ? ["table", "all"] : [];
  const read = async (family: 4 | 6) => {
    const argv = ["ip", "-o", "-N", "-d", `-${family}`, object, "show", ...selection];
    return parse((await call(netns, argv, { signal })).stdout, family);
  };
  return (await Promise.all([read(4), read(6)])).flat();
}

/** Entries that resolved; those that failed or are being asked for are worth nothing elsewhere. */
async function captureNeighbours(netns: string, signal?: AbortSignal): Promise<NeighbourState[]> {
  const { stdout } = await call(netns, ["ip", "-j", "neigh", "show", "dev", "eth0"], { signal });
  const useful = new Set(["REACHABLE", "STALE", "DELAY", "PROBE", "PERMANENT"]);
  const neighbours = rowsOf(stdout).flatMap((row) => {
    const states = listIn(row, "state");
    const lladdr = textIn(row, "lladdr");
    if (lladdr === null || !states.some((state) => useful.has(String(state)))) return [];
    return [{ address: wantText(row, "dst"), lladdr, permanent: states.includes("PERMANENT") }];
  });
  return neighbours.sort((one, other) => (one.address < other.address ? -1 : 1)); // the kernel's order is that of a hash
}

/** The fresh namespace is made by the code that makes a container's, so that what konk sets itself is no difference. */
async function captureSysctls(netns: string, eth0: InterfaceState | null, signal?: AbortSignal): Promise<Sysctls> {
  const fresh = new Paths().container(`.fresh-${process.pid}-${randomUUID().slice(0, 8)}`); // no container has a dot
  const network = eth0 === null ? null : { addresses: [], gateways: [], mac: eth0.mac };
  await createNetns(fresh, network, eth0 === null ? {} : { mtu: eth0.mtu }, signal);
  try {
    return differences(await readSysctls(netns, signal), await readSysctls(fresh.netns, signal));
  } finally {
    await deleteNetns(fresh);
  }
}
