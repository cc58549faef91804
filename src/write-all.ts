/** Into a stream, no faster than it takes it: what is still to be sent would pile up in memory. */
import { once } from "node:events";

export type Sink<T> = NodeJS.EventEmitter & { readonly destroyed: boolean; write(piece: T): boolean };

/** Ends early when the stream does: reading from it tells why. Throws what `pieces` throws. */
export async function writeAll<T>(stream: Sink<T>, pieces: AsyncIterable<T>): Promise<void> {
  const happened = async (event: string) =>
    await once(stream, event)
      .then(() => event)
      .catch(() => "close");
  const closed = happened("close");
  for await (const piece of pieces) {
    if (stream.destroyed) return;
    if (!stream.write(piece) && (await Promise.race([happened("drain"), closed])) === "close") return;
  }
}
