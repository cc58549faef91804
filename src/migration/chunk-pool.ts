/**
 * Memory for chunks that wait to be sent. It bounds how far a dump may be ahead of the network, and is touched before the
 * freeze: in it the kernel's work of finding and clearing pages would be downtime.
 */
import { KonkError } from "../errors.ts";

export class ChunkPool implements Disposable {
  readonly #free: Buffer[];
  readonly #waiting: PromiseWithResolvers<Buffer>[] = [];
  #disposed = false;

  constructor(count: number, bytes: number) {
    this.#free = Array.from({ length: count }, () => Buffer.alloc(bytes, 1));
  }

  /** A buffer nobody else has; waits until there is one. Throws E_CANCELLED once the pool is disposed. */
  async take(): Promise<Buffer> {
    const buffer = this.#free.pop();
    if (buffer) return buffer;
    const waiting = Promise.withResolvers<Buffer>();
    if (this.#disposed) throw gone();
    this.#waiting.push(waiting);
    return await waiting.promise;
  }

  give(buffer: Buffer): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(buffer);
    else this.#free.push(buffer);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#free.length = 0;
    for (const { reject } of this.#waiting.splice(0)) reject(gone());
  }
}

function gone(): KonkError {
  return new KonkError("E_CANCELLED", "Cannot send pages: nobody takes them any more");
}
