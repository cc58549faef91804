/** The contenders that people script today, by plain TCP or by ssh: scripts/TOOL-prepare, TOOL-start, TOOL-dump, TOOL-restore. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDumpStats, parseRestoreStats } from "../../src/criu/stats.ts";
import type { Host } from "../hosts/host.ts";
import type { Lab } from "../hosts/lab.ts";
import type { Contender, Move } from "./contender.ts";

const address = "10.9.0.101";
const folder = join(import.meta.dir, "scripts");
const patienceMs = 120_000;

export type Tool = "criu" | "page-server" | "runc" | "podman";

export class Scripted implements Contender {
  readonly name: string;
  readonly address = address;
  readonly #tool: Tool;
  readonly #transport: "tcp" | "ssh";
  #dumpArguments: readonly string[] = [];

  /** With "ssh", the hosts must trust each other as `startSsh()` arranges. */
  constructor(tool: Tool, transport: "tcp" | "ssh") {
    this.name = transport === "tcp" ? tool : `${tool}-ssh`;
    this.#tool = tool;
    this.#transport = transport;
  }

  async start({ alpha, beta }: Lab, command: readonly string[]): Promise<void> {
    await script(alpha, "network", "add", "up");
    await script(beta, "network", "add", "down");
    const prepare = `${this.#tool}-prepare`;
    await Promise.all([script(alpha, prepare, "source", ...command), script(beta, prepare, "destination", ...command)]);
    const pid = (await script(alpha, `${this.#tool}-start`, ...command)).trim();
    this.#dumpArguments = pid === "" ? [] : [pid];
  }

  async move(lab: Lab): Promise<Move> {
    const output = this.#transport === "tcp" ? await this.#moveByTcp(lab) : await this.#runSource(lab);
    const marks = new Map([...output.matchAll(/^step (\w+) ([\d.]+)$/gm)].map(parseMark));
    const between = (from: string, to: string) =>
      ((marks.get(to) ?? Number.NaN) - (marks.get(from) ?? Number.NaN)) * 1000;
    return {
      stepsMs: {
        dumpMs: between("begin", "dumped"),
        copyMs: between("dumped", "received"),
        restoreMs: between("received", "restored"),
        ...(this.name === "criu" ? criusOwn(lab) : {}),
      },
    };
  }

  /** A script on beta goes on by itself as soon as it has the images. */
  async #moveByTcp(lab: Lab): Promise<string> {
    await using destination = await lab.beta.spawn([installed("tcp-destination"), this.#tool]);
    await destination.waitForOutput("listening");
    const source = await this.#runSource(lab);
    await destination.waitForOutput("step restored", patienceMs);
    return `${source}${destination.stdout}`;
  }

  async #runSource({ alpha, beta }: Lab): Promise<string> {
    return await script(alpha, `${this.#transport}-source`, this.#tool, beta.name, ...this.#dumpArguments);
  }

  async remove({ hosts }: Lab): Promise<void> {
    await Promise.all(hosts.map(async (host) => await script(host, "remove")));
  }
}

/** Copies the scripts onto a host. */
export function installScripts(host: Host): void {
  for (const file of readdirSync(folder)) host.copyIn(join(folder, file), installed(file), 0o755);
}

/** What CRIU itself took, by its own clock: nothing that calls it can be faster. */
function criusOwn({ alpha, beta }: Lab): { frozenMs: number; restoringMs: number } {
  const { frozenUs } = parseDumpStats(readFileSync(alpha.path("/run/bench/images/stats-dump")));
  const { restoreUs } = parseRestoreStats(readFileSync(beta.path("/run/bench/images/stats-restore")));
  return { frozenMs: frozenUs / 1000, restoringMs: restoreUs / 1000 };
}

function installed(file: string): string {
  return `/srv/bench/${file}`;
}

async function script(host: Host, name: string, ...args: readonly string[]): Promise<string> {
  return await host.check([installed(name), ...args], { timeoutMs: patienceMs });
}

function parseMark([, step = "", seconds = ""]: RegExpExecArray): [string, number] {
  return [step, Number(seconds)];
}
