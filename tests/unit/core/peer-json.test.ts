import { describe, expect, test } from "bun:test";
import type { ContainerSpec } from "../../../src/core/container-spec.ts";
import type { NetworkState } from "../../../src/core/network-state.ts";
import { parseNetworkStateJson, parseSpecJson } from "../../../src/core/peer-json.ts";
import { failure } from "./failure.ts";

const spec: ContainerSpec = {
  name: "web",
  command: ["python3", "-m", "http.server", ""],
  env: { PATH: "/usr/bin", EMPTY: "" },
  workdir: "/srv",
  user: { uid: 0, gid: 0 },
  rootfs: null,
  volumes: [{ source: "/srv/web", target: "/srv", readOnly: true }],
  tmpfs: ["/tmp"],
  network: { addresses: ["10.9.0.100/24"], gateways: ["10.9.0.1"], mac: "02:00:00:00:00:42" },
};

const network: NetworkState = {
  eth0: { ifindex: 2, mtu: 1500, mac: "02:00:00:00:00:42" },
  addresses: [
    { address: "10.9.0.100/24", interface: "eth0", broadcast: "10.9.0.255", scope: "global", flags: ["noprefixroute"] },
    { address: "::1/128", interface: "lo", broadcast: null, scope: "host", flags: [] },
  ],
  routes: [["default", "via", "10.9.0.1", "dev", "eth0", "proto", "static"]],
  rules: [["from", "10.0.0.0/8", "lookup", "100", "priority", "10"]],
  neighbours: [{ address: "10.9.0.1", lladdr: "02:00:00:00:00:01", permanent: false }],
  sysctls: { "net.ipv4.tcp_keepalive_time": "600", "net.ipv4.ip_local_port_range": "1024\t65000" },
  nft: "table inet filter {\n}\n",
};

test("parseSpecJson: what konk writes is what it reads", () =>
  expect(parseSpecJson(JSON.stringify(spec))).toEqual(spec));

test("parseNetworkStateJson: what konk writes is what it reads", () => {
  expect(parseNetworkStateJson(JSON.stringify(network))).toEqual(network);
  const empty = { ...network, eth0: null, addresses: [], routes: [], rules: [], neighbours: [], sysctls: {}, nft: "" };
  expect(parseNetworkStateJson(JSON.stringify(empty))).toEqual(empty);
});

describe("parseSpecJson: a hostile peer", () => {
  test.each<[string, unknown, string]>([
    ["a name that is a path", { name: "../../etc" }, "name"],
    ["no program", { command: [] }, "command"],
    ["a number for a word", { command: [1] }, "command[0]"],
    ["a NUL in an argument", { command: ["a\0"] }, "command"],
    ["a variable that is none", { env: { "A=B": "x" } }, "env"],
    ["a list for the environment", { env: [] }, "env"],
    ["a folder that climbs", { workdir: "/a/../.." }, "workdir"],
    ["a negative user", { user: { uid: -1, gid: 0 } }, "uid"],
    ["half a user", { user: { uid: 1, gid: 0.5 } }, "gid"],
    ["more than a user", { user: { uid: 1, gid: 1, groups: [0] } }, "groups"],
    ["the host's root as rootfs", { rootfs: "/" }, "rootfs"],
    ["a volume over /proc", { volumes: [{ source: "/a", target: "/proc", readOnly: false }] }, "volumes"],
    ["a volume with a colon", { volumes: [{ source: "/a:/b", target: "/c", readOnly: false }] }, "volumes"],
    ["a volume inside a tmpfs", { tmpfs: ["/srv/x"] }, "volumes"],
    ["too many volumes", { volumes: Array.from({ length: 257 }, () => spec.volumes[0]) }, "256"],
    ["an address without a network", { network: { ...spec.network, addresses: [], gateways: [] } }, "MAC"],
    ["a gateway elsewhere", { network: { ...spec.network, gateways: ["192.0.2.1"] } }, "network"],
    ["a group's MAC", { network: { ...spec.network, mac: "ff:ff:ff:ff:ff:ff" } }, "MAC"],
    ["a field nobody knows", { privileged: true }, "privileged"],
    ["a missing field", { tmpfs: undefined }, "tmpfs"],
  ])("%s", (_, change, field) => {
    const error = failure(() => parseSpecJson(JSON.stringify({ ...spec, ...(change as object) })));
    expect(error.code).toBe("E_PROTOCOL");
    expect(error.message).toContain(field);
  });

  test.each(["", "{", "null", "[]", '"text"', "1"])("what is no document: %j", (text) => {
    expect(failure(() => parseSpecJson(text)).code).toBe("E_PROTOCOL");
  });

  test("a document that is too long is not even parsed", () => {
    expect(failure(() => parseSpecJson(" ".repeat(5 * 2 ** 20))).message).toContain("characters");
  });

  test("__proto__ in a document changes no object", () => {
    const text = JSON.stringify(spec).replace('"PATH"', '"__proto__"');
    expect(Object.getPrototypeOf(parseSpecJson(text).env)).toBe(Object.prototype);
    expect(failure(() => parseSpecJson(`{"__proto__":{},${JSON.stringify(spec).slice(1)}`)).code).toBe("E_PROTOCOL");
  });
});

describe("parseNetworkStateJson: a hostile peer", () => {
  test.each<[string, unknown]>([
    ["an option for ip", { routes: [["-batch", "x"]] }],
    ["a path for ip", { rules: [["/etc/shadow"]] }],
    ["a space in a word", { routes: [["default via"]] }],
    ["words that are no list", { routes: ["default"] }],
    ["a sysctl outside the namespace", { sysctls: { "kernel.core_pattern": "|x" } }],
    ["a sysctl that climbs in sysctl's own spelling", { sysctls: { "net.//.//.kernel.core_pattern": "|x" } }],
    ["a sysctl that begins a part with a slash", { sysctls: { "net./.kernel": "x" } }],
    ["a route that loads a program from a file", { routes: [["unicast", "10.0.0.0/8", "encap", "bpf", "in"]] }],
    ["a sysctl that climbs", { sysctls: { "net.ipv4.../../kernel": "x" } }],
    ["a sysctl of two lines", { sysctls: { "net.ipv4.ip_forward": "1\n0" } }],
    ["a ruleset that reads files", { nft: 'include "/etc/shadow"' }],
    ["a ruleset that reads files on its second statement", { nft: 'table x {}; include "/etc/shadow"' }],
    ["another interface", { addresses: [{ ...network.addresses[0], interface: "eth1" }] }],
    ["an address that is none", { addresses: [{ ...network.addresses[0], address: "10.9.0.300/24" }] }],
    ["a broadcast that is none", { addresses: [{ ...network.addresses[0], broadcast: "+" }] }],
    ["an index of zero", { eth0: { ...network.eth0, ifindex: 0 } }],
    ["an MTU of nothing", { eth0: { ...network.eth0, mtu: 0 } }],
    ["a neighbour without a MAC", { neighbours: [{ address: "10.9.0.1", lladdr: "", permanent: false }] }],
    [
      "a neighbour that is neither",
      { neighbours: [{ address: "10.9.0.1", lladdr: "02:00:00:00:00:01", permanent: 1 }] },
    ],
  ])("%s", (_, change) => {
    const error = failure(() => parseNetworkStateJson(JSON.stringify({ ...network, ...(change as object) })));
    expect(error.code).toBe("E_PROTOCOL");
  });
});
