/** The bridge, a container's namespace and its link, on the real kernel. */
import { expect, test } from "bun:test";
import { assertAddressFree } from "../../src/container/address-probe.ts";
import { initNetwork, listNetwork, removeNetwork } from "../../src/container/bridge.ts";
import { attach, isAttached, LinkSwitch } from "../../src/container/host-link.ts";
import { call, findLink, ipBatch, ipRows } from "../../src/container/net-commands.ts";
import { configureAddresses, createNetns, deleteNetns, listInterfaces } from "../../src/container/netns.ts";
import { containing, failure, lan, makeWeb, onPrivateHost, reaches, spec, web } from "./private-host.ts";

onPrivateHost(import.meta.path, () => {
  test("initNetwork() refuses a card with addresses, moves them when told, and removeNetwork() gives them back", async () => {
    await ipBatch(null, [
      "addr add 10.9.0.7/24 dev up0",
      "addr add fd00::7/64 dev up0 nodad",
      "route add default via 10.9.0.1",
    ]);
    expect(await failure(initNetwork({ uplink: "up0" }))).toMatchObject({
      code: "E_BUSY",
      message: containing("the default route"),
    });
    expect(await listNetwork()).toBeNull();

    await initNetwork({ uplink: "up0", keepAddresses: true });
    const listing = await listNetwork();
    expect(listing).toMatchObject({ up: true, ports: [{ name: "up0", kind: "uplink", up: true }] });
    expect(listing?.addresses).toEqual(["10.9.0.7/24", "fd00::7/64"]);
    expect(await ipRows(null, ["route", "show", "default"])).toMatchObject([{ gateway: "10.9.0.1", dev: "konk0" }]);
    expect(await reaches(null, "10.9.0.1")).toBe(true);
    expect(await reaches(null, "fd00::1")).toBe(true);
    await initNetwork({ uplink: "up0" });

    await removeNetwork();
    await removeNetwork();
    expect(await ipRows(null, ["route", "show", "default"])).toMatchObject([{ gateway: "10.9.0.1", dev: "up0" }]);
    expect(await reaches(null, "10.9.0.1")).toBe(true);
    await ipBatch(null, ["addr flush dev up0 scope global"]);
  });

  test("initNetwork() puts everything back when moving the addresses fails", async () => {
    // An address that the bridge cannot take: it has no IPv6.
    await ipBatch(null, [
      "addr add 10.9.0.7/24 dev up0",
      "addr add fd00::7/64 dev up0 nodad",
      "route add default via 10.9.0.1",
    ]);
    await call(null, ["sysctl", "-q", "-w", "net.ipv6.conf.default.disable_ipv6=1"]);
    expect(await failure(initNetwork({ uplink: "up0", keepAddresses: true }))).toMatchObject({ code: "E_NETWORK" });
    await call(null, ["sysctl", "-q", "-w", "net.ipv6.conf.default.disable_ipv6=0"]);
    expect(await listNetwork()).toBeNull();
    expect(await ipRows(null, ["route", "show", "default"])).toMatchObject([{ gateway: "10.9.0.1", dev: "up0" }]);
    expect(await reaches(null, "10.9.0.1")).toBe(true);
    expect(await reaches(null, "fd00::1")).toBe(true);
    await ipBatch(null, ["addr flush dev up0 scope global"]);
  });

  test("initNetwork() is idempotent and makes a bridge that neither waits nor snoops", async () => {
    await initNetwork();
    await initNetwork({ uplink: "up0" });
    await initNetwork({ uplink: "up0" });
    expect(await findLink(null, "konk0")).toMatchObject({
      linkinfo: { info_data: { stp_state: 0, forward_delay: 0, mcast_snooping: 0 } },
    });
    expect(await failure(initNetwork({ uplink: "nosuch" }))).toMatchObject({ code: "E_USAGE" });
  });

  test("createNetns() makes a namespace that is not reachable until it is attached", async () => {
    await createNetns(web, spec, { ifindex: 42, mtu: 1400 });
    expect(await findLink(web.netns, "eth0")).toMatchObject({
      ifindex: 42,
      mtu: 1400,
      address: spec.mac,
      operstate: "UP",
    });
    expect(await listInterfaces(web)).toEqual(["lo", "eth0"]);
    expect(await findLink(null, web.hostLink)).not.toHaveProperty("master");
    await configureAddresses(web, spec);
    expect(await reaches(lan, "10.9.0.100", 0.5)).toBe(false);
    await attach(web.hostLink);
    expect(await reaches(lan, "10.9.0.100")).toBe(true);
    expect(await reaches(lan, "fd00::100")).toBe(true);
    expect(await failure(removeNetwork())).toMatchObject({ code: "E_BUSY" });
  });

  test("createNetns() refuses a name that is taken and deleteNetns() may be repeated", async () => {
    expect(await failure(createNetns(web, spec))).toMatchObject({ code: "E_COMMAND" });
    expect(await listInterfaces(web)).toEqual(["lo", "eth0"]);
    await deleteNetns(web);
    await deleteNetns(web);
    expect(await findLink(null, web.hostLink)).toBeNull();
  });

  test("LinkSwitch cuts and joins, also when its prepared program has died", async () => {
    await makeWeb();
    await using link = await LinkSwitch.prepare(web.hostLink);
    await link.cut();
    expect(await isAttached(web.hostLink)).toBe(false);
    await link.join();
    await link.join();
    expect(await isAttached(web.hostLink)).toBe(true);
    expect(await failure(LinkSwitch.prepare("nosuch"))).toMatchObject({
      message: containing("does not exist"),
    });
    const { stdout } = await call(null, ["pgrep", "-P", String(process.pid), "-x", "ip"]);
    process.kill(Number(stdout.trim()), "SIGKILL");
    await link.cut();
    expect(await isAttached(web.hostLink)).toBe(false);
  });

  test("assertAddressFree() names who has the address", async () => {
    const asking = (address: string) => ({ ...spec, addresses: [`${address}/24`] });
    const known = new Map([["10.9.0.100", "web"]]);
    expect(await failure(assertAddressFree(asking("10.9.0.100"), { known }))).toMatchObject({
      code: "E_ADDRESS_TAKEN",
      message: containing('container "web"'),
    });
    const [row] = await ipRows(lan, ["link", "show", "dev", "eth0"]);
    expect(await failure(assertAddressFree(asking("10.9.0.1")))).toMatchObject({
      message: containing(String(row?.["address"])),
    });
    expect(await failure(assertAddressFree({ ...spec, addresses: ["10.9.0.201/24", "fd00::1/64"] }))).toMatchObject({
      message: containing(`"fd00::1": found ${String(row?.["address"])}`),
    });
    await assertAddressFree({ ...spec, addresses: ["10.9.0.200/24", "fd00::200/64"] });
  });
});
