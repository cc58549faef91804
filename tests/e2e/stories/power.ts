/**
 * Power cuts at the moments that matter, for real: the domain is destroyed, and what its disk did not have is lost. A test build
 * of konk stands still at the moment (src/failpoint.ts). One copy afterwards, or none and a plain word; never two. And reboots
 * in the same moments, which konk does not stand still for: then either end will do, but not two and not none without a word.
 *
 * KONK_E2E=all tells those too that are left out otherwise, for they take a minute or two each.
 */
import { expect } from "bun:test";
import { Attempt } from "../attempt.ts";
import type { Machine } from "../machine.ts";
import {
  assertOneCopy,
  eventually,
  type Story,
  serves,
  states,
  story,
  tellsAll,
  watchedCounter,
  wholeCount,
} from "../story.ts";

type Name = "alpha" | "beta";
/** Where the container is once both hosts are back. alpha sends, beta receives. */
type End = "runs on alpha" | "runs on beta" | "died with alpha" | "died with beta";

interface Moment {
  /** Where konk stands still. */
  at: string;
  victims: readonly Name[];
}

/** Those that CI tells: the last moments before and after the point of no return. */
const always = ["destination:held:after beta", "source:handing-over:after alpha and beta"];

const cuts: readonly (readonly [at: string, victims: readonly Name[], end: End])[] = [
  // What the source has written, or not yet, is lost with it. Before HELD the only copy is lost too.
  ["source:may-hand-over:before", ["alpha"], "died with alpha"],
  ["source:may-hand-over:after", ["alpha"], "died with alpha"],
  ["source:frozen:before", ["alpha"], "died with alpha"],
  ["source:frozen:after", ["alpha"], "died with alpha"],
  ["source:spare:before", ["alpha"], "died with alpha"],
  ["source:spare:after", ["alpha"], "died with alpha"],
  ["destination:held:after", ["alpha"], "runs on beta"],
  ["source:handing-over:before", ["alpha"], "runs on beta"],
  ["source:handing-over:after", ["alpha"], "runs on beta"],
  ["destination:thawed", ["alpha"], "runs on beta"],
  ["source:handed-over:before", ["alpha"], "runs on beta"],
  ["source:handed-over:after", ["alpha"], "runs on beta"],
  ["source:cleaned:before", ["alpha"], "runs on beta"],
  ["source:cleaned:after", ["alpha"], "runs on beta"],
  // What the destination has written, or not yet.
  ["destination:landing:before", ["beta"], "runs on alpha"],
  ["destination:landing:after", ["beta"], "runs on alpha"],
  ["destination:receiving:after", ["beta"], "runs on alpha"],
  ["source:spare:after", ["beta"], "runs on alpha"],
  ["destination:restoring:after", ["beta"], "runs on alpha"],
  ["destination:held:before", ["beta"], "runs on alpha"],
  ["destination:held:after", ["beta"], "runs on alpha"],
  ["source:handing-over:after", ["beta"], "runs on alpha"],
  ["destination:running:before", ["beta"], "runs on alpha"],
  ["destination:running:after", ["beta"], "died with beta"],
  ["destination:thawed", ["beta"], "died with beta"],
  ["destination:done:after", ["beta"], "died with beta"],
  ["source:cleaned:after", ["beta"], "died with beta"],
  // Both at once.
  ["destination:held:after", ["alpha", "beta"], "died with alpha"],
  ["source:handing-over:after", ["alpha", "beta"], "died with alpha"],
  ["destination:running:before", ["alpha", "beta"], "died with alpha"],
  ["destination:running:after", ["alpha", "beta"], "died with beta"],
  ["source:cleaned:after", ["alpha", "beta"], "died with beta"],
];

/** Each with a reboot of either host. */
const rebootsAt = [
  "destination:receiving:after",
  "source:frozen:after",
  "source:spare:after",
  "destination:held:after",
  "source:handing-over:after",
  "destination:running:after",
  "source:handed-over:after",
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
  await serves(host);
  const open = async () => await host.sh`konk recover --show`;
  await eventually(`end on ${host.name}`, async () => (await open()) === "Nothing to recover");
}

/** A migration of "web" from alpha that stands still at the moment. */
async function arriveAt(at: string, told: Story) {
  const client = await watchedCounter(told, 8);
  const host = at.startsWith("source:") ? told.alpha : told.beta;
  await standStill(host, at);
  await Attempt.begin(told.alpha, "web", told.beta);
  await stands(host);
  return { client, host };
}

async function cutPower({ at, victims }: Moment, end: End, told: Story): Promise<void> {
  const { alpha, beta, both } = told;
  const { client } = await arriveAt(at, told);
  await Promise.all(victims.map(async (victim) => await told[victim].powerOff()));
  for (const host of both) if (!victims.includes(host.name as Name)) await host.sh`rm -f ${folder}/reached`;
  await Promise.all(victims.map(async (victim) => await told[victim].powerOn()));
  await Promise.all([settled(beta), settled(alpha)]);
  const [owner, other] = end.endsWith("beta") ? [beta, alpha] : [alpha, beta];
  if (end.startsWith("died")) {
    client.kill("SIGKILL");
    expect([await states(owner), await states(other)]).toEqual([["web: died with the reboot"], []]);
    return;
  }
  await assertOneCopy("web", owner, other);
  const { tcp } = await wholeCount(client);
  told.note(`client's longest gap ${(tcp.longestGapMs / 1000).toFixed(1)} s`);
}

async function rebootAt({ at, victims: [victim = "alpha"] }: Moment, told: Story): Promise<void> {
  const { alpha, beta } = told;
  const { client, host } = await arriveAt(at, told);
  const reboot = told[victim].reboot();
  await host.try`rm -f ${folder}/reached`; // it may be the one that goes down
  await reboot;
  await Promise.all([settled(beta), settled(alpha)]);
  const found = [...(await states(alpha)), ...(await states(beta))];
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^web: (running|died with the reboot)$/);
  const runs = found[0] === "web: running";
  if (runs) await wholeCount(client);
  else client.kill("SIGKILL");
  told.note(`${found[0]} on ${(await states(alpha)).length === 1 ? "alpha" : "beta"}`);
}

const isTold = (name: string) => tellsAll || always.includes(name);

for (const [at, victims, end] of cuts) {
  const who = victims.join(" and ");
  if (!isTold(`${at} ${who}`)) continue;
  const title = `${who} without power at ${at}: it ${end}`;
  story(title, async (told) => await cutPower({ at, victims }, end, told), { binary: "konk-faults" });
}

for (const at of rebootsAt) {
  for (const victim of ["alpha", "beta"] as const) {
    if (!isTold(`${at} reboot of ${victim}`)) continue;
    const title = `${victim} rebooted at ${at}: one copy, or a plain word`;
    story(title, async (told) => await rebootAt({ at, victims: [victim] }, told), { binary: "konk-faults" });
  }
}
