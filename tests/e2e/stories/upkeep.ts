/** The life of a host around its containers: service, upgrade, reboot, another CRIU. */
import { expect } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachedTree } from "../../hosts/machine.ts";
import type { Machine } from "../machine.ts";
import {
  assertOneCopy,
  eventually,
  migrate,
  type Story,
  states,
  story,
  tryToMigrate,
  watchedCounter,
  wholeCount,
} from "../story.ts";

const property = async (host: Machine, name: string) => await host.sh`systemctl show --value -p ${name} konk`;

story("the service: stopped, started, hung, removed, installed, and its containers do not notice", async (told) => {
  const { alpha, beta, note } = told;
  const client = await watchedCounter(told, 4);
  expect(await property(alpha, "StatusText")).toContain("7440");
  await alpha.sh`systemctl stop konk`;
  await alpha.sh`systemctl start konk`;
  const impatient = "/run/systemd/system/konk.service.d"; // or the story would wait for the minute that the unit gives
  await alpha.sh`mkdir -p ${impatient} && printf '[Service]\nWatchdogSec=15s\n' >${impatient}/impatient.conf && systemctl daemon-reload`;
  await alpha.sh`systemctl restart konk`;
  const pid = await property(alpha, "MainPID");
  await alpha.sh`kill -STOP ${pid}`; // a server that hangs is ended by the watchdog, and started again
  await eventually("new server", async () => !["0", pid].includes(await property(alpha, "MainPID")), 180_000);
  await eventually("ready server", async () => (await property(alpha, "ActiveState")) === "active");
  await alpha.sh`rm -r ${impatient} && systemctl daemon-reload`;
  await alpha.sh`konk server uninstall`;
  expect((await alpha.try`systemctl cat konk`).exitCode).not.toBe(0);
  await alpha.sh`konk server install`;
  await alpha.sh`konk server install`; // once more changes nothing
  const priorities = await alpha.sh`journalctl -u konk -o json | grep -o ${'"PRIORITY":"[0-9]"'} | sort | uniq -c`;
  expect(priorities).toContain('"PRIORITY":"6"');
  expect(await states(alpha)).toEqual(["web: running"]);
  await migrate(alpha, "web", beta);
  await wholeCount(client);
  const exposure = await alpha.sh`systemd-analyze security --no-pager konk.service | tail -n 1`;
  note(exposure.replace(/^[^O]*/, ""));
});

/** The last record of a migration that a host's journal has, as `journalctl KONK_EVENT=migration` finds it. */
async function lastRecord(host: Machine): Promise<Record<string, string>> {
  const line = await host.sh`journalctl KONK_EVENT=migration -o json -n 1`;
  return line === "" ? {} : (JSON.parse(line) as Record<string, string>);
}

async function assertRecorded({ alpha, beta }: Story): Promise<void> {
  const what = { KONK_CONTAINER: "web", KONK_FROM: "alpha", KONK_TO: "beta", KONK_RESULT: "running" };
  const left = await lastRecord(alpha);
  expect(left).toMatchObject({ ...what, KONK_SIDE: "source", KONK_PEER: "beta" });
  await eventually("record on beta", async () => (await lastRecord(beta))["KONK_MIGRATION"] === left["KONK_MIGRATION"]);
  expect(await lastRecord(beta)).toMatchObject({ ...what, KONK_SIDE: "destination", KONK_PEER: "alpha" });
}

story(
  "konk is upgraded on one host between two migrations, and the journals of both keep who moved what",
  async (told) => {
    const { alpha, beta } = told;
    const client = await watchedCounter(told, 4);
    const refused = await tryToMigrate(alpha, "web", beta, "--max-downtime", "1ms");
    expect(refused).toMatchObject({ ok: false, error: { exitStatus: 3 } });
    expect(await lastRecord(alpha)).toMatchObject({ KONK_SIDE: "source", KONK_RESULT: "E_REFUSED", KONK_TO: "beta" });
    // The same program under another digest: what is after the end of an executable is never read.
    await beta.sh`cp /usr/local/bin/konk /tmp/new && echo >>/tmp/new && install -m 755 /tmp/new /usr/local/bin/konk && rm /tmp/new && systemctl restart konk`;
    await migrate(alpha, "web", beta);
    await assertRecorded(told);
    await alpha.sh`cp /usr/local/bin/konk /tmp/new && echo >>/tmp/new && install -m 755 /tmp/new /usr/local/bin/konk && rm /tmp/new && systemctl restart konk`;
    await migrate(beta, "web", alpha);
    // Its monitor is the one of before the upgrade; the upgraded server and a removed binary are nothing to it.
    await beta.sh`systemctl restart konk`;
    await wholeCount(client);
    await alpha.sh`konk stop web`;
    expect(await states(alpha)).toEqual([expect.stringMatching(/^web: (exited|killed)/) as string]);
  },
);

/** CRIU 4.2 of the namespace hosts, with the two libraries that Debian 13 has in other versions. */
async function installNewCriu(host: Machine): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "konk-criu-"));
  try {
    cpSync(join(cachedTree(), "usr/sbin/criu"), join(folder, "criu"));
    for (const library of ["libnl-3.so.200", "libnet.so.9"]) {
      cpSync(join(cachedTree(), "usr/lib/x86_64-linux-gnu", library), join(folder, library), { dereference: true });
    }
    await host.upload("/opt/criu", ["criu", "libnl-3.so.200", "libnet.so.9"], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  await host.script(`cat >/usr/local/sbin/criu <<'END'
#!/bin/sh
LD_LIBRARY_PATH=/opt/criu exec /opt/criu/criu "$@"
END
chmod 755 /usr/local/sbin/criu`);
}

story("different versions of CRIU on the two hosts: moved or refused, never stuck", async (told) => {
  const { alpha, beta, note } = told;
  await installNewCriu(beta);
  try {
    const [older, newer] = await Promise.all(
      [alpha, beta].map(async (host) => await host.sh`criu --version | head -n 1`),
    );
    expect(older).toContain("4.1");
    expect(newer).toContain("4.2");
    const client = await watchedCounter(told, 4);
    await migrate(alpha, "web", beta);
    const back = await tryToMigrate(beta, "web", alpha);
    if (back.ok) await assertOneCopy("web", alpha, beta);
    else {
      expect(back.error).toMatchObject({ code: "E_REFUSED", exitStatus: 3 });
      await assertOneCopy("web", beta, alpha);
    }
    await wholeCount(client);
    note(`4.1 to 4.2 moved, 4.2 to 4.1 ${back.ok ? "moved" : "refused"}`);
  } finally {
    await beta.sh`rm -rf /usr/local/sbin/criu /opt/criu`;
  }
});

story("a reboot of each host: konk ps says what died, and migrations go on", async (told) => {
  const { alpha, beta } = told;
  await alpha.sh`konk run --name old --ip 10.9.0.101/24 --detach -- python3 /srv/workloads/ticker.py`;
  const client = await watchedCounter(told, 4, beta);
  await alpha.reboot();
  await eventually("server on alpha", async () => (await property(alpha, "ActiveState")) === "active");
  expect(await states(alpha)).toEqual(["old: died with the reboot"]);
  await migrate(beta, "web", alpha);
  await wholeCount(client);

  await beta.reboot();
  await eventually("server on beta", async () => (await property(beta, "ActiveState")) === "active");
  expect(await states(beta)).toEqual([]);
  await migrate(alpha, "web", beta);
  await alpha.sh`konk rm old`;
});
