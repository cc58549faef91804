/** Memory that travels compressed: where the link is slow, or where it was asked for. What arrives is what was sent. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { type Scene, sceneTest } from "./support/scene.ts";
import { moved, wholeCount } from "./support/seen.ts";

const mib = 1 << 20;

async function begin(scene: Scene, workload: string, megabytes: number) {
  const program = ["python3", `/srv/workloads/${workload}`, "7000", String(megabytes)];
  await scene.start("web", ["--ip", "10.9.0.100/24"], program);
  return await scene.client("probe.py", "10.9.0.100", "7000");
}

/** What eth0 has sent since the host began. */
async function sentBy(host: Scene["alpha"]): Promise<number> {
  return Number(await host.check(["cat", "/sys/class/net/eth0/statistics/tx_bytes"]));
}

describe.skipIf(!labRequirements())("Memory that is compressed", () => {
  sceneTest(
    "crosses a slow link as a fraction of its bytes, because auto turns it on there, and not on a fast one",
    async (scene) => {
      const { alpha, beta } = scene;
      const client = await begin(scene, "records.py", 96);
      await alpha.limitRate("100mbit");
      const before = await sentBy(alpha);
      const slow = await moved(scene, "web", [alpha, beta]);
      const sent = (await sentBy(alpha)) - before;
      expect(slow.compression.mode).toBe("auto");
      expect(slow.compression.unpackedBytes).toBeGreaterThan(64 * mib);
      expect(slow.compression.packedBytes).toBeLessThan(slow.compression.unpackedBytes / 2);
      expect(slow.memory.rounds[0]?.sentBytes).toBeGreaterThan(96 * mib);
      expect(sent).toBeLessThan(64 * mib);
      const fast = await moved(scene, "web", [beta, alpha]);
      expect(fast.compression).toEqual({ mode: "auto", packedBytes: 0, unpackedBytes: 0 });
      await wholeCount(client);
      await scene.assertRemovable("web", alpha);
    },
  );

  sceneTest(
    "is what it was by every way: all in the freeze by a level, a level by pre-copy, and off on a slow link",
    async (scene) => {
      const { alpha, beta } = scene;
      const client = await begin(scene, "records.py", 48);
      const frozen = await moved(scene, "web", [alpha, beta], "--mode", "stop-copy", "--compress", "1");
      expect(frozen.compression.mode).toBe(1);
      expect(frozen.compression.unpackedBytes).toBeGreaterThan(48 * mib);
      expect(frozen.compression.packedBytes).toBeLessThan(frozen.compression.unpackedBytes / 2);
      const ahead = await moved(scene, "web", [beta, alpha], "--mode", "pre-copy", "--compress", "6");
      expect(ahead.compression.unpackedBytes).toBeGreaterThan(48 * mib);
      await alpha.limitRate("400mbit");
      const off = await moved(scene, "web", [alpha, beta], "--compress", "off");
      expect(off.compression).toEqual({ mode: "off", packedBytes: 0, unpackedBytes: 0 });
      await wholeCount(client);
      await scene.assertRemovable("web", beta);
    },
  );

  sceneTest("is left as it is where it does not get smaller, and where gRPC carries it", async (scene) => {
    const { alpha, beta } = scene;
    const client = await begin(scene, "counter.py", 48); // random bytes
    const random = await moved(scene, "web", [alpha, beta], "--mode", "pre-copy", "--compress", "1");
    expect(random.compression.unpackedBytes).toBeLessThan(24 * mib);
    const grpc = await moved(scene, "web", [beta, alpha], "--channel", "grpc");
    expect(grpc.compression).toEqual({ mode: "off", packedBytes: 0, unpackedBytes: 0 });
    await wholeCount(client);
    await scene.assertRemovable("web", alpha);
  });
});
