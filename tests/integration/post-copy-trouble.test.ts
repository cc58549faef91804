/** Whoever dies while memory follows: nothing ever reads as what it was not, and either all of it comes or the container ends. */
import { expect } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, paused, planCriu } from "./support/attempt.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";

const postCopy = { mib: 256, options: ["--mode", "post-copy"] };
const pager = /monitor pager/;
const source = /^konk migrate/;

/** Begins a move and stops its source where the container runs on beta and lacks most of its memory; that takes some luck. */
async function following(scene: Scene): Promise<{ attempt: Attempt; stopped: Disposable }> {
  for (let times = 0; times < 5; times++) {
    const attempt = await Attempt.begin(scene, postCopy);
    await attempt.destinationReaches("following");
    const stopped = scene.alpha.pids(source).length > 0 ? paused(scene.alpha, source) : undefined;
    if (stopped && isLacking(scene.beta)) return { attempt, stopped };
    stopped?.[Symbol.dispose]();
    await attempt.assertMoved(); // all had come already
  }
  throw new Error("Cannot go on: memory always came before its source was stopped");
}

const isLacking = (host: Host) => existsSync(host.path("/run/konk/containers/web/pager.socket"));

function kill(host: Host, pattern: RegExp): void {
  const pids = host.pids(pattern);
  expect(pids.length).toBeGreaterThan(0);
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

/** It ended, everywhere, and what is left of it can be removed. */
async function assertLost(scene: Scene, attempt: Attempt): Promise<void> {
  expect(await attempt.end()).toMatchObject({ exitCode: 1, error: { code: "E_ENDED" } });
  await until("end of the container", () => scene.beta.pids(/counter\.py/).length === 0, 20_000);
  await until("the word of it", () => attempt.destinationPhases.includes("lost"), 20_000);
  await attempt.dismiss();
  await until("end of the source", () => scene.alpha.pids(/counter\.py/).length === 0, 20_000);
  expect(await scene.beta.check(["konk", "ps"])).not.toContain("running");
  await scene.beta.check(["konk", "rm", "-f", "web"]);
  await scene.assertNothingLeft(scene.alpha, scene.beta);
}

troubleTests("while memory follows", (check) => {
  check("a pager that is killed has a successor, and nothing is lost", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped; // a test that fails must not leave it stopped: its host could not be switched off
    for (let count = 0; count < 8; count++) {
      const killed = scene.beta.pids(pager);
      kill(scene.beta, pager);
      // As soon as it is seen it is killed as well: it has not even read what its predecessor was told.
      await until("successor", () => scene.beta.pids(pager).some((pid) => !killed.includes(pid)));
    }
    stopped[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check("a server that is killed at the destination has a successor, and nothing is lost", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    kill(scene.beta, /^konk server/);
    await scene.beta.startServer();
    stopped[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check("a monitor that is killed leaves its pager to end the work", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    kill(scene.beta, /monitor restore/);
    stopped[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check("a konk migrate that is killed has its server end the work", async (scene) => {
    const { attempt } = await following(scene);
    kill(scene.alpha, source);
    await until("end of the migration", () => attempt.sourcePhases.includes("cleaned"), 30_000);
    await scene.assertOneCopy("web", scene.beta);
    await attempt.assertWhole({ gap: false });
    await scene.assertRemovable("web", scene.beta);
  });

  check("a link that is cut for a second only keeps it waiting", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    await scene.alpha.linkDown();
    stopped[Symbol.dispose]();
    await Bun.sleep(1_000);
    await scene.alpha.linkUp();
    await attempt.assertMoved();
  });

  check("a pager and a monitor that are killed together end the container: it would read zeros", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    kill(scene.beta, /monitor (restore|pager)/);
    stopped[Symbol.dispose]();
    await assertLost(scene, attempt);
  });

  check(
    "all of konk that is killed there at once leaves the container waiting: it never reads zeros",
    async (scene) => {
      const { attempt, stopped } = await following(scene);
      using _awake = stopped;
      kill(scene.beta, /konk (server|monitor)/);
      const asked = `exec 3<>/dev/tcp/10.9.0.100/7000; echo checksum >&3; timeout 3 grep -m 1 -a -o 'checksum.*' <&3`;
      expect((await scene.lab.lan.exec(["bash", "-c", asked])).stdout).toBe("");
      const [waiting = 0] = scene.beta.pids(/counter\.py|\[python3\]/); // its command line may lie in what it lacks
      // "um": what is missing is waited for, not made zero.
      expect(readFileSync(`/proc/${waiting}/smaps`, "utf8")).toMatch(/^VmFlags:.* um( |$)/m);
      await scene.beta.startServer();
      stopped[Symbol.dispose]();
      await assertLost(scene, attempt);
    },
  );

  check("a spare that is killed ends the container: its memory was only there", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    kill(scene.alpha, /counter\.py/);
    stopped[Symbol.dispose]();
    await assertLost(scene, attempt);
  });

  check("it does not move on before all of it has come", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    const { outcome } = await scene.tryMigrate("web", scene.beta, scene.alpha);
    expect(outcome).toMatchObject({ ok: false, error: { code: "E_BUSY" } });
    stopped[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check("a container that is removed there ends the move", async (scene) => {
    const { attempt, stopped } = await following(scene);
    using _awake = stopped;
    await scene.beta.check(["konk", "rm", "-f", "web"]);
    stopped[Symbol.dispose]();
    expect(await attempt.end()).toMatchObject({ exitCode: 1, error: { code: "E_ENDED" } });
    await attempt.dismiss();
    await scene.assertNothingLeft(scene.alpha, scene.beta);
  });

  check("before it is handed over it can be cancelled, and runs on", async (scene) => {
    using destination = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, postCopy);
    await criuHeld(scene.beta);
    attempt.program.kill("SIGINT");
    await attempt.sourceReaches("rolled-back");
    destination[Symbol.dispose]();
    await attempt.assertRolledBack(130, "E_CANCELLED");
  });

  check("a restore that fails is rolled back, and it runs on", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "post-restore", do: "kill" });
    const attempt = await Attempt.begin(scene, postCopy);
    await attempt.assertRolledBack(1, "E_RESTORE");
  });
});
