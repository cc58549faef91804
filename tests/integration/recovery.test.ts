/** What is cut short comes to its end: by the server of the source, by `konk recover`, by a destination that starts again. */
import { expect } from "bun:test";
import type { SourcePhase } from "../../src/core/source-state.ts";
import { until } from "../hosts/machine.ts";
import { Attempt, runsOn } from "./support/attempt.ts";
import { recordsIn } from "./support/records.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";
import { unanswered } from "./support/unanswered.ts";

const patienceMs = 60_000;

interface Recovered {
  migrations: { container: string; resolved: boolean; where: string }[];
}

/** Brings a migration to this phase and kills its `konk migrate` there. */
async function cutShort(scene: Scene, phase: SourcePhase): Promise<Attempt> {
  if (phase !== "handing-over") {
    const attempt = await Attempt.begin(scene, { mib: 128 });
    await attempt.sourceReaches(phase);
    attempt.program.kill("SIGKILL");
    return attempt;
  }
  const { attempt, answer } = await unanswered(scene);
  attempt.program.kill("SIGKILL");
  answer[Symbol.dispose]();
  return attempt;
}

/** In a landing zone only CRIU runs, warm and waiting; the program's copies are what counts. */
async function assertNeverTwo({ alpha, beta }: Scene): Promise<void> {
  const copies = () => [alpha, beta].filter((host) => runsOn(host, "web") && host.pids(/counter\.py/).length > 0);
  for (let look = 0; look < 20; look++) {
    expect(copies().length).toBeLessThan(2);
    await Bun.sleep(5);
  }
}

troubleTests("a migration whose konk migrate was killed", (check) => {
  for (const phase of ["may-hand-over", "frozen", "spare", "handing-over"] as const) {
    const owner = phase === "handing-over" ? "beta" : "alpha";
    const result = owner === "beta" ? "running" : "aborted";

    check(`in phase "${phase}" does not stay frozen: konk recover makes it run on ${owner}`, async (scene) => {
      await scene.alpha.stopServer();
      const attempt = await cutShort(scene, phase);
      await assertNeverTwo(scene);
      const { stdout, stderr } = await scene.alpha.exec(["konk", "recover", "--json"]);
      const { migrations } = JSON.parse(stdout) as Recovered;
      expect(migrations).toMatchObject([{ container: "web", resolved: true }]);
      expect(recordsIn(stderr)).toMatchObject([{ side: "source", container: "web", result }]);
      expect(migrations[0]?.where).toContain(owner);
      await scene.assertOneCopy("web", scene.lab.host(owner));
      await attempt.assertWhole({ gap: false });
      (await scene.client("probe.py", "10.9.0.100", "7000")).kill("SIGKILL"); // it is open to new clients
      expect(await scene.alpha.check(["konk", "recover"])).toBe("Nothing to recover\n");
      await scene.alpha.startServer();
      await scene.assertRemovable("web", scene.lab.host(owner));
    });

    check(`in phase "${phase}" is carried on by the source's server`, async (scene) => {
      const attempt = await cutShort(scene, phase);
      await assertNeverTwo(scene);
      await until(`container on ${owner}`, () => runsOn(scene.lab.host(owner), "web"), patienceMs);
      const departures = () => recordsIn(scene.alpha.serverLog).filter(({ side }) => side === "source");
      await until("a record of it", () => departures().length > 0, patienceMs);
      expect(departures().at(-1)).toMatchObject({ container: "web", result, peer: "beta" });
      await until("the end of it", async () => (await recoverable(scene)) === 0, patienceMs);
      await scene.assertOneCopy("web", scene.lab.host(owner));
      await attempt.assertWhole({ gap: false });
      await scene.assertRemovable("web", scene.lab.host(owner));
    });
  }
});

/** How many migrations of alpha have not come to an end; asking resolves none that its server works on. */
async function recoverable(scene: Scene): Promise<number> {
  const { exitCode, stdout } = await scene.alpha.exec(["konk", "recover", "--json"]);
  return exitCode === 0 ? (JSON.parse(stdout) as Recovered).migrations.length : 1;
}

/** HELD on the destination, Resume sent, and nobody there to hear it. */
async function serverKilled(scene: Scene): Promise<Attempt> {
  const { attempt, answer } = await unanswered(scene);
  for (const pid of scene.beta.pids(/^konk server/)) process.kill(pid, "SIGKILL");
  answer[Symbol.dispose]();
  return attempt;
}

troubleTests("a destination that starts again", (check) => {
  check("still holds what it held, and runs it when it is told to", async (scene) => {
    const attempt = await serverKilled(scene);
    expect(runsOn(scene.beta, "web")).toBe(false);
    await scene.beta.startServer();
    await attempt.assertMoved();
  });

  check("after a power cut says that it never ran the container, and the source takes it back", async (scene) => {
    const attempt = await serverKilled(scene);
    await scene.beta.kill();
    await scene.beta.boot();
    await scene.prepare(scene.beta);
    await attempt.assertRolledBack(1, "E_RESTORE", { gap: false });
  });
});
