/**
 * CRIU as a process of its own: `criu swrk 3`, with one end of a socket pair as descriptor 3 and the other end here. It
 * serves this one connection and ends with it.
 */
import { closeSync } from "node:fs";
import type { ReadableStreamDefaultReader } from "node:stream/web";
import { KonkError, messageOf } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { within } from "../within.ts";
import { PacketChannel } from "./seqpacket.ts";
import { socketPair } from "./socket-pair.ts";

export interface SwrkOptions {
  /** Name or path of CRIU's program. Default "criu". */
  criu?: string;
  /** Put before it, to enter namespaces: must exec, so that the process stays the same (nsenter does). */
  prefix?: readonly string[];
  /** Becomes descriptor {@link swrkExtraFd} of CRIU; it is closed here, whatever comes. */
  extraFd?: number;
}

export const swrkExtraFd = 4;

/** How CRIU's process ended, in words: "exit status 1", "SIGKILL". */
export type Ending = string;

const stderrLimit = 16 * 1024;
/** How long to wait for the rest of standard error once the process has ended. */
const lastWordsMs = 20;

export class Swrk implements AsyncDisposable {
  readonly pid: number;
  readonly channel: PacketChannel;
  /** Settles when the process has been reaped; never rejects. */
  readonly exited: Promise<Ending>;
  readonly #process: Bun.Subprocess<"ignore", "ignore", "pipe">;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #stderr = "";

  private constructor(process: Bun.Subprocess<"ignore", "ignore", "pipe">, channel: PacketChannel) {
    this.#process = process;
    this.pid = process.pid;
    this.channel = channel;
    this.#reader = process.stderr.getReader();
    const drained = this.#drain();
    this.exited = process.exited.then(async () => {
      await within(drained, lastWordsMs, () => undefined); // half-restored processes may hold the pipe open
      return String(process.signalCode ?? `exit status ${process.exitCode}`);
    });
  }

  /** Throws E_REQUIREMENT when a program is missing, E_CRIU when it cannot be started. */
  static async start(options: SwrkOptions = {}): Promise<Swrk> {
    const { prefix = [], criu = "criu", extraFd } = options;
    const extra = extraFd === undefined ? [] : [extraFd];
    using passed = new DisposableStack(); // while we hold a copy, the death of CRIU would not end the channel
    for (const fd of extra) passed.defer(() => closeSync(fd));
    for (const program of [criu, ...prefix.slice(0, 1)]) requireProgram(program);
    const { ours, theirs } = socketPair("packets");
    passed.defer(() => closeSync(theirs));
    const channel = await PacketChannel.open(ours);
    try {
      return new Swrk(spawn([...prefix, criu, "swrk", "3"], [theirs, ...extra]), channel);
    } catch (error) {
      channel.close();
      throw new KonkError("E_CRIU", `Cannot start "${criu}": ${messageOf(error)}`, { cause: error });
    }
  }

  /** What the process wrote to its standard error so far: before a request names a log file, CRIU's errors are there. */
  get stderr(): string {
    return this.#stderr;
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Waits at most `timeoutMs` for its end, and tells whether it came. */
  async exitedWithin(timeoutMs: number): Promise<boolean> {
    const ended = this.exited.then(() => true);
    return await within(ended, timeoutMs, () => false);
  }

  /** SIGKILL; settles when it is reaped. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.alive) await this.kill();
    this.channel.close();
    await this.#reader.cancel();
  }

  async #drain(): Promise<void> {
    const decoder = new TextDecoder();
    for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read()) {
      this.#stderr = (this.#stderr + decoder.decode(part.value, { stream: true })).slice(-stderrLimit);
    }
  }
}

function requireProgram(program: string): void {
  if (Bun.which(program, { PATH: cleanEnvironment.PATH }) !== null) return;
  const packageName = program === "nsenter" ? "util-linux" : "criu";
  throw new KonkError("E_REQUIREMENT", `Cannot find the program "${program}" in ${cleanEnvironment.PATH}`, {
    hint: `Install the package "${packageName}"`,
  });
}

function spawn(argv: string[], fds: readonly number[]): Bun.Subprocess<"ignore", "ignore", "pipe"> {
  return Bun.spawn(argv, {
    stdio: ["ignore", "ignore", "pipe", ...fds],
    detached: true, // Ctrl-C at the terminal must not kill CRIU in the middle of its work
    env: { ...cleanEnvironment },
    cwd: "/",
  });
}
