/** Memory that follows a container which runs at its destination already: no page ever reads as what it never was. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { sceneTest } from "./support/scene.ts";
import { moved, wholeCount } from "./support/seen.ts";

const address = ["--ip", "10.9.0.100/24"];
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];
const postCopy = ["--mode", "post-copy"];

describe.skipIf(!labRequirements())("Memory that follows", () => {
  sceneTest("is what it was in the freeze, there and back, though it was rewritten all the while", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("writer.py", "7000", "128", "2000"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    for (const hosts of [
      [alpha, beta],
      [beta, alpha],
      [alpha, beta],
    ] as const) {
      const report = await moved(scene, "web", hosts, ...postCopy);
      const { memory, sentBytes } = report;
      expect(memory.mode).toBe("post-copy");
      // Now and then CRIU takes a process's memory for its stack, and all of it travels in the freeze.
      if (sentBytes < 16 << 20) expect(memory.followed?.sentPages).toBeGreaterThan(0);
    }
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  sceneTest("follows mappings that move, are given back, end, and are inherited by children", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("restless.py", "7000", "192"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    for (const hosts of [
      [alpha, beta],
      [beta, alpha],
      [alpha, beta],
    ] as const)
      await moved(scene, "web", hosts, ...postCopy);
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  sceneTest("needs the destination to have room for it once, not twice", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("writer.py", "7000", "256", "2000"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    {
      await using _scarce = await beta.lacksMemory(448);
      const refused = await scene.tryMigrate("web", alpha, beta, "--mode", "stop-copy");
      expect(refused).toMatchObject({
        exitCode: 3,
        outcome: { error: { lines: [expect.stringMatching(/^memory: /)] } },
      });
      await moved(scene, "web", [alpha, beta], ...postCopy);
    }
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  sceneTest("of many processes finds each of them", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("family.py", "7000"));
    await moved(scene, "web", [alpha, beta], ...postCopy);
    await moved(scene, "web", [beta, alpha], ...postCopy);
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("is what auto chooses only for whom the risk is allowed, and it keeps a promise", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("counter.py", "7000", "256"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    expect((await moved(scene, "web", [alpha, beta])).memory.mode).toBe("pre-copy");
    const promised = ["--allow-post-copy", "--max-downtime", "2s"];
    const { memory, downtimeMs, sentBytes } = await moved(scene, "web", [beta, alpha], ...promised);
    expect(memory).toMatchObject({ mode: "post-copy", promise: { kept: true } });
    if (sentBytes < 16 << 20) expect(memory.followed?.skippedPages).toBeGreaterThan((200 << 20) / 4096);
    expect(downtimeMs).toBeLessThan(2_000);
    await wholeCount(client);
    await scene.assertRemovable("web", alpha);
  });
});
