/** What a container is made of goes with it: memory, threads, children, what joins them, its files, its own view of itself. */
import { describe, expect } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { sceneTest } from "./support/scene.ts";
import { type FamilySeen, moved, type WitnessSeen, wholeCount } from "./support/seen.ts";

const address = ["--ip", "10.9.0.100/24"];
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];

describe.skipIf(!labRequirements())("A container that moves", () => {
  sceneTest(
    "brings threads and children, pipes, UNIX sockets, shared memory, timers and deleted files",
    async (scene) => {
      await scene.start("web", [...address, "--tmpfs", "/tmp"], python("family.py", "7000"));
      const client = await scene.client("family.py", "10.9.0.100", "7000");
      await Bun.sleep(500);
      await moved(scene, "web", [scene.alpha, scene.beta]);
      await Bun.sleep(3_000); // the family looks for timers that stand still once a second
      const { before, after, beacons, error } = (await client.finish("SIGTERM", 60_000)) as FamilySeen;
      expect(error).toBeNull();
      expect(after).toMatchObject({ members: before.members, errors: [], stopped: [], deletedFile: true });
      for (const [what, count] of Object.entries(before.counts)) expect(after?.counts[what]).toBeGreaterThan(count + 5);
      expect(Object.keys(beacons)).toHaveLength(before.members);
      for (const beacon of Object.values(beacons)) {
        expect(beacon).toMatchObject({ lost: 0, repeated: 0 });
        expect(beacon.messages).toBeGreaterThan(100);
      }
      await scene.assertRemovable("web", scene.beta);
    },
  );

  sceneTest("brings 512 MiB of memory, every page of it", async (scene) => {
    await scene.start("web", address, python("counter.py", "7000", "512"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    const { sentBytes } = await moved(scene, "web", [scene.alpha, scene.beta], "--mode", "stop-copy");
    expect(sentBytes).toBeGreaterThan(512 << 20);
    await wholeCount(client);
    await scene.assertRemovable("web", scene.beta);
  });

  sceneTest("goes there and back ten times", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", address, python("counter.py", "7000"));
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    for (let round = 0; round < 10; round += 1) {
      await moved(scene, "web", [alpha, beta]);
      await moved(scene, "web", [beta, alpha]);
    }
    await wholeCount(client);
    await scene.assertRemovable("web", alpha);
  });

  sceneTest("may do so beside another one, in the same direction and in the other", async (scene) => {
    const { alpha, beta } = scene;
    const addresses = { web: "10.9.0.100", db: "10.9.0.101" };
    for (const [name, ip] of Object.entries(addresses)) {
      await scene.start(name, ["--ip", `${ip}/24`], python("counter.py", "7000"));
    }
    const clients = await Promise.all(
      Object.values(addresses).map(async (ip) => await scene.client("probe.py", ip, "7000")),
    );
    await Promise.all(Object.keys(addresses).map(async (name) => await scene.migrate(name, alpha, beta)));
    await scene.assertOneCopy("web", beta);
    await scene.assertOneCopy("db", beta);
    await scene.assertNothingLeft(alpha);

    await scene.migrate("db", beta, alpha);
    await Promise.all([scene.migrate("web", beta, alpha), scene.migrate("db", alpha, beta)]);
    await scene.assertOneCopy("web", alpha);
    await scene.assertOneCopy("db", beta);
    await Promise.all(clients.map(wholeCount));
    await alpha.check(["konk", "rm", "-f", "web"]);
    await scene.assertRemovable("db", beta);
  });

  sceneTest(
    "sees itself as before: program, environment, folder, name, ids, and its files on every kind of mount",
    async (scene) => {
      const { alpha, beta } = scene;
      const [memory, own, shared, fixed] = ["/dev/shm", "/tmp", "/srv/shared/data", "/srv/fixed"];
      await alpha.check(["mkdir", "-p", shared]);
      for (const host of [alpha, beta]) {
        host.writeFile(`${fixed}/settings`, "the same on both\n", 0o600);
        host.writeFile(`${fixed}/deep/program`, "#!/bin/true\n", 0o755);
      }
      const mounts = [
        "--tmpfs",
        memory,
        "--tmpfs",
        own,
        "--volume",
        `${shared}:/mnt`,
        "--volume",
        `${fixed}:/media:ro`,
      ];
      const inside = ["--env", "GREETING=good day", "--env", "EMPTY=", "--workdir", "/usr/lib"];
      const witness = python("witness.py", "7000", memory, own, "/mnt", "/media");
      await scene.start("web", [...address, ...mounts, ...inside], witness);
      const client = await scene.client("ask.py", "10.9.0.100", "7000");
      await moved(scene, "web", [alpha, beta]);
      await Bun.sleep(500);
      const { before, after } = (await client.finish("SIGTERM", 60_000)) as WitnessSeen;

      expect(after.self).toEqual(before.self);
      expect(after.self).toMatchObject({ cwd: "/usr/lib", hostname: "web", argv: witness, ids: [0, 0, 0, 0, 0, 0] });
      expect(after.self.env).toMatchObject({ GREETING: "good day", EMPTY: "" });
      expect(after.files).toEqual(before.files);
      expect(Object.keys(after.files)).toHaveLength(3 * 5 + 2);
      for (const [folder, [inMemory, inFile]] of Object.entries(after.mapped)) {
        expect(inMemory).toBeGreaterThan((before.mapped[folder]?.[0] ?? 0) + 20);
        expect(inFile).toBeGreaterThanOrEqual(inMemory);
      }
      await scene.assertRemovable("web", beta);
    },
  );
});
