import { describe, expect, test } from "bun:test";
import {
  formatIp,
  formatSubnet,
  isInSubnet,
  parseIp,
  parseSubnet,
  whyNotHostOf,
} from "../../../src/core/ip-address.ts";

describe("parseIp", () => {
  test.each([
    ["10.9.0.100", "10.9.0.100"],
    ["255.255.255.255", "255.255.255.255"],
    ["fd00::100", "fd00::100"],
    ["FD00:0:0:0:0:0:0:1", "fd00::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["2001:db8::ff00:42:8329", "2001:db8::ff00:42:8329"],
  ])("%s is %s", (text, canonical) => {
    const address = parseIp(text);
    expect(address === null ? null : formatIp(address)).toBe(canonical);
  });

  test.each([
    "",
    "1.2.3",
    "1.2.3.4.5",
    "01.2.3.4",
    "1.2.3.256",
    "1.2.3.-4",
    "1.2.3.4 ",
    "0x1.2.3.4",
    "1.2.3.4\n",
    "1..2.3",
    ":",
    ":::",
    "1:2:3",
    "1::2::3",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "::ffff:1.2.3.4",
    ":1::",
    "1::2:",
  ])("refuses %j", (text) => expect(parseIp(text)).toBeNull());
});

describe("parseSubnet", () => {
  test.each(["10.9.0.100/24", "fd00::100/64", "10.0.0.1/32", "::/0"])("reads %s", (text) => {
    const subnet = parseSubnet(text);
    expect(subnet === null ? null : formatSubnet(subnet)).toBe(text);
  });

  test.each([
    "10.9.0.100",
    "10.9.0.100/",
    "10.9.0.100/33",
    "10.9.0.100/024",
    "fd00::/129",
    "10.0.0.1/24/24",
    "/24",
    "10.0.0.1/-1",
  ])("refuses %j", (text) => expect(parseSubnet(text)).toBeNull());
});

function within(address: string, subnet: string): boolean {
  const [ip, net] = [parseIp(address), parseSubnet(subnet)];
  if (ip === null || net === null) throw new Error("the test is wrong");
  return isInSubnet(ip, net);
}

test("isInSubnet: bits that do not end at a byte", () => {
  expect(within("10.9.3.1", "10.9.0.100/22")).toBe(true);
  expect(within("10.9.4.1", "10.9.0.100/22")).toBe(false);
  expect(within("fd00::ffff", "fd00::1/64")).toBe(true);
  expect(within("fd00:0:0:1::", "fd00::1/64")).toBe(false);
  expect(within("10.0.0.1", "fd00::1/0")).toBe(false);
  expect(within("200.0.0.1", "10.0.0.1/0")).toBe(true);
});

describe("whyNotHostOf", () => {
  test.each([
    "10.9.0.100/24",
    "10.0.0.0/31",
    "10.0.0.1/31",
    "10.0.0.0/32",
    "192.168.1.254/24",
    "fd00::1/64",
    "fd00::/128",
    "2001:db8::ffff/112",
  ])("%s is one host", (text) => {
    const subnet = parseSubnet(text);
    expect(subnet === null ? "unread" : whyNotHostOf(subnet)).toBeNull();
  });

  test.each([
    ["10.9.0.0/24", "network itself"],
    ["10.9.0.255/24", "broadcast"],
    ["10.9.3.255/22", "broadcast"],
    ["127.0.0.1/8", "loopback"],
    ["224.0.0.1/24", "multicast"],
    ["255.255.255.254/24", "reserved"],
    ["0.0.0.1/24", "this network"],
    ["10.0.0.1/0", "prefix length is 0"],
    ["::1/64", "loopback"],
    ["ff02::1/64", "multicast"],
    ["fe80::1/64", "link-local"],
    ["fd00::/64", "network itself"],
    ["::ffff:0102:0304/120", "IPv4 address inside"],
  ])("%s is not: %s", (text, why) => {
    const subnet = parseSubnet(text);
    expect(subnet === null ? "unread" : whyNotHostOf(subnet)).toContain(why);
  });
});
