/**
 * The first version of konk had to kill the source's container before the conversation between the hosts was over. Here are the
 * mechanisms that give this symptom, each made to happen without konk, and konk in the same place. See
 * docs/decisions/the-early-kill.md.
 */
import { describe, expect, test } from "bun:test";
import type { Host } from "../hosts/host.ts";
import { Lab } from "../hosts/lab.ts";
import { until } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { wholeCount } from "./support/seen.ts";

const patienceMs = 60_000;
const minutes = 5 * 60_000;
const container = { ip: "10.77.0.100", mac: "02:00:00:00:00:64" };

/** A bridge made by hand over the hosts' own card, as konk's is not: its MAC is the lowest one of its ports. */
async function plainBridge(host: Host): Promise<void> {
  await host.check([
    "sh",
    "-ec",
    `
    ip link add br0 type bridge forward_delay 0
    ip link set br0 up
    ip address flush dev eth0
    ip link set eth0 master br0
    ip address add ${host.address}/24 dev br0`,
  ]);
}

/** A container's network namespace on that bridge, made by hand: so soon as it speaks, the switches know it there. */
async function place(host: Host, mac: string): Promise<void> {
  await host.check([
    "sh",
    "-ec",
    `
    ip netns add twin
    ip link add twin0 address 00:00:00:00:00:05 type veth peer name eth0 address ${mac} netns twin
    ip link set twin0 master br0 up
    ip -n twin address add ${container.ip}/24 dev eth0
    ip -n twin link set eth0 up`,
  ]);
}

const bridgeMac = async (host: Host, bridge: string) =>
  (await host.check(["cat", `/sys/class/net/${bridge}/address`])).trim();

/** The hosts' own network is what containers are reached by: the conversation and the container share a bridge. */
async function shareBridge(host: Host): Promise<void> {
  await host.check(["konk", "network", "init", "--uplink", "eth0", "--keep-addresses"], { timeoutMs: patienceMs });
  await host.startServer();
}

async function start({ alpha }: Lab, workload: string): Promise<void> {
  const address = ["--ip", `${container.ip}/24`, "--mac", container.mac];
  await alpha.check(
    ["konk", "run", "--name", "web", ...address, "--detach", "--", "python3", `/srv/workloads/${workload}`, "7000"],
    {
      timeoutMs: patienceMs,
    },
  );
}

async function client(lab: Lab) {
  const probe = await lab.lan.probe("probe.py", container.ip, "7000");
  await probe.waitForOutput("connected", patienceMs);
  return probe;
}

describe.skipIf(!labRequirements())("What broke the first version's conversation", () => {
  test(
    "a second place with the container's address that can be reached before the switch resets its connections",
    async () => {
      await using lab = await Lab.start();
      const { alpha, beta } = lab;
      await shareBridge(alpha);
      await start(lab, "stream.py");
      const probe = await lab.lan.probe("stream.py", container.ip, "7000", "both");
      await probe.waitForOutput("connected", patienceMs);
      await plainBridge(beta);
      await place(beta, container.mac);
      // Frozen, as during a dump: it is silent, and the first word from the other place tells the switches where to go.
      await alpha.check(["sh", "-c", "echo 1 >/sys/fs/cgroup/konk.slice/web.scope/cgroup.freeze"]);
      await beta.check(["ip", "netns", "exec", "twin", "arping", "-c", "2", "-U", "-I", "eth0", container.ip]);
      await until("end of the client", () => probe.stdout.includes('"error"'), patienceMs);
      expect(await probe.result(patienceMs)).toMatchObject({ error: expect.stringMatching(/reset/i) as string });
      await alpha.check(["konk", "rm", "-f", "web"], { timeoutMs: patienceMs });
    },
    minutes,
  );

  test(
    "a bridge with the lowest MAC of its ports changes its own when a container leaves, and the hosts lose each other",
    async () => {
      await using lab = await Lab.start();
      const { alpha, beta } = lab;
      await plainBridge(alpha);
      const own = await bridgeMac(alpha, "br0");
      await place(alpha, container.mac);
      expect(await bridgeMac(alpha, "br0")).toBe("00:00:00:00:00:05"); // the container's end of the link is the lowest
      await beta.check(["ping", "-c", "1", "-W", "5", alpha.address]);
      await alpha.check(["ip", "netns", "delete", "twin"]);
      await until("a bridge with its old MAC", async () => (await bridgeMac(alpha, "br0")) === own);
      const lost = await beta.exec(["ping", "-c", "3", "-i", "0.2", "-W", "1", alpha.address]);
      expect(lost.stdout).toContain("100% packet loss"); // until beta asks again who has alpha's address
    },
    minutes,
  );

  test(
    "konk's own bridge carries conversation and container alike, and neither breaks",
    async () => {
      await using lab = await Lab.start();
      const { alpha, beta } = lab;
      for (const host of lab.hosts) await shareBridge(host);
      await start(lab, "counter.py");
      const probe = await client(lab);
      const before = await Promise.all(lab.hosts.map(async (host) => await bridgeMac(host, "konk0")));
      for (const [from, to] of [
        [alpha, beta],
        [beta, alpha],
      ] as const) {
        await from.check(["konk", "migrate", "web", to.name], { timeoutMs: 2 * patienceMs });
      }
      expect(await Promise.all(lab.hosts.map(async (host) => await bridgeMac(host, "konk0")))).toEqual(before);
      await wholeCount(probe);
      await alpha.check(["konk", "rm", "-f", "web"]);
    },
    minutes,
  );
});
