/**
 * The two JSON documents that travel with a migration, read as if an enemy had written them: their words become arguments
 * of commands and names of mounts on this host. Everything here throws E_PROTOCOL.
 */
import { KonkError } from "../errors.ts";
import type { ContainerSpec, NetworkSpec } from "./container-spec.ts";
import { parseIp, parseSubnet } from "./ip-address.ts";
import {
  type Fields,
  parseDocument,
  readBoolean,
  readInteger,
  readList,
  readNullable,
  readObject,
  readRecord,
  readString,
  refuse,
} from "./json-shape.ts";
import { parseMac, parseNetwork } from "./network-parsing.ts";
import type { NetworkState } from "./network-state.ts";
import { checkMountTargets, parseMountTarget, parsePath, parseRootfs, parseVolume } from "./path-parsing.ts";
import { parseCommand, parseEnv, parseName, parseUser } from "./spec-parsing.ts";

const megabyte = 2 ** 20;
const path = readString(4095);

/** A container's spec from another host, by the same rules as a user's words. */
export function parseSpecJson(text: string): ContainerSpec {
  return parseDocument("spec", text, 4 * megabyte, (fields) => {
    const spec: ContainerSpec = {
      name: parsed(fields, "name", readString(32), parseName),
      command: parsed(fields, "command", readList(65_536, readString(megabyte)), parseCommand),
      env: parsed(fields, "env", readRecord(65_536, /^[A-Za-z_][A-Za-z0-9_]*$/, readString(megabyte)), checkEnv),
      workdir: parsed(fields, "workdir", path, (value) => parsePath("folder", value)),
      user: parsed(fields, "user", readUser, ({ uid, gid }) => parseUser(`${uid}:${gid}`)),
      rootfs: parsed(fields, "rootfs", readNullable(path), (value) => (value === null ? null : parseRootfs(value))),
      volumes: parsed(fields, "volumes", readList(256, readVolume), (list) => list.map(parseVolume)),
      tmpfs: parsed(fields, "tmpfs", readList(256, path), (list) =>
        list.map((target) => parseMountTarget("tmpfs", target)),
      ),
      network: parsed(fields, "network", readNullable(readNetwork), checkNetwork),
    };
    asProtocol("spec.volumes", () => checkMountTargets([...spec.volumes.map(({ target }) => target), ...spec.tmpfs]));
    return spec;
  });
}

function parsed<In, Out>(
  fields: Fields,
  name: string,
  read: (field: string, value: unknown) => In,
  parse: (value: In) => Out,
): Out {
  return fields.take(name, (field, value) => asProtocol(field, () => parse(read(field, value))));
}

/** What the user's parsers refuse with E_USAGE is the other host's fault here. */
function asProtocol<T>(field: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof KonkError) || error.code !== "E_USAGE") throw error;
    throw new KonkError("E_PROTOCOL", `Cannot accept "${field}" from the other host: ${error.message}`, {
      cause: error,
    });
  }
}

const checkEnv = (env: Record<string, string>) =>
  parseEnv(Object.entries(env).map(([name, value]) => `${name}=${value}`));

const anyId = readInteger(0, 4_294_967_294);
const readUser = readObject((fields) => ({ uid: fields.take("uid", anyId), gid: fields.take("gid", anyId) }));

/** As the user would write it: a colon in a path is refused that way, too. */
const readVolume = readObject((fields) => {
  const source = fields.take("source", path);
  const target = fields.take("target", path);
  return `${source}:${target}${fields.take("readOnly", readBoolean) ? ":ro" : ""}`;
});

const readNetwork = readObject(
  (fields): NetworkSpec => ({
    addresses: fields.take("addresses", readList(64, readString(64))),
    gateways: fields.take("gateways", readList(2, readString(64))),
    mac: fields.take("mac", readString(17)),
  }),
);

function checkNetwork(network: NetworkSpec | null): NetworkSpec | null {
  if (network === null) return null;
  const result = parseNetwork(network);
  if (result === null) throw refuse("spec.network.addresses", "an empty list", "an address");
  return result;
}

const most = 4096;
/** Words of iproute2: none of them is an option, an absolute path, or one that makes a route read a file of this host. */
const word = readString(64, /^(?!(?:encap|bpf|netns|nhid)$)[A-Za-z0-9:._][A-Za-z0-9:._/-]*$/);
const commandLine = readList(64, word);
/**
 * sysctl reads a dot as a slash and a slash as a dot: two slashes in a row would be the folder above, and lead out of `net.` to
 * the settings of the whole host.
 */
const sysctlName = /^net(?:\.[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*)+$/;

/** The state of a network namespace from another host. */
export function parseNetworkStateJson(text: string): NetworkState {
  return parseDocument("network", text, 8 * megabyte, (fields) => ({
    eth0: fields.take("eth0", readNullable(readInterface)),
    addresses: fields.take("addresses", readList(most, readAddress)),
    routes: fields.take("routes", readList(most, commandLine)),
    rules: fields.take("rules", readList(most, commandLine)),
    neighbours: fields.take("neighbours", readList(most, readNeighbour)),
    sysctls: fields.take("sysctls", readRecord(most, sysctlName, readString(256, /^[\x20-\x7e\t]*$/))),
    nft: fields.take("nft", readNft),
  }));
}

const readInterface = readObject((fields) => ({
  ifindex: fields.take("ifindex", readInteger(1, 2 ** 31 - 1)),
  mtu: fields.take("mtu", readInteger(68, 65_536)),
  mac: parsed(fields, "mac", readString(17), parseMac),
}));

const readAddress = readObject((fields) => ({
  address: parsed(fields, "address", readString(64), requireSubnet),
  interface: fields.take("interface", readString(4, /^(?:eth0|lo)$/)) as "eth0" | "lo",
  broadcast: parsed(fields, "broadcast", readNullable(readString(64)), (value) =>
    value === null ? null : requireIp(value),
  ),
  scope: fields.take("scope", word),
  flags: fields.take("flags", readList(16, word)),
}));

const readNeighbour = readObject((fields) => ({
  address: parsed(fields, "address", readString(64), requireIp),
  lladdr: parsed(fields, "lladdr", readString(17), parseMac),
  permanent: fields.take("permanent", readBoolean),
}));

function requireIp(text: string): string {
  if (parseIp(text) === null) throw refuse("network", `"${text}"`, "an address");
  return text;
}

function requireSubnet(text: string): string {
  if (parseSubnet(text) === null) throw refuse("network", `"${text}"`, "an address with a prefix length");
  return text;
}

/** nft can read files of this host by `include`; a ruleset that it listed itself never does. */
function readNft(field: string, value: unknown): string {
  const rules = readString(4 * megabyte)(field, value);
  if (/\binclude\b/.test(rules)) throw refuse(field, 'the word "include"', "a ruleset that reads no files");
  return rules;
}
