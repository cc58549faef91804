/** A container's life goes on where it is now: its output, its end, and konk's commands for it. */
import { describe, expect } from "bun:test";
import { readFileSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { sceneTest } from "./support/scene.ts";
import { moved } from "./support/seen.ts";

const ticker = ["python3", "/srv/workloads/ticker.py", "2"];

/** What the container wrote so far, but for a line that is being written. */
async function output(host: Host, name = "web"): Promise<string[]> {
  return (await host.check(["konk", "logs", name])).split("\n").slice(0, -1);
}

async function writesMore(host: Host, than: number): Promise<string[]> {
  await until("more output", async () => (await output(host)).length > than, 60_000);
  return await output(host);
}

/** The letter of /proc for the one such process on a host. */
function stateOf(host: Host, command: RegExp): string | undefined {
  const [pid] = host.pids(command);
  return /^State:\t(.)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.at(1);
}

const numbered = (lines: readonly string[]) => lines.map((_, index) => `line ${index + 1}`);

describe.skipIf(!labRequirements())("After a move", () => {
  sceneTest("the output goes on without a line lost or doubled, without any network, there and back", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", [], ticker);
    const early = (await writesMore(alpha, 100)).length;
    await moved(scene, "web", [alpha, beta]);
    const there = await writesMore(beta, early + 200);
    expect(there).toEqual(numbered(there));
    await moved(scene, "web", [beta, alpha]);
    const back = await writesMore(alpha, there.length + 200);
    expect(back).toEqual(numbered(back));
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("what was stopped by a signal is stopped, and nothing else is", async (scene) => {
    const { alpha, beta } = scene;
    const family = "sleep 4711 & sleep 0.5; kill -STOP $!; sleep 4712 & echo up; while :; do sleep 0.05; done";
    await scene.start("web", [], ["sh", "-c", family]);
    await until("output", async () => (await output(alpha)).includes("up"), 60_000);
    await moved(scene, "web", [alpha, beta]);
    expect(stateOf(beta, /^sleep 4711/)).toBe("T");
    await until("the other to sleep on", () => stateOf(beta, /^sleep 4712/) === "S", 10_000);
    await until("the shell to go on", () => /[RS]/.test(stateOf(beta, /^sh -c/) ?? "none"), 10_000);
    expect(stateOf(beta, /^sleep 4711/)).toBe("T");
    await scene.assertRemovable("web", beta);
  });

  sceneTest("konk logs -f follows on the destination, and ends where the container left", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", ["--ip", "10.9.0.100/24"], ticker);
    const left = await alpha.spawn(["konk", "logs", "-f", "web"]);
    await left.waitForOutput("line 50\n", 60_000);
    await moved(scene, "web", [alpha, beta]);
    expect(await left.exited).toBe(0);
    const sawThere = left.stdout.split("\n").slice(0, -1);
    expect(sawThere).toEqual(numbered(sawThere));

    const here = await beta.spawn(["konk", "logs", "-f", "web"]);
    await here.waitForOutput(`line ${sawThere.length + 200}\n`, 60_000);
    await beta.check(["konk", "stop", "web"]);
    expect(await here.exited).toBe(0);
    expect(here.stdout).toBe(await beta.check(["konk", "logs", "web"]));
    await scene.assertRemovable("web", beta);
  });

  sceneTest(
    "the exit status is kept on the destination: after konk stop, a kill, and an end of its own",
    async (scene) => {
      const { alpha, beta } = scene;
      const polite = "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done";
      const brief = "echo up; until [ -e /srv/shared/end ]; do sleep 0.05; done; exit 9";
      await scene.start("polite", [], ["sh", "-c", polite]);
      await scene.start("deaf", [], ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done"]);
      await scene.start("brief", ["--volume", "/srv/shared:/srv/shared"], ["sh", "-c", brief]);
      for (const name of ["polite", "deaf", "brief"]) {
        await until("its start", async () => (await output(alpha, name)).includes("up"), 60_000);
        await scene.migrate(name, alpha, beta);
        await scene.assertOneCopy(name, beta);
      }
      await scene.assertNothingLeft(alpha);

      await beta.check(["konk", "stop", "polite"]);
      await beta.check(["konk", "stop", "deaf", "--time", "1"]);
      await beta.check(["touch", "/srv/shared/end"]);
      const ends = ["brief: exited (9)", "deaf: killed (SIGKILL)", "polite: exited (7)"];
      await until("ends", async () => Bun.deepEquals((await scene.states(beta)).sort(), ends), 30_000).catch(
        () => undefined,
      );
      expect((await scene.states(beta)).sort()).toEqual(ends);
      for (const name of ["polite", "deaf", "brief"]) await beta.check(["konk", "rm", name]);
      await scene.assertNothingLeft(alpha, beta);
    },
  );

  sceneTest("the report adds up, and says how and where", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/counter.py", "7000", "16"]);
    const { ok: _ok, ...report } = { ok: true, ...(await moved(scene, "web", [alpha, beta], "--mode", "stop-copy")) };
    expect(report).toMatchObject({ container: "web", source: "alpha", destination: "beta" });

    const { split, downtimeMs, totalMs, bytesByKind, sentBytes, bytesPerSecond, timeline } = report;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const parts = ["freezeMs", "dumpMs", "transferMs", "restoreMs", "handOverMs", "networkMs"];
    expect(Object.keys(split)).toEqual(parts);
    for (const part of Object.values(split)) expect(part).toBeGreaterThanOrEqual(0);
    expect(sum(Object.values(split))).toBeCloseTo(downtimeMs, 3);
    expect(downtimeMs).toBeGreaterThan(0);
    expect(totalMs).toBeGreaterThan(downtimeMs);
    expect(sentBytes).toBe(sum(bytesByKind.map(({ bytes }) => bytes)));
    expect(sentBytes).toBeGreaterThan(16 << 20);
    expect(bytesByKind[0]?.kind).toBe("pages");
    expect(bytesPerSecond).toBeGreaterThan(0);
    const steps = [
      "prepared",
      "sent-ahead",
      "freeze",
      "cut",
      "dump",
      "transfer",
      "held",
      "hand-over",
      "resumed",
      "cleaned",
    ];
    expect(timeline.source.map(({ step }) => step)).toEqual(steps);
    for (const part of Object.values(timeline)) {
      expect(part.length).toBeGreaterThan(0);
      expect(part.map(({ atMs }) => atMs)).toEqual(part.map(({ atMs }) => atMs).sort((one, other) => one - other));
    }

    const back = await moved(scene, "web", [beta, alpha]);
    expect(sum(back.memory.rounds.map((round) => round.sentBytes))).toBeGreaterThan(16 << 20);
    expect(back.sentBytes).toBeLessThan(16 << 20);
    await scene.assertRemovable("web", alpha);
  });
});
