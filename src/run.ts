/**
 * The one door through which konk starts other programs: an argument list in, its output out, an error with everything
 * in it on failure. No shell is ever involved.
 */
import { KonkError } from "./errors.ts";

export interface RunOptions {
  signal?: AbortSignal;
  /** Written to the program's standard input, which is then closed. Default: empty. */
  input?: string;
  /** Milliseconds after which the program is killed. Default 30 s: nothing konk calls this way takes long. */
  timeoutMs?: number;
  /** Exit statuses that are not a failure. Default: only 0. */
  accept?: readonly number[];
}

export interface Output {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** The seam for tests: whatever runs commands. */
export type Runner = (argv: readonly string[], options?: RunOptions) => Promise<Output>;

export class CommandError extends KonkError {
  readonly argv: readonly string[];
  readonly exitCode: number | null;
  readonly stderr: string;

  constructor(argv: readonly string[], exitCode: number | null, stderr: string, why: string) {
    const last = stderr.trim().split("\n").at(-1) ?? "";
    super("E_COMMAND", `Cannot run "${argv.join(" ")}": ${why}${last === "" ? "" : `: ${last}`}`);
    this.argv = argv;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** What every program that konk starts gets: nothing of the caller's environment but a search path and a plain locale. */
export const cleanEnvironment = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C.UTF-8",
} as const;

/** Runs a program to its end. Throws {@link CommandError} when it fails, cannot start, is cancelled or takes too long. */
export const run: Runner = async (argv, options = {}) => {
  throwIfCancelled(options.signal);
  const { signal, input = "", timeoutMs = 30_000, accept = [0] } = options;
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([signal, deadline]) : deadline;
  const child = start(argv, input, stop);
  const [stdout, stderr, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (deadline.aborted) throw new CommandError(argv, null, stderr, `no end after ${timeoutMs} ms`);
  throwIfCancelled(signal);
  if (signal?.aborted) throw new CommandError(argv, null, stderr, "cancelled");
  if (!accept.includes(exitCode)) throw new CommandError(argv, exitCode, stderr, `exit status ${exitCode}`);
  return { stdout, stderr, exitCode };
};

/** Whoever cancels with an error of konk's own hears that one. */
function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted && signal.reason instanceof KonkError) throw signal.reason;
}

function start(argv: readonly string[], input: string, signal: AbortSignal) {
  try {
    return Bun.spawn([...argv], {
      stdin: Buffer.from(input),
      stdout: "pipe",
      stderr: "pipe",
      env: { ...cleanEnvironment },
      signal,
      killSignal: "SIGKILL",
      detached: true, // Ctrl-C at konk's terminal is konk's to handle, not its tools'
    });
  } catch (error) {
    throw new CommandError(argv, null, "", error instanceof Error ? error.message : String(error));
  }
}
