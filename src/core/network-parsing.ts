/** Addresses, gateways and MAC of a container, from the user's words. Everything here throws E_USAGE. */
import type { NetworkSpec } from "./container-spec.ts";
import { formatIp, formatSubnet, isInSubnet, parseIp, parseSubnet, type Subnet, whyNotHostOf } from "./ip-address.ts";
import { wrong } from "./spec-parsing.ts";

export interface NetworkWords {
  addresses: readonly string[];
  gateways: readonly string[];
  /** Without one it is derived from the main address. */
  mac?: string;
}

/** A whole network, null when there is no address. */
export function parseNetwork({ addresses, gateways, mac }: NetworkWords): NetworkSpec | null {
  const subnets = addresses.map(parseHostAddress);
  const [main] = subnets;
  if (main === undefined) {
    if (gateways[0] !== undefined) throw wrong("gateway", gateways[0], "an address for the container (--ip) beside it");
    if (mac !== undefined) throw wrong("MAC address", mac, "an address for the container (--ip) beside it");
    return null;
  }
  const unique = new Set<string>();
  for (const { address } of subnets) {
    const text = formatIp(address);
    if (unique.has(text)) throw wrong("address", text, "each address once");
    unique.add(text);
  }
  return {
    addresses: subnets.map(formatSubnet),
    gateways: parseGateways(gateways, subnets),
    mac: mac === undefined ? macFor(main) : parseMac(mac),
  };
}

/** "10.9.0.100/24", "fd00::100/64": an address that a host can have, with its network. */
export function parseHostAddress(text: string): Subnet {
  const subnet = parseSubnet(text);
  if (subnet === null)
    throw wrong("address", text, "an address with a prefix length, as in 10.9.0.100/24 or fd00::100/64");
  const why = whyNotHostOf(subnet);
  if (why !== null) throw wrong("address", text, `an address of one host, and this is ${why}`);
  return subnet;
}

function parseGateways(gateways: readonly string[], subnets: readonly Subnet[]): string[] {
  const families = new Set<number>();
  return gateways.map((text) => {
    const address = parseIp(text);
    if (address === null) throw wrong("gateway", text, "an address without a prefix length, as in 10.9.0.1");
    const subnet = subnets.find((candidate) => isInSubnet(address, candidate));
    if (subnet === undefined) throw wrong("gateway", text, `an address in ${subnets.map(formatSubnet).join(" or ")}`);
    const why = whyNotHostOf(subnet, address);
    if (why !== null) throw wrong("gateway", text, `an address of one host, and this is ${why}`);
    const name = formatIp(address);
    if (subnets.some((own) => formatIp(own.address) === name))
      throw wrong("gateway", text, "another address than the container's own");
    if (families.has(address.family)) throw wrong("gateway", text, `only one gateway for IPv${address.family}`);
    families.add(address.family);
    return name;
  });
}

/** Six pairs of hexadecimal digits, of one interface; comes out in lower case. */
export function parseMac(text: string): string {
  const mac = text.toLowerCase();
  if (!/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(mac))
    throw wrong("MAC address", text, "six pairs of digits, as in 02:00:00:00:00:42");
  if ((Number.parseInt(mac.slice(0, 2), 16) & 1) === 1)
    throw wrong("MAC address", text, "one of a single interface, and this is a group");
  if (mac === "00:00:00:00:00:00") throw wrong("MAC address", text, "one that is not all zeros");
  return mac;
}

/** A locally administered MAC made of the end of an address: as unique in a network as the address is. */
export function macFor({ address }: Subnet): string {
  const pairs = [0x02, 0x6b, ...address.bytes.slice(-4)];
  return pairs.map((byte) => byte.toString(16).padStart(2, "0")).join(":");
}
