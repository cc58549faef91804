/**
 * Thousands of hostile inputs against the compiled server of a host through real sockets, with a real migration that must
 * succeed after each thousand, and then the account: what the server has grown by, and what lies where it should not.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../hosts/host.ts";
import { serverPort } from "../hosts/host.ts";
import { repository } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import type { Scene } from "../integration/support/scene.ts";

export interface CampaignOptions {
  inputs: number;
  seed: number;
  tell: (line: string) => void;
}

/** What a server has of its host. */
export interface Usage {
  residentMib: number;
  descriptors: number;
  processes: number;
}

export interface Account {
  inputs: number;
  migrations: number;
  counts: Record<string, number>;
  answers: Record<string, number>;
  /** After the first thousand, when everything is warm; and at the end. */
  before: Usage;
  after: Usage;
  /** Files on the destination outside of konk's own folders that were not there before. */
  strays: string[];
  /** Lines of the server's log that tell of a bug in konk. */
  bugs: string[];
  seconds: number;
}

const batchInputs = 1_000;
/** For the attacker's word, and for the migration that follows. */
const batchMs = 300_000;

/** Leaves a scene that must be as it was: the caller looks at it, and ends it. */
export async function campaign(scene: Scene, { inputs, seed, tell }: CampaignOptions): Promise<Account> {
  const { alpha, beta } = scene;
  const startMs = performance.now();
  const folder = await installAttacker(scene);
  await scene.start("web", [], ["sleep", "100000"]);
  const marker = await mark(beta);
  const account = { inputs: 0, migrations: 0, counts: {}, answers: {}, before: usage(beta) };
  let at = alpha;
  for (let batch = 0; account.inputs < inputs; batch += 1) {
    const size = Math.min(batchInputs, inputs - account.inputs);
    const attacker = await attack(scene, folder, seed + batch, size);
    await attacker.waitForOutput('"answers"', batchMs); // Bun leaves a closed channel's socket open, and would stay
    const { counts, answers } = (await attacker.finish("SIGKILL")) as Pick<Account, "counts" | "answers">;
    add(account.counts, counts);
    add(account.answers, answers);
    account.inputs += size;
    const to = at === alpha ? beta : alpha;
    await scene.migrate("web", at, to);
    at = to;
    account.migrations += 1;
    if (batch === 0) account.before = usage(beta);
    const now = usage(beta);
    tell(`${account.inputs} inputs (seed ${seed + batch}), ${now.residentMib} MiB, ${now.descriptors} descriptors`);
  }
  await at.check(["konk", "rm", "-f", "web"]);
  const after = await settledUsage(beta, account.before);
  const strays = await strayFiles(beta, marker);
  return { ...account, after, strays, bugs: bugsIn(scene), seconds: Math.round((performance.now() - startMs) / 1000) };
}

/** A certificate of the same authority, where the LAN's programs find it. */
async function installAttacker({ lab }: Scene): Promise<string> {
  const folder = join(lab.lan.shelf, "attacker");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { key, certificate, authority } = await lab.authority.issue("mallory", "10.77.0.1");
  writeFileSync(join(folder, "host.key"), key, { mode: 0o600 });
  writeFileSync(join(folder, "host.crt"), certificate);
  writeFileSync(join(folder, "ca.crt"), authority);
  return folder;
}

async function attack({ lab, beta }: Scene, folder: string, seed: number, inputs: number): Promise<Program> {
  const program = join(repository, "tests/fuzz/attacker.ts");
  const words = [beta.address, String(serverPort), folder, String(seed), String(inputs)];
  return await lab.lan.spawn([process.execPath, program, ...words]);
}

function add(sums: Record<string, number>, more: Record<string, number>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count;
}

function usage(host: Host): Usage {
  const [pid] = host.pids(/^konk server/);
  if (pid === undefined) throw new Error(`Cannot go on: the server on ${host.name} has died`);
  const kib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  return {
    residentMib: Math.round(kib / 1024),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    processes: host.pids(/./).length,
  };
}

/** Connections that their client has left take a moment to go. */
async function settledUsage(host: Host, before: Usage): Promise<Usage> {
  for (let tries = 0; tries < 100 && usage(host).descriptors > before.descriptors; tries += 1) await Bun.sleep(100);
  return usage(host);
}

async function mark(host: Host): Promise<string> {
  const marker = "/var/tmp/before-the-attack";
  host.writeFile(marker, "");
  await Bun.sleep(20);
  return marker;
}

/** Everything that was made or written since then on the host's disk and in /run, but for what is konk's own. */
async function strayFiles(host: Host, marker: string): Promise<string[]> {
  const own = ["/var/lib/konk/*", "/run/konk/*", "/run/criu.kdat", "/run/lock/*"];
  const but = own.flatMap((path) => ["!", "-path", path]);
  const argv = ["find", "/", "/run", "/tmp", "-xdev", "!", "-type", "d", "-newer", marker, ...but];
  return (await host.check(argv, { timeoutMs: 120_000 })).split("\n").filter(Boolean);
}

function bugsIn({ lab, beta }: Scene): string[] {
  const folder = join(lab.lan.shelf, "logs");
  const logs = readdirSync(folder).filter((name) => name.startsWith(`${beta.name}-`) && name.endsWith("-konk.err"));
  const lines = logs.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
  return lines.filter((line) => /A bug in konk|E_BUG|TypeError|RangeError|ReferenceError/.test(line));
}
