/** A container's whole life on one host, and the terms CRIU sets for it, through the compiled binary. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Host } from "../hosts/host.ts";
import { Lab } from "../hosts/lab.ts";
import { until } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";

interface Inspection {
  status: { state: string; pid: number };
  processes: number[];
  mounts: { kind: string; key?: string; source?: string; target: string }[];
  paths: { root: string; netns: string; cgroup: string };
}

setDefaultTimeout(60_000);

describe.skipIf(!labRequirements())("konk run", () => {
  let lab: Lab;
  let host: Host;
  let before: Awaited<ReturnType<Host["inventory"]>>;

  beforeAll(async () => {
    lab = await Lab.start({ hosts: ["alpha"] });
    host = lab.alpha;
    await host.check(["konk", "network", "init", "--uplink", "eth1"]);
    await host.check(["mkdir", "-p", "/srv/data", "/srv/fixed", "/srv/tmp"]);
    await host.check(["konk", "run", "--name", "first", "--", "true"]); // what a host keeps: /dev, the cgroup of monitors
    await host.check(["konk", "rm", "first"]);
    before = await host.inventory();
  });
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
  });

  const konk = async (...argv: string[]) => await host.exec(["konk", ...argv]);
  const run = async (name: string, ...argv: string[]) => await konk("run", "--name", name, ...argv);
  const inspect = async (name: string) => JSON.parse(await host.check(["konk", "inspect", name])) as Inspection;
  const nothingLeft = async () => {
    await until("an empty host", async () => Bun.deepEquals(await host.inventory(), before), 5_000).catch(() => null);
    expect(await host.inventory()).toEqual(before);
  };

  test("follows the output, ends with the program's status, and keeps both until rm", async () => {
    const ended = await run("web", "--env", "A=b c", "--", "sh", "-c", "echo $A; echo problem >&2; exit 7");
    expect(ended).toEqual({ stdout: "b c\nproblem\n", stderr: "", exitCode: 7 });
    expect((await inspect("web")).status.state).toBe("exited (7)");
    expect((await konk("logs", "web")).stdout).toBe("b c\nproblem\n");
    await konk("rm", "web");
    await nothingLeft();
  });

  test("gives the program the terms that CRIU sets: own session, own descriptors, a small mount tree, few privileges", async () => {
    const script =
      "cat /proc/self/stat | cut -d' ' -f1,6; ls /proc/self/fd; hostname; grep CapBnd /proc/self/status; touch /x";
    const { stdout } = await run(
      "web",
      "--",
      "sh",
      "-c",
      `exec 9</dev/null; exec 9<&-; ${script} || mount -o remount,rw /`,
    );
    const lines = stdout.split("\n");
    expect(lines[0]).toMatch(/^\d+ 1$/);
    expect(lines.slice(1, 5)).toEqual(["0", "1", "2", "3"]); // 3 is the folder that ls reads
    expect(lines.slice(5, 7)).toEqual(["web", "CapBnd:\t00000000a00475fb"]);
    expect(stdout).toContain("Read-only file system");
    expect(stdout).toContain("permission denied");
    await konk("rm", "web");
  });

  test("hides konk's and root's keys in the host's root, and what user id 0 could change the host with", async () => {
    await host.check([
      "sh",
      "-c",
      "mkdir -p -m 700 /root/.ssh; echo secret > /root/.ssh/id; test -s /etc/konk/tls/host.key",
    ]);
    const reads = "ls -A /etc/konk /var/lib/konk /root/.ssh";
    const writes = [
      "echo x > /proc/sys/kernel/core_pattern",
      "echo 1 > /proc/sys/vm/overcommit_memory",
      "echo h > /proc/sysrq-trigger",
      "umount /etc/konk",
    ];
    const allowed = ["echo 5 > /proc/sys/net/ipv4/ip_unprivileged_port_start", "echo 7 > /proc/self/oom_score_adj"];
    const script = [
      reads,
      ...writes.map((write) => `(${write}) 2>/dev/null && echo "did: ${write}"`),
      ...allowed.map((write) => `(${write}) || echo "could not: ${write}"`),
      "exit 0",
    ];
    const { stdout, stderr, exitCode } = await run("web", "--", "sh", "-c", script.join("\n"));
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: "/etc/konk:\n\n/root/.ssh:\n\n/var/lib/konk:\n",
      stderr: "",
      exitCode: 0,
    });
    await konk("rm", "web");
    await nothingLeft();
  });

  test.each([
    [["--", "nosuch"], 'Cannot start container "web": found no executable program "nosuch" in PATH'],
    [["--workdir", "/nope", "--", "true"], 'cannot enter working folder "/nope" (ENOENT)'],
    [["--volume", "/nope:/srv/data", "--", "true"], 'Cannot mount volume "/nope": found no such path on this host'],
    [["--volume", "/srv/data:/nope", "--", "true"], 'Cannot mount on "/nope": found no such path'],
    [["--ip", "10.77.0.11/24", "--", "true"], 'Cannot use the address "10.77.0.11": found it on this host itself'],
  ])("a start that fails says why and leaves nothing: %j", async (argv, why) => {
    const { stderr, exitCode } = await run("web", "--ip", "10.9.0.100/24", "--detach", ...argv);
    expect(stderr).toContain(why);
    expect(exitCode).toBeGreaterThan(0);
    await nothingLeft();
  });

  test("a start that is interrupted at any moment leaves nothing", async () => {
    const withNetwork = ["--ip", "10.9.0.100/24"]; // whose probe takes a second
    const delaysMs = [20, 40, 60, 80, 100, 120, 140, 160];
    const moments = [...delaysMs.map((ms) => ({ ms, network: [] })), { ms: 120, network: withNetwork }];
    for (const { ms, network } of [
      ...moments,
      { ms: 1_120, network: withNetwork },
      { ms: 1_180, network: withNetwork },
    ]) {
      const start = ["konk", "run", "--name", "web", ...network, "--detach", "--", "sleep", "600"];
      await host.exec(["timeout", "--signal=INT", String(ms / 1000), ...start]);
      await konk("rm", "-f", "web");
    }
    await nothingLeft();
  });

  test("refuses a name, an address and a removal that would hurt another container", async () => {
    await host.check(["konk", "run", "--name", "web", "--ip", "10.9.0.100/24", "--detach", "--", "sleep", "600"]);
    expect((await run("web", "--detach", "--", "true")).stderr).toContain("code: E_EXISTS");
    expect((await run("db", "--ip", "10.9.0.100/24", "--", "true")).stderr).toContain("code: E_ADDRESS_TAKEN");
    expect((await konk("rm", "web")).stderr).toContain("code: E_BUSY");
    await host.check(["konk", "rm", "-f", "web"]);
    await nothingLeft();
  });

  test("stop ends a program that listens to SIGTERM and one that does not", async () => {
    const polite = "trap 'exit 5' TERM; echo up; while :; do sleep 0.05; done";
    await host.check(["konk", "run", "--name", "polite", "--detach", "--", "sh", "-c", polite]);
    await host.check(["konk", "run", "--name", "deaf", "--detach", "--", "sh", "-c", "trap '' TERM; sleep 600"]);
    await until("the trap", async () => (await konk("logs", "polite")).stdout === "up\n", 5_000);
    await host.check(["konk", "stop", "polite"]);
    await host.check(["konk", "stop", "deaf", "--time", "1"]);
    expect((await inspect("polite")).status.state).toBe("exited (5)");
    expect((await inspect("deaf")).status.state).toBe("killed (SIGKILL)");
    await host.check(["konk", "rm", "polite"]);
    await host.check(["konk", "rm", "deaf"]);
    await nothingLeft();
  });

  test("CRIU dumps it and restores it with the options of its mounts", async () => {
    const program = "i=0; exec 8>/srv/tmp/file; while :; do i=$((i+1)); echo $i; sleep 0.05; done";
    const volumes = ["--volume", "/srv/data:/srv/data", "--volume", "/srv/fixed:/srv/fixed:ro", "--tmpfs", "/srv/tmp"];
    await host.check([
      "konk",
      "run",
      "--name",
      "web",
      "--ip",
      "10.9.0.100/24",
      ...volumes,
      "--detach",
      "--",
      "sh",
      "-c",
      program,
    ]);
    await until("output", async () => (await konk("logs", "web")).stdout.includes("5\n"), 5_000);
    const { status, paths, mounts } = await inspect("web");
    const binds = mounts.filter(({ kind }) => kind === "bind");
    const common = ["-D", "/tmp/images", "--root", paths.root, "--tcp-established", "--manage-cgroups=ignore", "-v4"];
    const mountTable = (pid: number) => ["sh", "-c", `cut -d' ' -f5,6 /proc/${pid}/mountinfo | sort`];
    const mountsBefore = await host.check(mountTable(status.pid));

    await host.check(["mkdir", "/tmp/images"]);
    await host.check([
      "nsenter",
      `--net=${paths.netns}`,
      `--cgroup=/proc/${status.pid}/ns/cgroup`,
      "criu",
      "dump",
      ...common,
      "-t",
      String(status.pid),
      "-o",
      "dump.log",
      "--network-lock",
      "skip",
      "--leave-running",
      ...binds.flatMap(({ key, target }) => ["--external", `mnt[${target}]:${key}`]),
    ]);
    expect(await host.check(["sh", "-c", "grep -c Warn.*mount /tmp/images/dump.log || true"])).toBe("0\n");
    const size = (await host.check(["stat", "-c", "%s", "/var/lib/konk/containers/web/logs/output.log"])).trim();

    // The monitor stands still, so that it does not take the environment apart under the restore.
    const [monitor] = host.pids(/monitor start web/);
    if (monitor === undefined) throw new Error("found no monitor");
    process.kill(monitor, "SIGSTOP");
    await host.check(["sh", "-c", `echo 1 > ${paths.cgroup}/cgroup.kill; sleep 0.2`]);
    await host.check(["truncate", "-s", size, "/var/lib/konk/containers/web/logs/output.log"]);
    const restore = [
      "nsenter",
      `--net=${paths.netns}`,
      "unshare",
      "--cgroup",
      "criu",
      "restore",
      "-d",
      ...common,
      "-o",
      "restore.log",
      "--pidfile",
      "/tmp/images/pid",
      ...binds.flatMap(({ key, source }) => ["--external", `mnt[${key}]:${source}`]),
    ];
    await host.check(["sh", "-c", `echo $$ > ${paths.cgroup}/tree/cgroup.procs; exec "$@"`, "sh", ...restore]);
    const restored = Number(await host.check(["cat", "/tmp/images/pid"]));
    expect(await host.check(mountTable(restored))).toBe(mountsBefore);
    expect(await host.check(["cat", `/proc/${restored}/cgroup`])).toEndWith("0::/konk.slice/web.scope/tree\n");
    const lines = Number((await konk("logs", "web")).stdout.trim().split("\n").at(-1));
    await until(
      "more output",
      async () => Number((await konk("logs", "web")).stdout.trim().split("\n").at(-1)) > lines,
      5_000,
    );
    process.kill(monitor, "SIGCONT");
    await host.check(["konk", "rm", "-f", "web"]);
    await host.check(["rm", "-r", "/tmp/images"]);
    await nothingLeft();
  });
});
