/** What a trusted host may do here, and that a migration is nobody's but of the host that began it. */
import { expect } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import type { Host } from "../hosts/host.ts";
import type { Call } from "./support/ask-again.ts";
import { Attempt, criuHeld, planCriu } from "./support/attempt.ts";
import { sayAs } from "./support/say.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";
import { befriend, part, strangers } from "./support/trusting.ts";

const policy = "/etc/konk/policy.json";
const sleeper = ["sleep", "100000"];

/** Has the migration of "web" from alpha to beta refused before anything is frozen; returns what konk said. */
async function assertRefused(scene: Scene, words: RegExp): Promise<string> {
  const { outcome, stderr, exitCode } = await scene.tryMigrate("web", scene.alpha, scene.beta);
  expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: expect.stringMatching(words) as string });
  expect(outcome).toMatchObject({ ok: false, error: { code: "E_REFUSED", where: "running on alpha, untouched" } });
  expect(await scene.states(scene.alpha)).toEqual(["web: running"]);
  expect(await scene.states(scene.beta)).toEqual([]);
  return stderr;
}

/** Types on a host what an error message says is the fix. */
async function typeFix(host: Host, stderr: string): Promise<void> {
  const fix = new RegExp(`On ${host.name}: (konk host allow [\\w,-]+ [\\w,-]+)`).exec(stderr)?.[1];
  expect(fix).toBeDefined();
  await host.check((fix ?? "").split(" "));
}

troubleTests(
  "the policy",
  (check) => {
    check("lets no container run as root of a host that did not grant it, and says what would", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta, []);
      await scene.start("web", [], sleeper);
      const stderr = await assertRefused(scene, /its root is the host's own "\/".*konk host allow alpha/s);
      await typeFix(beta, stderr);
      await scene.migrate("web", alpha, beta);
      await scene.assertRemovable("web", beta);
      await part(scene);
    });

    check("has no objection to a container with a root of its own", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta, []);
      const make =
        "mkdir -p /srv/tree && cp -L --parents /usr/bin/sleep $(ldd /usr/bin/sleep | grep -o '/[^ ]*') /srv/tree";
      const folders = "cd /srv/tree && mkdir -p proc sys dev tmp && { [ -e lib64 ] || ln -s usr/lib64 lib64; }";
      for (const host of [alpha, beta]) await host.check(["bash", "-c", `${make} && ${folders}`]);
      await scene.start("web", ["--rootfs", "/srv/tree"], ["/usr/bin/sleep", "100000"]);
      // The hosts share no storage, and that is the one thing that speaks against it.
      const stderr = await assertRefused(scene, /cannot move to "beta" \(one reason\)/);
      expect(stderr).toContain("| volumes: ");
      await scene.assertRemovable("web", alpha);
      for (const host of [alpha, beta]) await host.check(["rm", "-r", "/srv/tree"]);
      await part(scene);
    });

    check("takes away every right at once, on both ends, while the servers run", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      await scene.start("web", [], sleeper);
      await beta.check(["konk", "host", "allow", "alpha", "none"]);
      const stderr = await assertRefused(scene, /may neither send to beta nor ask/);
      await beta.check(["konk", "host", "allow", "alpha", "inventory,host-root"]);
      await typeFix(beta, await assertRefused(scene, /beta accepts no containers from "alpha"/));
      expect(stderr).toContain("On beta: konk host allow alpha send");
      await alpha.check(["konk", "host", "allow", "beta", "send"]);
      await assertRefused(scene, /this host's policy does not grant it "receive"/);
      await alpha.check(["konk", "host", "allow", "beta", "send,receive,host-root"]);
      await scene.migrate("web", alpha, beta);
      await scene.assertRemovable("web", beta);
      await part(scene);
    });

    check("that cannot be understood grants nothing, and is named with the key", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      await scene.start("web", [], sleeper);
      for (const [text, words] of [
        ['{"peers": {"alpha": ["sned"]}}', /policy\.json": found "sned" at "peers\.alpha"/],
        ['{"peer": {}}', /policy\.json": found the key "peer"/],
        ['{"authority": "send"}', /policy\.json": wanted a list of rights at "authority"/],
        ["{", /policy\.json": it is not JSON/],
      ] as const) {
        beta.writeFile(policy, text);
        const { exitCode, stderr } = await scene.tryMigrate("web", alpha, beta);
        expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(words) as string });
        expect(await scene.states(alpha)).toEqual(["web: running"]);
        const server = await beta.exec(["konk", "server", "--listen", "127.0.0.1:7441"]);
        expect(server).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(words) as string });
      }
      await scene.assertRemovable("web", alpha);
      await part(scene);
    });

    check("holds for hosts of the user's own authority as well", async (scene) => {
      const { alpha, beta, lab } = scene;
      for (const host of [alpha, beta]) {
        await host.stopServer();
        await host.check(["cp", "-a", "/etc/konk", "/root/before"]);
        host.installIdentity(await lab.authority.issue(host.name, host.address));
        await host.check(["rm", policy]);
        await host.startServer();
      }
      await scene.start("web", [], sleeper);
      await typeFix(beta, await assertRefused(scene, /konk host allow --authority send,receive,inventory,host-root/));
      await scene.migrate("web", alpha, beta);
      await scene.assertRemovable("web", beta);
      for (const host of [alpha, beta]) {
        await host.stopServer();
        await host.check(["bash", "-c", "rm -r /etc/konk && mv /root/before /etc/konk"]);
        await host.startServer();
      }
      await part(scene);
    });

    check("gives no trusted host a word in the migration of another, whatever it says and whenever", async (scene) => {
      const { alpha, beta } = scene;
      const gamma = scene.lab.host("gamma");
      await befriend(beta, alpha);
      await befriend(beta, gamma);
      const folder = "/var/lib/konk/migrations";
      const known = existsSync(alpha.path(folder)) ? readdirSync(alpha.path(folder)) : [];
      const restore = planCriu(beta, { at: "post-restore", do: "hold" });
      const attempt = await Attempt.begin(scene, { mib: 16 });
      await criuHeld(beta);
      const id = readdirSync(alpha.path(folder)).find((each) => !known.includes(each)) ?? "";
      const all = (["query", "restore", "resume", "abort"] as const).map((word): Call[] => [{ say: word, id }]);
      const denied = ["E_PROTOCOL", "E_PROTOCOL", "E_PROTOCOL", "E_PROTOCOL"];
      expect(await sayAs(gamma, scene, ...all)).toEqual(denied);
      expect(await sayAs(alpha, scene, [{ say: "query", id }])).toEqual(["restoring"]);
      restore[Symbol.dispose]();
      expect(await attempt.end()).toMatchObject({ exitCode: 0 });
      expect(await sayAs(gamma, scene, ...all)).toEqual(denied);
      expect(await sayAs(alpha, scene, [{ say: "query", id }])).toEqual(["done"]);
      await attempt.assertMoved();
      await part(scene);
    });
  },
  strangers,
);
