import { expect, test } from "bun:test";
import {
  addressProbe,
  announcementsOf,
  claimantIn,
  gratuitousArp,
  internetChecksum,
  ipv6Bytes,
  neighbourAdvertisement,
} from "../../../src/container/net-frames.ts";

const mac = "02:00:00:00:00:42";
const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

test("gratuitousArp() asks for its own address", () => {
  expect(hex(gratuitousArp("10.9.0.100", mac, "request"))).toBe(
    "ffffffffffff020000000042080600010800060400010200000000420a0900640000000000000a090064",
  );
});

test("gratuitousArp() replies to itself, with its own MAC as target", () => {
  expect(hex(gratuitousArp("10.9.0.100", mac, "reply"))).toBe(
    "ffffffffffff020000000042080600010800060400020200000000420a0900640200000000420a090064",
  );
});

test("neighbourAdvertisement() goes to all nodes, overrides, and has a checksum that verifies", () => {
  const frame = neighbourAdvertisement("fd00::100", mac);
  const [ethernet, ip, message] = [frame.subarray(0, 14), frame.subarray(14, 54), frame.subarray(54)];
  expect(hex(ethernet)).toBe("33330000000102000000004286dd");
  expect(hex(ip)).toBe(`6000000000203aff${"fd000000000000000000000000000100"}${"ff020000000000000000000000000001"}`);
  expect(hex(message.subarray(4))).toBe(`20000000${"fd000000000000000000000000000100"}0201020000000042`);
  const pseudo = [...ip.subarray(8), 0, 0, 0, message.length, 0, 0, 0, 58];
  expect(internetChecksum(Uint8Array.from([...pseudo, ...message]))).toBe(0);
});

test("addressProbe() asks who has the address and claims nothing itself", () => {
  expect(hex(addressProbe("10.9.0.100", mac))).toBe(
    `ffffffffffff02000000004208060001080006040001020000000042${"0".repeat(20)}0a090064`,
  );
  const frame = addressProbe("fd00::1:2345:6789", mac);
  const [ethernet, ip, message] = [frame.subarray(0, 14), frame.subarray(14, 54), frame.subarray(54)];
  expect(hex(ethernet)).toBe("3333ff45678902000000004286dd");
  expect(hex(ip)).toBe(`60000000${"0018"}3aff${"0".repeat(32)}${"ff0200000000000000000001ff456789"}`);
  expect(hex(message)).toMatch(/^8700....00000000fd000000000000000000000123456789$/);
  const pseudo = [...ip.subarray(8), 0, 0, 0, message.length, 0, 0, 0, 58];
  expect(internetChecksum(Uint8Array.from([...pseudo, ...message]))).toBe(0);
});

const other = "02:00:00:00:00:43";

test.each([
  ["an answer", announcementsOf("10.9.0.100", other)[1], "10.9.0.100", other],
  ["an announcement", announcementsOf("10.9.0.100", other)[0], "10.9.0.100", other],
  ["who asks for it too", addressProbe("10.9.0.100", other), "10.9.0.100", other],
  ["an answer of IPv6", announcementsOf("fd00::100", other)[0], "fd00::100", other],
  ["who asks for it too, of IPv6", addressProbe("fd00::100", other), "fd00::100", other],
  ["one's own question", addressProbe("10.9.0.100", mac), "10.9.0.100", null],
  ["one's own question, of IPv6", addressProbe("fd00::100", mac), "fd00::100", null],
  ["another address", announcementsOf("10.9.0.101", other)[1], "10.9.0.100", null],
  ["another address of IPv6", announcementsOf("fd00::101", other)[0], "fd00::100", null],
  ["a frame that ends too early", announcementsOf("10.9.0.100", other)[1]?.slice(0, 30), "10.9.0.100", null],
  ["nothing", new Uint8Array(0), "fd00::100", null],
])("claimantIn() is not deceived by %s", (_, frame, address, expected) => {
  expect(claimantIn(frame ?? new Uint8Array(0), address, mac)).toBe(expected);
});

test("claimantIn() does not take somebody who looks for the owner for the owner", () => {
  const asking = gratuitousArp("10.9.0.100", other, "request");
  asking.set([10, 9, 0, 1], 28); // the sender's own address
  expect(claimantIn(asking, "10.9.0.100", mac)).toBeNull();
});

test("announcementsOf() takes addresses with a prefix length, of both families", () => {
  expect(announcementsOf("10.9.0.100/24", mac)).toHaveLength(2);
  expect(announcementsOf("fd00::100/64", mac)).toHaveLength(1);
});

test.each([
  ["::1", "00000000000000000000000000000001"],
  ["fe80::", "fe800000000000000000000000000000"],
  ["2001:db8:1:2:3:4:5:6", "20010db8000100020003000400050006"],
  ["::ffff:192.0.2.1", "00000000000000000000ffffc0000201"],
])("ipv6Bytes() reads %s", (address, expected) => {
  expect(hex(ipv6Bytes(address))).toBe(expected);
});
