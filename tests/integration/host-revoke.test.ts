/** A host that loses its trust in the middle of a migration: before the point of no return, and after it. */
import { expect } from "bun:test";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, paused, planCriu, runsOn } from "./support/attempt.ts";
import { troubleTests } from "./support/trouble.ts";
import { befriend, part, strangers, Visit } from "./support/trusting.ts";

const patienceMs = 60_000;

troubleTests(
  "a host that is revoked",
  (check) => {
    check("is out within a second, its open connections too", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      const visit = await Visit.begin(alpha);
      await beta.check(["konk", "host", "revoke", "alpha"]);
      await visit.assertThrownOut();
      await scene.start("web", [], ["sleep", "100000"]);
      const { stderr, exitCode } = await alpha.exec(["konk", "migrate", "web", "beta"]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("E_TLS") as string });
      expect(await scene.states(alpha)).toEqual(["web: running"]);
      await scene.assertRemovable("web", alpha);
      await part(scene);
    });
    for (const { title, host, at } of [
      { title: "while it dumps", host: "alpha", at: "query-ext-files" },
      { title: "while the destination restores", host: "beta", at: "post-restore" },
    ]) {
      check(`${title} gets its container back, and the destination keeps nothing`, async (scene) => {
        const { alpha, beta } = scene;
        await befriend(alpha, beta);
        const plan = planCriu(scene.lab.host(host), { at, do: "hold" });
        const attempt = await Attempt.begin(scene, { mib: 16 });
        await criuHeld(scene.lab.host(host));
        await beta.check(["konk", "host", "revoke", "alpha"]);
        await until("empty destination", async () => (await scene.states(beta)).length === 0, patienceMs);
        plan[Symbol.dispose]();
        const { exitCode, error } = await attempt.end();
        expect({ exitCode, error, stderr: attempt.program.stderr }).toMatchObject({ exitCode: 1 });
        expect(error?.where).toStartWith("running on alpha");
        await scene.assertOneCopy("web", alpha);
        await attempt.assertWhole({ gap: false });
        await scene.assertNothingLeft(beta);
        await befriend(beta, alpha); // the source tells of its roll-back as soon as it may
        await until("told destination", () => attempt.destinationToldOfEnd, patienceMs);
        await scene.assertRemovable("web", alpha);
        await part(scene);
      });
    }

    check("when the destination holds the only word: nobody runs it until an operator decides", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      await alpha.stopServer();
      const restore = planCriu(beta, { at: "post-resume", do: "hold" });
      const attempt = await Attempt.begin(scene, { mib: 16 });
      await criuHeld(beta);
      const source = paused(alpha, /^konk migrate/);
      restore[Symbol.dispose]();
      await attempt.destinationReaches("held");
      await Bun.sleep(1_000); // Held is on its way to a source that stands still
      await beta.check(["konk", "host", "revoke", "alpha"]);
      await Bun.sleep(1_500);
      source[Symbol.dispose]();
      await attempt.sourceReaches("handing-over");
      expect([runsOn(alpha, "web"), runsOn(beta, "web")]).toEqual([false, false]);
      for (const _ of ["first", "second"]) {
        attempt.program.kill("SIGINT");
        await Bun.sleep(300);
      }
      expect(await attempt.end()).toMatchObject({ exitCode: 4, error: { code: "E_UNCONFIRMED" } });
      expect([runsOn(alpha, "web"), runsOn(beta, "web")]).toEqual([false, false]);

      const { migrations } = JSON.parse(await beta.check(["konk", "recover", "--show", "--json"])) as {
        migrations: { id: string; phase: string; may: string[] }[];
      };
      const id = migrations[0]?.id ?? "";
      expect(migrations).toMatchObject([{ phase: "held", may: ["force-here", "discard-here"] }]);
      await beta.check(["konk", "recover", id, "--force-here", "--yes"]); // beta's own operator, trusted or not
      await until("container on beta", () => runsOn(beta, "web"), patienceMs);
      await attempt.assertWhole({ gap: false });
      await befriend(beta, alpha);
      expect(await alpha.check(["konk", "recover", id])).toContain("resolved");
      await scene.assertOneCopy("web", beta);
      await alpha.startServer();
      await scene.assertRemovable("web", beta);
      await part(scene);
    });
  },
  strangers,
);
