/**
 * IPv4 and IPv6 addresses as text and as bytes, strictly: no leading zeros, no shortened IPv4, no zones, no IPv4 inside
 * IPv6. What is equal has one spelling, so that addresses can be compared as text.
 */

export interface IpAddress {
  family: 4 | 6;
  /** 4 or 16 of them. */
  bytes: readonly number[];
}

export interface Subnet {
  address: IpAddress;
  prefixLength: number;
}

/** null when the text is no address. */
export function parseIp(text: string): IpAddress | null {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? { family: 4, bytes } : null;
}

function parseIpv6(text: string): IpAddress | null {
  const halves = text.split("::");
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const groups = head.length + tail.length;
  if (halves.length > 2 || (halves.length === 1 ? groups !== 8 : groups > 7)) return null;
  if (![...head, ...tail].every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const zeros = Array.from({ length: 8 - groups }, () => "0");
  const words = [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16));
  return { family: 6, bytes: words.flatMap((word) => [word >> 8, word & 255]) };
}

/** The one spelling: IPv6 in lower case, its longest run of zeros shortened. */
export function formatIp({ family, bytes }: IpAddress): string {
  if (family === 4) return bytes.join(".");
  const words = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  const text = words.map((word) => word.toString(16));
  const { start, length } = longestZeros(words);
  if (length < 2) return text.join(":");
  return `${text.slice(0, start).join(":")}::${text.slice(start + length).join(":")}`;
}

function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start++) {
    let end = start;
    while (words[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
}

/** "10.9.0.100/24"; null when the text is no address with a prefix length. */
export function parseSubnet(text: string): Subnet | null {
  const [left = "", right = "", ...more] = text.split("/");
  const address = parseIp(left);
  if (address === null || more.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(right)) return null;
  const prefixLength = Number(right);
  return prefixLength <= address.bytes.length * 8 ? { address, prefixLength } : null;
}

export function formatSubnet({ address, prefixLength }: Subnet): string {
  return `${formatIp(address)}/${prefixLength}`;
}

/** Whether an address lies in the subnet that another one is given with. */
export function isInSubnet({ family, bytes }: IpAddress, subnet: Subnet): boolean {
  if (family !== subnet.address.family) return false;
  return bytes.every((byte, index) => {
    const mask = maskByte(index, subnet.prefixLength);
    return (byte & mask) === ((subnet.address.bytes[index] ?? 0) & mask);
  });
}

/** Byte `index` of the mask of a prefix length. */
function maskByte(index: number, prefixLength: number): number {
  const bits = Math.min(8, Math.max(0, prefixLength - 8 * index));
  return (0xff00 >> bits) & 0xff;
}

/** Why an address cannot be that of one host; null when it can. */
export function whyNotHost({ family, bytes }: IpAddress): string | null {
  return family === 4 ? whyNotIpv4(bytes) : whyNotIpv6(bytes);
}

function whyNotIpv4([first = 0]: readonly number[]): string | null {
  if (first === 0) return "an address of this network";
  if (first === 127) return "a loopback address";
  if (first >= 240) return "a reserved or broadcast address";
  return first >= 224 ? "a multicast address" : null;
}

function whyNotIpv6(bytes: readonly number[]): string | null {
  const [first = 0, second = 0] = bytes;
  const leadingZeros = bytes.findIndex((byte) => byte !== 0);
  if (leadingZeros === -1) return "the unspecified address";
  if (leadingZeros === 15 && bytes[15] === 1) return "the loopback address";
  if (first === 0xff) return "a multicast address";
  if (first === 0xfe && (second & 0xc0) === 0x80) return "a link-local address, which every interface has anyway";
  return leadingZeros === 10 && bytes[10] === 0xff && bytes[11] === 0xff ? "an IPv4 address inside IPv6" : null;
}

/** Like {@link whyNotHost}, and also: the network's own address, or its broadcast address. */
export function whyNotHostOf(subnet: Subnet, address: IpAddress = subnet.address): string | null {
  const { prefixLength } = subnet;
  const bits = address.bytes.length * 8;
  const host = address.bytes.map((byte, index) => byte & ~maskByte(index, prefixLength) & 0xff);
  if (prefixLength === 0) return "an address without a network: its prefix length is 0";
  if (prefixLength < bits - 1 && host.every((byte) => byte === 0)) return "the address of the network itself";
  const isLast = host.every((byte, index) => byte === (~maskByte(index, prefixLength) & 0xff));
  if (address.family === 4 && prefixLength < 31 && isLast) return "the broadcast address of the network";
  return whyNotHost(address);
}
