/** The lab itself: what every other integration test relies on. */
import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { messageOf } from "../../src/errors.ts";
import { alive } from "../hosts/keeper.ts";
import { Lab } from "../hosts/lab.ts";
import { until } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";

const withoutKonk = { konk: false } as const;

describe.skipIf(!labRequirements(false))("Lab", () => {
  test("its hosts are machines of their own that reach each other", async () => {
    await using lab = await Lab.start(withoutKonk);
    for (const host of lab.hosts) {
      expect((await host.check(["hostname"])).trim()).toBe(host.name);
      expect(await host.check(["criu", "--version"])).toContain("Version: 4");
      expect(await host.check(["cat", "/proc/self/cgroup"])).toContain("0::/sessions.scope");
      const tls = host.path("/etc/konk/tls");
      await $({ quiet: true })`openssl verify -CAfile ${tls}/ca.crt -verify_hostname ${host.name} ${tls}/host.crt`;
      expect((await host.exec(["sh", "-c", "command -v bun node"])).stdout).toBe("");
    }
    await lab.alpha.check(["ping", "-c", "1", "-W", "2", "beta"]);
    const bootIds = await Promise.all(lab.hosts.map(async (host) => await bootId(lab, host.name)));
    expect(new Set(bootIds).size).toBe(2);
  });

  test("exec() keeps output, input and exit status apart, and ends what takes too long", async () => {
    await using lab = await Lab.start({ ...withoutKonk, hosts: ["alpha"] });
    const result = await lab.alpha.exec(["sh", "-c", "cat; echo problem >&2; exit 3"], { input: "text" });
    expect(result).toEqual({ stdout: "text", stderr: "problem\n", exitCode: 3 });
    const late = await lab.alpha.exec(["sleep", "77"], { timeoutMs: 100 }).catch(messageOf);
    expect(late).toBe('Cannot run "sleep 77": no end after 100 ms');
    expect(lab.alpha.pids(/sleep 77/)).toEqual([]);
  });

  test("linkDown() loses every packet, linkUp() heals", async () => {
    await using lab = await Lab.start(withoutKonk);
    const ping = async () => (await lab.alpha.exec(["ping", "-c", "1", "-W", "1", "beta"])).exitCode;
    expect(await ping()).toBe(0);
    await lab.beta.linkDown();
    expect(await ping()).toBe(1);
    await lab.beta.linkUp();
    expect(await ping()).toBe(0);
  });

  test("kill() ends every process of one host, and boot() brings it back with its disk and a new boot id", async () => {
    await using lab = await Lab.start(withoutKonk);
    const before = await bootId(lab, "alpha");
    await lab.alpha.check(["sh", "-c", "echo kept >/var/lib/kept && echo gone >/run/gone"]);
    const sleeper = await lab.alpha.spawn(["sleep", "88"]);
    await lab.alpha.kill();
    expect(alive(sleeper.pid)).toBe(false);
    await lab.alpha.boot();
    expect(lab.alpha.readFile("/var/lib/kept")).toBe("kept\n");
    expect(existsSync(lab.alpha.path("/run/gone"))).toBe(false);
    expect(await bootId(lab, "alpha")).not.toBe(before);
    await lab.beta.check(["ping", "-c", "1", "-W", "2", "alpha"]);
  });

  test("kill() ends a host whose program was stopped: what had started that stops with it, and would never reap it", async () => {
    await using lab = await Lab.start({ ...withoutKonk, hosts: ["alpha"] });
    const sleeper = await lab.alpha.spawn(["sleep", "87"]);
    process.kill(sleeper.pid, "SIGSTOP");
    const status = readFileSync(`/proc/${sleeper.pid}/status`, "utf8");
    const entrance = /^PPid:\t(\d+)$/m.exec(status)?.[1];
    await until("stop", () => readFileSync(`/proc/${entrance}/status`, "utf8").includes("State:\tT"));
    process.kill(sleeper.pid, "SIGKILL");
    await lab.alpha.kill();
    expect(alive(sleeper.pid)).toBe(false);
  });

  test("inventory() shows what was left behind, and nothing else", async () => {
    await using lab = await Lab.start({ ...withoutKonk, hosts: ["alpha"] });
    const before = await lab.alpha.inventory();
    await lab.alpha.check(["true"]);
    expect(await lab.alpha.inventory()).toEqual(before);
    await lab.alpha.check(["ip", "netns", "add", "left"]);
    await lab.alpha.check(["nft", "add", "table", "inet", "left"]);
    await lab.alpha.check(["mkdir", "-p", "/sys/fs/cgroup/left/inner", "/var/lib/konk/left"]);
    const after = await lab.alpha.inventory();
    expect(after).toMatchObject({ netns: ["left"], netnsCount: before.netnsCount + 1, nft: ["table inet left"] });
    expect(after.cgroups).toEqual([...before.cgroups, "left", "left/inner"].sort());
    expect(after.folders).toEqual(["/var/lib/konk/left"]);
  });
});

describe.skipIf(!labRequirements(false))("The end of a lab", () => {
  test("leaves no process, cgroup, mount or folder", async () => {
    const before = machineState();
    const started: number[] = [];
    {
      await using lab = await Lab.start(withoutKonk);
      const sleeper = await lab.beta.spawn(["sleep", "99"]);
      const folder = "/sys/fs/cgroup/frozen";
      const frozen = await lab.beta.spawn(["sh", "-c", `mkdir ${folder}; echo 0 >${folder}/cgroup.procs; sleep 98`]);
      await until("process to freeze", () => lab.beta.pids(/^sleep 98/).length === 1);
      lab.beta.writeFile(`${folder}/cgroup.freeze`, "1");
      started.push(frozen.pid);
      started.push(sleeper.pid, lab.lan.pid, ...lab.hosts.map((host) => host.pid));
    }
    expect(started.filter(alive)).toEqual([]);
    expect(machineState()).toEqual(before);
  });

  test("comes by itself when its owner is killed, and the next lab sweeps up", async () => {
    const before = machineState();
    const program = `import { Lab } from "${join(import.meta.dir, "../hosts/lab.ts")}";
      const lab = await Lab.start({ konk: false });
      console.log(JSON.stringify([lab.lan.pid, lab.alpha.pid, lab.beta.pid]));
      await Bun.sleep(60_000);`;
    const owner = Bun.spawn([process.execPath, "-e", program], { stdout: "pipe", stdin: "ignore" });
    const { value } = await owner.stdout.getReader().read();
    const pids = JSON.parse(new TextDecoder().decode(value)) as number[];
    owner.kill("SIGKILL");
    await owner.exited;
    for (let tries = 0; tries < 100 && pids.some(alive); tries += 1) await Bun.sleep(20);
    expect(pids.filter(alive)).toEqual([]);
    await using _lab = await Lab.start({ ...withoutKonk, hosts: ["alpha"] });
    expect(machineState(owner.pid)).toEqual({ ...before, cgroups: [] });
  });
});

async function bootId(lab: Lab, name: string): Promise<string> {
  return (await lab.host(name).check(["cat", "/proc/sys/kernel/random/boot_id"])).trim();
}

/** What labs of one owner could leave on the machine; other labs may run meanwhile. */
function machineState(owner = process.pid) {
  const mountinfo = readFileSync("/proc/self/mountinfo", "utf8").trim().split("\n");
  const cgroup2 = mountinfo.find((line) => / - cgroup2 /.test(line))?.split(" ")[4];
  return {
    mounts: mountinfo.filter((line) => line.includes("konk")),
    cgroups: cgroup2 === undefined ? [] : readdirSync(cgroup2).filter((name) => name.startsWith(`konk-lab-${owner}-`)),
    shelf: existsSync("/run/konk-lab") ? readdirSync("/run/konk-lab") : [],
  };
}
