/** Certificates that do not fit, on either side: a plain answer, and nothing touched. And strangers at the server's door. */
import { expect } from "bun:test";
import { CertificateAuthority, type Identity } from "../hosts/certificates.ts";
import { type Host, serverPort } from "../hosts/host.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";
import { Visit } from "./support/trusting.ts";

const folder = "/etc/konk/tls";

/** Has the migration of "odd" refused for its certificates, and looks that it was not touched. */
async function assertDistrusted(scene: Scene, words: RegExp, destination = "beta"): Promise<void> {
  const { stdout, stderr, exitCode } = await scene.alpha.exec(["konk", "migrate", "odd", destination, "--json"]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2 });
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "E_TLS", exitStatus: 2 } });
  expect(stderr).toMatch(words);
  expect(stderr).toContain("hint: ");
  expect(await scene.states(scene.alpha)).toEqual(["odd: running"]);
}

/** Has the server of a host refuse to start for its certificates. */
async function assertServerRefuses(host: Host, words: RegExp): Promise<void> {
  const { exitCode, stderr } = await host.exec(["konk", "server"]);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(words) as string });
  expect(stderr).toContain("code: E_TLS");
}

async function ownIdentity({ lab }: Scene, host: Host): Promise<Identity> {
  return await lab.authority.issue(host.name, host.address);
}

/** Runs with another identity on a host, its server restarted when it has one; the good one is put back. */
async function withIdentity(scene: Scene, host: Host, identity: Identity, body: () => Promise<void>): Promise<void> {
  const serves = host === scene.beta;
  if (serves) await host.stopServer();
  host.installIdentity(identity);
  if (serves) await host.startServer();
  await body();
  if (serves) await host.stopServer();
  host.installIdentity(await ownIdentity(scene, host));
  if (serves) await host.startServer();
}

troubleTests("TLS", (check) => {
  check("certificates that do not fit stop a migration before anything is touched", async (scene) => {
    const { alpha, beta, lab } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    using foreign = await CertificateAuthority.create("foreign");
    const stranger = await foreign.issue("alpha", alpha.address);
    const halfKnown = { ...stranger, authority: (await ownIdentity(scene, alpha)).authority };
    const other = await lab.authority.issue("gamma", "10.77.0.99");
    const expired = await lab.authority.issue("alpha", alpha.address, { expired: true });

    await withIdentity(scene, alpha, expired, async () => {
      await assertDistrusted(scene, /Cannot use "\/etc\/konk\/tls\/host\.crt": it expired on/);
    });
    await withIdentity(scene, alpha, stranger, async () => {
      await assertDistrusted(scene, /Cannot trust "beta"/);
    });
    await withIdentity(scene, alpha, halfKnown, async () => {
      await assertDistrusted(scene, /beta/); // the destination does not trust the source
    });
    await withIdentity(scene, beta, other, async () => {
      await assertDistrusted(scene, /Cannot trust "beta".*(gamma|altname)/);
      await assertDistrusted(scene, /Cannot trust "10\.77\.0\.12"/, beta.address);
    });
    await alpha.check(["mv", `${folder}/host.key`, `${folder}/away`]);
    await assertDistrusted(scene, /Cannot read this host's key.*host\.key/);
    await alpha.check(["mv", `${folder}/away`, `${folder}/host.key`]);
    const moved = await scene.migrate("odd", alpha, beta);
    expect(moved.container).toBe("odd");
    await scene.assertRemovable("odd", beta);
  });

  check("a server does not start with certificates that cannot work", async (scene) => {
    const { beta, lab } = scene;
    await beta.stopServer();
    const good = await ownIdentity(scene, beta);
    beta.installIdentity(await lab.authority.issue("beta", beta.address, { expired: true }));
    await assertServerRefuses(beta, /host\.crt": it expired on/);
    beta.installIdentity({ ...good, authority: "no certificate" });
    await assertServerRefuses(beta, /ca\.crt": it is not a PEM certificate/);
    beta.installIdentity({ ...good, key: (await ownIdentity(scene, beta)).key });
    await assertServerRefuses(beta, /host\.key/);
    beta.installIdentity({ ...good, key: "no key" });
    await assertServerRefuses(beta, /host\.key/);
    beta.installIdentity(good);
    await beta.check(["rm", `${folder}/ca.crt`]);
    const lonely = await beta.startServer();
    expect(lonely.stderr).toContain("Trusts no other host yet");
    await beta.stopServer();
    beta.installIdentity(good);
    await beta.startServer();
  });

  check("an authority that is replaced lets nobody of the old one stay or come, without a restart", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    using foreign = await CertificateAuthority.create("foreign");
    const good = beta.readFile(`${folder}/ca.crt`);
    const visit = await Visit.begin(alpha);
    beta.writeFile(`${folder}/ca.crt`, (await foreign.issue("beta", beta.address)).authority);
    await visit.assertThrownOut();
    await assertDistrusted(scene, /beta/);
    beta.writeFile(`${folder}/ca.crt`, good);
    await Bun.sleep(1_000);
    await scene.migrate("odd", alpha, beta);
    await scene.assertRemovable("odd", beta);
  });

  check("strangers at the port do not disturb the server", async (scene) => {
    const { alpha, beta, lab } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    const knock = `import socket, os
for data in [b"GET / HTTP/1.1\\r\\n\\r\\n", os.urandom(65536), b"\\x16\\x03\\x01" + os.urandom(500), b"", b"PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n"]:
    for _ in range(20):
        s = socket.create_connection(("${beta.address}", ${serverPort}), timeout=5)
        try: s.sendall(data)
        except OSError: pass
        s.close()
idle = [socket.create_connection(("${beta.address}", ${serverPort}), timeout=5) for _ in range(200)]
print("knocked", flush=True)
import time; time.sleep(1000)`;
    const stranger = await lab.lan.spawn(["python3", "-c", knock]);
    await stranger.waitForOutput("knocked", 60_000);
    await scene.migrate("odd", alpha, beta);
    stranger.kill("SIGKILL");
    await scene.assertRemovable("odd", beta);
    expect(beta.pids(/^konk server/)).toHaveLength(1);
  });
});
