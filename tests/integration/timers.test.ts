/** Time goes on for a container that moves: every timer that ran runs, and its clocks know nothing of the hosts' uptimes. */
import { describe, expect } from "bun:test";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
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

describe.skipIf(!labRequirements())("A program with a handler for SIGCONT", () => {
  sceneTest(
    "hears nothing of a move, as the first process and as a child, and goes on hearing others",
    async (scene) => {
      const { alpha, beta } = scene;
      const program = "python3 /srv/workloads/continued.py";
      await scene.start("web", [], ["sh", "-c", `${program} & exec ${program}`]);
      const said = async (host: Host) => (await host.check(["konk", "logs", "web"])).trim().split("\n");
      await until("handlers", async () => (await said(alpha)).length === 2);
      for (const [from, to] of [
        [alpha, beta],
        [beta, alpha],
        [alpha, beta],
      ] as const) {
        await scene.migrate("web", from, to);
        await Bun.sleep(300); // a signal that waits would be delivered at the thaw
        expect(await said(to)).toEqual(["ready", "ready"]);
      }
      for (const pid of beta.pids(/continued\.py/)) process.kill(pid, "SIGCONT");
      const heard = ["ready", "ready", "continued 1", "continued 1"];
      await until("signals", async () => (await said(beta)).length === heard.length);
      expect(await said(beta)).toEqual(heard);
      await scene.assertRemovable("web", beta);
    },
  );
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
