/** What goes wrong before the point of no return: the container runs on where it was, and its client does not notice. */
import { expect } from "bun:test";
import { Attempt } from "../attempt.ts";
import type { Machine } from "../machine.ts";
import { pace } from "../machines.ts";
import {
  assertOneCopy,
  eventually,
  migrate,
  serves,
  states,
  story,
  tryToMigrate,
  watchedCounter,
  webIp,
  wholeCount,
} from "../story.ts";

/** The destination has forgotten what came of it. */
async function forgotten(host: Machine): Promise<void> {
  await eventually(`end on ${host.name}`, async () => (await states(host)).length === 0);
}

story("a restore that fails rolls back, and the next try works", async (told) => {
  const { alpha, beta, both, lan } = told;
  // A file that both hosts have when konk compares them, and the destination has not when CRIU restores.
  for (const host of both) await host.sh`mkdir -p /srv/data && echo same >/srv/data/file`;
  await alpha.sh`konk run --name web --ip ${webIp}/24 --detach --volume /srv/data:/mnt:ro -- sh -c ${`exec 9</mnt/file; exec env ${pace} python3 /srv/workloads/counter.py 7000 16`}`;
  const client = await lan.probe("probe.py", webIp, "7000");
  const attempt = await Attempt.begin(alpha, "web", beta);
  await attempt.reaches("may-hand-over");
  await beta.sh`rm /srv/data/file`;
  const { exitCode, error } = await attempt.end();
  expect({ exitCode, code: error?.code, where: error?.where }).toMatchObject({ exitCode: 1, code: "E_RESTORE" });
  expect(error?.where).toStartWith("running on alpha");
  expect(error?.message).toContain("/file");
  await forgotten(beta);
  await assertOneCopy("web", alpha, beta);
  await beta.sh`echo same >/srv/data/file`;
  await migrate(alpha, "web", beta);
  await wholeCount(client);
});

story("konk migrate killed with -9 in the freeze: the server lets the container go on", async (told) => {
  const { alpha, beta, note } = told;
  const client = await watchedCounter(told, 16);
  const attempt = await Attempt.begin(alpha, "web", beta);
  await attempt.reaches("frozen");
  expect(await alpha.sh`cat /proc/$(pgrep -o -f '^criu[: ]')/oom_score_adj`).toBe("-1000"); // its death could be the container's
  await alpha.sh`pkill -KILL -f ${"^/?[a-z/]*konk migrate web"}`;
  await attempt.end();
  await eventually("running container", async () => (await states(alpha)).includes("web: running"));
  await forgotten(beta);
  await assertOneCopy("web", alpha, beta);
  const { tcp } = await wholeCount(client);
  note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
});

story(
  "the destination's server killed with -9 while memory travels: rolled back, and systemd starts it again",
  async (told) => {
    const { alpha, beta } = told;
    const client = await watchedCounter(told, 16);
    const attempt = await Attempt.begin(alpha, "web", beta);
    await attempt.reaches("frozen");
    await beta.sh`systemctl kill --signal=KILL --kill-whom=main konk`;
    const { exitCode, error } = await attempt.end();
    expect({ exitCode, where: error?.where }).toMatchObject({ exitCode: 1 });
    expect(error?.where).toStartWith("running on alpha");
    await serves(beta);
    await forgotten(beta);
    await assertOneCopy("web", alpha, beta);
    await migrate(alpha, "web", beta);
    await wholeCount(client);
  },
);

story("the source's server killed with -9 during a migration is not missed", async (told) => {
  const { alpha, beta } = told;
  const client = await watchedCounter(told, 16);
  const attempt = await Attempt.begin(alpha, "web", beta);
  await attempt.reaches("may-hand-over");
  await alpha.sh`systemctl kill --signal=KILL --kill-whom=main konk`;
  expect(await attempt.end()).toMatchObject({ exitCode: 0, error: null });
  await assertOneCopy("web", beta, alpha);
  await wholeCount(client);
});

story("the destination loses its power while memory travels: the container goes on at the source", async (told) => {
  const { alpha, beta, note } = told;
  const client = await watchedCounter(told, 16);
  const attempt = await Attempt.begin(alpha, "web", beta);
  await attempt.reaches("frozen");
  await beta.powerOff();
  const { exitCode, error } = await attempt.end();
  expect({ exitCode, where: error?.where }).toMatchObject({ exitCode: 1 });
  expect(error?.where).toStartWith("running on alpha");
  expect(await states(alpha)).toEqual(["web: running"]);
  const { tcp } = await wholeCount(client);
  note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
  await beta.powerOn();
  await forgotten(beta);
  await serves(beta);
  await migrate(alpha, "web", beta);
});

/** Packets between the hosts vanish, both ways; the cards stay up. */
const cut = `nft -f - <<'END'
table inet cut {
  chain in { type filter hook input priority -300; iifname eth2 drop; }
  chain out { type filter hook output priority -300; oifname eth2 drop; }
}
END`;
const heal = "nft delete table inet cut";

story("a link cut for a second while memory travels is not noticed; one cut for good rolls back", async (told) => {
  const { alpha, beta, note } = told;
  const client = await watchedCounter(told, 16);
  const first = await Attempt.begin(alpha, "web", beta);
  await first.reaches("frozen");
  await beta.script(`${cut}\nsleep 1\n${heal}`);
  expect(await first.end()).toMatchObject({ exitCode: 0, error: null });
  await assertOneCopy("web", beta, alpha);

  const second = await Attempt.begin(beta, "web", alpha);
  await second.reaches("frozen");
  await alpha.script(cut);
  const { exitCode, error } = await second.end();
  await alpha.script(heal);
  expect({ exitCode, where: error?.where }).toMatchObject({ exitCode: 1 });
  expect(error?.where).toStartWith("running on beta");
  await forgotten(alpha);
  await assertOneCopy("web", beta, alpha);
  const { tcp } = await wholeCount(client);
  note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
});

story(
  "a clock that is an hour off, and clocks that jump in the freeze, one ahead and one back, change nothing",
  async (told) => {
    const { alpha, beta } = told;
    await beta.sh`date -s "1 hour"`;
    try {
      const client = await watchedCounter(told, 8);
      const report = await migrate(alpha, "web", beta);
      expect(report.downtimeMs).toBeLessThan(report.totalMs);
      const attempt = await Attempt.begin(beta, "web", alpha);
      await attempt.reaches("frozen");
      await Promise.all([beta.sh`date -s "-1 hour"`, alpha.sh`date -s "1 hour"`]);
      expect(await attempt.end()).toMatchObject({ exitCode: 0, error: null });
      await assertOneCopy("web", alpha, beta);
      await wholeCount(client);
    } finally {
      for (const host of [alpha, beta]) await host.sh`date -s @${(Date.now() / 1000).toFixed(3)}`;
    }
    expect((await tryToMigrate(alpha, "nosuch", beta)).ok).toBe(false);
  },
);
