/**
 * A process that keeps namespaces alive: the first process of a host or of the LAN.
 *
 * It ends when the pipe at its standard input closes, so that nothing of a lab outlives the test runner, however that dies.
 */
import { within } from "../../src/within.ts";
import { environment, until } from "./machine.ts";

/** The kernel gives back what the processes had, which may be gigabytes. */
const killMs = 30_000;

export class Keeper {
  /** The pid of the first process, as this machine numbers it. */
  readonly pid: number;
  /** The pid of its parent outside the pid namespace. */
  readonly parentPid: number;
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;

  private constructor(pid: number, child: Bun.Subprocess<"pipe", "pipe", "pipe">) {
    this.pid = pid;
    this.parentPid = child.pid;
    this.#child = child;
  }

  /** Runs a boot script that says "ready PID" on its standard output when it is done. Throws with what it says on failure. */
  static async start(argv: readonly string[]): Promise<Keeper> {
    const child = Bun.spawn([...argv], { stdin: "pipe", stdout: "pipe", stderr: "pipe", env: { ...environment } });
    let said = "";
    const reader = child.stdout.getReader();
    while (!said.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) break;
      said += new TextDecoder().decode(value);
    }
    await reader.cancel();
    const pid = /^ready (\d+)\n/.exec(said)?.[1];
    if (pid === undefined) {
      child.kill("SIGKILL");
      throw new Error(`Cannot run "${argv.join(" ")}": ${(await child.stderr.text()).trim()}`);
    }
    return new Keeper(Number(pid), child);
  }

  /** Kills everything in the pid namespace at once. Returns when nothing of it runs any more. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null) {
      try {
        process.kill(this.pid, "SIGKILL");
      } catch {
        // it has just ended
      }
    }
    await within(this.#child.exited, killMs, () => {
      throw new Error(`Cannot go on: process ${this.pid} does not end`);
    });
    await until(`end of process ${this.pid}`, () => !alive(this.pid));
  }
}

/** Whether a process with this pid exists on this machine. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
