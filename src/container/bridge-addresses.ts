/**
 * Moving the addresses and routes of one interface of the host to another. When the host is reached through them, a
 * half-done move locks its operator out: so it is one batch, and any failure puts everything back.
 */
import {
  call,
  ipBatch,
  ipRows,
  isRow,
  listIn,
  numberIn,
  type Row,
  textIn,
  wantNumber,
  wantText,
} from "./net-commands.ts";
import { batchLine, parseRoutes, type Words, wordAfter } from "./net-routes.ts";

export interface Placed {
  /** "192.0.2.7/24", and the other words of `ip addr add`. */
  addresses: readonly { address: string; extras: Words }[];
  /** As `ip route add` takes them. */
  routes: readonly Words[];
}

/** What would be lost if the interface became a port: everything but link-local addresses and the kernel's own routes. */
export async function placedOn(link: string, signal?: AbortSignal): Promise<Placed> {
  const rows = await ipRows(null, ["addr", "show", "dev", link], signal);
  const infos = rows.flatMap((row) => listIn(row, "addr_info")).filter(isRow);
  const addresses = infos
    .filter((info) => textIn(info, "scope") !== "link")
    .map((info) => ({
      address: `${wantText(info, "local")}/${wantNumber(info, "prefixlen")}`,
      extras: extrasOf(info),
    }));
  const [v4, v6] = await Promise.all([routesOf(link, 4, signal), routesOf(link, 6, signal)]);
  return { addresses, routes: [...v4, ...v6] };
}

function extrasOf(info: Row): Words {
  const broadcast = textIn(info, "broadcast");
  const lease = info["dynamic"] === true ? numberIn(info, "valid_life_time") : null;
  return [
    ...(broadcast === null ? [] : ["broadcast", broadcast]),
    // This host has used the address on this very LAN: detecting duplicates would only take it out of service for a second.
    ...(textIn(info, "family") === "inet6" ? ["nodad"] : []),
    ...(info["noprefixroute"] === true ? ["noprefixroute"] : []),
    ...(lease === null ? [] : ["valid_lft", String(lease), "preferred_lft", String(lease)]),
  ];
}

async function routesOf(link: string, family: 4 | 6, signal?: AbortSignal): Promise<Words[]> {
  const argv = ["ip", "-o", "-N", "-d", `-${family}`, "route", "show", "table", "all"];
  const { stdout } = await call(null, argv, { signal });
  return parseRoutes(stdout, family).filter((words) => wordAfter(words, "dev") === link);
}

export interface MoveOptions {
  /** Done first, in the same batch; `undo` is what takes it back. */
  before: readonly string[];
  undo: readonly string[];
  signal?: AbortSignal | undefined;
}

/** @throws E_NETWORK after everything was put back */
export async function moveAddresses(from: string, to: string, options: MoveOptions): Promise<void> {
  const placed = await placedOn(from, options.signal);
  const before = await placedOn(to, options.signal);
  try {
    // Not to be cancelled half-way.
    await ipBatch(null, [...options.before, ...removal(placed, from), ...addition(placed, from, to)]);
  } catch (error) {
    const arrived = without(await placedOn(to), before);
    const undo = [...options.undo, ...removal(arrived, to), ...addition(placed, from, from)];
    await ipBatch(null, undo, undefined, ["-force"]);
    throw error;
  }
}

function without(placed: Placed, others: Placed): Placed {
  const addresses = new Set(others.addresses.map(({ address }) => address));
  const routes = new Set(others.routes.map((words) => words.join(" ")));
  return {
    addresses: placed.addresses.filter(({ address }) => !addresses.has(address)),
    routes: placed.routes.filter((words) => !routes.has(words.join(" "))),
  };
}

/** Routes first: some go by themselves with the last address, and removing those again would be an error. */
function removal({ addresses, routes }: Placed, link: string): string[] {
  return [
    ...routes.map((words) => batchLine("route", "del", ...words)),
    ...addresses.map(({ address }) => batchLine("addr", "del", address, "dev", link)),
  ];
}

/** "replace", so that putting back is right whatever a failed move had done already. */
function addition({ addresses, routes }: Placed, from: string, to: string): string[] {
  const given = addresses.map(({ address, extras }) => batchLine("addr", "replace", address, "dev", to, ...extras));
  return [...given, ...routes.map((words) => batchLine("route", "replace", ...onLink(words, from, to)))];
}

function onLink(words: Words, from: string, to: string): Words {
  return words.map((word, at) => (word === from && words[at - 1] === "dev" ? to : word));
}
