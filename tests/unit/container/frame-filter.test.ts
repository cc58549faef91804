import { expect, test } from "bun:test";
import { aboutNeighbours, framesTo, nothing, type Traffic } from "../../../src/container/frame-filter.ts";
import { addressProbe, announcementsOf, macBytes } from "../../../src/container/net-frames.ts";

const [mac, other] = ["02:00:00:aa:bb:cc", "02:00:00:aa:bb:cd"];
const [uplink, bridge] = [3, 4];
const packet = { toOtherHost: 3, outgoing: 4 };

interface Seen {
  frame: Uint8Array;
  type?: number;
  from?: number;
}

/** What the kernel would answer: the few instructions that the filters have, by linux/filter.h. */
function accepts(program: Uint8Array, { frame, type = packet.toOtherHost, from = uplink }: Seen): boolean {
  const code = new DataView(program.buffer);
  const data = new DataView(frame.buffer);
  const about: Record<number, number> = { 4294963204: type, 4294963208: from };
  let [a, x] = [0, 0];
  for (let at = 0; ; at += 8) {
    const value = code.getUint32(at + 4, true);
    try {
      switch (code.getUint16(at, true)) {
        case 0x20:
          a = about[value] ?? data.getUint32(value);
          break;
        case 0x28:
          a = data.getUint16(value);
          break;
        case 0x30:
          a = data.getUint8(value);
          break;
        case 0x50:
          a = data.getUint8(x + value);
          break;
        case 0xb1:
          x = 4 * (data.getUint8(value) & 15);
          break;
        case 0x54:
          a = (a & value) >>> 0;
          break;
        case 0x15:
          at += 8 * code.getUint8(at + (a === value ? 2 : 3));
          break;
        case 0x06:
          return value > 0;
        default:
          throw new Error("unknown instruction");
      }
    } catch (error) {
      if (error instanceof RangeError) return false; // beyond the end of the frame
      throw error;
    }
  }
}

const flags = { syn: 0x02, synAck: 0x12, ack: 0x10, rst: 0x04 };

function ipv4(to: string, protocol: number, tcpFlags = 0, headerBytes = 20): Uint8Array {
  const frame = new Uint8Array(14 + headerBytes + 20);
  frame.set(macBytes(to));
  frame.set([0x08, 0x00, 0x40 | (headerBytes / 4)], 12);
  frame[23] = protocol;
  frame[14 + headerBytes + 13] = tcpFlags;
  return frame;
}

function ipv6(to: string, nextHeader: number, tcpFlags = 0): Uint8Array {
  const frame = new Uint8Array(14 + 40 + 20);
  frame.set(macBytes(to));
  frame.set([0x86, 0xdd, 0x60], 12);
  frame[20] = nextHeader;
  frame[14 + 40 + 13] = tcpFlags;
  return frame;
}

const arp = Uint8Array.from([...macBytes(mac), ...macBytes(other), 0x08, 0x06, 0, 1]);
const [tcp, udp] = [6, 17];

const samples: Record<string, { frame: Uint8Array; for: readonly Traffic[] }> = {
  "a new connection": { frame: ipv4(mac, tcp, flags.syn), for: ["connections", "tcp", "all"] },
  "a new connection behind IP options": { frame: ipv4(mac, tcp, flags.syn, 32), for: ["connections", "tcp", "all"] },
  "a new connection of IPv6": { frame: ipv6(mac, tcp, flags.syn), for: ["connections", "tcp", "all"] },
  "an answer to the container's own connection": { frame: ipv4(mac, tcp, flags.synAck), for: ["tcp", "all"] },
  "bytes of a connection": { frame: ipv4(mac, tcp, flags.ack), for: ["tcp", "all"] },
  "bytes of a connection of IPv6": { frame: ipv6(mac, tcp, flags.ack), for: ["tcp", "all"] },
  "a datagram": { frame: ipv4(mac, udp, flags.syn), for: ["all"] },
  "a datagram of IPv6": { frame: ipv6(mac, udp, flags.syn), for: ["all"] },
  "an answer by ARP": { frame: arp, for: ["all"] },
  "a frame that ends too early": { frame: ipv4(mac, tcp, flags.syn).slice(0, 20), for: ["all"] },
  "somebody else's": { frame: ipv4(other, tcp, flags.syn), for: [] },
};

for (const traffic of ["connections", "tcp", "all"] as const) {
  test(`of ${traffic} to the container nothing is left out, and nothing else is kept`, () => {
    const program = framesTo(mac, { traffic, notFrom: bridge });
    const kept = Object.entries(samples).flatMap(([name, { frame }]) => (accepts(program, { frame }) ? [name] : []));
    const wanted = Object.entries(samples).flatMap(([name, sample]) => (sample.for.includes(traffic) ? [name] : []));
    expect(kept).toEqual(wanted);
  });
}

test("a frame is kept once: not what leaves this host, nor what a bridge shows of its ports again", () => {
  const program = framesTo(mac, { traffic: "all", notFrom: bridge });
  const frame = ipv4(mac, udp);
  expect(accepts(program, { frame })).toBe(true);
  expect(accepts(program, { frame, type: packet.outgoing })).toBe(false);
  expect(accepts(program, { frame, from: bridge })).toBe(false);
});

test("what shows who has an address is let in, and nothing else", () => {
  const about = [
    ...announcementsOf("10.9.0.1", other),
    ...announcementsOf("fd00::1", other),
    addressProbe("fd00::1", other),
  ];
  expect(about.map((frame) => accepts(aboutNeighbours, { frame }))).toEqual([true, true, true, true]);
  expect(about.map((frame) => accepts(aboutNeighbours, { frame, type: packet.outgoing }))).not.toContain(true);
  const others = [ipv4(mac, tcp), ipv4(mac, 58), ipv6(mac, udp), ipv6(mac, 58, 0)];
  expect(others.map((frame) => accepts(aboutNeighbours, { frame }))).not.toContain(true);
});

test("before it is told, a queue takes nothing", () => {
  expect(accepts(nothing, { frame: ipv4(mac, tcp) })).toBe(false);
});
