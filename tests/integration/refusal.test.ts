/**
 * What cannot be moved is refused before anything is frozen: exit 3, every reason with its fix, the container untouched with
 * its connections, nothing left on the destination.
 */
import { expect } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../src/errors.ts";
import type { Host } from "../hosts/host.ts";
import { repository } from "../hosts/machine.ts";
import { Attempt, planCriu, startWatched } from "./support/attempt.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";

/** Each with the words that its reason must have. */
type Expected = Readonly<Record<string, RegExp>>;

const python = "/usr/bin/python3";

/** Tries to move a container that is on alpha, and compares the reasons; it must run on there afterwards. */
async function assertRefused(scene: Scene, name: string, expected: Expected): Promise<void> {
  const { outcome, stderr, exitCode } = await scene.tryMigrate(name, scene.alpha, scene.beta);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 3 });
  if (outcome.ok) throw new Error("it was moved");
  expect(outcome.error).toMatchObject({ code: "E_REFUSED", where: "running on alpha, untouched", exitStatus: 3 });
  const { lines } = outcome.error as unknown as { lines: string[] };
  for (const [check, words] of Object.entries(expected)) {
    const line = lines.find((each) => each.startsWith(`${check}: `)) ?? `no "${check}" in: ${lines.join("\n")}`;
    expect(line).toMatch(words);
    expect(line).toMatch(/\. [A-Z]/); // the fix follows
    expect(stderr).toContain(line);
  }
  expect([...new Set(lines.map((line) => line.split(":")[0] ?? ""))].toSorted()).toEqual(
    Object.keys(expected).toSorted(),
  );
  expect(await scene.states(scene.alpha)).toContain(`${name}: running`);
  expect(await scene.states(scene.beta)).not.toContain(`${name}: landing`);
}

/** Starts a container without network on alpha, has it refused, and removes it. */
async function refuseOdd(scene: Scene, options: readonly string[], expected: Expected): Promise<void> {
  await scene.start("odd", options, ["sleep", "100000"]);
  await assertRefused(scene, "odd", expected);
  await scene.alpha.check(["konk", "rm", "-f", "odd"]);
}

async function rootOf(host: Host, name: string): Promise<number> {
  const { stdout } = await host.exec(["konk", "inspect", name]);
  return (JSON.parse(stdout) as { status: { pid: number } }).status.pid;
}

troubleTests("a refusal", (check) => {
  check("for what the destination has or lacks leaves the container and its clients alone", async (scene) => {
    const { alpha, beta } = scene;
    const client = await startWatched(scene, 16);

    await scene.start("web", [], ["sleep", "100000"], beta);
    const binary = beta.path((await beta.check(["realpath", python])).trim());
    const content = readFileSync(binary);
    writeFileSync(binary, Buffer.concat([content, Buffer.from("x")]));
    await assertRefused(scene, "web", {
      name: /A container named "web" is already on beta.*konk rm web/,
      files: /python3.* has \d+ bytes instead of \d+ on beta/,
    });
    await beta.check(["konk", "rm", "-f", "web"]);

    const other = Buffer.from(content);
    other[other.length - 100] = (other.at(-100) ?? 0) ^ 1;
    writeFileSync(binary, other);
    await assertRefused(scene, "web", { files: /python3.* has another content on beta/ });
    await beta.check(["rm", binary.replace(/^\/proc\/\d+\/root/, "")]);
    await assertRefused(scene, "web", { files: /python3.* does not exist on beta/ });
    writeFileSync(binary, content, { mode: 0o755 });

    await beta.uplinkDown(); // else the address would be seen on the LAN when it is taken
    await scene.start("other", ["--ip", "10.9.0.100/24"], ["sleep", "100000"], beta);
    await assertRefused(scene, "web", { address: /10\.9\.0\.100\/24 belongs to container "other" on beta/ });
    await beta.check(["konk", "rm", "-f", "other"]);
    await beta.uplinkUp();

    await beta.check(["konk", "network", "rm"]);
    await assertRefused(scene, "web", { bridge: /"beta" has no bridge konk0.*konk network init/ });
    await beta.check(["konk", "network", "init", "--uplink", "eth1"]);

    const attempt = Attempt.watch(scene, client);
    await scene.assertNothingLeft(beta);
    await attempt.assertWhole();
    await scene.assertRemovable("web", alpha);
  });

  check("for too little room names both sizes", async (scene) => {
    const { alpha, beta } = scene;
    await startWatched(scene, 64).then(async (client) => await client.finish());
    await beta.stopServer();
    await beta.startServer("--image-budget", "16M");
    await assertRefused(scene, "web", { "image-budget": /"beta" has room for 16\S* ?M.* wanted/ });
    await beta.stopServer();
    await beta.startServer();
    await scene.assertRemovable("web", alpha);
  });

  check("for CRIU that is missing or too old names the package and the version", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    const old = /CRIU 3\.17\.1 on "(alpha|beta)" is too old for its kernel.*Install CRIU 4\.2/;
    {
      using _plan = planCriu(alpha, { version: [3, 17, 1] });
      await assertRefused(scene, "odd", { "criu-version": old });
    }
    {
      using _plan = planCriu(beta, { version: [3, 17, 1] });
      await assertRefused(scene, "odd", { "criu-version": old, "criu-older": /older than CRIU 4\.2/ });
    }
    {
      using _plan = planCriu(beta, { version: [4, 1, 9] });
      await assertRefused(scene, "odd", {
        "criu-version": /CRIU 4\.1\.9 on "beta" is too old/,
        "criu-older": /Install CRIU 4\.2/,
      });
    }
    await beta.check(["mv", "/usr/sbin/criu", "/usr/sbin/criu.away"]);
    await assertRefused(scene, "odd", {
      "criu-missing": /CRIU is not installed on "beta"/,
      packages: /"beta" lacks: criu/,
    });
    await beta.stopServer();
    expect(await beta.exec(["konk", "server"])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringMatching(/E_REQUIREMENT/) as string,
    });
    expect((await beta.exec(["konk", "server"])).stderr).toContain("apt-get install criu");
    await beta.check(["mv", "/usr/sbin/criu.away", "/usr/sbin/criu"]);
    await beta.startServer();
    await scene.assertRemovable("odd", alpha);
  });

  check("for volumes and roots that are not the same on the destination", async (scene) => {
    const { alpha, beta } = scene;
    for (const host of [alpha, beta]) await host.check(["mkdir", "-p", "/srv/own", "/srv/copy"]);
    alpha.writeFile("/srv/copy/file", "one");
    beta.writeFile("/srv/copy/file", "two");
    alpha.writeFile("/srv/file", "one");
    await alpha.check(["mkdir", "-p", "/srv/data", "/srv/tree"]);
    const volumes = ["/srv/data:/mnt", "/srv/own:/media", "/srv/copy:/opt:ro"];
    await refuseOdd(
      scene,
      volumes.flatMap((volume) => ["--volume", volume]),
      {
        volumes: /"\/srv\/(data|own|copy)" (does not exist|is not the same storage|has another content) on beta/,
      },
    );
    await refuseOdd(scene, ["--volume", "/srv/file:/etc/hostname"], { volumes: /writable file.*:ro/ });
    await alpha.check(["mount", "--bind", "/", "/srv/tree"]);
    await refuseOdd(scene, ["--rootfs", "/srv/tree"], {
      rootfs: /"\/srv\/tree".*beta/,
      volumes: /"\/srv\/tree".*beta/,
    });
    await alpha.check(["umount", "/srv/tree"]);
    for (const host of [alpha, beta]) await host.check(["rm", "-rf", "/srv/own", "/srv/copy"]);
  });

  check("for what CRIU does not know names process and descriptor", async (scene) => {
    const { alpha } = scene;
    alpha.copyIn(join(repository, "tests/integration/support/odd.py"), "/srv/odd.py");
    const kinds: Record<string, Expected> = {
      io_uring: { "io-uring": /process "python3" \(pid \d+\) has descriptor \d+ open on an io_uring/ },
      inotify: { inotify: /process "python3" .*watches files on overlay/ },
      mptcp: { socket: /unknown kind "mptcp"/ },
      vsock: { socket: /unknown kind "family 40"/ },
      nested: { "nested-namespaces": /process "(sleep|unshare)" .*namespaces of its own.*user/ },
    };
    for (const [kind, expected] of Object.entries(kinds)) {
      await scene.start("odd", [], ["python3", "/srv/odd.py", kind]);
      await waitForLog(alpha, "odd", "ready");
      await assertRefused(scene, "odd", expected);
      await alpha.check(["konk", "rm", "-f", "odd"]);
    }
  });

  check(
    "for a user that this host may not dump, and for a tracer, a terminal and an interface from outside",
    async (scene) => {
      const { alpha } = scene;
      await refuseOdd(scene, ["--user", "1000"], { owner: /runs as 1000:1000, and konk lacks CAP_SYS_RESOURCE/ });

      await scene.start("odd", [], ["sleep", "100000"]);
      const pid = await rootOf(alpha, "odd");
      const { paths } = await scene.inspect("odd", alpha);
      const seize = `import ctypes, time; ctypes.CDLL(None).ptrace(0x4206, ${pid}, 0, 0); print("seized", flush=True); time.sleep(1000)`;
      const tracer = await alpha.spawn(["python3", "-c", seize]);
      await tracer.waitForOutput("seized");
      await alpha.check(["nsenter", `--net=${paths.netns}`, "ip", "link", "add", "extra", "type", "bridge"]);
      const enter = `import os, pty
if pty.fork()[0] == 0:
  open("${paths.cgroup}/tree/cgroup.procs", "w").write("0")
  os.execvp("nsenter", ["nsenter", "-t", "${pid}", "-m", "-p", "-n", "-u", "-i", "sleep", "100000"])
print("entered", flush=True)
os.wait()`;
      const intruder = await alpha.spawn(["python3", "-c", enter]);
      await intruder.waitForOutput("entered");
      await Bun.sleep(500); // until nsenter has become sleep
      await assertRefused(scene, "odd", {
        traced: /process "sleep" \(pid \d+\) is traced by pid \d+.*Detach/,
        interface: /interface "extra"/,
        terminal: /open on the terminal "\/dev\/pts\/\d+"/,
        session: /session leader of process "\S+" .* is outside/,
        "nested-namespaces": /process "nsenter"/,
      });
      tracer.kill("SIGKILL");
      await scene.assertRemovable("odd", alpha);
    },
  );
});

async function waitForLog(host: Host, name: string, text: string): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const { stdout } = await host
      .exec(["konk", "logs", name])
      .catch((error: unknown) => ({ stdout: messageOf(error) }));
    if (stdout.includes(text)) return;
    if (stdout.includes("none:")) throw new Error(`Cannot test: the kernel does not offer it: ${stdout}`);
    await Bun.sleep(50);
  }
  throw new Error(`no "${text}" from container "${name}"`);
}
