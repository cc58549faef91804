import { describe, expect, test } from "bun:test";
import { isOwnUnit, quoteArgument, serverUnit } from "../../../src/core/systemd-unit.ts";
import { KonkError } from "../../../src/errors.ts";

const plain = {
  executable: "/usr/local/bin/konk",
  options: ["--listen", "0.0.0.0:7440"],
  folders: ["/etc/konk/tls", "/var/lib/konk"],
};
const unit = serverUnit(plain);

/** The settings of one section, comments left out; a key that is repeated has its last value. */
function settings(text: string, section: string): Record<string, string> {
  const body = text.split(/^\[/m).find((part) => part.startsWith(`${section}]`)) ?? "";
  const lines = body.split("\n").filter((line) => /^[A-Z]\w*=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

function refusalOf(executable: string): KonkError {
  try {
    serverUnit({ ...plain, executable });
  } catch (error) {
    if (error instanceof KonkError) return error;
  }
  throw new Error(`"${executable}" was accepted`);
}

describe("konk.service", () => {
  const service = settings(unit, "Service");

  test("starts the server with its options, when the network and the folders are there, at every boot", () => {
    expect(service["ExecStart"]).toBe("/usr/local/bin/konk server --listen 0.0.0.0:7440");
    const { After: after, Wants: wants, RequiresMountsFor: mounts } = settings(unit, "Unit");
    expect({ after, wants, mounts }).toEqual({
      after: "network-online.target",
      wants: "network-online.target",
      mounts: "/etc/konk/tls /var/lib/konk",
    });
    expect(settings(unit, "Install")).toEqual({ WantedBy: "multi-user.target" });
  });

  test("stopping it ends nothing but the server", () => {
    expect(service["KillMode"]).toBe("process");
  });

  test("waits for READY=1, watches the event loop, and starts again after a crash", () => {
    expect(service).toMatchObject({ Type: "notify", NotifyAccess: "main", WatchdogSec: "60s", Restart: "on-failure" });
    expect(service["WatchdogSignal"]).toBe("SIGKILL");
  });

  test("does nothing that a monitor, and the container it restores, would inherit", () => {
    // A mount namespace hides konk's mounts and namespaces from the host; the rest breaks CRIU or the container.
    const namespaces =
      /^(Protect|Private|ReadWrite|ReadOnly|Inaccessible|Exec.*Paths|Bind|TemporaryFileSystem|Root|Mount|Dynamic|StateDirectory|RuntimeDirectory)/;
    const inherited =
      /^(NoNewPrivileges|Capability|AmbientCap|Restrict|SystemCall|Lock|MemoryDeny|Limit|User|Group|Personality)/;
    for (const key of Object.keys(service)) {
      expect(key).not.toMatch(namespaces);
      expect(key).not.toMatch(inherited);
    }
  });
});

test("a unit of somebody else is not taken for konk's", () => {
  expect(isOwnUnit(unit)).toBe(true);
  expect(isOwnUnit("[Service]\nExecStart=/usr/local/bin/konk server\n")).toBe(false);
});

test("options reach the server as they are, whatever systemd would read into them", () => {
  expect(quoteArgument("/srv/a b")).toBe('"/srv/a b"');
  expect(quoteArgument("100%")).toBe("100%%");
  expect(quoteArgument("$HOME")).toBe('"$$HOME"');
  expect(quoteArgument('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(quoteArgument("[::]:7440")).toBe("[::]:7440");
  expect(quoteArgument("")).toBe('""');
  expect(() => quoteArgument("a\nExecStart=/bin/sh")).toThrow("control character");
});

test("an executable that the next boot does not find is refused, with the way out", () => {
  for (const path of ["/tmp/konk", "/var/tmp/x/konk", "/run/konk", "/dev/shm/konk", "/usr/bin/konk (deleted)"]) {
    const { code, hint } = refusalOf(path);
    expect({ path, code }).toEqual({ path, code: "E_CONFIG" });
    expect(hint).toContain("install -m 755 konk /usr/local/bin/konk");
  }
});

test("an executable that systemd would read otherwise is refused", () => {
  for (const path of ["/srv/my konk", "/srv/100%/konk", "/srv/$x/konk", '/srv/"/konk', "konk"]) {
    expect(refusalOf(path).code).toBe("E_CONFIG");
  }
});
