import { expect, test } from "bun:test";
import {
  announcementsOf,
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
