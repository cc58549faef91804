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
      console.log(JSON.stringify(report, null, 1));
      const { memory } = report;
      expect(memory.mode).toBe("post-copy");
      expect(memory.followed?.sentPages).toBeGreaterThan(0);
    }
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });
});
