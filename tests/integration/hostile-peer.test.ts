/** A peer with a good certificate and bad intentions, against the compiled server: each test is a hole that once was open. */
import { expect } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plainNetwork, plainSpec } from "../fuzz/words.ts";
import { serverPort } from "../hosts/host.ts";
import { repository, until } from "../hosts/machine.ts";
import { crimes } from "./support/crimes.ts";
import type { PeerStep } from "./support/peer-words.ts";
import { recordsIn } from "./support/records.ts";
import type { Scene } from "./support/scene.ts";
import { troubleTests } from "./support/trouble.ts";

type Heard = { answer?: unknown; code?: string; message?: string };
type Prepare = Extract<PeerStep, { do: "prepare" }>["request"];

const patienceMs = 120_000;
/** Of connections that end a moment after the command that made them. */
const spareDescriptors = 4;
const idOf = (number: number) => number.toString(16).padStart(32, "0");

/** Has a host of the authority that konk was never told of speak to beta. */
async function speak(scene: Scene, name: string, steps: readonly PeerStep[]): Promise<Heard[]> {
  const program = await speaker(scene, name, steps);
  await program.waitForOutput("]", patienceMs); // Bun leaves a closed channel's socket open, and would stay
  return (await program.finish("SIGKILL")) as Heard[];
}

async function speaker({ lab, beta }: Scene, name: string, steps: readonly PeerStep[]) {
  const folder = join(lab.lan.shelf, name);
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    const { key, certificate, authority } = await lab.authority.issue(name, "10.77.0.1");
    for (const [file, text] of Object.entries({ "host.key": key, "host.crt": certificate, "ca.crt": authority }))
      writeFileSync(join(folder, file), text, { mode: 0o600 });
  }
  const program = join(repository, "tests/integration/support/peer-words.ts");
  const words = [beta.address, String(serverPort), folder, JSON.stringify(steps)];
  return await lab.lan.spawn([process.execPath, program, ...words]);
}

function prepare(id: string, changes: Partial<Prepare> = {}, network: Record<string, unknown> = {}): PeerStep {
  const request: Prepare = {
    migrationId: id,
    source: "mallory",
    sourceBootId: "",
    specJson: JSON.stringify(plainSpec(`c${id.slice(-6)}`)),
    networkJson: JSON.stringify({ ...plainNetwork(), ...network }),
    files: [],
    volumes: [],
    expectedBytes: 65_536,
    checkOnly: false,
    postCopy: false,
    ...changes,
  };
  return { do: "prepare", request };
}

function descriptors({ beta }: Scene): number {
  const [pid] = beta.pids(/^konk server/);
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** The checkpoint of a container that moved from alpha to beta, and is gone: a folder that this machine can read. */
async function capture(scene: Scene): Promise<string> {
  const { alpha, beta, lab } = scene;
  const copy = "mkdir -p /root/seen; while :; do cp -a /run/konk/images/*/*.img /root/seen/ 2>/dev/null; done";
  const copier = await beta.spawn(["sh", "-c", copy]);
  await scene.start("web", ["--tmpfs", "/tmp"], ["sleep", "100000"]);
  await scene.migrate("web", alpha, beta, "--mode", "stop-copy"); // whole, without pages that came ahead
  copier.kill("SIGKILL");
  const folder = join(lab.lan.shelf, "checkpoint");
  cpSync(beta.path("/root/seen"), folder, { recursive: true });
  await beta.check(["rm", "-rf", "/root/seen"]);
  await scene.assertRemovable("web", beta);
  return folder;
}

troubleTests("A hostile peer", (check) => {
  check("cannot change a setting of the host by the name of a network setting", async (scene) => {
    const before = await scene.beta.check(["cat", "/proc/sys/kernel/core_pattern"]);
    const sysctls = { "net.//.//.kernel.core_pattern": "|/tmp/owned" };
    const [heard] = await speak(scene, "mallory", [prepare(idOf(1), {}, { sysctls })]);
    expect(heard).toMatchObject({ code: "E_PROTOCOL", message: expect.stringContaining("sysctls") as string });
    expect(await scene.beta.check(["cat", "/proc/sys/kernel/core_pattern"])).toBe(before);
  });

  check("cannot stop the server with files that never end, nor learn of files outside the root", async (scene) => {
    const names = [
      "/proc/kmsg",
      "/proc/kcore",
      "/sys/kernel/notes",
      "/dev/zero",
      "/../etc/shadow",
      "/etc/konk/../passwd",
    ];
    const files = names.map((path) => ({ path, sizeBytes: path === "/proc/kcore" ? 140_737_471_590_400 : 0 }));
    const many = Array.from({ length: 8 }, (_, index) => prepare(idOf(100 + index), { files, checkOnly: true }));
    const heard = await speak(scene, "mallory", [...many, { do: "query", id: idOf(1) }]);
    expect(heard.at(-1)).toEqual({ answer: "unknown" });
    const reasons = names.map((path) => ({ reason: `"${path}" does not exist on beta` }));
    expect(heard[0]).toMatchObject({ answer: reasons });
  });

  check("cannot go on with a migration that another host has brought, nor end it", async (scene) => {
    const id = idOf(200);
    await speak(scene, "mallory", [prepare(id)]);
    const chunks = [{ kind: "core", id: "1", offset: 0, text: "x", last: true }];
    const heard = await speak(scene, "eve", [
      { do: "images", id, chunks },
      { do: "restore", id },
      { do: "resume", id },
      { do: "abort", id },
      { do: "query", id },
      prepare(id),
    ]);
    for (const each of heard)
      expect(each).toMatchObject({
        code: "E_PROTOCOL",
        message: expect.stringContaining("not begun by this host") as string,
      });
    await scene.beta.stopServer();
    await scene.beta.startServer(); // the journal remembers whose it was
    const later = await speak(scene, "eve", [{ do: "resume", id }]);
    expect(later).toMatchObject([{ code: "E_PROTOCOL" }]);
    expect(await speak(scene, "mallory", [{ do: "resume", id }])).toEqual([{ answer: { outcome: "never-ran" } }]);
  });

  check("cannot build more than sixteen landing zones, and their removal leaves no descriptor open", async (scene) => {
    const ids = Array.from({ length: 17 }, (_, index) => idOf(300 + index));
    await speak(scene, "mallory", [prepare(idOf(299)), { do: "abort", id: idOf(299) }]);
    const before = descriptors(scene);
    const heard = await speak(
      scene,
      "mallory",
      ids.map((id) => prepare(id)),
    );
    expect(heard.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => ({ answer: [] })));
    expect(heard[16]).toMatchObject({ answer: [{ check: "arrivals" }] });
    await scene.start("web", [], ["sleep", "100000"]);
    await scene.migrate("web", scene.alpha, scene.beta); // others are still welcome
    await speak(
      scene,
      "mallory",
      ids.map((id) => ({ do: "abort", id })),
    );
    await scene.assertRemovable("web", scene.beta);
    expect(descriptors(scene)).toBeLessThanOrEqual(before + 4);
  });

  check("cannot take all connections", async (scene) => {
    const greedy = await speaker(scene, "mallory", [{ do: "connections", count: 100 }, { do: "stay" }]);
    await greedy.waitForOutput("]", patienceMs);
    const [heard] = JSON.parse(greedy.stdout) as Heard[];
    expect(heard?.answer).toBeLessThanOrEqual(64);
    await scene.start("web", [], ["sleep", "100000"]);
    await scene.migrate("web", scene.alpha, scene.beta);
    greedy.kill("SIGKILL");
    await scene.assertRemovable("web", scene.beta);
  });

  check("with no certificate cannot keep anybody out by connections that say nothing", async (scene) => {
    const before = descriptors(scene);
    const { address } = scene.beta;
    const script = [
      "import select, socket, time",
      `held = [socket.create_connection(("${address}", ${serverPort})) for _ in range(400)]`,
      "print('connected', flush=True)",
      "watch = select.poll()",
      "[watch.register(each, select.POLLIN | select.POLLHUP) for each in held]",
      "while held:",
      "    for number, _ in watch.poll():",
      "        watch.unregister(number)",
      "        held = [each for each in held if each.fileno() != number]",
      "print('all closed', flush=True)",
    ];
    const silent = await scene.lab.lan.spawn(["python3", "-c", script.join("\n")]);
    await silent.waitForOutput("connected", patienceMs);
    await scene.start("web", [], ["sleep", "100000"]);
    await scene.migrate("web", scene.alpha, scene.beta);
    await silent.waitForOutput("all closed", patienceMs);
    await until("end of their descriptors", () => descriptors(scene) <= before + spareDescriptors, patienceMs);
    await scene.assertRemovable("web", scene.beta);
  });

  check("cannot write lines of its own into the log, nor fill a journal", async (scene) => {
    const reason = `gone\nkonk is listening\u001b[2J${"x".repeat(100_000)}`;
    const id = idOf(400);
    const source = "evil\u001b[31m\nforged";
    await speak(scene, "mallory", [prepare(id, { source }), { do: "abort", id, reason }]);
    const log = (await scene.beta.check(["sh", "-c", `cat /var/lib/konk/migrations/${id}/destination.jsonl`])).trim();
    expect(log.length).toBeLessThan(5_000);
    expect(scene.beta.serverLog).not.toContain("\u001b[2J");
    expect(scene.beta.serverLog).not.toContain("\u001b[31m\n");
    expect(scene.beta.serverLog).not.toMatch(/^(forged|konk is listening)/m);
    expect(scene.beta.serverLog).toContain("evil\\u{1b}[31m\\u{a}forged");
  });

  check("leaves a record of every migration on both hosts, with who, what, where and how it ended", async (scene) => {
    const { alpha, beta } = scene;
    await scene.start("web", [], ["sleep", "100000"]);
    const { stderr } = await scene.tryMigrate("web", alpha, beta);
    const id = idOf(450);
    await speak(scene, "mallory", [prepare(id), { do: "abort", id, reason: "over\nand out" }]);
    const [left] = recordsIn(stderr);
    const fingerprint = expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as string;
    const durationMs = expect.any(Number) as number;
    const moved = { container: "web", from: "alpha", to: "beta", result: "running", fingerprint, durationMs };
    expect(left).toMatchObject({
      ...moved,
      side: "source",
      peer: "beta",
      migration: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    const arrived = recordsIn(beta.serverLog);
    expect(arrived).toContainEqual(expect.objectContaining({ ...moved, side: "destination", peer: "alpha" }) as never);
    const aborted = { migration: id, peer: "mallory", result: "aborted", reason: "over\\u{a}and out" };
    expect(arrived).toContainEqual(expect.objectContaining(aborted) as never);
    await scene.assertRemovable("web", beta);
  });

  check("cannot have CRIU restore more than a container may have, nor memory that it never sent", async (scene) => {
    const good = await capture(scene);
    const spec = { ...plainSpec("web"), command: ["sleep", "100000"], env: {} };
    const moveTo = async (id: string, folder: string) => {
      const request = { specJson: JSON.stringify(spec), expectedBytes: 2 ** 24 };
      const words: PeerStep[] = [prepare(id, request), { do: "move", id, folder }, { do: "abort", id }];
      return (await speak(scene, "mallory", words))[1];
    };
    expect(await moveTo(idOf(500), good)).toHaveProperty("answer"); // HELD: the checkpoint itself is good
    for (const [index, [name, { change, told: words }]] of Object.entries(crimes).entries()) {
      const folder = `${good}-${index}`;
      cpSync(good, folder, { recursive: true });
      change(folder);
      const heard = await moveTo(idOf(501 + index), folder);
      expect({ name, ...heard }).toMatchObject({ name, message: expect.stringMatching(words) as string });
    }
  });
});
