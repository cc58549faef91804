/** A story: one test on the two machines, told as a user would live it, with what it leaves when it fails, and a table at the end. */
import { afterAll, describe, expect, test } from "bun:test";
import { mkdirSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import type { MigrationReport } from "../../src/core/report.ts";
import { messageOf } from "../../src/errors.ts";
import { repository } from "../hosts/machine.ts";
import type { Program } from "../hosts/program.ts";
import type { CounterSeen } from "../integration/support/seen.ts";
import { kept, type Machine, outputs } from "./machine.ts";
import { type Binary, type ClientsLan, type Machines, machines, pace, prepare } from "./machines.ts";

const minute = 60_000;

/** Whether the stories are told too that take too long on emulated processors. */
export const tellsAll = process.env["KONK_E2E"] === "all";

export interface Story {
  alpha: Machine;
  beta: Machine;
  both: readonly [Machine, Machine];
  lan: ClientsLan;
  sshConfig: string;
  /** For the table: what is worth knowing about how it went. */
  note: (text: string) => void;
}

export interface StoryOptions {
  /** Default ten minutes: the machines may be emulated. */
  minutes?: number;
  /** Whether both hosts are brought in order first: this konk, its service, certificates, a bridge. Default true. */
  prepared?: boolean;
  binary?: Binary;
}

interface Row {
  title: string;
  result: "passed" | "FAILED";
  seconds: number;
  notes: string[];
}

const rows: Row[] = [];

/** Declares a story. Both hosts are without containers when it begins, and must be so again when it ends. */
export function story(title: string, body: (story: Story) => Promise<void>, options: StoryOptions = {}): void {
  const { minutes = 10 } = options;
  describe.skipIf(machines === null)("e2e", () => {
    test(
      title,
      async () => {
        if (machines !== null) await tell(machines, title, body, options);
      },
      2 * minutes * minute, // it may have to be told again
    );
  });
}

async function tell(on: Machines, title: string, body: (story: Story) => Promise<void>, options: StoryOptions) {
  const started = performance.now();
  const row: Row = { title, result: "FAILED", seconds: 0, notes: [] };
  rows.push(row);
  const folder = join(repository, "artifacts", `e2e-${title.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 80)}`);
  rmSync(folder, { recursive: true, force: true });
  try {
    await tellOnce(on, row, body, options).catch(async (error: unknown) => {
      const broken = (await Promise.all(on.both.map(async (machine) => await machine.breakdown()))).filter(Boolean);
      if (broken.length === 0) throw error;
      row.notes.push(`told again: ${messageOf(error)} with ${broken.join(", ")}`);
      await tellOnce(on, row, body, options);
    });
    row.result = "passed";
  } catch (error) {
    row.notes.push(messageOf(error).split("\n")[0] ?? "");
    await keepArtifacts(on, folder).catch((problem: unknown) => {
      console.error(`no artifacts: ${messageOf(problem)}`);
    });
    throw error;
  } finally {
    row.seconds = (performance.now() - started) / 1000;
  }
}

async function tellOnce(on: Machines, { notes }: Row, body: (story: Story) => Promise<void>, options: StoryOptions) {
  const { prepared = true, binary } = options;
  for (const machine of on.both) if (!(await machine.isReachable())) notes.push(await revive(machine));
  if (prepared) await prepare(on, binary);
  await Promise.all(on.both.map(removeContainers));
  await body({ ...on, note: (text) => void notes.push(text) });
  await Promise.all(
    on.both.map(async (machine) => {
      await removeContainers(machine);
      await assertNothingLeft(machine);
    }),
  );
}

/** A machine that an earlier story has left without an answer must not make the others fail; its last words are worth more. */
async function revive(machine: Machine): Promise<string> {
  const said = (await machine.lastWords()).slice(-600);
  const state = await machine.powerState();
  await machine.powerOff();
  await machine.powerOn();
  return `${machine.name} did not answer (${state}) and was started again; its console ended with: ${said}`;
}

afterAll(() => {
  if (rows.length === 0) return;
  const widest = Math.max(...rows.map(({ title }) => title.length));
  const lines = rows.map(({ title, result, seconds, notes }) => {
    return `${result}  ${title.padEnd(widest)}  ${seconds.toFixed(0).padStart(4)} s  ${notes.join("; ")}`.trimEnd();
  });
  console.log(`\n${lines.join("\n")}\n`);
  rows.length = 0;
});

/** What an earlier story may have left. */
export async function removeContainers(machine: Machine): Promise<void> {
  if ((await machine.try`command -v konk`).exitCode !== 0) return;
  await machine.try`rm -rf /run/konk-faults`; // where a run was cut short konk stands still, and goes on now
  await machine.try`for name in $(konk ps --json | grep -o '"name": "[^"]*"' | cut -d '"' -f 4); do konk rm -f $name; done`;
}

/** What konk may leave on a host once no container is there: nothing but history, an empty tmpfs, its /dev and its bridge. */
const leftovers = `
ip -o link | grep -o ' kv[0-9a-f]*' || true
ip netns list | grep konk- || true
grep -o ' /run/konk/containers[^ ]*' /proc/mounts || true
find /run/konk/images /run/konk/containers -mindepth 1 2>/dev/null || true
find /sys/fs/cgroup/konk.slice -mindepth 1 -type d 2>/dev/null | grep -v '/monitors' || true
find /sys/fs/cgroup/konk.slice -name cgroup.procs -exec cat {} + 2>/dev/null || true
nft list tables | grep -i -e criu -e konk || true
pgrep -a criu || true
`;

/** Some of it goes a moment after the command that removes a container has ended. */
async function assertNothingLeft(machine: Machine): Promise<void> {
  let left = "";
  for (let attempt = 0; attempt < 20; attempt += 1) {
    left = await machine.script(leftovers);
    if (left === "") return;
    await Bun.sleep(1_000);
  }
  expect({ host: machine.name, left }).toEqual({ host: machine.name, left: "" });
}

async function keepArtifacts({ both }: Machines, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const look = `
    echo "== state"; konk ps; systemctl status --no-pager --lines=0 konk; systemctl --failed --no-pager
    echo "== addresses"; ip address; ip route; bridge link; ip neigh; ip netns
    echo "== rules"; nft list ruleset; tc qdisc
    echo "== cgroups"; systemd-cgls --no-pager /konk.slice; grep -H . /sys/fs/cgroup/konk.slice/*/cgroup.events
    echo "== memory"; free -m; df -h
    echo "== kernel"; dmesg | tail -n 200
    echo "== state on disk"; for file in $(find /var/lib/konk -type f -size -100k | grep -v output.log); do echo "-- $file"; cat $file; echo; done
    echo "== journal"; journalctl --no-pager -o short-precise -n 3000`;
  for (const machine of both) {
    const { stdout, stderr } = await machine.run(look, { timeoutMs: 2 * minute });
    await Bun.write(join(folder, `${machine.name}.txt`), stdout + stderr);
    await cp(join(kept, `${machine.name}-console.log`), join(folder, `${machine.name}-console.log`)).catch(
      () => undefined,
    );
  }
  await cp(outputs, join(folder, "outputs"), { recursive: true }).catch(() => undefined);
}

type Failure = { code: string; message: string; where: string; exitStatus: number };
export type Outcome = { ok: true; report: MigrationReport } | { ok: false; error: Failure; stderr: string };

/** `konk migrate NAME HOST --json`, to its end. */
export async function tryToMigrate(from: Machine, name: string, to: Machine, ...options: string[]): Promise<Outcome> {
  const { stdout, stderr } = await from.run(`konk migrate ${name} ${to.name} --json ${options.join(" ")}`, {
    timeoutMs: 20 * minute,
  });
  const line = stdout.trim().split("\n").at(-1) ?? "";
  const parsed = JSON.parse(line === "" ? `{"ok":false,"error":{"message":${JSON.stringify(stderr)}}}` : line) as {
    ok: boolean;
    error: Failure;
  };
  if (parsed.ok) return { ok: true, report: parsed as unknown as MigrationReport };
  return { ok: false, error: parsed.error, stderr };
}

/** The same, and afterwards exactly one copy runs: there. */
export async function migrate(
  from: Machine,
  name: string,
  to: Machine,
  ...options: string[]
): Promise<MigrationReport> {
  const outcome = await tryToMigrate(from, name, to, ...options);
  if (!outcome.ok) throw new Error(`Cannot migrate ${name} to ${to.name}: ${outcome.error.message}\n${outcome.stderr}`);
  await assertOneCopy(name, to, from);
  return outcome.report;
}

/** For the table: what came after a container had been resumed. A process whose stack CRIU mistakes for all of it would have nothing. */
export function followed({ memory, downtimeMs }: MigrationReport): string {
  const { sentPages = 0, skippedPages = 0, waits = 0, ms = 0 } = memory.followed ?? {};
  expect(sentPages + skippedPages).toBeGreaterThan(0);
  const share = ((100 * sentPages) / (sentPages + skippedPages)).toFixed(1);
  return `${share} % followed a freeze of ${seconds(downtimeMs)} within ${seconds(ms)}, ${waits} waits`;
}

/** "web: running" */
export async function states(machine: Machine): Promise<string[]> {
  const rows = JSON.parse(await machine.sh`konk ps --json`) as { name: string; state: string }[];
  return rows.map(({ name, state }) => `${name}: ${state}`);
}

/** `owner` runs the container, unfrozen; the other host knows nothing of it. */
export async function assertOneCopy(name: string, owner: Machine, other: Machine): Promise<void> {
  expect({ host: owner.name, containers: await states(owner) }).toEqual({
    host: owner.name,
    containers: expect.arrayContaining([`${name}: running`]) as string[],
  });
  const elsewhere = (await states(other)).filter((state) => state.startsWith(`${name}:`));
  expect({ host: other.name, containers: elsewhere }).toEqual({ host: other.name, containers: [] });
}

export const webIp = "10.9.0.100";

/** "web", a counter with so much memory, and a client of it in a third place. */
export async function watchedCounter({ alpha, lan }: Story, mib: number, on = alpha): Promise<Program> {
  await on.sh`konk run --name web --ip ${webIp}/24 --detach -- env ${pace} python3 /srv/workloads/counter.py 7000 ${mib}`;
  return await lan.probe("probe.py", webIp, "7000");
}

/** Waits until systemd says that the host's server is ready. */
export async function serves(host: Machine): Promise<void> {
  const isActive = async () => (await host.try`systemctl is-active konk`).stdout.trim() === "active";
  await eventually(`server on ${host.name}`, isActive);
}

/** Ends a client of a counter: no number is missing or came twice, and the memory is what it was. */
export async function wholeCount(client: Program): Promise<Pick<CounterSeen, "tcp">> {
  const seen = (await client.finish("SIGTERM", 3 * minute)) as Pick<CounterSeen, "tcp">;
  expect(seen.tcp).toMatchObject({ lost: 0, repeated: 0, error: null, checksum: "ok" });
  expect(seen.tcp.messages).toBeGreaterThan(20);
  return seen;
}

/** Waits for something on a machine; `what` completes "no …". */
export async function eventually(what: string, ready: () => Promise<boolean>, timeoutMs = 3 * minute): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await ready())) {
    if (performance.now() > deadline) throw new Error(`Cannot go on: no ${what} after ${timeoutMs} ms`);
    await Bun.sleep(250);
  }
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
