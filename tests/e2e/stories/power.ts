/** A source that loses its power in the middle of a hand-over: one copy afterwards, or none and a plain word, never two. */
import { expect } from "bun:test";
import { Attempt } from "../attempt.ts";
import type { Machine } from "../machine.ts";
import { assertOneCopy, eventually, type Story, states, story, wholeCount } from "../story.ts";

const ip = "10.9.0.100";

async function watched({ alpha, lan }: Story, mib: number) {
  await alpha.sh`konk run --name web --ip ${ip}/24 --detach -- python3 /srv/workloads/counter.py 7000 ${mib}`;
  return await lan.probe("probe.py", ip, "7000");
}

/** Its server runs, and has brought to its end what was cut short. */
async function settled(host: Machine): Promise<void> {
  await eventually(
    `server on ${host.name}`,
    async () => (await host.try`systemctl is-active konk`).stdout.trim() === "active",
  );
  await eventually(`end on ${host.name}`, async () => (await host.sh`konk recover --show`) === "Nothing to recover");
}

story(
  "the source loses its power when the destination holds a complete copy: the container goes on there",
  async (told) => {
    const { alpha, beta, note } = told;
    const client = await watched(told, 16);
    const attempt = await Attempt.begin(alpha, "web", beta);
    await attempt.destinationReaches(beta, "held");
    await alpha.powerOff();
    await alpha.powerOn();
    await settled(alpha);
    await assertOneCopy("web", beta, alpha);
    const { tcp } = await wholeCount(client);
    note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
  },
);

story("the source loses its power while memory travels: it died there, and konk says so", async (told) => {
  const { alpha, beta } = told;
  const client = await watched(told, 48);
  const attempt = await Attempt.begin(alpha, "web", beta);
  await attempt.reaches("frozen");
  await alpha.powerOff();
  expect(await states(beta)).not.toContain("web: running");
  await alpha.powerOn();
  await settled(alpha);
  expect(await states(alpha)).toEqual(["web: died with the reboot"]);
  await eventually("clean destination", async () => (await states(beta)).length === 0);
  await alpha.sh`konk rm web`;
  client.kill("SIGKILL");
});
