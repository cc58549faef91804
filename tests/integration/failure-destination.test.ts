/** The destination fails in the middle: the container runs on at the source, and nothing of it stays on the destination. */
import { expect } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import { Attempt, criuHeld, planCriu } from "./support/attempt.ts";
import { troubleTests } from "./support/trouble.ts";
import { loseUnsynced } from "./support/unsynced.ts";

/** Much less than an upload may be silent, and than systemd would wait. Milliseconds. */
const stopMs = 20_000;

function killServer(host: Host): void {
  for (const pid of host.pids(/^konk server/)) process.kill(pid, "SIGKILL");
}

troubleTests("a destination that fails", (check) => {
  check("because a file vanished after the comparison: CRIU's own words reach the source", async (scene) => {
    const { beta } = scene;
    const path = (await beta.check(["realpath", "/usr/bin/python3"])).trim();
    const content = readFileSync(beta.path(path));
    const plan = planCriu(beta, { at: "pre-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(beta);
    await beta.check(["rm", path]);
    plan[Symbol.dispose]();
    await attempt.end();
    writeFileSync(beta.path(path), content, { mode: 0o755 });
    const error = await attempt.assertRolledBack(1, "E_RESTORE");
    expect(error).toMatchObject({
      host: "beta",
      hint: expect.stringContaining("missing at the destination") as string,
    });
    expect(error.lines.join("\n")).toContain("Error");
  });

  check("because its room for images is used up in the middle", async (scene) => {
    const { beta } = scene;
    await beta.stopServer();
    await beta.startServer("--image-budget", "400M");
    const plan = planCriu(scene.alpha, { at: "query-ext-files", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 128 });
    await criuHeld(scene.alpha);
    await beta.exec(["dd", "if=/dev/zero", "of=/run/konk/images/filler", "bs=1M"]);
    plan[Symbol.dispose]();
    await attempt.end();
    await beta.check(["rm", "/run/konk/images/filler"]);
    await beta.stopServer();
    await beta.startServer();
    const error = await attempt.assertRolledBack(1, "E_NO_SPACE");
    expect(error).toMatchObject({ host: "beta", hint: expect.stringContaining("--image-budget") as string });
  });

  for (const channel of ["auto", "grpc"]) {
    check(`because its server is killed during the transfer (channel ${channel})`, async (scene) => {
      const attempt = await Attempt.begin(scene, { mib: 512, options: ["--channel", channel, "--mode", "stop-copy"] });
      await attempt.sourceReaches("frozen");
      killServer(scene.beta);
      await attempt.end();
      await scene.beta.startServer();
      await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"]);
    });
  }

  check("because its server is stopped during the transfer: it leaves at once and says so", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 512, options: ["--mode", "stop-copy"] });
    await attempt.sourceReaches("frozen");
    const stopped = scene.beta.stopServer();
    expect(await Promise.race([stopped, Bun.sleep(stopMs).then(() => "still there")])).toBe(0);
    expect(await attempt.end()).toMatchObject({ exitCode: 1 });
    await scene.beta.startServer();
    const { message } = await attempt.assertRolledBack(1, ["E_TRANSFER", "E_UNREACHABLE"]);
    expect(message).toContain("konk server on beta stops");
  });

  check("because its server is killed while CRIU restores: the next server removes what is there", async (scene) => {
    const plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene);
    await criuHeld(scene.beta);
    killServer(scene.beta);
    await attempt.end();
    await scene.beta.startServer();
    await scene.assertNothingLeft(scene.beta); // nobody ever answers that CRIU
    plan[Symbol.dispose]();
    await attempt.assertRolledBack(1, "E_UNREACHABLE");
  });

  check("because it loses its power during the transfer", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 256 });
    await attempt.sourceReaches("frozen");
    await scene.beta.kill();
    await attempt.end();
    await scene.beta.boot();
    await scene.prepare(scene.beta);
    await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"], { gap: false });
  });

  check("because it loses its power, and with it what was not on its disk yet", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 256 });
    await attempt.sourceReaches("frozen");
    await scene.beta.kill();
    await attempt.end();
    await scene.beta.boot();
    loseUnsynced(scene.beta);
    await scene.prepare(scene.beta);
    await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"], { gap: false });
  });

  check("because it loses its power while CRIU restores", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene);
    await criuHeld(scene.beta);
    await scene.beta.kill();
    await attempt.end();
    await scene.beta.boot();
    _plan[Symbol.dispose]();
    await scene.prepare(scene.beta);
    await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"], { gap: false });
  });

  check("because the link is cut during the transfer: it is cleaned when the link is back", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 256 });
    await attempt.sourceReaches("frozen");
    await scene.beta.linkDown();
    await attempt.end();
    await scene.beta.linkUp();
    await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"], { gap: false });
  });
});
