/**
 * A tool that was started before it is needed and waits on its standard input. Inside the freeze one question costs a
 * write and a read (below 2 ms) instead of a process start (4-20 ms).
 */
import { KonkError } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { within } from "../within.ts";

const endTimeoutMs = 1_000;

export class Prestarted implements AsyncDisposable {
  readonly #argv: readonly string[];
  readonly #child: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #pumps: Promise<unknown>;
  #output = "";
  #complaint = "";
  #ended = false;
  #changed = Promise.withResolvers<void>();

  /** Starts the program; the first {@link ask} shows whether it is well. */
  constructor(argv: readonly string[]) {
    this.#argv = argv;
    this.#child = Bun.spawn([...argv], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      env: { ...cleanEnvironment, HOME: "/nonexistent" }, // nft would leave its history in the root folder
      detached: true, // Ctrl-C at konk's terminal is konk's to handle, not its tools'
    });
    const output = pump(this.#child.stdout, (text) => {
      this.#output += text;
      this.#wake();
    });
    const complaint = pump(this.#child.stderr, (text) => {
      this.#complaint += text;
      this.#wake();
    });
    this.#pumps = Promise.all([output, complaint]).finally(() => {
      this.#ended = true;
      this.#wake();
    });
  }

  /**
   * Writes `input` and resolves with what the program printed since, as soon as `complete` is true for it.
   * @throws E_NETWORK when the program says anything on its standard error, ends, or is not done after `timeoutMs`
   */
  async ask(input: string, complete: (output: string) => boolean, timeoutMs: number): Promise<string> {
    this.#output = "";
    const deadline = AbortSignal.timeout(timeoutMs);
    const wake = () => {
      this.#wake();
    };
    deadline.addEventListener("abort", wake);
    try {
      await this.#write(input);
      while (!complete(this.#output) && this.#complaint === "" && !this.#ended && !deadline.aborted) {
        await this.#changed.promise;
      }
    } finally {
      deadline.removeEventListener("abort", wake);
    }
    if (complete(this.#output) && this.#complaint === "") return this.#output;
    throw await this.#failure(input, deadline.aborted ? `no answer after ${timeoutMs} ms` : "it ended");
  }

  /** Lets the program finish what it was given; one that does not end is killed. */
  async [Symbol.asyncDispose](): Promise<void> {
    const overdue = setTimeout(() => this.#child.kill("SIGKILL"), endTimeoutMs);
    try {
      await this.#child.stdin.end();
    } catch {
      // It is gone already, and so is the pipe to it.
    }
    await this.#child.exited;
    clearTimeout(overdue);
    await this.#pumps;
  }

  /** A program that is gone makes write() fail; what it said before it went is the better reason. */
  async #write(input: string): Promise<void> {
    try {
      await this.#child.stdin.write(input);
      await this.#child.stdin.flush();
    } catch {
      await this.#child.exited;
      this.#ended = true;
    }
  }

  async #failure(input: string, why: string): Promise<KonkError> {
    await within(this.#pumps, 20, () => undefined); // the rest of its message
    const reason = this.#complaint.replace(/Command failed -:\d+\s*/, "").trim();
    const asked = input.trim().split("\n")[0] ?? "";
    return new KonkError("E_NETWORK", `Cannot have "${this.#argv.join(" ")}" do "${asked}": ${reason || why}`);
  }

  #wake(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}

async function pump(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }));
}
