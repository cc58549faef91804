/**
 * Ethernet frames with which a host tells its neighbours where an address lives now: gratuitous ARP and unsolicited
 * neighbour advertisements. Pure.
 */
import { isIPv6 } from "node:net";

const broadcastMac = "ff:ff:ff:ff:ff:ff";
const allNodesMac = "33:33:00:00:00:01";
const allNodes = "ff02::1";

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
  const target = form === "reply" ? macBytes(mac) : new Uint8Array(6);
  const header = [0, 1, 0x08, 0, 6, 4, 0, form === "request" ? 1 : 2];
  return bytes(macBytes(broadcastMac), macBytes(mac), [0x08, 0x06], header, macBytes(mac), ip, target, ip);
}

/** RFC 4861, 7.2.6: to all nodes, override set, with the target's link-layer address. */
export function neighbourAdvertisement(address: string, mac: string): Uint8Array {
  const source = ipv6Bytes(address);
  const destination = ipv6Bytes(allNodes);
  const override = [0x20, 0, 0, 0];
  const message = bytes([136, 0, 0, 0], override, source, [2, 1], macBytes(mac));
  const nextHeader = 58;
  const pseudo = bytes(source, destination, [0, 0, 0, message.length, 0, 0, 0, nextHeader]);
  new DataView(message.buffer).setUint16(2, internetChecksum(bytes(pseudo, message)));
  const ipHeader = bytes([0x60, 0, 0, 0, 0, message.length, nextHeader, 255], source, destination);
  return bytes(macBytes(allNodesMac), macBytes(mac), [0x86, 0xdd], ipHeader, message);
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
