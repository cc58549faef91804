/** What an operator decides when the other host is gone for good, and that nothing else lets a second copy run. */
import { expect } from "bun:test";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import type { Attempt } from "./support/attempt.ts";
import { runsOn } from "./support/attempt.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";
import { unanswered } from "./support/unanswered.ts";

const patienceMs = 60_000;

interface Shown {
  migrations: { id: string; container: string; side: string; phase: string; may: string[] }[];
}

async function shown(host: Host): Promise<Shown["migrations"]> {
  const { migrations } = JSON.parse(await host.check(["konk", "recover", "--show", "--json"])) as Shown;
  return migrations;
}

interface Undecided {
  attempt: Attempt;
  /** Ends the silence of the destination's server. */
  answer: Disposable;
  id: string;
}

/** Handed over and HELD; the destination's server stands still, and nobody works on the migration at the source. */
async function undecided(scene: Scene, between = async (): Promise<void> => undefined): Promise<Undecided> {
  await scene.alpha.stopServer();
  const { attempt, answer } = await unanswered(scene);
  await between();
  attempt.program.kill("SIGKILL");
  await until("end of konk migrate", () => scene.alpha.pids(/^konk migrate/).length === 0, patienceMs);
  const [open] = await shown(scene.alpha);
  expect(open).toMatchObject({ side: "source", phase: "handing-over", may: ["force-here", "discard-here"] });
  return { attempt, answer, id: open?.id ?? "" };
}

/** Ends the server that stands still, together with the word that it has not heard yet. */
function deafen(host: Host, answer: Disposable): void {
  for (const pid of host.pids(/^konk server/)) process.kill(pid, "SIGKILL");
  answer[Symbol.dispose]();
}

/** Switched on again; its server makes the bridge as before. What a first container leaves on a host by design is there again. */
async function restored(host: Host): Promise<void> {
  await host.boot();
  await host.startServer();
  await host.check(["konk", "run", "--name", "first", "--", "true"], { timeoutMs: patienceMs });
  await host.check(["konk", "rm", "first"]);
}

troubleTests("an operator", (check) => {
  check("whose destination is gone for good lets the spare go on, and only by a plain word", async (scene) => {
    const { alpha, beta } = scene;
    const { attempt, answer, id } = await undecided(scene);
    deafen(beta, answer);
    await beta.kill();
    expect((await alpha.exec(["konk", "recover", id])).exitCode).toBe(4);
    const silent = await alpha.exec(["konk", "recover", id, "--force-here"]);
    expect(silent.exitCode).toBe(2);
    expect(silent.stderr).toContain("two copies run");
    expect(runsOn(alpha, "web")).toBe(false);

    expect(await alpha.check(["konk", "recover", id, "--force-here", "--yes"])).toContain("running here");
    await until("container on alpha", () => runsOn(alpha, "web"), patienceMs);
    await attempt.assertWhole({ gap: false });
    await restored(beta);
    await alpha.startServer();
    await until("told destination", async () => (await shown(alpha)).length === 0, patienceMs);
    await scene.assertOneCopy("web", alpha);
    await scene.assertRemovable("web", alpha);
  });

  check("whose source is gone for good runs what the destination holds", async (scene) => {
    const { alpha, beta } = scene;
    const { attempt, answer, id } = await undecided(scene);
    deafen(beta, answer);
    await alpha.kill();
    await beta.startServer();
    expect(await shown(beta)).toMatchObject([{ id, side: "destination", phase: "held" }]);
    expect(await beta.check(["konk", "recover", id, "--force-here", "--yes"])).toContain("running here");
    await until("container on beta", () => runsOn(beta, "web"), patienceMs);
    await attempt.assertWhole({ gap: false });
    expect(await shown(beta)).toEqual([]);
    await restored(alpha); // it was not that gone after all: it hears that beta has it
    await until("settled source", async () => (await shown(alpha)).length === 0, patienceMs);
    await scene.assertOneCopy("web", beta);
    await scene.assertRemovable("web", beta);
  });

  check("cannot force the source while the destination answers, and discards what it holds there", async (scene) => {
    const { alpha, beta } = scene;
    const { attempt, answer, id } = await undecided(scene);
    deafen(beta, answer);
    await beta.startServer();
    const refused = await alpha.exec(["konk", "recover", id, "--force-here", "--yes"]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("the destination answers");
    expect(await beta.check(["konk", "recover", id, "--discard-here", "--yes"])).toContain("decides alone");
    expect(await alpha.check(["konk", "recover", id])).toContain("running on alpha");
    await scene.assertOneCopy("web", alpha);
    await attempt.assertWhole({ gap: false });
    await alpha.startServer();
    await scene.assertRemovable("web", alpha);
  });

  check("who was wrong, so that two copies run, ends one of them", async (scene) => {
    const { alpha, beta } = scene;
    const { attempt, answer, id } = await undecided(scene, async () => {
      await Bun.sleep(1_000); // Resume is on its way to a server that stands still: nothing shows that it was sent
      await beta.linkDown();
    });
    answer[Symbol.dispose](); // beta reads what came before the link went, and runs the container
    await until("container on beta", () => runsOn(beta, "web"), patienceMs);
    await alpha.check(["konk", "recover", id, "--force-here", "--yes"], { timeoutMs: patienceMs });
    await until("container on alpha", () => runsOn(alpha, "web"), patienceMs);
    await beta.linkUp();
    await alpha.startServer();
    const waits = await alpha.exec(["konk", "recover", id]);
    expect([waits.exitCode, waits.stdout]).toEqual([4, expect.stringContaining("an operator has to decide") as string]);
    expect(await alpha.check(["konk", "recover", id, "--discard-here", "--yes"])).toContain("on beta");
    await scene.assertOneCopy("web", beta);
    await attempt.dismiss();
    await scene.assertRemovable("web", beta);
  });
});
