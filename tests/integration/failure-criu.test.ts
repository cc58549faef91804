/** CRIU dies at every stage on either host: never a lost or a doubled container. */
import { Attempt, criuHeld, planCriu } from "./support/attempt.ts";
import { troubleTests } from "./support/trouble.ts";

/** Its dump and its restore take longer than the delays below, on a fast machine too: 192 MiB are dumped within 120 ms there. */
const longerThanThatMib = 512;

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

  for (const afterMs of [20, 60, 120]) {
    check(`on the source ${afterMs} ms into the dump: it runs on`, async (scene) => {
      using _plan = planCriu(scene.alpha, { at: "query-ext-files", do: "kill", afterMs });
      const attempt = await Attempt.begin(scene, { mib: longerThanThatMib });
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
    const attempt = await Attempt.begin(scene, { mib: longerThanThatMib });
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
