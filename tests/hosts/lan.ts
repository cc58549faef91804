/**
 * The network outside the hosts: clients live here, on the service switch as 10.9.0.1/24 and on the management switch as
 * 10.77.0.1/24. They see this machine's file system and know nothing of konk.
 */
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { Keeper } from "./keeper.ts";
import { repository, shelfFolder } from "./machine.ts";
import { type Entrance, type ExecOptions, execute, type Finished, Program } from "./program.ts";

export class Lan {
  readonly #keeper: Keeper;
  #spawned = 0;

  private constructor(keeper: Keeper) {
    this.#keeper = keeper;
  }

  static async start(): Promise<Lan> {
    mkdirSync(shelfFolder, { recursive: true });
    const boot = ["bash", join(import.meta.dir, "boot-lan"), shelfFolder];
    const flags = ["--mount", "--net", "--pid", "--fork"];
    return new Lan(await Keeper.start(["unshare", ...flags, "--", ...boot]));
  }

  get pid(): number {
    return this.#keeper.pid;
  }
  /** The lab's shelf as this machine sees it. */
  get shelf(): string {
    return `/proc/${this.pid}/root${shelfFolder}`;
  }
  get #entrance(): Entrance {
    return { words: ["nsenter", `--target=${this.pid}`, "--net", "--pid", "--"], forks: true };
  }

  async exec(argv: readonly string[], options?: ExecOptions): Promise<Finished> {
    return await execute(this.#entrance, argv, options);
  }

  /** Starts a program in the background. Its output is kept with the lab's artifacts. */
  async spawn(argv: readonly string[]): Promise<Program> {
    this.#spawned += 1;
    const log = join(this.shelf, "logs", `lan-${this.#spawned}-${basename(argv[0] ?? "")}`);
    return await Program.start(this.#entrance, argv, { stdout: `${log}.out`, stderr: `${log}.err` });
  }

  /** Starts a client of tests/probe: `await lab.lan.probe("probe.py", "10.9.0.100", "7000")`. It ends by `finish()`. */
  async probe(name: string, ...args: readonly string[]): Promise<Program> {
    return await this.spawn(["python3", join(repository, "tests/probe", name), ...args]);
  }

  async end(): Promise<void> {
    await this.#keeper.kill();
  }
}
