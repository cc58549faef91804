/**
 * Ethernet frames with which a host asks its neighbours whether an address is free, and tells them where it lives now: ARP and
 * neighbour discovery. Pure.
 */
import { isIPv6 } from "node:net";

const broadcastMac = "ff:ff:ff:ff:ff:ff";
const allNodesMac = "33:33:00:00:00:01";
const allNodes = "ff02::1";
export const etherType = { ipv4: 0x0800, arp: 0x0806, ipv6: 0x86dd } as const;
/** The next header, and the types of its messages about neighbours (RFC 4861, 4.3 and 4.4). */
export const icmpv6 = { protocol: 58, solicitation: 135, advertisement: 136 } as const;

/** The frame that asks whether anybody has `address`, from one who has none yet: RFC 5227, 2.1.1, or RFC 4862, 5.4.2. */
export function addressProbe(address: string, mac: string): Uint8Array {
  if (!isIPv6(address)) return arpFrame("request", { mac, ip: new Uint8Array(4) }, { ip: ipv4Bytes(address) });
  const target = ipv6Bytes(address);
  const group = bytes(ipv6Bytes("ff02::1:ff00:0").subarray(0, 13), target.subarray(13)); // of all who may have it
  const to = { mac: bytes([0x33, 0x33], group.subarray(12)), address: group };
  return neighbourMessage(
    to,
    { mac, address: new Uint8Array(16) },
    bytes([icmpv6.solicitation, 0, 0, 0, 0, 0, 0, 0], target),
  );
}

/**
 * The MAC address of whoever shows in this frame that it has `address`, or is about to take it; null when nobody does. `own`
 * are one's own frames.
 */
export function claimantIn(frame: Uint8Array, address: string, own: string): string | null {
  const mac = Array.from(frame.subarray(6, 12), (byte) => byte.toString(16).padStart(2, "0")).join(":");
  if (mac === own) return null;
  const claims = isIPv6(address)
    ? claimsByDiscovery(frame, ipv6Bytes(address))
    : claimsByArp(frame, ipv4Bytes(address));
  return claims ? mac : null;
}

function claimsByArp(frame: Uint8Array, ip: Uint8Array): boolean {
  const [sender, target] = [28, 38];
  const isProbe = holds(frame, sender, new Uint8Array(4)) && holds(frame, target, ip);
  return typeOf(frame) === etherType.arp && (holds(frame, sender, ip) || isProbe);
}

function claimsByDiscovery(frame: Uint8Array, ip: Uint8Array): boolean {
  const [nextHeader, source, message] = [20, 22, 54];
  if (typeOf(frame) !== etherType.ipv6 || frame[nextHeader] !== icmpv6.protocol) return false;
  const isProbe = frame[message] === icmpv6.solicitation && holds(frame, source, new Uint8Array(16));
  return (isProbe || frame[message] === icmpv6.advertisement) && holds(frame, message + 8, ip);
}

function typeOf(frame: Uint8Array): number {
  return ((frame[12] ?? 0) << 8) | (frame[13] ?? 0);
}

function holds(frame: Uint8Array, at: number, wanted: Uint8Array): boolean {
  return Buffer.compare(frame.subarray(at, at + wanted.length), wanted) === 0;
}

/** All frames that announce `address` ("10.9.0.100", or with "/24") as being at `mac`. */
export function announcementsOf(address: string, mac: string): Uint8Array[] {
  const bare = address.split("/")[0] ?? address;
  if (isIPv6(bare)) return [neighbourAdvertisement(bare, mac)];
  return [gratuitousArp(bare, mac, "request"), gratuitousArp(bare, mac, "reply")];
}

/** RFC 5227 announcement, or the reply form; receivers accept the one or the other. */
export function gratuitousArp(address: string, mac: string, form: "request" | "reply"): Uint8Array {
  const ip = ipv4Bytes(address);
  // Linux takes a gratuitous reply for one only when its target hardware address is the sender's.
  return arpFrame(form, { mac, ip }, form === "reply" ? { mac, ip } : { ip });
}

/** To everybody. A target without a MAC address is one whose address is asked for. */
function arpFrame(
  form: "request" | "reply",
  sender: { mac: string; ip: Uint8Array },
  target: { mac?: string; ip: Uint8Array },
): Uint8Array {
  const own = macBytes(sender.mac);
  const header = [0, 1, 0x08, 0, 6, 4, 0, form === "request" ? 1 : 2];
  const targetMac = target.mac === undefined ? new Uint8Array(6) : macBytes(target.mac);
  return bytes(macBytes(broadcastMac), own, [0x08, 0x06], header, own, sender.ip, targetMac, target.ip);
}

/** RFC 4861, 7.2.6: to all nodes, override set, with the target's link-layer address. */
export function neighbourAdvertisement(address: string, mac: string): Uint8Array {
  const source = ipv6Bytes(address);
  const override = [0x20, 0, 0, 0];
  const message = bytes([icmpv6.advertisement, 0, 0, 0], override, source, [2, 1], macBytes(mac));
  const to = { mac: macBytes(allNodesMac), address: ipv6Bytes(allNodes) };
  return neighbourMessage(to, { mac, address: source }, message);
}

/** `message` is ICMPv6 without its checksum. */
function neighbourMessage(
  to: { mac: Uint8Array; address: Uint8Array },
  from: { mac: string; address: Uint8Array },
  message: Uint8Array<ArrayBuffer>,
): Uint8Array {
  const pseudo = bytes(from.address, to.address, [0, 0, 0, message.length, 0, 0, 0, icmpv6.protocol]);
  new DataView(message.buffer).setUint16(2, internetChecksum(bytes(pseudo, message)));
  const ipHeader = bytes([0x60, 0, 0, 0, 0, message.length, icmpv6.protocol, 255], from.address, to.address);
  return bytes(to.mac, macBytes(from.mac), [0x86, 0xdd], ipHeader, message);
}

/** RFC 1071. */
export function internetChecksum(data: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < data.length; at += 2) sum += ((data[at] ?? 0) << 8) + (data[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

export function macBytes(mac: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(mac.split(":"), (part) => Number.parseInt(part, 16));
}

function ipv4Bytes(address: string): Uint8Array {
  return Uint8Array.from(address.split("."), Number);
}

export function ipv6Bytes(address: string): Uint8Array {
  const [head = "", tail] = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, dottedAsHex).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16)));
  const left = groups(head);
  const right = groups(tail ?? "");
  const all = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function dottedAsHex(_: string, ...parts: string[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

function bytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
