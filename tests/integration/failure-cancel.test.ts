/** Cancelled, killed or left waiting at every phase: konk rolls back or goes forward, and never lets two copies run. */
import { expect } from "bun:test";
import { readdirSync } from "node:fs";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, planCriu, runsOn } from "./support/attempt.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";
import { unanswered } from "./support/unanswered.ts";

const patienceMs = 60_000;
const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 143 } as const;
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function expectNowhere({ alpha, beta }: Scene): void {
  expect({ alpha: runsOn(alpha, "web"), beta: runsOn(beta, "web") }).toEqual({ alpha: false, beta: false });
}

troubleTests("a cancelled migration", (check) => {
  check(
    "while it looks at the network: what it made to compare with goes too, however long that takes",
    async (scene) => {
      const { alpha } = scene;
      alpha.writeFile("/usr/local/sbin/sysctl", '#!/bin/sh\nsleep 2\nexec /usr/sbin/sysctl "$@"\n', 0o755);
      try {
        const attempt = await Attempt.begin(scene, { mib: 16 });
        const namespaces = alpha.path("/run/netns");
        await until(
          "namespace",
          () => readdirSync(namespaces).some((name) => name.startsWith("konk-.fresh")),
          patienceMs,
        );
        attempt.program.kill("SIGINT");
        await attempt.assertRolledBack(130, "E_CANCELLED");
      } finally {
        await alpha.check(["rm", "/usr/local/sbin/sysctl"]);
      }
    },
  );

  for (const signal of signals) {
    check(`by ${signal} while it prepares: nothing was touched`, async (scene) => {
      const attempt = await Attempt.begin(scene, { mib: 16 });
      await attempt.sourceReaches("preparing");
      attempt.program.kill(signal);
      await attempt.assertRolledBack(statuses[signal], "E_CANCELLED");
      expect(attempt.sourcePhases).not.toContain("frozen");
    });

    check(`by ${signal} during the dump and the transfer: it runs on at the source`, async (scene) => {
      const attempt = await Attempt.begin(scene, { mib: 512, options: ["--mode", "stop-copy"] });
      await attempt.sourceReaches("frozen");
      attempt.program.kill(signal);
      await attempt.assertRolledBack(statuses[signal], "E_CANCELLED");
    });
  }

  for (const at of ["setup-namespaces", "post-restore", "pre-resume", "post-resume"]) {
    check(`while CRIU restores, at ${at}: it runs on at the source`, async (scene) => {
      using _plan = planCriu(scene.beta, { at, do: "hold" });
      const attempt = await Attempt.begin(scene, { mib: 16 });
      await criuHeld(scene.beta);
      attempt.program.kill("SIGTERM");
      await attempt.assertRolledBack(143, "E_CANCELLED");
    });
  }

  check("after the point of no return goes on to its end", async (scene) => {
    const { attempt, answer } = await unanswered(scene);
    attempt.program.kill("SIGINT");
    await Bun.sleep(1_000);
    expectNowhere(scene);
    answer[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check(
    "by a second signal after the point of no return says so: never two copies, and recover finds one",
    async (scene) => {
      const { attempt, answer } = await unanswered(scene);
      attempt.program.kill("SIGINT");
      await Bun.sleep(300);
      attempt.program.kill("SIGINT");
      expect(await attempt.end()).toMatchObject({ exitCode: 4, error: { code: "E_UNCONFIRMED" } });
      expectNowhere(scene);
      answer[Symbol.dispose]();
      await until("recovery", () => runsOn(scene.beta, "web"), patienceMs);
      await until("clean source", () => attempt.sourcePhases.includes("cleaned"), patienceMs);
      await scene.assertOneCopy("web", scene.beta);
      await scene.assertNothingLeft(scene.alpha);
      await attempt.assertWhole({ gap: false });
      await scene.assertRemovable("web", scene.beta);
    },
  );
});

troubleTests("a migration that nobody answers", (check) => {
  check("waits for the answer to Resume, and ends well when it comes", async (scene) => {
    const { attempt, answer } = await unanswered(scene);
    for (let second = 0; second < 3; second++) {
      expectNowhere(scene);
      await Bun.sleep(1_000);
    }
    answer[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check("keeps others from changing the container", async (scene) => {
    const { alpha, beta } = scene;
    const plan = planCriu(beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(beta);
    for (const argv of [
      ["migrate", "web", "beta"],
      ["stop", "web"],
      ["rm", "web"],
      ["rm", "-f", "web"],
    ]) {
      const { exitCode, stderr } = await alpha.exec(["konk", ...argv]);
      expect({ argv, exitCode, stderr }).toMatchObject({
        exitCode: 2,
        stderr: containing("busy with a migration to beta"),
      });
      expect(stderr).toContain("E_BUSY");
    }
    for (const argv of [
      ["rm", "web"],
      ["rm", "-f", "web"],
      ["stop", "web"],
    ]) {
      expect({ argv, ...(await beta.exec(["konk", ...argv])) }).toMatchObject({
        exitCode: 2,
        stderr: containing("E_BUSY"),
      });
    }
    const again = await beta.exec(["konk", "run", "--name", "web", "--", "true"]);
    expect(again).toMatchObject({ exitCode: 2, stderr: containing("E_EXISTS") });
    plan[Symbol.dispose]();
    await attempt.assertMoved();
  });
});

troubleTests("a konk migrate that is killed with SIGKILL", (check) => {
  check("while it prepares: the container runs on, and the destination is cleaned", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await attempt.sourceReaches("preparing");
    await assertTakenBack(scene, attempt);
  });

  check("in the middle of the dump: the server brings the container back", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 512, options: ["--mode", "stop-copy"] });
    await attempt.sourceReaches("frozen");
    await assertTakenBack(scene, attempt);
  });

  check("while the destination restores: the server brings the container back", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(scene.beta);
    await assertTakenBack(scene, attempt);
  });

  check("after the point of no return: the server brings it to the destination", async (scene) => {
    const { attempt, answer } = await unanswered(scene);
    attempt.program.kill("SIGKILL");
    await attempt.program.exited;
    await Bun.sleep(1_500);
    expectNowhere(scene);
    answer[Symbol.dispose]();
    await until("recovery", () => attempt.sourcePhases.includes("cleaned"), patienceMs);
    await scene.assertOneCopy("web", scene.beta);
    await scene.assertNothingLeft(scene.alpha);
    await attempt.assertWhole({ gap: false });
    await scene.assertRemovable("web", scene.beta);
  });
});

/** Kills the migration; meanwhile nothing may run on beta, and in the end it runs on alpha. */
async function assertTakenBack(scene: Scene, attempt: Attempt): Promise<void> {
  attempt.program.kill("SIGKILL");
  const back = () => {
    expect(attempt.destinationPhases).not.toContain("running");
    return attempt.destinationToldOfEnd && runsOn(scene.alpha, "web");
  };
  await until("container on alpha", back, patienceMs);
  await scene.assertOneCopy("web", scene.alpha);
  await scene.assertNothingLeft(scene.beta);
  await attempt.assertWhole({ gap: false });
  await scene.assertRemovable("web", scene.alpha);
}

const containing = (text: string) => expect.stringContaining(text) as string;
