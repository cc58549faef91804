/** The uploads of one migration: pieces that must not stop coming, and a restore that may overtake them. */
import { KonkError } from "../errors.ts";
import { within } from "../within.ts";

/** By how much Restore may be ahead of the first byte of the last upload. */
const overtakingMs = 10_000;

/** So long the source may take for the next piece of an upload that it began: longer than any dump may be silent. */
const pieceMs = 150_000;

export class Uploads {
  /** How many are under way. */
  #count = 0;
  #ended = Promise.withResolvers<void>();
  #quietSinceMs = performance.now();
  readonly #pieceMs: number;

  constructor(limits: { pieceMs: number } = { pieceMs }) {
    this.#pieceMs = limits.pieceMs;
  }

  /** For how long none has been under way. Milliseconds. */
  get silentMs(): number {
    return this.#count > 0 ? 0 : performance.now() - this.#quietSinceMs;
  }

  /** Gives every piece of one upload to `store`. Throws E_TIMEOUT when the source has stalled, and what `store` throws. */
  async receive<T>(pieces: AsyncIterable<T>, store: (piece: T) => void): Promise<void> {
    this.#count++;
    const iterator = pieces[Symbol.asyncIterator]();
    try {
      for (let next = await this.#arrived(iterator); next.done !== true; next = await this.#arrived(iterator))
        store(next.value);
    } finally {
      this.#count--;
      this.#quietSinceMs = performance.now();
      this.note();
    }
  }

  /** Wakes whoever waits, to look again. */
  note(): void {
    this.#ended.resolve();
    this.#ended = Promise.withResolvers();
  }

  /**
   * Restore may overtake the images, which travel on another connection: waits for those that are on their way while `lacks`
   * says that some are missing, and not for ever when none is under way.
   */
  async settle(isWanted: () => boolean, lacks: () => boolean): Promise<void> {
    while (isWanted() && (this.#count > 0 || lacks())) {
      const ended = this.#ended.promise.then(() => true);
      if (this.#count > 0) await ended;
      else if (!(await within(ended, overtakingMs, () => false))) return;
    }
  }

  async #arrived<T>(pieces: AsyncIterator<T>): Promise<IteratorResult<T>> {
    return await within(pieces.next(), this.#pieceMs, () => {
      throw new KonkError("E_TIMEOUT", `The source sent nothing for ${this.#pieceMs} ms in the middle of an upload`);
    });
  }
}
