/**
 * Power cuts at the moments that matter, for real: the domain is destroyed, and what its disk did not have is lost. A test build
 * of konk stands still at the moment (src/failpoint.ts). One copy afterwards, or none and a plain word; never two.
 *
 * KONK_E2E=all tells those too that are left out otherwise, for they take a minute or two each.
 */
import { expect } from "bun:test";
import { Attempt } from "../attempt.ts";
import type { Machine } from "../machine.ts";
import { assertOneCopy, eventually, type Story, states, story, wholeCount } from "../story.ts";

type Name = "alpha" | "beta";

interface Cut {
  /** Where konk stands still, and on which host. alpha sends, beta receives. */
  at: string;
  on: Name;
  victims: readonly Name[];
  /** Where the container is once both hosts are back; it died with `diedWith` when it is nowhere. */
  ends: Name | "nowhere";
  diedWith?: Name;
  onDemand?: boolean;
}

const cuts: readonly Cut[] = [
  {
    at: "source:may-hand-over:after",
    on: "alpha",
    victims: ["alpha"],
    ends: "nowhere",
    diedWith: "alpha",
    onDemand: true,
  },
  { at: "source:spare:after", on: "alpha", victims: ["beta"], ends: "alpha", onDemand: true },
  { at: "destination:held:after", on: "beta", victims: ["beta"], ends: "alpha" },
  { at: "source:handing-over:after", on: "alpha", victims: ["alpha"], ends: "beta" },
  { at: "source:handing-over:after", on: "alpha", victims: ["alpha", "beta"], ends: "nowhere", diedWith: "alpha" },
  { at: "destination:running:before", on: "beta", victims: ["beta"], ends: "alpha", onDemand: true },
  { at: "destination:running:after", on: "beta", victims: ["beta"], ends: "nowhere", diedWith: "beta", onDemand: true },
  { at: "destination:thawed", on: "beta", victims: ["alpha"], ends: "beta", onDemand: true },
];

const folder = "/run/konk-faults";

/** A moment is reached when the plan has become this file; removing it lets konk go on. */
async function standStill(host: Machine, at: string): Promise<void> {
  await host.sh`mkdir -p ${folder} && rm -f ${folder}/reached && printf %s ${at} >${folder}/plan`;
}

async function stands(host: Machine): Promise<void> {
  await eventually(
    `stand-still on ${host.name}`,
    async () => (await host.try`test -e ${folder}/reached`).exitCode === 0,
  );
}

/** Its server runs, and has brought to its end what was cut short. */
async function settled(host: Machine): Promise<void> {
  const isActive = async () => (await host.try`systemctl is-active konk`).stdout.trim() === "active";
  await eventually(`server on ${host.name}`, isActive);
  const open = async () => await host.sh`konk recover --show`;
  await eventually(`end on ${host.name}`, async () => (await open()) === "Nothing to recover");
}

async function live({ at, on, victims, ends, diedWith }: Cut, told: Story): Promise<void> {
  const { alpha, beta, both, lan } = told;
  await alpha.sh`konk run --name web --ip 10.9.0.100/24 --detach -- python3 /srv/workloads/counter.py 7000 8`;
  const client = await lan.probe("probe.py", "10.9.0.100", "7000");
  await standStill(told[on], at);
  await Attempt.begin(alpha, "web", beta);
  await stands(told[on]);
  await Promise.all(victims.map(async (victim) => await told[victim].powerOff()));
  for (const host of both) if (!victims.includes(host.name as Name)) await host.sh`rm -f ${folder}/reached`;
  await Promise.all(victims.map(async (victim) => await told[victim].powerOn()));
  for (const host of [beta, alpha]) await settled(host);
  if (ends === "nowhere") {
    client.kill("SIGKILL");
    const [there, elsewhere] = diedWith === "beta" ? [beta, alpha] : [alpha, beta];
    expect([await states(there), await states(elsewhere)]).toEqual([["web: died with the reboot"], []]);
    return;
  }
  await assertOneCopy("web", told[ends], ends === "alpha" ? beta : alpha);
  const { tcp } = await wholeCount(client);
  told.note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
}

for (const cut of cuts) {
  if (cut.onDemand === true && process.env["KONK_E2E"] !== "all") continue;
  const result = cut.ends === "nowhere" ? `it died with ${cut.diedWith}` : `it runs on ${cut.ends}`;
  const title = `${cut.victims.join(" and ")} without power at ${cut.at}: ${result}`;
  story(title, async (told) => await live(cut, told), { binary: "konk-faults" });
}
