/** Hosts that come to trust each other by an invitation: what it takes, what it leaves, and who does not get in. */
import { expect } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Host } from "../hosts/host.ts";
import { troubleTests } from "./support/trouble.ts";
import { befriend, fingerprintOf, invite, part, strangers, trustedBy } from "./support/trusting.ts";

const peerFile = (name: string) => `/etc/konk/tls/peers/${name}.crt`;
const sleeper = ["sleep", "100000"];

/** Has a join fail in these words, and looks that nobody trusts anybody for it. */
async function assertNoJoin(joiner: Host, inviter: Host, token: string, words: RegExp): Promise<void> {
  const { exitCode, stderr } = await joiner.exec(["konk", "host", "join", token]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(words) as string });
  expect([await trustedBy(joiner), await trustedBy(inviter)]).toEqual([[], []]);
}

/** The token with one of its words replaced: 0 id, 1 secret, 2 fingerprint, 3 name, 4 endpoint. */
function withWord(token: string, index: number, change: (word: string) => string): string {
  const words = Buffer.from(token.slice("konk1.".length), "base64url").toString().split(" ");
  const changed = words.map((word, at) => (at === index ? change(word) : word)).join(" ");
  return `konk1.${Buffer.from(changed).toString("base64url")}`;
}

interface Rotated {
  fingerprint: string;
  told: string[];
  mustJoinAgain: { name: string; why: string }[];
}

const flipped = (word: string) => `${word.startsWith("0") ? "1" : "0"}${word.slice(1)}`;

troubleTests(
  "identities",
  (check) => {
    check(
      "two hosts that never met trust each other in a minute, and a container moves there and back",
      async (scene) => {
        const { alpha, beta } = scene;
        const started = performance.now();
        await befriend(alpha, beta);
        expect(performance.now() - started).toBeLessThan(60_000);
        await scene.start("web", [], sleeper);
        await scene.migrate("web", alpha, beta);
        await scene.migrate("web", beta, alpha, "--channel", "grpc");
        await scene.assertOneCopy("web", alpha);
        await scene.assertRemovable("web", alpha);
        await part(scene);
      },
    );

    check(
      "what a host keeps is for root alone, and no secret of it is on another host or on the wire",
      async (scene) => {
        const { alpha, beta } = scene;
        const folder = mkdtempSync(join(tmpdir(), "konk-wire-"));
        const wire = await scene.lab.lan.spawn(["python3", "-c", wiretap, join(folder, "packets")]);
        await wire.waitForOutput("listening", 10_000);
        const token = await invite(alpha, "--grant", "host-root");
        await beta.check(["konk", "host", "join", "--grant", "host-root"], { input: token });
        await Bun.sleep(200);
        wire.kill("SIGKILL");
        const packets = readFileSync(join(folder, "packets"));
        rmSync(folder, { recursive: true });
        for (const host of [alpha, beta]) {
          const found = await host.check(["find", "/etc/konk/tls", "-printf", "%m %u %P\n"]);
          const other = host === alpha ? "beta" : "alpha";
          expect(found.trim().split("\n").toSorted()).toEqual(
            [
              "700 root ",
              "600 root host.key",
              "644 root host.crt",
              "700 root peers",
              `600 root peers/${other}.crt`,
              ...(host === alpha ? ["700 root invitations"] : []),
            ].toSorted(),
          );
        }
        const key = alpha.readFile("/etc/konk/tls/host.key").split("\n")[1] ?? "";
        const [id = "", secret = ""] = Buffer.from(token.slice("konk1.".length), "base64url").toString().split(" ");
        expect([key.length, id.length, secret.length]).toEqual([64, 32, 64]);
        expect(packets.includes("SYN")).toBe(true);
        for (const each of [key, secret, token, id]) {
          expect(packets.includes(each)).toBe(false);
          const { exitCode } = await beta.exec([
            "grep",
            "-rqF",
            each,
            "/etc/konk",
            "/var/lib/konk",
            "/run/konk",
            "/root",
          ]);
          expect(exitCode).toBe(1);
        }
        expect(beta.readFile(peerFile("alpha"))).toBe(alpha.readFile("/etc/konk/tls/host.crt"));
        await part(scene);
      },
    );

    check("an identity is made once, and never thrown away", async ({ alpha }) => {
      const before = alpha.readFile("/etc/konk/tls/host.key");
      const again = await alpha.check(["konk", "host", "init", "--name", "other"]);
      expect(again).toContain("There is an identity already: nothing was changed");
      expect(alpha.readFile("/etc/konk/tls/host.key")).toBe(before);
      await alpha.check(["mv", "/etc/konk/tls/host.crt", "/root/away"]);
      const { exitCode, stderr } = await alpha.exec(["konk", "host", "init"]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
      expect(stderr).toContain("without its other half");
      await alpha.check(["mv", "/root/away", "/etc/konk/tls/host.crt"]);
    });

    check("no token but the right one, once and in time, lets a host in", async (scene) => {
      const { alpha, beta } = scene;
      const gamma = scene.lab.host("gamma");
      await assertNoJoin(beta, alpha, "konk1.nonsense", /Cannot use this token/);
      const whole = await invite(alpha);
      await assertNoJoin(beta, alpha, whole.slice(0, 80), /Cannot use this token/);

      // The fingerprint of another host: nobody there may be told anything, not even a proof of the secret.
      const other = await fingerprintOf(gamma);
      const misled = withWord(whole, 2, () => other.replaceAll(":", ""));
      await assertNoJoin(beta, alpha, misled, /is another host: its certificate is not the wanted one/);
      await assertNoJoin(beta, alpha, withWord(whole, 2, flipped), /is another host/);
      const elsewhere = withWord(whole, 4, () => "10.77.0.13:7440");
      await assertNoJoin(beta, alpha, elsewhere, /10\.77\.0\.13:7440 is another host/);

      // The invitation is still good after these; a wrong secret ends it.
      await assertNoJoin(beta, alpha, withWord(whole, 0, flipped), /does not accept the token/);
      await assertNoJoin(beta, alpha, withWord(whole, 1, flipped), /does not accept the token/);
      await assertNoJoin(beta, alpha, whole, /does not accept the token/);

      const brief = await invite(alpha, "--valid", "1s");
      await Bun.sleep(1_200);
      await assertNoJoin(beta, alpha, brief, /does not accept the token/);

      const used = await invite(alpha);
      await beta.check(["konk", "host", "join", used]);
      const late = await gamma.exec(["konk", "host", "join", used]);
      expect(late).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining("does not accept the token") as string,
      });
      expect([await trustedBy(alpha), await trustedBy(beta), await trustedBy(gamma)]).toEqual([
        ["beta"],
        ["alpha"],
        [],
      ]);
      await part(scene);
    });

    check("two hosts of one name cannot take each other's place", async (scene) => {
      const { alpha, beta } = scene;
      const gamma = scene.lab.host("gamma");
      await befriend(alpha, beta);
      await gamma.check(["cp", "-a", "/etc/konk", "/root/before"]);
      await gamma.check(["rm", "-r", "/etc/konk/tls"]);
      await gamma.check(["konk", "host", "init", "--name", "beta"]);
      const token = await invite(alpha);
      const { exitCode, stderr } = await gamma.exec(["konk", "host", "join", token]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
      expect(stderr).toContain('Cannot trust a host as "beta": another certificate has that name');
      expect(alpha.readFile(peerFile("beta"))).toBe(beta.readFile("/etc/konk/tls/host.crt"));
      await alpha.check(["konk", "host", "rename", "beta", "first"]);
      await gamma.check(["konk", "host", "join", token, "--as", "boss"]); // the invitation is still good
      expect([await trustedBy(alpha), await trustedBy(gamma)]).toEqual([["beta", "first"], ["boss"]]);
      await gamma.check(["bash", "-c", "rm -r /etc/konk && mv /root/before /etc/konk"]);
      await part(scene);
    });

    check("a host that joined nobody gets nothing, whatever others it knows", async (scene) => {
      const { alpha, beta } = scene;
      const gamma = scene.lab.host("gamma");
      await befriend(alpha, beta);
      await scene.start("odd", [], sleeper, gamma);
      const { stderr, exitCode } = await gamma.exec(["konk", "migrate", "odd", "beta"]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("E_TLS") as string });
      // It keeps beta's certificate, but beta does not keep gamma's.
      gamma.writeFile(peerFile("beta"), beta.readFile("/etc/konk/tls/host.crt"));
      const refused = await gamma.exec(["konk", "migrate", "odd", "beta"]);
      expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("E_TLS") as string });
      await gamma.check(["konk", "rm", "-f", "odd"]);
      await part(scene);
    });

    check("a peer is called by a name or an address of its certificate, or by the name it has here", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      alpha.writeFile("/etc/hosts", `${alpha.readFile("/etc/hosts")}10.77.0.12 impostor\n10.77.0.12 rack2\n`);
      await scene.start("web", [], sleeper);
      const { stderr, exitCode } = await alpha.exec(["konk", "migrate", "web", "impostor"]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
      expect(stderr).toMatch(/Cannot trust "impostor": found the certificate of "beta"/);
      await alpha.check(["konk", "host", "rename", "beta", "rack2"]);
      expect(await trustedBy(alpha)).toEqual(["rack2"]);
      await alpha.check(["konk", "migrate", "web", "rack2"], { timeoutMs: 120_000 });
      await beta.check(["konk", "migrate", "web", alpha.address], { timeoutMs: 120_000 });
      await scene.assertRemovable("web", alpha);
      const taken = await alpha.exec(["konk", "host", "rename", "rack2", "rack2"]);
      expect(taken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("there is a") as string });
      await part(scene);
    });

    check("a new certificate is known to those that hear of it, and the others are named", async (scene) => {
      const { alpha, beta } = scene;
      const gamma = scene.lab.host("gamma");
      await befriend(alpha, beta);
      await befriend(alpha, gamma);
      await gamma.stopServer();
      const [key, fingerprint] = [alpha.readFile("/etc/konk/tls/host.key"), await fingerprintOf(alpha)];
      const rotated = JSON.parse(await alpha.check(["konk", "host", "rotate", "--json"])) as Rotated;
      expect(rotated).toMatchObject({ name: "alpha", told: ["beta"], mustJoinAgain: [{ name: "gamma" }] });
      expect(rotated.fingerprint).not.toBe(fingerprint);
      expect(alpha.readFile("/etc/konk/tls/host.key")).not.toBe(key);
      expect((await alpha.check(["ls", "/etc/konk/tls"])).includes(".next")).toBe(false);
      await gamma.startServer();

      await scene.start("web", [], sleeper);
      await scene.migrate("web", alpha, beta);
      await scene.migrate("web", beta, alpha); // its server shows the new one, without a restart
      const old = await alpha.exec(["konk", "migrate", "web", "gamma"]);
      expect(old).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("E_TLS") as string });
      await gamma.check(["konk", "host", "revoke", "alpha"]);
      await befriend(gamma, alpha);
      await scene.migrate("web", alpha, gamma);
      await scene.assertRemovable("web", gamma);
      await part(scene);
    });

    check("a rotation that was cut short is finished by the next one, with the key that others know", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      const folder = "/etc/konk/tls";
      // Killed after beta was told: alpha still shows the old certificate, and beta knows only the next one.
      await alpha.check(["cp", "-a", folder, "/root/before"]);
      await alpha.check(["konk", "host", "rotate"]);
      const fingerprint = await fingerprintOf(alpha);
      for (const file of ["host.key", "host.crt"]) {
        await alpha.check(["mv", `${folder}/${file}`, `${folder}/${file}.next`]);
        await alpha.check(["cp", "-a", `/root/before/${file}`, `${folder}/${file}`]);
      }
      expect(await fingerprintOf(alpha)).not.toBe(fingerprint);
      const again = JSON.parse(await alpha.check(["konk", "host", "rotate", "--json"])) as Rotated;
      expect(again).toMatchObject({ fingerprint, told: ["beta"], mustJoinAgain: [] });

      // Killed between the two renames: a key without its certificate.
      await alpha.check(["mv", `${folder}/host.crt`, `${folder}/host.crt.next`]);
      await alpha.check(["cp", "-a", "/root/before/host.crt", `${folder}/host.crt`]);
      const last = JSON.parse(await alpha.check(["konk", "host", "rotate", "--json"])) as Rotated;
      expect(last).toMatchObject({ told: ["beta"], mustJoinAgain: [] });
      await scene.start("web", [], sleeper);
      await scene.migrate("web", alpha, beta);
      await scene.assertRemovable("web", beta);
      await alpha.check(["rm", "-r", "/root/before"]);
      await part(scene);
    });
  },
  strangers,
);

/** Writes down every packet of konk's port that a switch of the lab sees, each handshake's first one with the word SYN before it. */
const wiretap = `import socket, sys
tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
port = (7440).to_bytes(2, "big")
with open(sys.argv[1], "wb", buffering=0) as out:
    print("listening", flush=True)
    while True:
        packet = tap.recv(65535)
        if packet[23:24] != b"\\x06" or port not in (packet[34:36], packet[36:38]): continue
        out.write((b"SYN" if packet[47] & 2 else b"") + packet)
`;
