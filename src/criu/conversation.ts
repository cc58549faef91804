/**
 * One request to CRIU and everything it says until it answers: notifications that a handler may hold, refuse or let pass,
 * deadlines, cancellation, and CRIU's death at any moment.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { KonkError, messageOf } from "../errors.ts";
import { criu } from "../gen/criu.js";
import { criuFailure, type Findings, type Task } from "./failure.ts";
import type { Swrk } from "./swrk.ts";

const scripts = [
  "pre-dump",
  "network-lock",
  "query-ext-files",
  "post-dump",
  "network-unlock",
  "pre-restore",
  "setup-namespaces",
  "post-setup-namespaces",
  "post-restore",
  "pre-resume",
  "post-resume",
] as const;

export type Script = (typeof scripts)[number];

export interface Notification {
  script: Script;
  /** The tree's root in CRIU's pid namespace; with setup-namespaces and post-restore only. */
  pid?: number;
}

export type Verdict = "continue" | "refuse";
export type OnNotify = (notification: Notification) => Promise<Verdict>;

export interface Question {
  task: Task;
  request: criu.Request.$Properties;
  onNotify: OnNotify;
  /** Longest silence of CRIU while it is its turn and it makes no progress. */
  timeoutMs: number;
}

export type End =
  | { kind: "answered"; response: criu.Response }
  | { kind: "undone"; outcome: { outcome: "refused"; script: string } | { outcome: "killed" } };

type Heard = criu.Response | "gone" | "silent" | "cancelled";

/** At these a refusal undoes everything; a cancelled dump is refused at the next of them. */
const undoable: readonly string[] = ["pre-dump", "network-lock", "query-ext-files", "post-dump"] satisfies Script[];

/** CRIU's last packet may still be on its way when its process is seen to end. */
const lastWordsMs = 20;
/** CRIU closes its socket an instant before it ends. */
const exitMs = 2_000;

export class Conversation {
  readonly #swrk: Swrk;
  readonly #signal: AbortSignal | undefined;
  readonly #progress: () => number;
  readonly #gone: Promise<"gone">;
  #killed = false;
  /** CRIU has given the answer after which it ends by itself. */
  #finished = false;

  /** `progress` grows while CRIU gets on without a word: over a slow link memory takes longer than any timeout. */
  constructor(swrk: Swrk, signal: AbortSignal | undefined, progress: () => number) {
    this.#swrk = swrk;
    this.#progress = progress;
    this.#signal = signal;
    this.#gone = swrk.exited.then(async () => {
      await sleep(lastWordsMs, undefined, { ref: false }); // must not keep konk from ending
      return "gone" as const;
    });
  }

  /** Throws the task's code, E_CANCELLED, or what the handler threw. */
  async hold({ task, request, onNotify, timeoutMs }: Question): Promise<End> {
    if (this.#signal?.aborted) throw await this.#cancelled(task);
    const dumping = request.type === criu.RequestType.DUMP;
    const handler = new Handler(onNotify, dumping ? this.#signal : undefined);
    await this.#send(task, request);
    for (;;) {
      const heard = await this.#listen(timeoutMs, dumping ? undefined : this.#signal, task);
      if (typeof heard === "string") return await this.#broken(task, heard, timeoutMs);
      if (heard.type !== criu.RequestType.NOTIFY) {
        this.#finished = request.keepOpen !== true;
        return await this.#ended(task, heard, handler);
      }
      const verdict = await Promise.race([handler.decide(heard.notify), this.#swrk.exited]);
      if (verdict !== "continue" && verdict !== "refuse") return await this.#broken(task, "gone", timeoutMs);
      await this.#send(task, { type: criu.RequestType.NOTIFY, notifySuccess: verdict === "continue" });
    }
  }

  async kill(): Promise<void> {
    this.#killed = true;
    await this.#swrk.kill();
  }

  /** Lets a CRIU that has given its last answer end by itself, for a moment. */
  async finish(): Promise<void> {
    if (this.#finished) await this.#swrk.exitedWithin(exitMs);
  }

  async #send(task: Task, request: criu.Request.$Properties): Promise<void> {
    try {
      this.#swrk.channel.send(criu.Request.encode(request).finish());
    } catch (error) {
      if (this.#killed) return; // the next listen() tells
      const ended = await this.#swrk.exitedWithin(exitMs); // how it ended says more than its closed socket
      const seen = ended ? `CRIU ended with ${await this.#swrk.exited}` : messageOf(error);
      throw await this.#failure(task, { seen });
    }
  }

  async #listen(timeoutMs: number, signal: AbortSignal | undefined, task: Task): Promise<Heard> {
    const stop = Promise.withResolvers<"silent" | "cancelled">();
    let before = this.#progress();
    const timer = setInterval(() => {
      const now = this.#progress();
      if (now === before) stop.resolve("silent");
      before = now;
    }, timeoutMs);
    const onAbort = () => stop.resolve("cancelled");
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      const heard = await Promise.race([this.#swrk.channel.receive(), stop.promise, this.#gone]);
      if (heard === null) return "gone";
      return typeof heard === "string" ? heard : criu.Response.decode(heard);
    } catch (error) {
      throw await this.#failure(task, { seen: `cannot understand its answer: ${messageOf(error)}` });
    } finally {
      clearInterval(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async #broken(task: Task, how: "gone" | "silent" | "cancelled", timeoutMs: number): Promise<End> {
    if (how === "silent") throw await this.#failure(task, { seen: `no word from CRIU for ${timeoutMs} ms` });
    if (how === "cancelled") throw await this.#cancelled(task);
    const stuck = !(await this.#swrk.exitedWithin(exitMs));
    if (this.#killed) return { kind: "undone", outcome: { outcome: "killed" } };
    if (stuck) await this.#swrk.kill();
    const ending = stuck ? "CRIU closed its socket" : `CRIU ended with ${await this.#swrk.exited}`;
    throw await this.#failure(task, { seen: ending });
  }

  async #ended(task: Task, response: criu.Response, handler: Handler): Promise<End> {
    if (handler.threw !== undefined) throw handler.threw.error;
    if (response.success) return { kind: "answered", response };
    if (handler.cancelled) throw await this.#cancelled(task);
    if (handler.refused !== undefined) {
      return { kind: "undone", outcome: { outcome: "refused", script: handler.refused } };
    }
    const { crErrno: errno, crErrmsg: message } = response;
    throw await this.#failure(task, { ...(errno ? { errno } : {}), ...(message ? { message } : {}) });
  }

  async #cancelled(task: Task): Promise<KonkError> {
    if (!this.#finished) await this.#swrk.kill();
    return new KonkError("E_CANCELLED", `Cannot ${task.action}: cancelled`);
  }

  /** After a failure nothing more can be asked: CRIU is ended before the error is told. */
  async #failure(task: Task, findings: Omit<Findings, "stderr">): Promise<KonkError> {
    if (!this.#finished && this.#swrk.alive) await this.#swrk.kill();
    return await criuFailure(task, { ...findings, stderr: this.#swrk.stderr });
  }
}

/** The caller's handler with its memory: what it refused or threw, which decides what the end of a request means. */
class Handler {
  refused: string | undefined;
  threw: { error: unknown } | undefined;
  cancelled = false;
  readonly #onNotify: OnNotify;
  readonly #signal: AbortSignal | undefined;

  constructor(onNotify: OnNotify, signal: AbortSignal | undefined) {
    this.#onNotify = onNotify;
    this.#signal = signal;
  }

  /** Never rejects: a handler that throws refuses. */
  async decide(notify: criu.Notification.$Properties | null | undefined): Promise<Verdict> {
    const script = scripts.find((known) => known === notify?.script);
    if (script === undefined) return "continue"; // newer CRIUs may tell more
    if (this.#signal?.aborted && this.refused === undefined && undoable.includes(script)) {
      this.cancelled = true;
      return "refuse";
    }
    try {
      const verdict = await this.#onNotify({ script, ...(notify?.pid ? { pid: notify.pid } : {}) });
      if (verdict === "refuse") this.refused ??= script;
      return verdict;
    } catch (error) {
      this.threw ??= { error };
      return "refuse";
    }
  }
}
