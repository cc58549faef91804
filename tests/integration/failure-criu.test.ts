/** CRIU dies at every stage on either host: never a lost or a doubled container. */
import { readFileSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, planCriu } from "./support/attempt.ts";
import { troubleTests } from "./support/trouble.ts";

/** So much has a host's server written by now. */
function writtenMib(host: Host): number {
  const [server] = host.pids(/^konk server/);
  return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${server}/io`, "utf8"))?.[1]) / 2 ** 20;
}

troubleTests("a migration whose CRIU is killed", (check) => {
  check("on the source before the freeze: it runs on", async (scene) => {
    using _plan = planCriu(scene.alpha, { at: "pre-dump", do: "kill" });
    const attempt = await Attempt.begin(scene);
    await attempt.assertRolledBack(1, "E_DUMP");
  });

  check("on the source in the freeze, before it dumps: it runs on", async (scene) => {
    using _plan = planCriu(scene.alpha, { at: "query-ext-files", do: "kill" });
    const attempt = await Attempt.begin(scene);
    await attempt.assertRolledBack(1, "E_DUMP");
  });

  for (const mib of [1, 64, 256]) {
    check(`on the source when ${mib} MiB of its memory have arrived: it runs on`, async (scene) => {
      const before = writtenMib(scene.beta);
      const attempt = await Attempt.begin(scene, { mib: 512, options: ["--mode", "stop-copy"] });
      await until("pages", () => writtenMib(scene.beta) >= before + mib, 60_000);
      for (const pid of scene.alpha.pids(/^criu: dump/)) process.kill(pid, "SIGKILL");
      await attempt.assertRolledBack(1, "E_DUMP");
    });
  }

  check("on the source when the dump is complete: the spare stays whole and the hand-over goes on", async (scene) => {
    using _source = planCriu(scene.alpha, { at: "post-dump", do: "kill-answered" });
    using _destination = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene);
    await criuHeld(scene.beta);
    for (const pid of scene.alpha.pids(/^criu swrk/)) process.kill(pid, "SIGKILL");
    _destination[Symbol.dispose]();
    await attempt.assertMoved();
  });

  check(
    "on the source when the dump is complete, and then cancelled: konk itself brings the spare back",
    async (scene) => {
      using destination = planCriu(scene.beta, { at: "post-restore", do: "hold" });
      const attempt = await Attempt.begin(scene);
      await criuHeld(scene.beta);
      for (const pid of scene.alpha.pids(/^criu swrk/)) process.kill(pid, "SIGKILL");
      attempt.program.kill("SIGINT");
      await attempt.sourceReaches("rolled-back");
      destination[Symbol.dispose]();
      await attempt.assertRolledBack(130, "E_CANCELLED");
    },
  );

  for (const at of ["pre-restore", "setup-namespaces", "post-setup-namespaces", "post-restore", "pre-resume"]) {
    check(`on the destination at ${at}: it runs on at the source`, async (scene) => {
      using _plan = planCriu(scene.beta, { at, do: "kill" });
      const attempt = await Attempt.begin(scene);
      await attempt.assertRolledBack(1, "E_RESTORE");
    });
  }

  check("on the destination in the middle of the restore: it runs on at the source", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "post-setup-namespaces", do: "kill", afterMs: 30 });
    const attempt = await Attempt.begin(scene, { mib: 512 });
    await attempt.assertRolledBack(1, "E_RESTORE");
  });

  check("on the destination once the tree is frozen at pre-resume: it runs on at the source", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "pre-resume", do: "kill-answered" });
    const attempt = await Attempt.begin(scene);
    await attempt.assertRolledBack(1, "E_RESTORE");
  });

  check("after a failure the same migration works", async (scene) => {
    let attempt: Attempt;
    {
      using _plan = planCriu(scene.beta, { at: "post-restore", do: "kill" });
      attempt = await Attempt.begin(scene);
      await attempt.end();
    }
    await (await attempt.again()).assertMoved();
  });
});
