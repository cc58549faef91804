/** A container moves: its clients, its memory and its place in the network go with it. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { sceneTest } from "./support/scene.ts";

describe.skipIf(!labRequirements())("konk migrate", () => {
  sceneTest("moves a counter", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/counter.py", "7000"]);
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    const report = await scene.migrate("web", alpha, beta);
    await scene.assertOneCopy("web", beta);
    await scene.assertNothingLeft(alpha);
    console.log(await client.finish(), report.downtimeMs);
    await scene.assertRemovable("web", beta);
    expect(1).toBe(1);
  });
});
