/** Whatever a peer says again of a migration that has ended, or says twice of one that has not: nothing happens twice. */
import { expect } from "bun:test";
import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import type { NetworkState } from "../../src/core/network-state.ts";
import type { Host } from "../hosts/host.ts";
import { until } from "../hosts/machine.ts";
import type { Answer, Call } from "./support/ask-again.ts";
import { Attempt, criuHeld, planCriu, startWatched } from "./support/attempt.ts";
import { sayAs } from "./support/say.ts";
import type { Scene } from "./support/scene.ts";
import { wholeCount } from "./support/seen.ts";
import { troubleTests } from "./support/trouble.ts";

const patienceMs = 60_000;
const newId = () => randomUUID().replaceAll("-", "");

/** As alpha, whose migrations they are. */
async function say(scene: Scene, ...rounds: readonly Call[][]): Promise<Answer[]> {
  return await sayAs(scene.alpha, scene, ...rounds);
}

/** What a source would send for a container of alpha that has no network. */
function prepare(scene: Scene, id: string, name: string): Call {
  const specJson = scene.alpha.readFile(`/var/lib/konk/containers/${name}/spec.json`);
  const facts = {
    source: "alpha",
    sourceBootId: "b",
    files: [],
    volumes: [],
    expectedBytes: 1 << 20,
    checkOnly: false,
    postCopy: false,
  };
  const network: NetworkState = {
    eth0: null,
    addresses: [],
    routes: [],
    rules: [],
    neighbours: [],
    sysctls: {},
    nft: "",
  };
  return { say: "prepare", id, request: { ...facts, specJson, networkJson: JSON.stringify(network) } };
}

/** Everything that a source may send, in the order of the protocol, once more. */
async function sayAllAgain(scene: Scene, id: string): Promise<Record<string, Answer>> {
  const { alpha } = scene;
  await scene.start("odd", [], ["sleep", "100000"]);
  const plain = (["restore", "resume", "abort", "query"] as const).map((what): Call => ({ say: what, id }));
  const calls = [prepare(scene, id, "odd"), ...plain];
  const answers = await say(scene, ...calls.map((each) => [each]));
  await alpha.check(["konk", "rm", "-f", "odd"]);
  return Object.fromEntries(calls.map((each, index) => [each.say, answers[index] ?? "nothing"]));
}

function idsOn(host: Host): string[] {
  return readdirSync(host.path("/var/lib/konk/migrations"));
}

function lastId({ alpha }: Scene, known: readonly string[]): string {
  return idsOn(alpha).find((id) => !known.includes(id)) ?? "none";
}

const over = { prepare: "E_PROTOCOL", restore: "E_PROTOCOL" };
const neverRan = { ...over, resume: "never-ran", abort: "ok", query: "aborted" };

troubleTests("a migration that is said again", (check) => {
  check("after it was committed is answered as before, and its container is left alone", async (scene) => {
    const { alpha, beta } = scene;
    const client = await startWatched(scene, 16);
    const known = idsOn(alpha);
    await scene.migrate("web", alpha, beta);
    const id = lastId(scene, known);
    const ran = { prepare: "E_PROTOCOL", resume: "running", abort: "E_PROTOCOL", query: "done" };
    const { pid } = (await scene.inspect("web", beta)).status;
    expect(await sayAllAgain(scene, id)).toMatchObject({ ...ran, restore: "ok" }); // Held, as it was answered before
    await beta.stopServer();
    await beta.startServer();
    expect(await sayAllAgain(scene, id)).toMatchObject({ ...ran, restore: "E_PROTOCOL" }); // nobody tends it any more
    await scene.assertOneCopy("web", beta);
    expect((await scene.inspect("web", beta)).status.pid).toBe(pid);
    await wholeCount(client);
    await scene.assertRemovable("web", beta);
  });

  check("after it was rolled back finds nothing that it could let run", async (scene) => {
    const { alpha } = scene;
    const known = idsOn(alpha);
    const attempt = await Attempt.begin(scene, { mib: 64 });
    await attempt.sourceReaches("spare");
    attempt.program.kill("SIGINT");
    expect((await attempt.end()).exitCode).toBe(130);
    const id = lastId(scene, known);
    expect(await sayAllAgain(scene, id)).toMatchObject({ ...neverRan, restore: expect.any(String) as string });
    await scene.assertOneCopy("web", alpha);
    await attempt.assertWhole({ gap: false });
    await scene.assertRemovable("web", alpha);
  });

  check("after its container ended on the source brings nothing back", async (scene) => {
    const { alpha, beta } = scene;
    const known = idsOn(alpha);
    const dump = planCriu(alpha, { at: "pre-dump", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(alpha);
    for (const pid of alpha.pids(/counter\.py/)) process.kill(pid, "SIGKILL");
    dump[Symbol.dispose]();
    expect((await attempt.end()).error).toMatchObject({ code: "E_ENDED" });
    expect(await sayAllAgain(scene, lastId(scene, known))).toMatchObject({
      ...neverRan,
      restore: expect.any(String) as string,
    });
    expect([await scene.states(alpha), await scene.states(beta)]).toEqual([["web: killed (SIGKILL)"], []]);
    await attempt.dismiss();
    await alpha.check(["konk", "rm", "web"]);
  });

  check("after the destination was rebooted with its container: it had it, and nobody else may", async (scene) => {
    const id = newId();
    const facts = { id, container: "web", source: "alpha", sourceBootId: "b", destination: "beta" };
    const lines = [facts, ...["held", "running", "lost"].map((phase) => ({ phase, at: "2026-01-01", bootId: "b" }))];
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    scene.beta.writeFile(`/var/lib/konk/migrations/${id}/destination.jsonl`, text);
    expect(await sayAllAgain(scene, id)).toEqual({ ...over, resume: "running", abort: "E_PROTOCOL", query: "lost" });
  });

  check("that the destination never heard of never ran there, and does not begin after that", async (scene) => {
    const [resumed, aborted] = [newId(), newId()];
    await scene.start("odd", [], ["sleep", "100000"]);
    for (const [first, id] of [
      ["resume", resumed],
      ["abort", aborted],
    ] as const) {
      const answers = await say(scene, [{ say: first, id }], [prepare(scene, id, "odd")], [{ say: "query", id }]);
      expect(answers).toEqual([first === "resume" ? "never-ran" : "ok", "E_PROTOCOL", "aborted"]);
    }
    await scene.alpha.check(["konk", "rm", "-f", "odd"]);
  });
});

troubleTests("a migration that is said twice", (check) => {
  check("builds one landing zone, which one Abort removes", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    const id = newId();
    const again = prepare(scene, id, "odd");
    expect(await say(scene, [again, again], [again], [{ say: "query", id }])).toEqual(["ok", "ok", "ok", "receiving"]);
    expect(await scene.states(beta)).toEqual(["odd: landing"]);
    expect(beta.pids(/konk monitor /).length).toBe(1);
    expect(await say(scene, [{ say: "resume", id }])).toEqual(["E_PROTOCOL"]);
    const abort: Call = { say: "abort", id };
    expect(await say(scene, [abort, abort], [{ say: "query", id }], [again])).toEqual([
      "ok",
      "ok",
      "aborted",
      "E_PROTOCOL",
    ]);
    await alpha.check(["konk", "rm", "-f", "odd"]);
    await scene.assertNothingLeft(alpha, beta);
  });

  check("and aborted before it was answered leaves nothing", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("odd", [], ["sleep", "100000"]);
    const id = newId();
    const [prepared, aborted, phase] = await say(
      scene,
      [prepare(scene, id, "odd"), { say: "abort", id }],
      [{ say: "query", id }],
    );
    expect([prepared, aborted, phase]).toEqual(["ok", "ok", "aborted"]);
    await alpha.check(["konk", "rm", "-f", "odd"]);
    await scene.assertNothingLeft(alpha, beta);
  });

  check("while CRIU restores disturbs nothing: it moves", async (scene) => {
    const known = idsOn(scene.alpha);
    const restore = planCriu(scene.beta, { at: "post-restore", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(scene.beta);
    const id = lastId(scene, known);
    await scene.start("odd", [], ["sleep", "100000"]);
    const calls: Call[] = [prepare(scene, id, "odd"), { say: "resume", id }, { say: "query", id }];
    expect(await say(scene, ...calls.map((each) => [each]))).toEqual(["E_PROTOCOL", "E_PROTOCOL", "restoring"]);
    await scene.alpha.check(["konk", "rm", "-f", "odd"]);
    restore[Symbol.dispose]();
    await attempt.assertMoved();
  });
});

troubleTests("a destination that cannot be reached", (check) => {
  check("when its container ends on the source keeps no landing zone for ever", async (scene) => {
    const { alpha, beta } = scene;
    const dump = planCriu(alpha, { at: "pre-dump", do: "hold" });
    const attempt = await Attempt.begin(scene, { mib: 16 });
    await criuHeld(alpha);
    await alpha.linkDown();
    for (const pid of alpha.pids(/counter\.py/)) process.kill(pid, "SIGKILL");
    dump[Symbol.dispose]();
    expect((await attempt.end()).error).toMatchObject({ code: "E_ENDED", where: "nowhere: it ended on alpha" });
    await attempt.dismiss();
    expect(await scene.states(beta)).toEqual(["web: landing"]);
    expect(await alpha.check(["konk", "recover", "--show"])).toContain(
      "it ended here; tell the destination again to abort",
    );
    await alpha.check(["konk", "rm", "web"]);
    await alpha.linkUp();
    await until("empty beta", async () => (await scene.states(beta)).length === 0, patienceMs);
    const show = async () => await alpha.check(["konk", "recover", "--show"]);
    await until("told destination", async () => (await show()) === "Nothing to recover\n", patienceMs);
  });
});
