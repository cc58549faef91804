/** Programs that a lab runs: to their end with `execute`, or in the background with `Program`. */
import { closeSync, openSync, readFileSync } from "node:fs";
import { within } from "../../src/within.ts";
import { environment, until } from "./machine.ts";

/** How long a killed program may need to be gone. Milliseconds. */
const reapMs = 5_000;

export interface ExecOptions {
  /** Milliseconds after which the program is killed and the call throws. Default 30 s. */
  timeoutMs?: number;
  /** Written to standard input, which is then closed. Default: empty. */
  input?: string;
}

export interface Finished {
  stdout: string;
  stderr: string;
  /** 128 + number for a program that died of a signal. */
  exitCode: number;
}

/**
 * How to start a program somewhere: the words that go before its own. When `forks`, these words stay as its parent
 * (nsenter with a pid namespace does), and the program itself is their only child.
 */
export interface Entrance {
  words: readonly string[];
  forks: boolean;
}

/** Runs a program to its end; any exit status will do. Throws only when it cannot start or takes too long. */
export async function execute(
  entrance: Entrance,
  argv: readonly string[],
  options: ExecOptions = {},
): Promise<Finished> {
  const { timeoutMs = 30_000, input = "" } = options;
  const child = Bun.spawn([...entrance.words, ...argv], {
    stdin: Buffer.from(input),
    stdout: "pipe",
    stderr: "pipe",
    env: { ...environment },
  });
  const timer = Promise.withResolvers<"late">();
  const alarm = setTimeout(() => timer.resolve("late"), timeoutMs);
  const end = Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const result = await Promise.race([end, timer.promise]);
  clearTimeout(alarm);
  if (result === "late") {
    const ended = hasEnded(child);
    await endAll(child, innermost(child.pid, entrance));
    throw new Error(
      `Cannot run "${argv.join(" ")}": ${ended ? "it ended but left its output open" : "no end"} after ${timeoutMs} ms`,
    );
  }
  const [stdout, stderr, exitCode] = result;
  return { stdout, stderr, exitCode };
}

/** A program in the background. Its output goes to files, so that it may be dumped by CRIU and kept as an artifact. */
export class Program implements AsyncDisposable {
  /** The program's pid as this machine numbers it. */
  readonly pid: number;
  readonly argv: readonly string[];
  /** Resolves to the exit status. */
  readonly exited: Promise<number>;
  readonly #child: Bun.Subprocess;
  readonly #files: { stdout: string; stderr: string };

  private constructor(pid: number, argv: readonly string[], child: Bun.Subprocess, files: Program["files"]) {
    this.pid = pid;
    this.argv = argv;
    this.exited = child.exited;
    this.#child = child;
    this.#files = files;
  }

  /** Starts a program whose output is appended to two files. */
  static async start(entrance: Entrance, argv: readonly string[], files: Program["files"]): Promise<Program> {
    const stdout = openSync(files.stdout, "a", 0o600);
    const stderr = openSync(files.stderr, "a", 0o600);
    const child = Bun.spawn([...entrance.words, ...argv], {
      stdin: "ignore",
      stdout,
      stderr,
      env: { ...environment },
    });
    closeSync(stdout);
    closeSync(stderr);
    let pid: number | undefined;
    await until(`process of "${argv.join(" ")}"`, () => {
      pid = innermost(child.pid, entrance);
      return pid !== undefined || hasEnded(child);
    });
    return new Program(pid ?? child.pid, argv, child, files);
  }

  /** Where standard output and standard error go, as this machine sees the files. */
  get files(): { stdout: string; stderr: string } {
    return this.#files;
  }
  /** Standard output so far. */
  get stdout(): string {
    return readFileSync(this.#files.stdout, "utf8");
  }
  /** Standard error so far. */
  get stderr(): string {
    return readFileSync(this.#files.stderr, "utf8");
  }

  /** Sends a signal to the program itself; nothing happens when it has ended. */
  kill(signal: NodeJS.Signals = "SIGTERM"): void {
    if (!hasEnded(this.#child)) kill(this.pid, signal);
  }

  /** The entrance stops when the program does, also when that is over by then; a stopped one never reaps, and its host cannot end. */
  wakeEntrance(): void {
    if (!hasEnded(this.#child)) this.#child.kill("SIGCONT");
  }

  /** Waits for a line in standard output or standard error. Throws when the program ends first, or after `timeoutMs`. */
  async waitForOutput(text: string, timeoutMs = 10_000): Promise<void> {
    const seen = () => this.stdout.includes(text) || this.stderr.includes(text);
    await until(`"${text}" from "${this.argv.join(" ")}"`, () => seen() || hasEnded(this.#child), timeoutMs);
    if (!seen())
      throw new Error(`Cannot go on: "${this.argv.join(" ")}" ended without "${text}": ${this.stderr.trim()}`);
  }

  /** Asks the program to end by `signal` and returns its last line of output as JSON: how every probe reports. */
  async finish(signal: NodeJS.Signals = "SIGTERM", timeoutMs = 30_000): Promise<unknown> {
    this.kill(signal);
    return await this.result(timeoutMs);
  }

  /** Waits for the end of the program and returns its last line of output as JSON. */
  async result(timeoutMs = 30_000): Promise<unknown> {
    await until(`end of "${this.argv.join(" ")}"`, () => hasEnded(this.#child), timeoutMs);
    const last = this.stdout.trim().split("\n").at(-1) ?? "";
    try {
      return JSON.parse(last) as unknown;
    } catch (error) {
      throw new Error(`Cannot read the result of "${this.argv.join(" ")}": found "${last}": ${this.stderr.trim()}`, {
        cause: error,
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGKILL");
    await this.exited;
  }
}

function hasEnded(child: Bun.Subprocess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** The program first, and its entrance by its own: then nothing of them is left when this returns. */
async function endAll(child: Bun.Subprocess, program: number | undefined): Promise<void> {
  kill(program, "SIGKILL");
  if (program === undefined || program === child.pid) child.kill("SIGKILL");
  await within(child.exited, reapMs, () => child.kill("SIGKILL"));
}

/** The pid of the program behind an entrance; undefined while it has not been forked yet. */
function innermost(pid: number, entrance: Entrance): number | undefined {
  if (!entrance.forks) return pid;
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return children === "" ? undefined : Number(children.split(" ")[0]);
  } catch {
    return undefined; // it has ended
  }
}

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
