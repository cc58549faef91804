/** POSIX shared memory needs a /dev/shm: a container has one when its user asks for it, and it moves with the container. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { nextLine } from "./support/output.ts";
import { sceneTest } from "./support/scene.ts";

/** Of workloads/shm.py. */
interface Shared {
  count: number;
  errors: string[];
  files: string[];
}

describe.skipIf(!labRequirements())("A container with --tmpfs /dev/shm", () => {
  sceneTest("shares memory and semaphores, and still does after it has moved, there and back", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", ["--tmpfs", "/dev/shm"], ["python3", "/srv/workloads/shm.py"]);
    let before = await nextLine<Shared>(alpha, "web", "counting", ({ count }) => count > 20);
    for (const [from, to] of [
      [alpha, beta],
      [beta, alpha],
    ] as const) {
      await scene.migrate("web", from, to);
      const known = before.count;
      before = await nextLine<Shared>(to, "web", "counting", ({ count }) => count > known + 20);
      expect(before).toMatchObject({ errors: [], files: ["konk-counter"] });
    }
    await scene.assertRemovable("web", alpha);
  });
});
