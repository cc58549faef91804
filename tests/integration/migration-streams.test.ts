/** Clients of a container that moves: none of them loses its connection or a byte, whatever it is doing at that moment. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { criuHeld, planCriu } from "./support/attempt.ts";
import { sceneTest } from "./support/scene.ts";
import { allowanceMs, type Knocked, moved, resets, wholeCount, wholeStream } from "./support/seen.ts";

const address = ["--ip", "10.9.0.100/24"];
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];

describe.skipIf(!labRequirements())("A client of a container that moves", () => {
  sceneTest("keeps its stream: busy both ways, slow to read, or idle, all at once, there and back", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("stream.py", "7000"));
    const clients = await Promise.all(
      ["both", "slow", "idle"].map(async (mode, seed) => {
        return await scene.client("stream.py", "10.9.0.100", "7000", mode, `${seed}`);
      }),
    );
    await Bun.sleep(1_000); // until the slow reader's window is full
    await moved(scene, "web", [alpha, beta]);
    await Bun.sleep(2_000);
    await moved(scene, "web", [beta, alpha]);
    await Bun.sleep(2_000);

    const startedMs = 5_000; // what the clients have lived at least
    const [both, slow, idle] = await Promise.all(clients.map(wholeStream));
    expect(both?.received.bytes).toBeGreaterThan(startedMs * 1_000);
    expect(both?.sent.bytes).toBeGreaterThan(startedMs * 1_000);
    expect(slow?.received.bytes).toBeGreaterThan(100_000);
    expect(idle?.received.bytes).toBeGreaterThan(2);
    expect(await resets(scene)).toBe(0);
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("keeps a hundred connections that do nothing", async (scene) => {
    await scene.start("web", address, python("echo.py", "7000"));
    const client = await scene.client("hundred.py", "10.9.0.100", "7000", "100");
    await moved(scene, "web", [scene.alpha, scene.beta]);
    expect(await client.finish("SIGTERM", 60_000)).toMatchObject({ connections: 100, answered: 100, errors: [] });
    expect(await resets(scene)).toBe(0);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest("may come later, and finds the container where it is now", async (scene) => {
    await scene.start("web", address, python("counter.py", "7000"));
    const early = await scene.client("probe.py", "10.9.0.100", "7000");
    await moved(scene, "web", [scene.alpha, scene.beta]);
    const late = await scene.client("probe.py", "10.9.0.100", "7000");
    await Bun.sleep(1_000);
    const { udp } = await wholeCount(late);
    expect(udp.lost).toBe(0);
    await wholeCount(early);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest("who knocks while the container is down waits for it, and no longer", async (scene) => {
    await scene.start("web", address, python("echo.py", "7000"));
    const client = await scene.client("knock.py", "10.9.0.100", "7000");
    await Bun.sleep(500);
    const { downtimeMs } = await moved(scene, "web", [scene.alpha, scene.beta]);
    await Bun.sleep(1_500);
    const seen = (await client.finish("SIGTERM", 60_000)) as Knocked;
    expect(seen.refused).toEqual([]);
    expect(seen.longestMs).toBeLessThan(downtimeMs + allowanceMs); // a lost SYN is repeated after a second
    expect(seen.unanswered).toBeLessThan(3); // what comes in the millisecond of the cut is lost
    expect(seen.repeated).toBe(0);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest("a flood while the container is down drowns nothing but itself", async (scene) => {
    await scene.start("web", address, python("counter.py", "7000", "16"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    const plan = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const moving = scene.tryMigrate("web", scene.alpha, scene.beta);
    await criuHeld(scene.beta);
    // Three times what konk keeps for it.
    const flood = `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(36_000): s.sendto(bytes(1400), ("10.9.0.100", 9))`;
    expect(await scene.lab.lan.exec(["python3", "-c", flood])).toMatchObject({ exitCode: 0 });
    plan[Symbol.dispose]();
    const { outcome, stderr } = await moving;
    expect({ ok: outcome.ok, stderr }).toMatchObject({ ok: true });
    await scene.assertOneCopy("web", scene.beta);
    await scene.assertNothingLeft(scene.alpha);
    await Bun.sleep(500);
    await wholeCount(client);
    await scene.assertRemovable("web", scene.beta);
  });

  for (const channel of ["auto", "grpc"]) {
    sceneTest(`waits no longer than the report says, over channel ${channel}`, async (scene) => {
      await scene.start("web", address, python("counter.py", "7000", "64"));
      const client = await scene.client("probe.py", "10.9.0.100", "7000");
      await Bun.sleep(500);
      const { downtimeMs } = await moved(scene, "web", [scene.alpha, scene.beta], "--channel", channel);
      await Bun.sleep(1_500);
      const { tcp, udp } = await wholeCount(client);
      expect(tcp.longestGapMs).toBeLessThan(downtimeMs + allowanceMs);
      expect(udp.longestGapMs).toBeLessThan(downtimeMs + allowanceMs);
      await scene.assertRemovable("web", scene.beta);
    });
  }
});
