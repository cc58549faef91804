/**
 * One migration of a watched counter that a test interferes with: begun in the background, followed by the journals of both
 * hosts, and judged afterwards by what its client saw.
 */
import { expect } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DestinationPhase } from "../../../src/core/destination-state.ts";
import type { SourcePhase } from "../../../src/core/source-state.ts";
import type { JournalEntry } from "../../../src/migration/journal.ts";
import type { Host } from "../../hosts/host.ts";
import { contentOf } from "../../hosts/inventory.ts";
import { repository, until } from "../../hosts/machine.ts";
import type { Program } from "../../hosts/program.ts";
import { liesOnPageBorder, mostStarts } from "./page-border.ts";
import type { Outcome, Scene } from "./scene.ts";

/** What probe.py reports, as far as it matters here. */
interface Seen {
  tcp: {
    messages: number;
    lost: number;
    repeated: number;
    longestGapMs: number;
    checksum: string;
    error: string | null;
  };
}

type Failure = Extract<Outcome, { ok: false }>["error"] & { lines: string[] };

export interface AttemptEnd {
  exitCode: number;
  /** null when it succeeded. */
  error: Failure | null;
}

const patienceMs = 120_000;
/** So long a client is watched after the end: a stall that goes on would show as a gap. */
const aftermathMs = 400;
/** What a rollback may cost a client beside the freeze itself: so much, and on a machine that is slow at all so much of the freeze. */
const rollbackAllowanceMs = 500;
const rollbackAllowanceShare = 0.5;

export class Attempt {
  readonly #scene: Scene;
  readonly #known: ReadonlySet<string>;
  readonly client: Program;
  readonly program: Program;

  private constructor(scene: Scene, known: ReadonlySet<string>, client: Program, program: Program) {
    this.#scene = scene;
    this.#known = known;
    this.client = client;
    this.program = program;
  }

  /** Starts "web" on alpha with so much memory, a client of it, and its migration to beta. */
  static async begin(scene: Scene, { mib = 64, options = [] as readonly string[] } = {}): Promise<Attempt> {
    const client = await startWatched(scene, mib);
    const known = new Set(migrations(scene.alpha));
    const program = await scene.alpha.spawn(["konk", "migrate", "web", "beta", "--json", ...options]);
    return new Attempt(scene, known, client, program);
  }

  /** Judges a client of "web" that lived through migrations which were all refused. */
  static watch(scene: Scene, client: Program): Attempt {
    return new Attempt(scene, new Set(migrations(scene.alpha)), client, client);
  }

  /** The same migration once more, after this one has ended. */
  async again(): Promise<Attempt> {
    const known = new Set(migrations(this.#scene.alpha));
    const program = await this.#scene.alpha.spawn(["konk", "migrate", "web", "beta", "--json"]);
    return new Attempt(this.#scene, known, this.client, program);
  }

  /** Waits until the journal of the source has this phase. Throws when the migration ends before. */
  async sourceReaches(phase: SourcePhase): Promise<void> {
    await this.#reaches(this.#scene.alpha, "source", phase);
  }

  async destinationReaches(phase: DestinationPhase): Promise<void> {
    await this.#reaches(this.#scene.beta, "destination", phase);
  }

  /** Phases so far, each once, in order. */
  get sourcePhases(): string[] {
    return this.#entries(this.#scene.alpha, "source").map(({ phase }) => phase);
  }
  get destinationPhases(): string[] {
    return this.#entries(this.#scene.beta, "destination").map(({ phase }) => phase);
  }

  /** It was rolled back, and the destination has heard of it. */
  get destinationToldOfEnd(): boolean {
    return this.#entries(this.#scene.alpha, "source").some(({ details }) => details?.["told"] === true);
  }

  /** Waits for the end of `konk migrate`. */
  async end(): Promise<AttemptEnd> {
    await until("end of the migration", () => existsSync(`/proc/${this.program.pid}`) === false, patienceMs);
    const exitCode = await this.program.exited;
    const line = this.program.stdout.trim();
    if (line === "") return { exitCode, error: null };
    const outcome = JSON.parse(line) as Outcome;
    return { exitCode, error: outcome.ok ? null : (outcome.error as Failure) };
  }

  /** It failed with this status, runs on at the source unharmed, and beta is as before; then the container is removed. */
  async assertRolledBack(exitCode: number, codes: string | readonly string[], { gap = true } = {}): Promise<Failure> {
    const { alpha, beta } = this.#scene;
    const ended = await this.end();
    expect({ ...ended, stderr: this.program.stderr }).toMatchObject({ exitCode });
    expect([codes].flat()).toContain(ended.error?.code ?? "success");
    expect(ended.error?.where).toStartWith("running on alpha");
    await until("end on the destination", () => this.destinationToldOfEnd, patienceMs);
    await this.#scene.assertOneCopy("web", alpha);
    await this.#scene.assertNothingLeft(beta);
    await this.assertWhole({ gap });
    await this.#scene.assertRemovable("web", alpha);
    return ended.error as Failure;
  }

  /** It succeeded: only beta has it, unharmed; then the container is removed. */
  async assertMoved(): Promise<void> {
    const { alpha, beta } = this.#scene;
    expect({ ...(await this.end()), stderr: this.program.stderr }).toMatchObject({ exitCode: 0, error: null });
    await this.#scene.assertOneCopy("web", beta);
    await this.#scene.assertNothingLeft(alpha);
    await this.assertWhole({ gap: false });
    await this.#scene.assertRemovable("web", beta);
  }

  /** Ends the client: nothing lost, nothing twice, the memory intact, no gap above the freeze plus the allowance. */
  async assertWhole({ gap = true } = {}): Promise<void> {
    await Bun.sleep(aftermathMs);
    const { tcp } = (await this.client.finish("SIGTERM", patienceMs)) as Seen;
    expect(tcp).toMatchObject({ lost: 0, repeated: 0, checksum: "ok", error: null });
    if (!gap) return;
    const frozenMs = this.#frozenMs();
    const allowanceMs = Math.max(rollbackAllowanceMs, rollbackAllowanceShare * frozenMs);
    expect(tcp.longestGapMs).toBeLessThan(frozenMs + allowanceMs);
  }

  /** Ends the client unheard: a program that died while its network was cut did not say goodbye to it, and it would wait for long. */
  async dismiss(): Promise<void> {
    await this.client[Symbol.asyncDispose]();
  }

  /** From the freeze to the thaw, by the source's journal. */
  #frozenMs(): number {
    const at = (phase: SourcePhase) =>
      this.#entries(this.#scene.alpha, "source").find((entry) => entry.phase === phase)?.at;
    const [from, to] = [at("frozen"), at("rolled-back")];
    return from === undefined || to === undefined ? 0 : Date.parse(to) - Date.parse(from);
  }

  async #reaches(host: Host, side: string, phase: string): Promise<void> {
    const seen = () => this.#entries(host, side).some((entry) => entry.phase === phase);
    const ended = () => !existsSync(`/proc/${this.program.pid}`);
    await until(`phase "${phase}" on ${host.name}`, () => seen() || ended(), patienceMs);
    if (!seen()) throw new Error(`Cannot go on: the migration ended before "${phase}": ${this.program.stderr}`);
  }

  /** "none" while it has not begun. */
  get #id(): string {
    return migrations(this.#scene.alpha).find((each) => !this.#known.has(each)) ?? "none";
  }

  #entries(host: Host, side: string): JournalEntry[] {
    const file = host.path(join("/var/lib/konk/migrations", this.#id, `${side}.jsonl`));
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, "utf8").split("\n").slice(1, -1);
    return lines.map((line) => JSON.parse(line) as JournalEntry);
  }
}

/** Starts "web", a counter with so much memory, on alpha, and a client of it. */
export async function startWatched(scene: Scene, mib: number, options: readonly string[] = []): Promise<Program> {
  const counter = ["python3", "/srv/workloads/counter.py", "7000", String(mib)];
  for (let starts = 0; starts < mostStarts; starts++) {
    await scene.start("web", ["--ip", "10.9.0.100/24", ...options], counter);
    const client = await scene.client("probe.py", "10.9.0.100", "7000");
    if (!liesOnPageBorder(scene.alpha, "web")) return client;
    await client[Symbol.asyncDispose]();
    await scene.alpha.check(["konk", "rm", "-f", "web"], { timeoutMs: patienceMs });
  }
  throw new Error(`Cannot go on: the counter's stack lay on a page's border ${mostStarts} times`);
}

/** What the relay does; see criu-relay.py. */
export interface CriuPlan {
  at?: string;
  do?: "kill" | "kill-answered" | "hold";
  afterMs?: number;
  version?: readonly [number, number, number];
}

/** Puts the relay in CRIU's place on a host until disposed. */
export function planCriu(host: Host, plan: CriuPlan): Disposable {
  const relay = "/usr/local/sbin/criu";
  host.writeFile("/run/criu-plan", JSON.stringify(plan));
  host.copyIn(join(repository, "tests/integration/support/criu-relay.py"), relay, 0o755);
  return {
    [Symbol.dispose]: () => {
      if (!host.isOn) return;
      for (const path of [relay, "/run/criu-plan"]) rmSync(host.path(path), { force: true });
    },
  };
}

/** Waits until CRIU on this host has come to the moment that a plan holds it at. */
export async function criuHeld(host: Host): Promise<void> {
  await until("held CRIU", () => existsSync(host.path("/run/criu-held")), patienceMs);
}

/** Makes every process with such a command line stand still, until disposed. */
export function paused(host: Host, pattern: RegExp): Disposable {
  const pids = host.pids(pattern);
  if (pids.length === 0) throw new Error(`Cannot pause ${pattern.source}: no such process on ${host.name}`);
  for (const pid of pids) process.kill(pid, "SIGSTOP");
  return {
    [Symbol.dispose]: () => {
      for (const pid of pids) if (existsSync(`/proc/${pid}`)) wake(pid);
    },
  };
}

/** The nsenter that started it has stopped with it, and would never reap it. */
function wake(pid: number): void {
  const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  for (const each of [pid, Number(parent)]) process.kill(each, "SIGCONT");
}

/**
 * Whether the processes of a complete copy run on this host: those that are frozen, or not there, do not. A spare that is killed
 * does not count as frozen while it dies; by then the state says that it is nobody's any more, so that is read last.
 */
export function runsOn(host: Host, name: string): boolean {
  const events = contentOf(join(host.cgroup, "konk.slice", `${name}.scope`, "cgroup.events"));
  if (events !== "populated 1\nfrozen 0\n") return false;
  return contentOf(host.path(`/var/lib/konk/containers/${name}/state.json`)).includes('"running"');
}

function migrations(host: Host): string[] {
  const folder = host.path("/var/lib/konk/migrations");
  return existsSync(folder) ? readdirSync(folder) : [];
}
