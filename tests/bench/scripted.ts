/** The contenders that people script today: the `criu` command, and `runc checkpoint`. The scripts are in scripts/. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../hosts/host.ts";
import type { Lab } from "../hosts/lab.ts";
import type { Contender, Move } from "./contender.ts";

const address = "10.9.0.101";
const folder = join(import.meta.dir, "scripts");
const patienceMs = 120_000;

export class Scripted implements Contender {
  readonly name: "criu" | "runc";
  readonly address = address;
  #sourceArguments: readonly string[] = [];

  constructor(name: "criu" | "runc") {
    this.name = name;
  }

  async start({ alpha, beta }: Lab, command: readonly string[]): Promise<void> {
    await script(alpha, "network", "add", "up");
    await script(beta, "network", "add", "down");
    if (this.name === "criu") {
      const pid = await script(alpha, "criu-start", ...command);
      await script(beta, "criu-prepare");
      this.#sourceArguments = [pid.trim()];
    } else {
      await Promise.all([alpha, beta].map(async (host) => await script(host, "runc-prepare", ...command)));
      await script(alpha, "runc-start");
    }
  }

  async move({ alpha, beta }: Lab): Promise<Move> {
    await using destination = await beta.spawn([installed(`${this.name}-destination`)]);
    await destination.waitForOutput("listening");
    const source = await script(alpha, `${this.name}-source`, ...this.#sourceArguments, beta.name);
    await destination.waitForOutput("step restored", patienceMs);
    const marks = new Map([...`${source}${destination.stdout}`.matchAll(/^step (\w+) ([\d.]+)$/gm)].map(parseMark));
    const between = (from: string, to: string) =>
      ((marks.get(to) ?? Number.NaN) - (marks.get(from) ?? Number.NaN)) * 1000;
    return {
      stepsMs: {
        dumpMs: between("begin", "dumped"),
        copyMs: between("dumped", "received"),
        restoreMs: between("received", "restored"),
      },
    };
  }

  async remove({ hosts }: Lab): Promise<void> {
    await Promise.all(hosts.map(async (host) => await script(host, "remove")));
  }
}

/** Copies the scripts onto a host. */
export function installScripts(host: Host): void {
  for (const file of readdirSync(folder)) host.copyIn(join(folder, file), installed(file), 0o755);
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
