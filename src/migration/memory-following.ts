/** A frozen container's memory on its way after it: begun before the hand-over, begun again when the way breaks off. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FollowedReport } from "../core/report.ts";
import { asKonkError, KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { PageSource } from "./page-source.ts";
import type { DestinationPeer } from "./peer.ts";
import type { SentMemory } from "./sent-memory.ts";

export interface FollowingOptions {
  id: string;
  /** The container's processes, frozen; one that is not among them any more has taken its memory along. */
  pids: () => readonly number[];
  destination: DestinationPeer;
  /** Ends it: the migration is rolled back. */
  signal: AbortSignal;
  /** How long a destination may be silent before it is given up, for now. Default a minute. */
  patienceMs?: number;
}

export type FollowingEnd = "filled" | "lost";

const usualPatienceMs = 60_000;
const pauseMs = { first: 50, most: 1_000 };
/** A conversation that lasted so long went well. */
const wellMs = 2_000;

export class Following {
  readonly #options: FollowingOptions;
  readonly #stop = new AbortController();
  readonly #totals = { sentPages: 0, skippedPages: 0, waits: 0 };
  #work: Promise<FollowingEnd> | undefined;
  readonly #resumed = Promise.withResolvers<void>();
  /** Whether the destination has said anything in the last conversation. */
  #isHeard = false;
  #resumedMs = 0;
  #endedMs = 0;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  /** `memories`: what the destination has of what was sent ahead. */
  begin(memories: ReadonlyMap<string, SentMemory>): void {
    this.#work = this.#follow(memories);
    this.#work.catch(() => undefined); // told by end(); nobody asks when it is rolled back
  }

  /**
   * How it ended: the destination has all, or the container has ended there, or what it lacks is gone here, and it was told so.
   * Throws E_UNCONFIRMED, also when `leave` fires before.
   */
  async end(leave: AbortSignal): Promise<FollowingEnd> {
    this.#resumedMs = performance.now();
    this.#resumed.resolve();
    const onLeave = () => {
      this.#stop.abort(new KonkError("E_UNCONFIRMED", "Its memory is not all there yet"));
    };
    if (leave.aborted) onLeave();
    leave.addEventListener("abort", onLeave, { once: true });
    try {
      const ended = (await this.#work) ?? "filled";
      this.#endedMs = performance.now();
      return ended;
    } finally {
      leave.removeEventListener("abort", onLeave);
    }
  }

  get report(): FollowedReport {
    return { ...this.#totals, ms: Math.max(0, this.#endedMs - this.#resumedMs) };
  }

  async #follow(sentAhead: ReadonlyMap<string, SentMemory>): Promise<FollowingEnd> {
    const { patienceMs = usualPatienceMs } = this.#options;
    const signal = AbortSignal.any([this.#options.signal, this.#stop.signal]);
    let memories = sentAhead;
    let heardMs = performance.now();
    for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.most)) {
      const startMs = performance.now();
      const source = this.#source(memories);
      const failure = await this.#once(source, signal).then(() => null, asKonkError);
      if (failure === null) return "filled";
      // A host that is not there has nothing to say, and would be waited for.
      const ended = failure.code === "E_UNREACHABLE" ? null : await this.#ended(source, signal);
      if (ended !== null) return ended;
      signal.throwIfAborted();
      if (this.#isHeard && performance.now() - startMs > wellMs) {
        heardMs = performance.now();
        pause = pauseMs.first;
      }
      if (performance.now() - heardMs > patienceMs) throw new KonkError("E_UNCONFIRMED", failure.message);
      log.warn(`${failure.message}; memory goes on following`);
      memories = new Map(); // what was under way may be lost: nothing is taken for known
      await sleep(pause, undefined, { signal }).catch(() => {
        signal.throwIfAborted(); // with why, which a timer does not tell
      });
    }
  }

  #source(memories: ReadonlyMap<string, SentMemory>): PageSource {
    const pids = this.#options.pids();
    return new PageSource({ pids, memories, resumed: this.#resumed.promise, totals: this.#totals });
  }

  async #once(source: PageSource, signal: AbortSignal): Promise<void> {
    const { id, destination } = this.#options;
    this.#isHeard = false;
    await source.listen(this.#hear(await destination.follow(id, source.pages(), signal)));
  }

  async *#hear(incoming: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of incoming) {
      this.#isHeard = true;
      yield piece;
    }
  }

  /** It may have all, or have ended there, and only the word of it was lost; or there is nothing more to give. */
  async #ended(source: PageSource, signal: AbortSignal): Promise<FollowingEnd | null> {
    const { id, destination } = this.#options;
    try {
      const phase = await destination.query(id, signal);
      if (phase === "done") return "filled";
      if (phase === "lost") return "lost";
      if (phase !== "following" || !source.isTorn) return null;
      await destination.torn(id, signal);
      return "lost";
    } catch (error) {
      log.debug(messageOf(error));
      return null;
    }
  }
}
