/** One of the two virtual machines: commands by ssh as root, over one kept connection; its power. */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { $, type ProcessOutput, quote } from "zx";
import { repository } from "../hosts/machine.ts";
import { Program } from "../hosts/program.ts";

/** Emulated machines are slow: no command that ends by itself takes this long. */
const commandMs = 300_000;

const machines = join(repository, "vm/machines");
export const kept = join(repository, ".vagrant/konk");
export const outputs = join(kept, "outputs");

const shell = $({ quiet: true, nothrow: true, stdio: ["ignore", "pipe", "pipe"] });

export class Machine {
  readonly name: string;
  /** On the hosts' network. */
  readonly address: string;
  readonly #sshConfig: string;
  /** Whether a story has cut its power. */
  #isCut = false;

  constructor(name: string, address: string, sshConfig: string) {
    this.name = name;
    this.address = address;
    this.#sshConfig = sshConfig;
  }

  /** The words that start a command there. A connection that was kept from before a power cut ends by itself in a minute. */
  get ssh(): string[] {
    const keep = ["ControlMaster=auto", `ControlPath=${kept}/ssh-%n`, "ControlPersist=600"];
    const alive = ["ServerAliveInterval=15", "ServerAliveCountMax=8", "ConnectTimeout=30", "BatchMode=yes"];
    const options = [...keep, ...alive].flatMap((option) => ["-o", option]);
    return ["ssh", "-F", this.#sshConfig, "-l", "root", ...options, this.name];
  }

  /** Runs a command line to its end: alpha.try`konk ps ${name}`; values are quoted. Any exit status will do. */
  async try(strings: TemplateStringsArray, ...values: readonly (string | number)[]): Promise<ProcessOutput> {
    return await this.run(commandLine(strings, values));
  }

  /** The same, but throws with what the command wrote unless it succeeds. Returns its standard output, trimmed. */
  async sh(strings: TemplateStringsArray, ...values: readonly (string | number)[]): Promise<string> {
    const line = commandLine(strings, values);
    return this.#checked(line, await this.run(line));
  }

  async run(line: string, { timeoutMs = commandMs, input }: { timeoutMs?: number; input?: string } = {}) {
    if (input === undefined) return await shell`${this.ssh} -- ${line}`.timeout(`${timeoutMs}ms`);
    return await $({ quiet: true, nothrow: true, input })`${this.ssh} -- ${line}`.timeout(`${timeoutMs}ms`);
  }

  /** Runs a script there, given as text. */
  async script(text: string): Promise<string> {
    return this.#checked("bash -s", await this.run("bash -seu", { input: text }));
  }

  /** Starts a command line in the background; it goes on there whatever becomes of the connection. */
  async spawn(strings: TemplateStringsArray, ...values: readonly (string | number)[]): Promise<Program> {
    mkdirSync(outputs, { recursive: true });
    const file = join(outputs, `${this.name}-${randomUUID().slice(0, 8)}`);
    const files = { stdout: `${file}.out`, stderr: `${file}.err` };
    return await Program.start({ words: this.ssh, forks: false }, ["--", commandLine(strings, values)], files);
  }

  /** Puts local files into a folder there. */
  async upload(folder: string, files: readonly string[], from: string): Promise<void> {
    const there = quote(`mkdir -p ${quote(folder)} && tar -xzf - -C ${quote(folder)} --no-same-owner`);
    const line = `tar -C ${quote(from)} -I 'gzip -1' -cf - ${files.map(quote).join(" ")} | ${this.ssh.map(quote).join(" ")} -- ${there}`;
    const { exitCode, stderr } = await shell`bash -o pipefail -c ${line}`.timeout(`${commandMs}ms`);
    if (exitCode !== 0) throw new Error(`Cannot copy to ${this.name}: ${stderr.trim()}`);
  }

  /** Cuts the power: the domain is destroyed. What the disk did not have is lost. */
  async powerOff(): Promise<void> {
    await shell`${this.ssh.slice(0, -1)} -O exit ${this.name}`; // a kept connection would hang, not fail
    const wasOff = (await this.powerState()).startsWith("shut off");
    this.#isCut = true;
    if (wasOff) return;
    const { exitCode, stderr } = await shell`${machines} off ${this.name}`;
    if (exitCode !== 0) throw new Error(`Cannot cut the power of ${this.name}: ${stderr.trim()}`);
  }

  /** "running (booted)", "paused (I/O error)", "shut off (crashed)" …, and the room that the machine has around it. */
  async powerState(): Promise<string> {
    const { stdout, stderr } = await shell`${machines} state ${this.name}`;
    return (stdout || stderr)
      .trim()
      .split(/\s*\n\s*/)
      .join(", ");
  }

  /** The end of what the machine wrote to its serial console since its power came on. */
  async lastWords(): Promise<string> {
    return (await Bun.file(join(kept, `${this.name}-console.log`)).text()).trimEnd().slice(-4000);
  }

  /**
   * What became of the machine itself, when it has stopped without a story's doing: QEMU ended, or stands still because the disk
   * under it is full, or its emulation made the kernel panic. Nothing of konk can do that; null when it runs, however badly.
   */
  async breakdown(): Promise<string | null> {
    if (this.#isCut) return null;
    const state = await this.powerState();
    if (!state.startsWith("running")) return `${this.name}: ${state}`;
    const panic = /Kernel panic - not syncing.*/.exec(await this.lastWords());
    return panic === null ? null : `${this.name}: ${panic[0].trim()}`;
  }

  /** Gives the power back and waits until ssh answers. */
  async powerOn(): Promise<void> {
    const { exitCode, stderr } = await shell`${machines} on ${this.name}`.timeout(`${commandMs}ms`);
    if (exitCode !== 0) throw new Error(`Cannot start ${this.name}: ${stderr.trim()}`);
    this.#isCut = false;
    await this.waitForSsh();
  }

  /** Reboots it in the ordinary way and waits until it is back. */
  async reboot(): Promise<void> {
    const before = await this.bootId();
    await this.try`systemctl reboot`;
    await shell`${this.ssh.slice(0, -1)} -O exit ${this.name}`;
    await this.waitForSsh(async () => (await this.bootId()) !== before);
  }

  async bootId(): Promise<string> {
    return await this.sh`cat /proc/sys/kernel/random/boot_id`;
  }

  async isReachable(): Promise<boolean> {
    return (await this.run("true", { timeoutMs: 60_000 })).exitCode === 0;
  }

  async waitForSsh(ready: () => Promise<boolean> = async () => (await this.try`true`).exitCode === 0): Promise<void> {
    const deadline = performance.now() + commandMs;
    while (!(await ready().catch(() => false))) {
      if (performance.now() > deadline) throw new Error(`Cannot reach ${this.name}: no ssh after ${commandMs} ms`);
      await Bun.sleep(1_000);
    }
  }

  #checked(line: string, { exitCode, stdout, stderr }: ProcessOutput): string {
    if (exitCode === 0) return stdout.trim();
    throw new Error(`Cannot run "${line}" on ${this.name}: exit status ${exitCode}: ${(stderr || stdout).trim()}`);
  }
}

function commandLine(strings: TemplateStringsArray, values: readonly (string | number)[]): string {
  return String.raw({ raw: strings.raw }, ...values.map((value) => quote(String(value))));
}
