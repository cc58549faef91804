/** Time goes on for a container that moves: every timer that ran runs, and its clocks know nothing of the hosts' uptimes. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { nextLine } from "./support/output.ts";
import { type Scene, sceneTest } from "./support/scene.ts";

/** Of workloads/timers.py. */
interface Timers {
  elapsed: number;
  largestStep: number;
  counts: Record<string, number>;
  fired: Record<string, number | null>;
}

/** When the one-shot timers end, in seconds after the start: after both migrations unless the machine is very slow. */
const oneShotSeconds = 10;
/** Moved by this much, a clock that a host lent to the container would show. */
const olderSeconds = 500_000;

const timers = ["python3", "/srv/workloads/timers.py", String(oneShotSeconds)];

describe.skipIf(!labRequirements())("The timers of a container that moves", () => {
  sceneTest("go on, those of them too that have just expired, there and back", async (scene) => {
    await scene.start("web", [], timers);
    await assertTimeGoesOn(scene);
    await scene.assertRemovable("web", scene.alpha);
  });

  sceneTest("see no other uptime on another host, and neither do its clocks", async (scene) => {
    const { alpha } = scene;
    // A container whose monotonic clock is far ahead of the destination's, as one from a host that was booted before.
    const older = ["unshare", "--time", "--monotonic", String(olderSeconds)];
    await alpha.check([...older, "konk", "run", "--name", "web", "--detach", "--", ...timers]);
    await assertTimeGoesOn(scene);
    await scene.assertRemovable("web", scene.alpha);
  });
});

async function assertTimeGoesOn(scene: Scene): Promise<void> {
  const { alpha, beta } = scene;
  let before = await nextLine<Timers>(alpha, "web", "second of life", ({ elapsed }) => elapsed > 1);
  for (const [from, to] of [
    [alpha, beta],
    [beta, alpha],
  ] as const) {
    await scene.migrate("web", from, to);
    const known = before.counts;
    before = await nextLine<Timers>(to, "web", `timers that all go on (${JSON.stringify(known)})`, ({ counts }) =>
      Object.entries(known).every(([name, count]) => isDisarmed(name) || (counts[name] ?? 0) > count + 1),
    );
  }
  const isOver = ({ fired }: Timers) => Object.values(fired).every((at) => at !== null);
  const { fired, counts, largestStep } = await nextLine<Timers>(alpha, "web", "end of all one-shot timers", isOver);
  for (const [name, count] of Object.entries(counts).filter(([name]) => isDisarmed(name)))
    expect({ [name]: count }).toEqual({ [name]: 0 });
  expect(largestStep).toBeGreaterThan(0); // no step back
  expect(largestStep).toBeLessThan(60);
  const untimely = Object.entries(fired).filter(
    ([, at]) => at === null || at < oneShotSeconds || at > oneShotSeconds + 30,
  );
  expect(untimely).toEqual([]);
}

const isDisarmed = (name: string): boolean => name.startsWith("disarmed");
