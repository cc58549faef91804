import { describe, expect, test } from "bun:test";
import { formatEndpoint, parseEndpoint, parseListen } from "../../../src/core/endpoint.ts";
import { parseHostAddress, parseMac, parseNetwork } from "../../../src/core/network-parsing.ts";
import {
  checkMountTargets,
  parseMountTarget,
  parsePath,
  parseRootfs,
  parseVolume,
} from "../../../src/core/path-parsing.ts";
import { parseCommand, parseEnv, parseName, parseUser } from "../../../src/core/spec-parsing.ts";
import { failure } from "./failure.ts";

function refuses(act: () => unknown, wanted: string): void {
  const error = failure(act);
  expect(error.code).toBe("E_USAGE");
  expect(error.message).toContain("wanted");
  expect(error.message).toContain(wanted);
}

test("parseName: what can be part of a folder, a link and a cgroup", () => {
  for (const name of ["a", "web", "web-1", "0", "a".repeat(32)]) expect(parseName(name)).toBe(name);
  for (const name of ["", "Web", "-web", "web-", "we_b", "a".repeat(33), "../x", "web\n", "wéb"])
    refuses(() => parseName(name), "1 to 32");
});

test("parseCommand: a program is needed", () => {
  expect(parseCommand(["sh", "-c", ""])).toEqual(["sh", "-c", ""]);
  refuses(() => parseCommand([]), "--");
  refuses(() => parseCommand(["a\0b"]), "NUL");
});

test("parseEnv: the first = ends the name; nothing is given twice", () => {
  expect(parseEnv(["A=1", "_b=x=y", "EMPTY="])).toEqual({ A: "1", _b: "x=y", EMPTY: "" });
  expect(Object.keys(parseEnv(["__proto__=x"]))).toEqual(["__proto__"]);
  for (const text of ["A", "=1", "1A=1", "A B=1", "A=\0"]) refuses(() => parseEnv([text]), "NAME=VALUE");
  refuses(() => parseEnv(["A=1", "A=2"]), "only once");
  expect(parseEnv(["TEXT=two\nlines"])).toEqual({ TEXT: "two\nlines" });
});

test("parseUser: numbers, and never the one that means unchanged", () => {
  expect(parseUser("1000")).toEqual({ uid: 1000, gid: 1000 });
  expect(parseUser("0:33")).toEqual({ uid: 0, gid: 33 });
  for (const text of ["", "root", "1:", ":1", "-1", "4294967295", "1:4294967295", "01", "1:2:3"])
    refuses(() => parseUser(text), "UID");
});

test("parsePath: only the shortest spelling of an absolute path", () => {
  for (const path of ["/", "/a", "/a/b.c", "/a/..b", "/a/...", "/ä b"]) expect(parsePath("folder", path)).toBe(path);
  for (const path of [
    "",
    "a",
    "/a/",
    "//a",
    "/a//b",
    "/a/../b",
    "/..",
    "/.",
    "/a/.",
    "/a\nb",
    "/a\0",
    `/${"a".repeat(4095)}`,
  ]) {
    refuses(() => parsePath("folder", path), "absolute path");
  }
  refuses(() => parseRootfs("/"), "a folder");
});

describe("volumes", () => {
  test("parseVolume: source, target and ro", () => {
    expect(parseVolume("/srv:/data")).toEqual({ source: "/srv", target: "/data", readOnly: false });
    expect(parseVolume("/srv:/data:ro")).toEqual({ source: "/srv", target: "/data", readOnly: true });
    expect(parseVolume("/:/host:ro").source).toBe("/");
  });

  test.each(["/srv", "/srv:", ":/data", "/srv:/data:rw", "/srv:/data:ro:x", "srv:/data", "/srv:/data/..", "/srv:/"])(
    "parseVolume: refuses %s",
    (text) => refuses(() => parseVolume(text), "wanted"),
  );

  test.each(["/proc", "/proc/1", "/sys/fs", "/dev", "/dev/pts", "/dev/shm/inner"])(
    "nothing of the user's covers or exposes %s",
    (path) => {
      refuses(() => parseVolume(`/srv:${path}`), "outside");
      refuses(() => parseVolume(`${path}:/data`), "outside");
      refuses(() => parseMountTarget("tmpfs", path), "outside");
    },
  );

  test("/dev/shm may be the container's own, and is never the host's", () => {
    expect(parseMountTarget("tmpfs", "/dev/shm")).toBe("/dev/shm");
    refuses(() => parseVolume("/dev/shm:/data"), "outside");
  });

  test("a path that only begins like a reserved one is fine", () => {
    expect(parseMountTarget("tmpfs", "/device")).toBe("/device");
  });

  test("checkMountTargets: no target twice, none inside another", () => {
    checkMountTargets(["/a", "/ab", "/b/c", "/b/d"]);
    refuses(() => checkMountTargets(["/a", "/b", "/a"]), "once");
    refuses(() => checkMountTargets(["/a/b", "/a-b", "/a"]), "/a");
  });
});

describe("network", () => {
  test("parseNetwork: two families, a gateway each, spelled one way", () => {
    expect(
      parseNetwork({
        addresses: ["10.9.0.100/24", "FD00:0::100/64"],
        gateways: ["10.9.0.1", "fd00::1"],
        mac: "02:00:00:00:00:AA",
      }),
    ).toEqual({
      addresses: ["10.9.0.100/24", "fd00::100/64"],
      gateways: ["10.9.0.1", "fd00::1"],
      mac: "02:00:00:00:00:aa",
    });
  });

  test("parseNetwork: a MAC follows from the main address", () => {
    expect(parseNetwork({ addresses: ["10.9.0.100/24"], gateways: [] })?.mac).toBe("02:6b:0a:09:00:64");
    expect(parseMac("02:6b:0a:09:00:64")).toBe("02:6b:0a:09:00:64");
  });

  test("parseNetwork: without an address there is no network, and nothing that needs one", () => {
    expect(parseNetwork({ addresses: [], gateways: [] })).toBeNull();
    refuses(() => parseNetwork({ addresses: [], gateways: ["10.9.0.1"] }), "--ip");
    refuses(() => parseNetwork({ addresses: [], gateways: [], mac: "02:00:00:00:00:01" }), "--ip");
  });

  test.each([
    ["10.9.1.1", "10.9.0.100/24"],
    ["10.9.0.0", "one host"],
    ["10.9.0.255", "broadcast"],
    ["10.9.0.100", "another address"],
    ["gw", "without a prefix length"],
    ["fd00::1", "10.9.0.100/24"],
  ])("parseNetwork: refuses gateway %s", (gateway, wanted) => {
    refuses(() => parseNetwork({ addresses: ["10.9.0.100/24"], gateways: [gateway] }), wanted);
  });

  test("parseNetwork: one gateway a family, each address once", () => {
    refuses(() => parseNetwork({ addresses: ["10.9.0.100/24"], gateways: ["10.9.0.1", "10.9.0.2"] }), "IPv4");
    refuses(() => parseNetwork({ addresses: ["10.9.0.100/24", "10.9.0.100/16"], gateways: [] }), "once");
  });

  test("parseHostAddress: says why an address is none of a host", () => {
    refuses(() => parseHostAddress("10.9.0.255/24"), "broadcast");
    refuses(() => parseHostAddress("10.9.0.1"), "prefix length");
  });

  test.each([
    "01:00:00:00:00:01",
    "ff:ff:ff:ff:ff:ff",
    "00:00:00:00:00:00",
    "02:00:00:00:00",
    "2:0:0:0:0:1",
    "02-00-00-00-00-01",
    "",
  ])("parseMac: refuses %j", (mac) => refuses(() => parseMac(mac), "MAC"));

  test("parseMac: a vendor's address is fine", () => expect(parseMac("52:54:00:12:34:56")).toBe("52:54:00:12:34:56"));
});

describe("endpoints", () => {
  test.each([
    ["beta", "beta", 7440],
    ["Beta.LAN:1", "beta.lan", 1],
    ["10.0.0.2", "10.0.0.2", 7440],
    ["10.0.0.2:65535", "10.0.0.2", 65_535],
    ["[fd00::2]:7441", "fd00::2", 7441],
    ["[FD00:0::2]", "fd00::2", 7440],
    ["fd00::2", "fd00::2", 7440],
    ["node-1", "node-1", 7440],
  ])("parseEndpoint: %s", (text, host, port) => {
    expect(parseEndpoint(text)).toEqual({ host, port });
    expect(parseEndpoint(formatEndpoint({ host, port }))).toEqual({ host, port });
  });

  test.each([
    "",
    ":7440",
    "beta:",
    "beta:0",
    "beta:65536",
    "beta:http",
    "beta:07440",
    "be ta",
    "-beta",
    "beta-",
    "a..b",
    "beta.",
    "10.0.0.256",
    "10.0.0",
    "1.2.3.4.5",
    "[beta]:7440",
    "[fd00::2]7440",
    "fd00::2::1",
    "[10.0.0.1]:1",
    "user@beta",
    "http://beta",
    "beta/x",
    `${"a".repeat(64)}.lan`,
  ])("parseEndpoint: refuses %j", (text) => refuses(() => parseEndpoint(text), "wanted"));

  test("parseListen: an address of this host, not a name", () => {
    expect(parseListen("0.0.0.0:7440")).toEqual({ host: "0.0.0.0", port: 7440 });
    expect(parseListen("[::]:1")).toEqual({ host: "::", port: 1 });
    expect(parseListen("127.0.0.1")).toEqual({ host: "127.0.0.1", port: 7440 });
    refuses(() => parseListen("localhost:7440"), "an address");
    refuses(() => parseListen(":7440"), "ADDR");
  });
});
