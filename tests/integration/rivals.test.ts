/** Two who want the same, and a container that ends while it is being moved. */
import { expect } from "bun:test";
import { existsSync } from "node:fs";
import type { SourcePhase } from "../../src/core/source-state.ts";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, planCriu, runsOn, startWatched } from "./support/attempt.ts";
import type { Scene } from "./support/scene.ts";
import { wholeCount } from "./support/seen.ts";
import { troubleTests } from "./support/trouble.ts";
import { unanswered } from "./support/unanswered.ts";

const patienceMs = 60_000;

/** Ends the container's program from outside, whatever konk is doing with it. */
function endProgram(host: Host): void {
  for (const pid of host.pids(/counter\.py/)) process.kill(pid, "SIGKILL");
}

/** The same, and waits until it is dead: before that nobody can know. */
async function programEnded(host: Host): Promise<void> {
  endProgram(host);
  await until("end of the program", () => host.pids(/counter\.py/).length === 0, patienceMs);
}

troubleTests("rivals", (check) => {
  check("two migrations of one container at once: one moves it, the other says who does", async (scene) => {
    const { alpha, beta } = scene;
    const client = await startWatched(scene, 16);
    const both = await Promise.all(["1", "2"].map(async () => await scene.tryMigrate("web", alpha, beta)));
    const statuses = both.map(({ exitCode }) => exitCode).toSorted((one, other) => one - other);
    expect(statuses).toEqual([0, 2]);
    const loser = both.find(({ exitCode }) => exitCode === 2)?.outcome;
    expect(loser).toMatchObject({ ok: false, error: { code: "E_BUSY" } });
    await scene.assertOneCopy("web", beta);
    await scene.assertNothingLeft(alpha);
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  for (const phase of ["preparing", "may-hand-over"] as const satisfies SourcePhase[]) {
    check(`a container that ends in phase "${phase}" is not moved, and its end is recorded`, async (scene) => {
      const { alpha, beta } = scene;
      const attempt = await Attempt.begin(scene, { mib: 64 });
      await attempt.sourceReaches(phase);
      endProgram(alpha);
      const { exitCode, error } = await attempt.end();
      await attempt.dismiss();
      if (exitCode === 0) {
        // It was frozen before it could die: it died where it went, or never knew.
        await until("end on beta", async () => (await scene.states(beta))[0] !== undefined, patienceMs);
        await beta.check(["konk", "rm", "-f", "web"]);
        return;
      }
      expect({ exitCode, error }).toMatchObject({
        exitCode: 1,
        error: { code: "E_ENDED", where: "nowhere: it ended on alpha" },
      });
      await until(
        "recorded end",
        async () => (await scene.states(alpha)).includes("web: killed (SIGKILL)"),
        patienceMs,
      );
      expect(await scene.states(beta)).toEqual([]);
      await until("settled migration", async () => await settled(scene), patienceMs);
      await alpha.check(["konk", "rm", "web"]);
    });
  }

  check("a spare that somebody kills is no loss: the destination's copy is complete, and runs", async (scene) => {
    const { alpha, beta } = scene;
    const attempt = await Attempt.begin(scene, { mib: 128 });
    await attempt.sourceReaches("spare");
    endProgram(alpha);
    const { exitCode } = await attempt.end();
    expect(exitCode).toBe(0);
    await until("container on beta", () => runsOn(beta, "web"), patienceMs);
    await scene.assertOneCopy("web", beta);
    await scene.assertNothingLeft(alpha);
    expect(existsSync(alpha.path("/var/lib/konk/containers/web"))).toBe(false);
    await attempt.dismiss();
    await scene.assertRemovable("web", beta);
  });

  check(
    "a spare that somebody kills is not rolled back: the only copy is what the destination completes",
    async (scene) => {
      const { alpha, beta } = scene;
      const restore = planCriu(beta, { at: "post-restore", do: "hold" });
      const attempt = await Attempt.begin(scene, { mib: 256 });
      await criuHeld(beta);
      await attempt.sourceReaches("spare");
      await programEnded(alpha);
      attempt.program.kill("SIGINT");
      const { exitCode, error } = await attempt.end();
      expect({ exitCode, error }).toMatchObject({ exitCode: 4, error: { code: "E_UNCONFIRMED" } });
      restore[Symbol.dispose]();
      await until("container on beta", () => runsOn(beta, "web"), patienceMs);
      await until("settled migration", async () => await settled(scene), patienceMs);
      await attempt.assertWhole({ gap: false });
      await scene.assertOneCopy("web", beta);
      await scene.assertRemovable("web", beta);
    },
  );

  check("a held copy that somebody kills never ran: the spare goes on", async (scene) => {
    const { attempt, answer } = await unanswered(scene);
    await programEnded(scene.beta);
    answer[Symbol.dispose]();
    await attempt.assertRolledBack(1, "E_RESTORE", { gap: false });
  });
});

async function settled({ alpha }: Scene): Promise<boolean> {
  return (await alpha.check(["konk", "recover", "--show"])) === "Nothing to recover\n";
}
