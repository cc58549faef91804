/** Memory that is sent while the container runs on: what arrives is what it was in the freeze, or nothing stays anywhere. */
import { describe, expect } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { MigrationReport } from "../../src/core/report.ts";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { Attempt, criuHeld, planCriu, startWatched } from "./support/attempt.ts";
import { sceneTest } from "./support/scene.ts";
import { type FamilySeen, moved, wholeCount } from "./support/seen.ts";
import { troubleTests } from "./support/trouble.ts";

const address = ["--ip", "10.9.0.100/24"];
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];
const preCopy = ["--mode", "pre-copy"];
const mibPages = 256;

describe.skipIf(!labRequirements())("Memory that is sent ahead", () => {
  sceneTest("arrives as it was in the freeze, though it was rewritten all the while", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("writer.py", "7000", "128", "2000"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
      [alpha, beta],
    ] as const) {
      const { memory } = await moved(scene, "web", [from, to], ...preCopy);
      expect(memory.mode).toBe("pre-copy");
      expect(memory.rounds.length).toBeGreaterThan(1);
      expect(memory.rounds[0]?.sentBytes).toBeGreaterThan(128 << 20);
      expect(memory.sentPages).toBeGreaterThan(0); // it is rewritten in the freeze's eyes too
      expect(memory.skippedPages).toBeGreaterThan((128 * mibPages) / 2);
    }
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  sceneTest(
    "may be of a container that sleeps, whose later rounds have nothing to send, also by gRPC",
    async (scene) => {
      await scene.start("web", [], ["python3", "-c", "import time; time.sleep(1e6)"]);
      const report = await moved(scene, "web", [scene.alpha, scene.beta], ...preCopy, "--channel", "grpc");
      expect(report.memory).toMatchObject({ mode: "pre-copy", switchedOver: "little-left" });
      expect(report.memory.rounds[1]?.sentBytes).toBe(0);
      await scene.assertRemovable("web", scene.beta);
    },
  );

  sceneTest("leaves next to nothing for the freeze when little is written, and auto picks it", async (scene) => {
    await scene.start("web", address, python("counter.py", "7000", "256"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    const { memory, sentBytes } = await moved(scene, "web", [scene.alpha, scene.beta]);
    expect(memory).toMatchObject({ mode: "pre-copy", switchedOver: "little-left" });
    expect(memory.skippedPages).toBeGreaterThan(256 * mibPages);
    expect(sentBytes).toBeLessThan(16 << 20);
    await wholeCount(client);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest("is not sent where it is zero, and is zero there", async (scene) => {
    const { alpha, beta } = scene;
    const mostlyZero = `import mmap, time
memory = mmap.mmap(-1, 96 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for at in range(0, len(memory), 4096): memory[at] = 0
memory[50_000_001] = 7
memory[60_000_000:60_004_096] = b"\\x07" * 4096
while True:
  content = memory[:]
  print(content.count(0), content.count(7), content.index(7), flush=True)
  time.sleep(0.2)`;
    const lines = async (host: Host) => (await host.check(["konk", "logs", "web"])).trim().split("\n");
    await scene.start("web", [], ["python3", "-c", mostlyZero]);
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      const known = (await lines(from)).length;
      const { memory } = await moved(scene, "web", [from, to], ...preCopy);
      expect(memory.rounds[0]?.readBytes).toBeGreaterThan(96 << 20);
      expect(memory.rounds[0]?.sentBytes).toBeLessThan(32 << 20);
      await until("two more looks", async () => (await lines(to)).length > known + 2, 60_000);
      const wanted = `${(96 << 20) - 4097} 4097 50000001`;
      expect([...new Set(await lines(to))].filter((line) => line !== "")).toEqual([wanted]);
    }
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("arrives where it was in the freeze, though it changed its place all the while", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("mover.py", "7000", "8"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    for (const hosts of [
      [alpha, beta],
      [beta, alpha],
    ] as const)
      await moved(scene, "web", hosts, ...preCopy);
    await wholeCount(client);
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("takes no more of the network than it may", async (scene) => {
    await scene.start("web", address, python("counter.py", "7000", "40"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    const { memory } = await moved(scene, "web", [scene.alpha, scene.beta], ...preCopy, "--bandwidth", "20M");
    for (const { sentBytes, ms } of memory.rounds) expect((sentBytes - (1 << 20)) / ms).toBeLessThan((20 << 20) / 1000);
    expect(memory.rounds[0]?.pausedMs).toBeGreaterThan(1_000);
    await wholeCount(client);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest(
    "of a container that may be held back is sent, or refused where the kernel cannot do that",
    async (scene) => {
      const { alpha, beta } = scene;
      await scene.start("web", address, python("writer.py", "7000", "40", "2000"));
      const client = await scene.client("probe.py", "10.9.0.100", "7000");
      const controllers = (await alpha.check(["cat", "/sys/fs/cgroup/cgroup.controllers"])).trim().split(" ");
      const { outcome } = await scene.tryMigrate("web", alpha, beta, ...preCopy, "--throttle");
      const owner = outcome.ok ? beta : alpha;
      if (!outcome.ok) {
        expect(outcome.error).toMatchObject({ code: "E_REFUSED", where: "running on alpha, untouched" });
        expect(JSON.stringify(outcome.error)).toContain("throttle: the source's cgroup2 does not limit processor time");
      }
      if (!controllers.includes("cpu")) expect(outcome.ok).toBe(false);
      await scene.assertOneCopy("web", owner);
      await wholeCount(client);
      await scene.assertRemovable("web", owner);
    },
  );

  sceneTest(
    "belongs to many processes, threads and what they share, some of them copies of each other",
    async (scene) => {
      await scene.start("web", [...address, "--tmpfs", "/tmp"], python("family.py", "7000"));
      const client = await scene.client("family.py", "10.9.0.100", "7000");
      await Bun.sleep(500);
      const { memory } = await moved(scene, "web", [scene.alpha, scene.beta], ...preCopy);
      expect(memory.skippedPages).toBeGreaterThan(memory.sentPages);
      await Bun.sleep(3_000); // the family looks for timers that stand still once a second
      const { before, after, error } = (await client.finish("SIGTERM", 60_000)) as FamilySeen;
      expect(error).toBeNull();
      expect(after).toMatchObject({ members: before.members, errors: [], stopped: [], deletedFile: true });
      await scene.assertRemovable("web", scene.beta);
    },
  );
});

/** Pages that were sent ahead are there, or are not. */
function hasPages(host: Host): boolean {
  const images = host.path("/run/konk/images");
  return existsSync(images) && readdirSync(images).some((id) => existsSync(join(images, id, "ahead")));
}

troubleTests("A migration that ends while memory is sent ahead", (check) => {
  check(
    "because the user cancels it: the container never stopped, nothing stays, and the next one works",
    async (scene) => {
      const attempt = await Attempt.begin(scene, { mib: 512, options: preCopy });
      await until("pages on the destination", () => hasPages(scene.beta), 60_000);
      attempt.program.kill("SIGINT");
      await attempt.assertRolledBack(130, "E_CANCELLED");
      expect(attempt.sourcePhases).not.toContain("frozen");
      expect(hasPages(scene.beta)).toBe(false);
    },
  );

  check("because konk migrate is killed: the source's server ends it", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 512, options: preCopy });
    await until("pages on the destination", () => hasPages(scene.beta), 60_000);
    attempt.program.kill("SIGKILL");
    await until("word to the destination", () => attempt.destinationToldOfEnd, 60_000);
    expect(attempt.sourcePhases).not.toContain("frozen");
    expect(hasPages(scene.beta)).toBe(false);
    await scene.assertOneCopy("web", scene.alpha);
    await attempt.assertWhole({ gap: false });
    await scene.assertRemovable("web", scene.alpha);
  });

  check("because the destination's server is killed: the container never stopped", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 512, options: preCopy });
    await until("pages on the destination", () => hasPages(scene.beta), 60_000);
    for (const pid of scene.beta.pids(/^konk server/)) process.kill(pid, "SIGKILL");
    await attempt.end();
    await scene.beta.startServer();
    await attempt.assertRolledBack(1, ["E_UNREACHABLE", "E_TRANSFER"]);
    expect(attempt.sourcePhases).not.toContain("frozen");
  });
});

troubleTests("A downtime that was promised", (check) => {
  const limitMs = 6_000;
  const promise = ["--max-downtime", `${limitMs}ms`];

  check("is foretold, kept, and told beside what was measured", async (scene) => {
    const client = await startWatched(scene, 64);
    const { memory, downtimeMs } = await moved(scene, "web", [scene.alpha, scene.beta], ...promise);
    expect(memory.promise).toMatchObject({ promisedMs: limitMs, measuredMs: downtimeMs, kept: true });
    expect(memory.promise?.forecastMs).toBeGreaterThan(0);
    await wholeCount(client);
    await scene.assertRemovable("web", scene.beta);
  });

  check("is refused before the freeze when the forecast is longer, and nothing stays", async (scene) => {
    const attempt = await Attempt.begin(scene, { mib: 64, options: ["--max-downtime", "1ms"] });
    const { message } = await attempt.assertRolledBack(3, "E_REFUSED");
    expect(message).toContain("1.0 ms: the forecast is ");
    expect(attempt.sourcePhases).not.toContain("frozen");
    expect(hasPages(scene.beta)).toBe(false);
  });

  check("and cannot be kept ends the migration while there is a choice", async (scene) => {
    using _plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16, options: promise });
    await criuHeld(scene.beta);
    await attempt.assertRolledBack(1, "E_OVERRUN");
  });

  check("and cannot be kept is told as such by who goes on", async (scene) => {
    const plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16, options: [...promise, "--on-overrun", "continue"] });
    await criuHeld(scene.beta);
    await Bun.sleep(limitMs);
    plan[Symbol.dispose]();
    await attempt.assertMoved();
    const { memory } = JSON.parse(attempt.program.stdout) as MigrationReport;
    expect(memory.promise).toMatchObject({ kept: false });
  });
});
