import { expect, test } from "bun:test";
import { differences, parseSysctls, writeSysctls } from "../../../src/container/net-sysctls.ts";

test("parseSysctls() keeps net settings with their values, without counters", () => {
  const text = [
    "net.ipv4.tcp_rmem = 4096\t131072\t33554432",
    "net.ipv4.ip_local_reserved_ports = ",
    "net.netfilter.nf_conntrack_count = 12",
    "kernel.hostname = web",
    "net.ipv4.conf.Odd.forwarding = 1",
  ].join("\n");
  expect(parseSysctls(text)).toEqual({
    "net.ipv4.tcp_rmem": "4096\t131072\t33554432",
    "net.ipv4.ip_local_reserved_ports": "",
  });
});

test("differences() carries only what differs", () => {
  const fresh = { "net.ipv4.tcp_keepalive_time": "7200", "net.ipv4.tcp_sack": "1" };
  expect(differences({ ...fresh, "net.ipv4.tcp_keepalive_time": "600" }, fresh)).toEqual({
    "net.ipv4.tcp_keepalive_time": "600",
  });
});

test("differences() carries with an `all` setting those that writing it overwrites, after it", () => {
  const fresh = {
    "net.ipv4.conf.eth0.rp_filter": "0",
    "net.ipv4.conf.default.rp_filter": "0",
    "net.ipv4.conf.all.rp_filter": "0",
  };
  expect(Object.entries(differences({ ...fresh, "net.ipv4.conf.all.rp_filter": "1" }, fresh))).toEqual([
    ["net.ipv4.conf.all.rp_filter", "1"],
    ["net.ipv4.conf.default.rp_filter", "0"],
    ["net.ipv4.conf.eth0.rp_filter", "0"],
  ]);
});

test("writeSysctls() refuses names outside net and values with a second line", async () => {
  const refused = [{ "kernel.core_pattern": "|/bin/x" }, { "net.ipv4.tcp_sack": "1\nkernel.panic = 1" }];
  for (const settings of refused) {
    const outcome = await writeSysctls("/nowhere", settings).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: "E_USAGE" });
  }
});
