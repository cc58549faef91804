/** Filters for raw sockets, as programs of the classic BPF (man 7 socket, SO_ATTACH_FILTER; linux/filter.h). Pure. */
import { etherType, icmpv6, macBytes } from "./net-frames.ts";

/** A step with its value; a comparison with where to go on, when not below it; or the name of the place below. */
type Line = { code: number; value: number } | { is: number; yes?: Place; no?: Place } | Place;
type Place = "ipv6" | "keep" | "drop";

const load = (bytes: 1 | 2 | 4, at: number): Line => ({ code: { 4: 0x20, 2: 0x28, 1: 0x30 }[bytes], value: at });
const loadBehindIpHeader = (at: number): Line => ({ code: 0x50, value: at });
const learnIpHeaderLength = (at: number): Line => ({ code: 0xb1, value: at });
const mask = (value: number): Line => ({ code: 0x54, value });
const answer = (accept: boolean): Line => ({ code: 0x06, value: accept ? 0xffffffff : 0 });
const comparison = 0x15;

/** What the kernel knows of a packet beside its bytes, as addresses to load from. */
const packetType = 0xfffff004;
const interfaceIndex = 0xfffff008;
const outgoing = 4;

const ethernet = { destination: 0, type: 12, bytes: 14 };
const ipv4 = { type: etherType.ipv4, protocol: ethernet.bytes + 9 };
const ipv6 = { type: etherType.ipv6, protocol: ethernet.bytes + 6, bytes: 40 };
const tcp = { protocol: 6, flags: 13, syn: 0x02, synAndAck: 0x12 };

/** Drops everything. */
export const nothing: Uint8Array = assemble([answer(false)]);

/** Accepts what shows who has an address: ARP, and neighbour solicitations and advertisements. Not what this host sends. */
export const aboutNeighbours: Uint8Array = assemble([
  load(4, packetType),
  { is: outgoing, yes: "drop" },
  load(2, ethernet.type),
  { is: etherType.arp, yes: "keep" },
  { is: ipv6.type, no: "drop" },
  load(1, ipv6.protocol),
  { is: icmpv6.protocol, no: "drop" },
  load(1, ethernet.bytes + ipv6.bytes),
  { is: icmpv6.solicitation, yes: "keep" },
  { is: icmpv6.advertisement, no: "drop" },
  "keep",
  answer(true),
  "drop",
  answer(false),
]);

/** New connections, TCP (in IPv6 without extension headers), or everything. */
export type Traffic = "connections" | "tcp" | "all";

/** Accepts frames to `mac` that come into this host, except by the interface `notFrom`: a bridge shows those of its ports again. */
export function framesTo(mac: string, { traffic, notFrom }: { traffic: Traffic; notFrom: number }): Uint8Array {
  const address = new DataView(macBytes(mac).buffer);
  return assemble([
    load(4, packetType),
    { is: outgoing, yes: "drop" },
    load(4, interfaceIndex),
    { is: notFrom, yes: "drop" },
    load(4, ethernet.destination),
    { is: address.getUint32(0), no: "drop" },
    load(2, ethernet.destination + 4),
    { is: address.getUint16(4), no: "drop" },
    ...(traffic === "all" ? [] : tcpOnly(traffic)),
    "keep",
    answer(true),
    "drop",
    answer(false),
  ]);
}

function tcpOnly(traffic: Exclude<Traffic, "all">): Line[] {
  const isSyn: Line[] = [mask(tcp.synAndAck), { is: tcp.syn, yes: "keep", no: "drop" }];
  const any: Line[] = [{ is: tcp.protocol, yes: "keep", no: "drop" }];
  const inIpv4 = [learnIpHeaderLength(ethernet.bytes), loadBehindIpHeader(ethernet.bytes + tcp.flags), ...isSyn];
  const inIpv6 = [load(1, ethernet.bytes + ipv6.bytes + tcp.flags), ...isSyn];
  const syn = (lines: readonly Line[]): Line[] => [{ is: tcp.protocol, no: "drop" }, ...lines];
  return [
    load(2, ethernet.type),
    { is: ipv4.type, no: "ipv6" },
    load(1, ipv4.protocol),
    ...(traffic === "tcp" ? any : syn(inIpv4)),
    "ipv6",
    { is: ipv6.type, no: "drop" },
    load(1, ipv6.protocol),
    ...(traffic === "tcp" ? any : syn(inIpv6)),
  ];
}

/** As struct sock_filter, eight bytes each. */
function assemble(lines: readonly Line[]): Uint8Array {
  const program = lines.filter((line) => typeof line !== "string");
  const places = new Map(lines.map((line, index) => [line, lines.slice(0, index).filter(isStep).length]));
  const view = new DataView(new ArrayBuffer(program.length * 8));
  for (const [index, line] of program.entries()) {
    const away = (place: Place | undefined) => (place === undefined ? 0 : (places.get(place) ?? 0) - index - 1);
    const at = index * 8;
    view.setUint16(at, "is" in line ? comparison : line.code, true);
    view.setUint8(at + 2, "is" in line ? away(line.yes) : 0);
    view.setUint8(at + 3, "is" in line ? away(line.no) : 0);
    view.setUint32(at + 4, "is" in line ? line.is : line.value, true);
  }
  return new Uint8Array(view.buffer);
}

function isStep(line: Line): boolean {
  return typeof line !== "string";
}
