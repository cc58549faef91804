/**
 * One host of a lab: a machine with its own disk, processes, network, name and cgroups, as far as namespaces go.
 *
 * It can lose its network, its power, and be switched on again with the same disk.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type Identity, labPolicy } from "./certificates.ts";
import { makeCgroup, moveToCgroup, removeCgroup } from "./cgroup.ts";
import { type Inventory, processes, takeInventory } from "./inventory.ts";
import { Keeper } from "./keeper.ts";
import type { Lan } from "./lan.ts";
import { lengthenWire, plugIn, setPort, setRate, unplug } from "./links.ts";
import { shelfFolder } from "./machine.ts";
import { type Entrance, type ExecOptions, execute, type Finished, Program } from "./program.ts";

export interface HostOptions {
  name: string;
  /** On the management network, without prefix length. */
  address: string;
  lan: Lan;
  /** Name of the lab's cgroup. */
  labCgroup: string;
  /** Folders that make up the disk below what the host writes, uppermost first. */
  layers: readonly string[];
}

/** Where the server of a host listens. */
export const serverPort = 7440;

const wakeEveryMs = 20;

export class Host {
  readonly name: string;
  readonly address: string;
  readonly #options: HostOptions;
  #keeper: Keeper | undefined;
  #server: Program | undefined;
  /** Started since the host was switched on. */
  #programs: Program[] = [];
  #spawned = 0;

  constructor(options: HostOptions) {
    this.name = options.name;
    this.address = options.address;
    this.#options = options;
  }

  /** Switches the host on. Its disk is as it was; /run and /tmp are empty and the boot id is new. */
  async boot(): Promise<void> {
    if (this.#keeper !== undefined) throw new Error(`Cannot boot ${this.name}: it is on`);
    const { name, lan, labCgroup, layers } = this.#options;
    makeCgroup(this.cgroup);
    const enter = ["nsenter", `--mount=/proc/${lan.pid}/ns/mnt`, "--"];
    const script = ["bash", join(import.meta.dir, "boot-host"), "enter"];
    const cgroup = join(shelfFolder, "cgroup", labCgroup);
    this.#keeper = await Keeper.start([...enter, ...script, shelfFolder, cgroup, name, layers.join(":")]);
    moveToCgroup(join(lan.shelf, "cgroup", labCgroup), this.#keeper.parentPid); // it is not part of the host
    await plugIn(lan.pid, this.pid, { name, address: `${this.address}/24` });
  }

  /** Cuts the power: no packet leaves any more, then every process dies at once. The disk is kept. */
  async kill(): Promise<void> {
    if (this.#keeper === undefined) return;
    await unplug(this.#options.lan.pid, this.name);
    const waking = setInterval(() => {
      for (const program of this.#programs) program.wakeEntrance();
    }, wakeEveryMs);
    await this.#keeper.kill().finally(() => clearInterval(waking));
    await removeCgroup(this.cgroup);
    this.#keeper = undefined;
    this.#server = undefined;
    this.#programs = [];
  }

  /** Runs a program to its end, as root, in /root. Any exit status will do. */
  async exec(argv: readonly string[], options?: ExecOptions): Promise<Finished> {
    return await execute(this.#entrance, argv, options);
  }

  /** The same, but throws with the program's standard error unless it succeeds. Returns its standard output. */
  async check(argv: readonly string[], options?: ExecOptions): Promise<string> {
    const { stdout, stderr, exitCode } = await this.exec(argv, options);
    if (exitCode !== 0) {
      throw new Error(`Cannot run "${argv.join(" ")}" on ${this.name}: exit status ${exitCode}: ${stderr.trim()}`);
    }
    return stdout;
  }

  /** Starts a program in the background. Its output is kept with the lab's artifacts. */
  async spawn(argv: readonly string[]): Promise<Program> {
    this.#spawned += 1;
    const log = join(this.#options.lan.shelf, "logs", `${this.name}-${this.#spawned}-${basename(argv[0] ?? "")}`);
    const program = await Program.start(this.#entrance, argv, { stdout: `${log}.out`, stderr: `${log}.err` });
    this.#programs.push(program);
    return program;
  }

  /** Starts `konk server` and waits until it listens. More arguments may follow. */
  async startServer(...args: readonly string[]): Promise<Program> {
    this.#server = await this.spawn(["konk", "server", "--listen", `0.0.0.0:${serverPort}`, ...args]);
    await this.#server.waitForOutput("listening");
    return this.#server;
  }

  /** What the server has told so far. */
  get serverLog(): string {
    return this.#server?.stderr ?? "";
  }

  /** Asks the server to end and returns its exit status. */
  async stopServer(): Promise<number> {
    if (this.#server === undefined) throw new Error(`Cannot stop the server on ${this.name}: it was not started`);
    this.#server.kill("SIGTERM");
    const exitCode = await this.#server.exited;
    this.#server = undefined;
    return exitCode;
  }

  /** Cuts or heals konk's own network: packets vanish, the carrier stays. */
  async linkDown(): Promise<void> {
    await setPort(this.#options.lan.pid, this.name, "eth0", false);
  }
  async linkUp(): Promise<void> {
    await setPort(this.#options.lan.pid, this.name, "eth0", true);
  }
  /** What konk sends takes its time, as with a card of "100mbit"; null: as fast as it goes. */
  async limitRate(rate: string | null): Promise<void> {
    await setRate(this.pid, "eth0", rate);
  }
  /** As if konk's other hosts were far away: a round trip takes so much longer. */
  async moveAway(ms: number): Promise<void> {
    await lengthenWire(this.#options.lan, this, ms);
  }
  /** As if no more memory were available to programs, until it is disposed. */
  async lacksMemory(availableMib: number): Promise<AsyncDisposable> {
    const line = `MemAvailable: ${availableMib * 1024} kB`;
    const words = `sed 's/^MemAvailable:.*/${line}/' /proc/meminfo >/run/meminfo; mount --bind /run/meminfo /proc/meminfo`;
    await this.check(["sh", "-ec", words]);
    return {
      [Symbol.asyncDispose]: async () => {
        await this.check(["umount", "/proc/meminfo"]);
      },
    };
  }
  /** Cuts or heals the network of the containers. */
  async uplinkDown(): Promise<void> {
    await setPort(this.#options.lan.pid, this.name, "eth1", false);
  }
  async uplinkUp(): Promise<void> {
    await setPort(this.#options.lan.pid, this.name, "eth1", true);
  }

  writeFile(path: string, content: string | Uint8Array, mode = 0o644): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content, { mode });
  }
  readFile(path: string): string {
    return readFileSync(this.path(path), "utf8");
  }
  /** Copies a file of this machine onto the host. */
  copyIn(file: string, path: string, mode = 0o644): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    copyFileSync(file, this.path(path));
    chmodSync(this.path(path), mode);
  }
  /** A path on the host as this machine sees it; absolute symlinks on the way lead astray. */
  path(path: string): string {
    return join(`/proc/${this.pid}/root`, path);
  }

  installIdentity({ key, certificate, authority }: Identity): void {
    this.writeFile("/etc/konk/tls/host.key", key, 0o600);
    this.writeFile("/etc/konk/tls/host.crt", certificate);
    this.writeFile("/etc/konk/tls/ca.crt", authority);
    this.writeFile("/etc/konk/policy.json", JSON.stringify(labPolicy));
  }

  /** Processes whose command line matches, numbered as this machine does: `process.kill()` reaches them. */
  pids(pattern: RegExp): number[] {
    const matching = processes(this.cgroup).filter(({ pid, command }) => pid !== this.pid && pattern.test(command));
    return matching.map(({ pid }) => pid);
  }

  async inventory(): Promise<Inventory> {
    return await takeInventory({ pid: this.pid, cgroup: this.cgroup, entrance: this.#entrance });
  }

  /** The first process of the host, numbered as this machine does. */
  get pid(): number {
    if (this.#keeper === undefined) throw new Error(`Cannot reach ${this.name}: it is off`);
    return this.#keeper.pid;
  }
  get isOn(): boolean {
    return this.#keeper !== undefined;
  }
  /** The root of the host's cgroups as this machine sees the folder. */
  get cgroup(): string {
    return join(this.#options.lan.shelf, "cgroup", this.#options.labCgroup, this.name);
  }

  /** A login, so to say: every namespace of the host, and a cgroup of the host's own. */
  get #entrance(): Entrance {
    const namespaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
    const login = 'echo 0 >/sys/fs/cgroup/sessions.scope/cgroup.procs && cd /root && exec "$@"';
    return {
      words: ["nsenter", `--target=${this.pid}`, ...namespaces, "--", "/bin/sh", "-c", login, "login"],
      forks: true,
    };
  }
}
