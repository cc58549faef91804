/** The network of a container that moves: what was set up in its namespace is there afterwards, to the index of eth0. */
import { describe, expect } from "bun:test";
import type { Host } from "../hosts/host.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { sceneTest } from "./support/scene.ts";
import { moved, wholeCount } from "./support/seen.ts";

const counter = (...args: string[]) => ["python3", "/srv/workloads/counter.py", "7000", ...args];

/** Runs a program of the host in the network namespace of the container "web". */
async function within(host: Host, ...argv: string[]): Promise<string> {
  return await host.check(["nsenter", "--net=/run/netns/konk-web", ...argv]);
}

/** Everything that can be told apart from inside. */
async function network(host: Host) {
  const rows = async (...argv: string[]) => JSON.parse(await within(host, "ip", "-json", "-details", ...argv)) as Row[];
  const sysctls = ["net.ipv4.tcp_keepalive_time", "net.ipv4.ip_local_port_range", "net.ipv6.conf.eth0.accept_ra"];
  return {
    links: (await rows("address", "show")).map(linkAsSeenInside),
    routes: [await rows("-4", "route", "show", "table", "all"), await rows("-6", "route", "show", "table", "all")],
    rules: [await rows("-4", "rule"), await rows("-6", "rule")],
    // The state of an entry and its age change by themselves.
    neighbours: (await rows("neighbour"))
      .filter(({ lladdr }) => lladdr !== undefined)
      .map(({ dst, lladdr }) => JSON.stringify([dst, lladdr]))
      .sort(),
    sysctls: await within(host, "sysctl", ...sysctls),
    nft: await within(host, "nft", "list", "ruleset"),
  };
}

/** Without the index of the host's end, which is the host's, and without who set an address (the kernel, or konk). */
function linkAsSeenInside({ link_index: _index, link_netnsid: _netns, addr_info, ...link }: Row) {
  const addresses = (addr_info as Row[]).map(({ protocol: _protocol, ...address }) => address);
  return { ...link, addresses };
}

type Row = Record<string, string | number | object | undefined>;

describe.skipIf(!labRequirements())("The network of a container that moves", () => {
  sceneTest(
    "is the same on the other host: addresses, routes, rules, neighbours, sysctls, MTU, index, nft",
    async (scene) => {
      const { alpha, beta } = scene;
      await scene.start("web", ["--ip", "10.9.0.100/24", "--gateway", "10.9.0.1"], counter());
      const changes = [
        ["ip", "address", "add", "10.9.0.110/24", "dev", "eth0"],
        ["ip", "address", "add", "fd09::110/64", "dev", "eth0", "nodad"],
        ["ip", "link", "set", "eth0", "mtu", "1400"],
        ["ip", "route", "add", "192.0.2.0/24", "via", "10.9.0.7", "metric", "7"],
        ["ip", "route", "add", "198.51.100.0/24", "dev", "eth0", "src", "10.9.0.110", "table", "100"],
        ["ip", "rule", "add", "from", "10.9.0.110", "table", "100", "priority", "1000"],
        ["ip", "neighbour", "add", "10.9.0.7", "lladdr", "02:00:00:00:00:07", "dev", "eth0", "nud", "permanent"],
        ["sysctl", "-w", "net.ipv4.tcp_keepalive_time=601", "net.ipv6.conf.eth0.accept_ra=0"],
        ["sysctl", "-w", "net.ipv4.ip_local_port_range=20000 20999"],
        ["nft", "add table inet web; add chain inet web in { type filter hook input priority 0; }"],
        ["nft", "add rule inet web in tcp dport 7777 drop"],
      ];
      for (const change of changes) await within(alpha, ...change);
      const client = await scene.client("probe.py", "10.9.0.100", "7000"); // the container now knows a neighbour
      const before = await network(alpha);
      await moved(scene, "web", [alpha, beta]);
      expect(await network(beta)).toEqual(before);
      expect(before.links).toMatchObject([{ mtu: 65536 }, { mtu: 1400 }]);

      const second = await scene.client("probe.py", "10.9.0.110", "7000");
      await Bun.sleep(500);
      // Its datagrams are answered from the first address.
      expect(await second.finish()).toMatchObject({ tcp: { lost: 0, repeated: 0, error: null, checksum: "ok" } });
      await wholeCount(client);
      await scene.assertRemovable("web", beta);
    },
  );

  sceneTest("may be IPv6 beside IPv4: clients of both keep their connections", async (scene) => {
    const { alpha, beta } = scene;
    await scene.lab.lan.exec(["ip", "address", "add", "fd09::1/64", "dev", "service", "nodad"]);
    await scene.start("web", ["--ip", "10.9.0.100/24", "--ip", "fd09::100/64"], counter("16", "::"));
    const clients = await Promise.all(
      ["10.9.0.100", "fd09::100"].map(async (ip) => await scene.client("probe.py", ip, "7000")),
    );
    await moved(scene, "web", [alpha, beta]);
    await Bun.sleep(500);
    await moved(scene, "web", [beta, alpha]);
    const late = await scene.client("probe.py", "fd09::100", "7000");
    await Bun.sleep(1_000);
    await wholeCount(late);
    await Promise.all(clients.map(wholeCount));
    await scene.assertRemovable("web", alpha);
  });
});
