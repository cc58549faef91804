import { expect, test } from "bun:test";
import { batchLine, parseRoutes, parseRules } from "../../../src/container/net-routes.ts";

test("parseRoutes() leaves out the kernel's own, drops momentary state, and adds what gateways need first", () => {
  const text = [
    "1 default via 10.9.0.1 dev eth0 table 254 proto 3 scope 0 metric 100 linkdown mtu lock 1300",
    "1 10.9.0.0/24 dev eth0 table 254 proto 2 scope 253 src 10.9.0.100",
    "1 10.9.1.0/24 dev eth0 table 100 proto 3 scope 253",
    "2 10.9.0.100 dev eth0 table 255 proto 2 scope 254 src 10.9.0.100",
    "2 10.88.0.0/24 dev lo table 255 proto 3 scope 254",
    "1 10.70.0.0/16 table 254 proto 3 scope 0 \\\tnexthop via 10.9.0.3 dev eth0 weight 2 dead linkdown ",
    "",
  ].join("\n");
  expect(parseRoutes(text, 4).map((words) => words.join(" "))).toEqual([
    "unicast 10.9.1.0/24 dev eth0 table 100 proto 3 scope 253",
    "local 10.88.0.0/24 dev lo table 255 proto 3 scope 254",
    "unicast 0.0.0.0/0 via 10.9.0.1 dev eth0 table 254 proto 3 scope 0 metric 100 mtu lock 1300",
    "unicast 10.70.0.0/16 table 254 proto 3 scope 0 nexthop via 10.9.0.3 dev eth0 weight 2",
  ]);
});

test("parseRoutes() reads the rest of a lifetime without its unit", () => {
  expect(parseRoutes("1 default via fe80::1 dev eth0 proto 9 expires 1799sec pref medium", 6)).toEqual([
    ["unicast", "::/0", "via", "fe80::1", "dev", "eth0", "proto", "9", "expires", "1799", "pref", "medium"],
  ]);
});

test("parseRoutes() refuses what does not survive as words", () => {
  expect(() => parseRoutes("1 10.0.0.0/8 nhid 7 dev eth0", 4)).toThrow('Cannot move a route with "nhid"');
});

test("parseRules() leaves out the built-in ones and makes the family visible", () => {
  const v4 = "0:\tfrom all lookup 255\n1000:\tfrom 10.9.1.0/24 lookup 100\n32766:\tfrom all lookup 254 proto 2\n";
  expect(parseRules(v4, 4)).toEqual([["priority", "1000", "from", "10.9.1.0/24", "lookup", "100"]]);
  expect(parseRules("998:\tnot from all iif eth0 [detached] prohibit\n", 6)).toEqual([
    ["priority", "998", "not", "from", "::/0", "iif", "eth0", "prohibit"],
  ]);
});

test("batchLine() takes nothing that could become a second command", () => {
  expect(batchLine("route", "add", "::/0", "via", "fe80::1")).toBe("route add ::/0 via fe80::1");
  for (const word of ["a b", "a\nlink del eth0", "", "#", '"', "$x"]) {
    expect(() => batchLine("route", word)).toThrow("wanted a plain word");
  }
});
