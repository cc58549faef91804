/** What konk carries and does for a container's network around the hand-over, on the real kernel. */
import { beforeAll, expect, test } from "bun:test";
import { Announcer } from "../../src/container/announce.ts";
import { initNetwork } from "../../src/container/bridge.ts";
import { attach } from "../../src/container/host-link.ts";
import { call, findLink, ipBatch, ipRows } from "../../src/container/net-commands.ts";
import { createNetns, deleteNetns, listInterfaces } from "../../src/container/netns.ts";
import { applyNetwork } from "../../src/container/network-apply.ts";
import { NetworkBlock } from "../../src/container/network-block.ts";
import { captureNetwork } from "../../src/container/network-snapshot.ts";
import { Paths } from "../../src/container/paths.ts";
import { TcpSockets } from "../../src/container/tcp-repair.ts";
import { containing, failure, lan, makeWeb, onPrivateHost, python, spec, web } from "./private-host.ts";

onPrivateHost(import.meta.path, () => {
  beforeAll(async () => {
    await initNetwork({ uplink: "up0" });
  });

  test("captureNetwork() after applyNetwork() finds what was captured", async () => {
    await deleteNetns(web);
    await createNetns(web, spec, { ifindex: 42, mtu: 1400 });
    await attach(web.hostLink);
    await enrich(web.netns);
    const captured = await captureNetwork(web);
    expect(captured.eth0).toEqual({ ifindex: 42, mtu: 1400, mac: spec.mac });
    expect(captured.sysctls).toMatchObject({
      "net.ipv4.tcp_keepalive_time": "600",
      "net.ipv4.conf.eth0.forwarding": "0",
    });
    expect(captured.neighbours).toHaveLength(3);
    expect(captured.routes.some((words) => words.join(" ").includes("mtu lock 1200"))).toBe(true);

    const copy = new Paths().container("copy");
    await createNetns(copy, spec, { ifindex: 42, mtu: 1400 });
    try {
      await applyNetwork(copy, captured);
      expect(await captureNetwork(copy)).toEqual(captured);
    } finally {
      await deleteNetns(copy);
    }
  });

  test("applyNetwork() says which setting this kernel does not take", async () => {
    await makeWeb();
    const captured = await captureNetwork(web);
    const odd = { ...captured, sysctls: { "net.ipv4.no_such_setting": "1" } };
    expect(await failure(applyNetwork(web, odd))).toMatchObject({
      code: "E_NETWORK",
      lines: [containing("no_such_setting")],
    });
  });

  test("Announcer moves the neighbours' entries to the new place, also while eth0's own firewall drops everything", async () => {
    await makeWeb();
    const captured = await captureNetwork(web);
    await call(web.netns, [
      "nft",
      "add table inet t; add chain inet t o { type filter hook output priority 0; policy drop; }",
    ]);
    for (const address of ["10.9.0.100", "fd00::100"]) {
      await ipBatch(lan, [`neigh replace ${address} lladdr 02:00:00:00:00:99 dev eth0 nud stale`]);
    }
    using announcer = Announcer.prepare(web, captured);
    expect(announcer.announce()).toBe(4); // two forms of ARP, the address and the link-local one
    await announcer.repeat({ times: 2, everyMs: 10, signal: AbortSignal.timeout(5_000) });
    const entries = await ipRows(lan, ["neigh", "show", "dev", "eth0"]);
    const known = new Map(entries.map((entry) => [entry["dst"], entry["lladdr"]]));
    for (const dst of ["10.9.0.100", "fd00::100"]) {
      expect(known.get(dst)).toBe(spec.mac);
    }
    expect(await listInterfaces(web)).toContain("eth0"); // and this process is still on its own host
    expect(await findLink(null, "up0")).not.toBeNull();
  });

  test("NetworkBlock stops TCP on loopback, and lets go of it", async () => {
    await makeWeb();
    using echo = await python(web.netns, loopbackPing);
    await using block = await NetworkBlock.prepare(web.netns);
    const began = performance.now();
    await block.engage("loopback");
    console.log(`loopback blocked in ${(performance.now() - began).toFixed(2)} ms`);
    let pending = echo.next();
    for (let old = 0; old < 200; old++) {
      if ((await Promise.race([pending, silence(100)])) === "silence") break;
      pending = echo.next(); // it was under way, or said before and not yet read
    }
    expect(await Promise.race([pending, silence(200)])).toBe("silence");
    await block.release();
    await block.release();
    expect(await Promise.race([pending, silence(3_000)])).toContain("ping");
    await NetworkBlock.remove(web.netns);
    expect((await call(web.netns, ["nft", "list", "tables"])).stdout).not.toContain("konk_freeze");
  });

  test("a container whose konk died just before the freeze is not closed to new clients for long", async () => {
    await makeWeb();
    using server = await python(web.netns, listeningServer);
    expect(server.pid).toBeGreaterThan(0);
    const block = await NetworkBlock.prepare(web.netns);
    await block.engage("connections");
    await block[Symbol.asyncDispose](); // konk is dead: nobody releases it
    using client = await python(lan, knockingClient);
    expect(await client.next()).toBe("closed");
    expect(await Promise.race([client.next(), silence(30_000)])).toBe("open");
    await NetworkBlock.remove(web.netns);
  });

  test("TcpSockets.reprobe() makes a window probe leave and keeps SO_REUSEADDR; repairOff() ends repair mode", async () => {
    await makeWeb();
    using server = await python(web.netns, stallingServer);
    using _client = await python(lan, sleepingClient);
    await Bun.sleep(200);
    using sockets = TcpSockets.collect([server.pid]);
    expect(sockets.count).toBe(1);
    const [probes, received] = [await counter(web.netns, "TCPWinProbe"), await segmentsReceived(lan)];
    const began = performance.now();
    expect(sockets.reprobe()).toBe(1);
    console.log(`re-probed in ${(performance.now() - began).toFixed(2)} ms`);
    expect(await counter(web.netns, "TCPWinProbe")).toBe(probes + 1);
    expect(await segmentsReceived(lan)).toBeGreaterThan(received);
    expect(sockets.repairOff()).toBe(0);
    process.kill(server.pid, "SIGUSR1");
    expect(await server.next()).toBe("reuse 1 repair 0");

    process.kill(server.pid, "SIGUSR2"); // into repair mode by itself, as if CRIU had died
    expect(await server.next()).toBe("in repair");
    using left = TcpSockets.collect([server.pid]);
    expect([left.repairOff(), left.repairOff()]).toEqual([1, 0]);
    process.kill(server.pid, "SIGUSR1");
    expect(await server.next()).toBe("reuse 1 repair 0");
  });
});

const silence = async (ms: number) => await Bun.sleep(ms).then(() => "silence");

async function counter(netns: string, name: string): Promise<number> {
  const { stdout } = await call(netns, ["cat", "/proc/net/netstat"]);
  const [names = [], values = []] = stdout
    .split("\n")
    .filter((line) => line.startsWith("TcpExt:"))
    .map((line) => line.split(" "));
  return Number(values[names.indexOf(name)]);
}

async function segmentsReceived(netns: string): Promise<number> {
  const { stdout } = await call(netns, ["cat", "/proc/net/snmp"]);
  return Number(
    stdout
      .split("\n")
      .filter((line) => line.startsWith("Tcp:"))[1]
      ?.split(" ")[10],
  );
}

async function enrich(netns: string): Promise<void> {
  await ipBatch(netns, [
    "addr add 10.9.0.100/24 brd + dev eth0",
    "addr add 10.9.0.101/24 dev eth0 label eth0:1",
    "addr add 10.9.1.100/24 dev eth0 noprefixroute metric 7",
    "addr add fd00::100/64 dev eth0 nodad",
    "addr add fd01::100/64 dev eth0 home noprefixroute preferred_lft 0",
    "addr add 10.255.0.1/32 dev lo",
    "route add 10.9.1.0/24 dev eth0 src 10.9.1.100 metric 5",
    "route add default via 10.9.0.1 metric 100 mtu lock 1200 advmss 1100",
    "route add default via 10.9.0.2 table 100",
    "route add 10.50.0.0/16 via 192.168.7.7 dev eth0 onlink",
    "route add blackhole 10.66.0.0/16",
    "route add 10.70.0.0/16 nexthop via 10.9.0.3 weight 2 nexthop via 10.9.0.4",
    "route add local 10.88.0.0/24 dev lo",
    "route add default via fe80::1 dev eth0 metric 50",
    "route add fd77::/64 via fd00::1 table 100",
    "route add prohibit fd66::/64",
    "rule add from 10.9.1.0/24 table 100 priority 1000",
    "rule add fwmark 0x7/0xff table 100 priority 1001",
    "neigh add 10.9.0.1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent",
    "neigh add 10.9.0.2 lladdr 02:00:00:00:00:02 dev eth0 nud stale",
    "neigh add fd00::1 lladdr 02:00:00:00:00:01 dev eth0 nud stale",
  ]);
  const rules = [
    "rule add from fd00::/64 table 100 priority 1002",
    "rule add ipproto tcp dport 80-90 table 100 priority 1003",
  ];
  await ipBatch(netns, rules, undefined, ["-6"]);
  const settings = ["net.ipv4.tcp_keepalive_time=600", "net.ipv4.ip_forward=1", "net.ipv4.conf.eth0.forwarding=0"];
  settings.push(
    "net.ipv4.ip_local_port_range=20000 30000",
    "net.ipv4.conf.all.rp_filter=2",
    "net.ipv6.conf.all.forwarding=1",
  );
  for (const setting of settings) await call(netns, ["sysctl", "-q", "-w", setting]);
  const ruleset = `table inet guard {
    set peers { type ipv4_addr; elements = { 10.9.0.1, 10.9.0.2 } }
    chain input { type filter hook input priority 0; policy accept; ip saddr @peers tcp dport { 22, 80 } accept; iif "eth0" tcp dport 23 drop; }
  }`;
  await call(netns, ["nft", "-f", "-"], { input: ruleset });
}

const loopbackPing = `
import socket, time
s = socket.create_server(("127.0.0.1", 7000)); a = socket.create_connection(("127.0.0.1", 7000)); b, _ = s.accept()
a.setsockopt(6, 1, 1); b.setsockopt(6, 1, 1)
while True:
  a.send(b"x"); b.recv(1); b.send(b"y"); a.recv(1); print("ping"); time.sleep(0.01)
`;

const listeningServer = `
import socket, time
s = socket.create_server(("10.9.0.100", 7000)); print("up")
while True: s.accept()[0].close()
`;

const knockingClient = `
import socket, time
def knock():
  try: socket.create_connection(("10.9.0.100", 7000), 0.2).close(); return True
  except OSError: return False
print("up"); print("open" if knock() else "closed")
while not knock(): pass
print("open"); time.sleep(100)
`;

const stallingServer = `
import signal, socket, time
s = socket.create_server(("10.9.0.100", 7000)); print("up")
c, _ = s.accept(); c.setblocking(False)
def tell(*_): print("reuse", c.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR), "repair", c.getsockopt(6, 19))
def repair(*_): c.setsockopt(6, 19, 1); print("in repair")
signal.signal(signal.SIGUSR1, tell); signal.signal(signal.SIGUSR2, repair)
while True:
  try: c.send(b"x" * 65536)
  except OSError: time.sleep(0.01)
`;

const sleepingClient = `
import socket, time
c = socket.create_connection(("10.9.0.100", 7000)); print("up"); time.sleep(20)
`;
