/** A host that loses its trust in the middle of a migration: before the point of no return, and after it. */
import { expect } from "bun:test";
import { until } from "../hosts/machine.ts";
import { Attempt, criuHeld, paused, planCriu, runsOn } from "./support/attempt.ts";
import { troubleTests } from "./support/trouble.ts";
import { befriend, part, strangers } from "./support/trusting.ts";

const patienceMs = 60_000;

troubleTests(
  "a host that is revoked",
  (check) => {
    check("is out within a second, its open connections too", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      const held = await alpha.spawn(["python3", "-c", holder]);
      await held.waitForOutput("open", 10_000);
      await beta.check(["konk", "host", "revoke", "alpha"]);
      await until("end of the connection", () => Promise.resolve(held.stdout.includes("then")), 3_000);
      const [, afterMs, againMs] = /closed after (\d+) then (\d+)/.exec(held.stdout) ?? [];
      expect(Number(afterMs)).toBeLessThan(1_500); // counted from before the command that revokes was even started
      expect(Number(againMs)).toBeLessThan(500); // nor does a session of before open the door
      await scene.start("web", [], ["sleep", "100000"]);
      const { stderr, exitCode } = await alpha.exec(["konk", "migrate", "web", "beta"]);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("E_TLS") as string });
      expect(await scene.states(alpha)).toEqual(["web: running"]);
      await scene.assertRemovable("web", alpha);
      await part(scene);
    });
    for (const { title, host, at } of [
      { title: "while it dumps", host: "alpha", at: "query-ext-files" },
      { title: "while the destination restores", host: "beta", at: "post-restore" },
    ]) {
      check(`${title} gets its container back, and the destination keeps nothing`, async (scene) => {
        const { alpha, beta } = scene;
        await befriend(alpha, beta);
        const plan = planCriu(scene.lab.host(host), { at, do: "hold" });
        const attempt = await Attempt.begin(scene, { mib: 16 });
        await criuHeld(scene.lab.host(host));
        await beta.check(["konk", "host", "revoke", "alpha"]);
        await until("empty destination", async () => (await scene.states(beta)).length === 0, patienceMs);
        plan[Symbol.dispose]();
        const { exitCode, error } = await attempt.end();
        expect({ exitCode, error, stderr: attempt.program.stderr }).toMatchObject({ exitCode: 1 });
        expect(error?.where).toStartWith("running on alpha");
        await scene.assertOneCopy("web", alpha);
        await attempt.assertWhole({ gap: false });
        await scene.assertNothingLeft(beta);
        await befriend(beta, alpha); // the source tells of its roll-back as soon as it may
        await until("told destination", () => attempt.destinationToldOfEnd, patienceMs);
        await scene.assertRemovable("web", alpha);
        await part(scene);
      });
    }

    check("when the destination holds the only word: nobody runs it until an operator decides", async (scene) => {
      const { alpha, beta } = scene;
      await befriend(alpha, beta);
      await alpha.stopServer();
      const restore = planCriu(beta, { at: "post-resume", do: "hold" });
      const attempt = await Attempt.begin(scene, { mib: 16 });
      await criuHeld(beta);
      const source = paused(alpha, /^konk migrate/);
      restore[Symbol.dispose]();
      await attempt.destinationReaches("held");
      await Bun.sleep(1_000); // Held is on its way to a source that stands still
      await beta.check(["konk", "host", "revoke", "alpha"]);
      await Bun.sleep(1_500);
      source[Symbol.dispose]();
      await attempt.sourceReaches("handing-over");
      expect([runsOn(alpha, "web"), runsOn(beta, "web")]).toEqual([false, false]);
      for (const _ of ["first", "second"]) {
        attempt.program.kill("SIGINT");
        await Bun.sleep(300);
      }
      expect(await attempt.end()).toMatchObject({ exitCode: 4, error: { code: "E_UNCONFIRMED" } });
      expect([runsOn(alpha, "web"), runsOn(beta, "web")]).toEqual([false, false]);

      const { migrations } = JSON.parse(await beta.check(["konk", "recover", "--show", "--json"])) as {
        migrations: { id: string; phase: string; may: string[] }[];
      };
      const id = migrations[0]?.id ?? "";
      expect(migrations).toMatchObject([{ phase: "held", may: ["force-here", "discard-here"] }]);
      await beta.check(["konk", "recover", id, "--force-here", "--yes"]); // beta's own operator, trusted or not
      await until("container on beta", () => runsOn(beta, "web"), patienceMs);
      await attempt.assertWhole({ gap: false });
      await befriend(beta, alpha);
      expect(await alpha.check(["konk", "recover", id])).toContain("resolved");
      await scene.assertOneCopy("web", beta);
      await alpha.startServer();
      await scene.assertRemovable("web", beta);
      await part(scene);
    });
  },
  strangers,
);

/** Holds an idle TLS connection with alpha's certificate open, and says for how long after the last second it stayed. */
const holder = `import socket, ssl, time
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.load_cert_chain("/etc/konk/tls/host.crt", "/etc/konk/tls/host.key")
context.set_alpn_protocols(["konk-bulk/1"])
def dial(session):
    link = context.wrap_socket(socket.create_connection(("beta", 7440)), session=session)
    link.settimeout(5)
    return link
def wait(link):
    began = time.monotonic()
    try: link.recv(1)
    except TimeoutError: return 5000
    except OSError: pass
    return round((time.monotonic() - began) * 1000)
link = dial(None)
print("open", flush=True)
print("closed after", wait(link), "then", wait(dial(link.session)), flush=True)
`;
