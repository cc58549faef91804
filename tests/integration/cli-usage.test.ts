/** The command line as a person or a script meets it: mistakes end with 2 and a way out, help helps, JSON has one shape. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { Lab } from "../hosts/lab.ts";
import { labRequirements } from "../hosts/requirement.ts";

const usageErrors: readonly (readonly [line: string, words: RegExp])[] = [
  ["frob", /Unknown command "frob"/],
  ["--frob", /Unknown option "--frob"/],
  ["network frob", /Unknown command "frob"/],
  ["network", /No command specified/],
  ["run", /--name/],
  ["run --name", /--name/],
  ["run --name web --frob -- true", /--frob/],
  ["run --name web", /found no command, wanted one after --/],
  ["run --name web --name db -- true", /"--name" is given twice/],
  ["run --name Web! -- true", /Cannot use name "Web!"/],
  ["run --name web --ip 10.9.0.300/24 -- true", /Cannot use address "10\.9\.0\.300\/24"/],
  ["run --name web --ip 10.9.0.3 -- true", /with a prefix length/],
  ["run --name web --volume /srv -- true", /\/srv/],
  ["run --name web --env NOVALUE -- true", /NOVALUE/],
  ["run --name web --user somebody -- true", /somebody/],
  ["ps extra", /Unexpected argument "extra"/],
  ["ps --json=3", /--json/],
  ["stop web --time soon", /--time "soon"/],
  ["logs", /NAME/],
  ["migrate", /NAME/],
  ["migrate web", /HOST/],
  ["migrate web beta extra", /Unexpected argument "extra"/],
  ["migrate web beta -- true", /Unexpected argument "--"/],
  ["migrate web beta --frob", /Unknown option "--frob"/],
  ["migrate web beta --tls", /--tls/],
  ["migrate web beta --channel pigeon", /pigeon/],
  ["migrate web beta --bandwidth 50", /"50" for --bandwidth: expected at least 128K/],
  ["migrate web beta --bandwidth fast", /"fast" for --bandwidth/],
  ["migrate web beta --bandwidth 50M --mode stop-copy", /--bandwidth with --mode stop-copy/],
  ["migrate web beta --throttle --mode stop-copy", /--throttle with --mode stop-copy/],
  ["migrate web beta --allow-post-copy --mode stop-copy", /--allow-post-copy with --mode stop-copy/],
  ["migrate web beta --allow-post-copy --mode pre-copy", /--allow-post-copy with --mode pre-copy/],
  ["migrate web beta --compress 20", /"20" for --compress: expected auto, off, or a level of zstd from 1 to 19/],
  ["migrate web beta --compress 3 --channel grpc", /--compress 3 with --channel grpc/],
  ["migrate w/b beta", /Cannot use name "w\/b"/],
  ["migrate web beta:0", /Cannot use endpoint "beta:0"/],
  ["migrate web beta:99999", /a port from 1 to 65535/],
  ["migrate web 10.77.0.300", /Cannot use endpoint "10\.77\.0\.300"/],
  ["migrate web be_ta", /Cannot use endpoint "be_ta"/],
  ["server --listen here", /Cannot use endpoint "here"/],
  ["server --image-budget 16X", /"16X"/],
  ["server frob", /Unexpected argument "frob"/],
  ["server --listen 0.0.0.0:7440 install", /Unexpected argument "install"/],
  ["server uninstall now", /Unexpected argument "now"/],
  ["recover extra words", /Unexpected argument "words"/],
  ["host", /No command specified/],
  ["host frob", /Unknown command "frob"/],
  ["host init --name Al_pha", /Cannot use name "Al_pha"/],
  ["host init --address 127.0.0.1", /Cannot use address "127\.0\.0\.1": wanted not a loopback address/],
  ["host init --address beta", /Cannot use address "beta"/],
  ["host invite --valid 2d", /Cannot use validity "2d"/],
  ["host invite --port 0", /a port from 1 to 65535/],
  ["host invite --grant root", /Cannot grant "root"/],
  ["host join konk1.xyz", /Cannot use this token/],
  ["host join konk1.xyz more", /Unexpected argument "more"/],
  ["host allow beta sned", /Cannot grant "sned"/],
  ["host allow beta", /wanted one host, or --authority, and its rights/],
  ["host rename beta", /NEW/],
  ["host revoke", /NAME/],
  ["host rotate --port x", /a port from 1 to 65535/],
];

const commands = [
  "run",
  "ps",
  "inspect",
  "logs",
  "stop",
  "rm",
  "migrate",
  "server",
  "server install",
  "server uninstall",
  "recover",
  "host init",
  "host invite",
  "host join",
  "host ls",
  "host show",
  "host allow",
  "host rename",
  "host revoke",
  "host rotate",
  "network init",
  "network ls",
  "network rm",
];

describe.skipIf(!labRequirements())("the command line", () => {
  let lab: Lab;
  let host: Host;
  beforeAll(async () => {
    lab = await Lab.start();
    host = lab.alpha;
  }, 60_000);
  afterAll(async () => {
    await lab[Symbol.asyncDispose]();
  });

  const konk = async (line: string) => await host.exec(["konk", ...line.split(" ").filter(Boolean)]);

  for (const [line, words] of usageErrors) {
    test(`"konk ${line}" is a usage error that says what is wrong`, async () => {
      const { stdout, stderr, exitCode } = await konk(line);
      expect({ stdout, exitCode, stderr }).toMatchObject({ stdout: "", exitCode: 2 });
      expect(stderr).toMatch(words);
      expect(stderr).toStartWith("error: ");
      expect(stderr).toContain("code: E_USAGE");
      expect(stderr.split("\n")[0]).not.toEndWith(".");
      expect(existsSync(host.path("/var/lib/konk"))).toBe(false);
    });
  }

  for (const command of commands) {
    test(`"konk ${command} --help" shows how to type it, with examples`, async () => {
      for (const flag of ["--help", "-h"]) {
        const { stdout, stderr, exitCode } = await konk(`${command} ${flag}`);
        expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
        expect(stdout).toContain(`USAGE konk ${command}`);
        expect(stdout).toMatch(new RegExp(`EXAMPLES\\n\\n  konk ${command}`));
      }
    });
  }

  test("help names every command that is not hidden, and the version says what is installed", async () => {
    for (const line of ["", "--help", "-h"]) {
      const { stdout, exitCode } = await konk(line);
      expect(exitCode).toBe(0);
      for (const command of commands) expect(stdout).toContain(command.split(" ")[0] ?? "");
      expect(stdout).not.toContain("monitor");
    }
    expect((await konk("--version")).stdout).toMatch(/^konk \d+\.\d+\.\d+ \([0-9a-f]+(-dirty)?\)\n$/);
  });

  test("a host without systemd is told so, and nothing of a service is made", async () => {
    for (const line of ["server install", "server uninstall"]) {
      const { stdout, stderr, exitCode } = await konk(line);
      expect({ line, stdout, exitCode }).toEqual({ line, stdout: "", exitCode: 2 });
      expect(stderr).toContain("found no systemd");
      expect(stderr).toContain("code: E_REQUIREMENT");
    }
    expect(existsSync(host.path("/etc/systemd/system/konk.service"))).toBe(false);
  });

  test("a user who is not root is told so by every command", async () => {
    for (const line of ["ps", "run --name web -- true", "migrate web beta", "server", "network ls", "rm web"]) {
      const asUser = ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups", "konk", ...line.split(" ")];
      const { stderr, exitCode } = await host.exec(asUser);
      expect({ line, exitCode, stderr }).toMatchObject({ exitCode: 2 });
      expect(stderr).toContain("wanted root");
      expect(stderr).toContain("code: E_REQUIREMENT");
    }
  });

  test("a container that is not there is named by every command that wants one", async () => {
    for (const line of ["stop web", "rm web", "rm -f web", "logs web", "inspect web", "migrate web beta"]) {
      const { stderr, exitCode } = await konk(line);
      expect({ line, exitCode, stderr }).toMatchObject({ exitCode: 2 });
      expect(stderr).toContain('Cannot find container "web"');
      expect(stderr).toContain("code: E_NO_CONTAINER");
    }
  });

  test("a container that has ended is not migrated", async () => {
    await konk("run --name web -- true");
    const { stderr, exitCode } = await konk("migrate web beta");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain("found it exited, wanted it running");
    await host.check(["konk", "rm", "web"]);
  });

  test("a destination that does not answer: exit 1, untouched, and the same error as JSON", async () => {
    await host.check(["konk", "run", "--name", "web", "--detach", "--", "sleep", "100000"]);
    for (const destination of ["beta", "beta:7441", "gamma", "10.77.0.99"]) {
      const { stdout, stderr, exitCode } = await host.exec(["konk", "migrate", "web", destination, "--json"]);
      const [name = ""] = destination.split(":");
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
      const { ok, error } = JSON.parse(stdout) as { ok: boolean; error: Record<string, unknown> };
      expect(ok).toBe(false);
      expect(Object.keys(error).toSorted()).toEqual(
        ["code", "message", "host", "where", "hint", "lines", "exitStatus"].toSorted(),
      );
      expect(error).toMatchObject({ code: "E_UNREACHABLE", host: name, exitStatus: 1, lines: [] });
      expect(error["where"]).toBe("running on alpha, untouched");
      expect(error["message"]).toStartWith(`Cannot reach konk on "${name}"`);
      expect(stderr).toContain(String(error["message"]));
    }
    expect(await host.check(["konk", "ps"])).toMatch(/web .*running/);
    await host.check(["konk", "rm", "-f", "web"]);
  }, 120_000);

  test("a server without certificates, with a port that is taken or an address of another host does not start", async () => {
    expect(await host.exec(["konk", "server", "--listen", "10.1.1.1:7440"])).toMatchObject({ exitCode: 2 });
    expect((await host.exec(["konk", "server", "--tls", "/nowhere"])).stderr).toContain("code: E_TLS");
    await host.startServer();
    const { stderr, exitCode } = await host.exec(["konk", "server"]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
    expect(stderr).toContain("code: E_CONFIG");
    expect(await host.stopServer()).toBe(0);
  });
});
