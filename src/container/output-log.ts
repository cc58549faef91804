/** Reading a container's output log, once or as it grows. */
import { open } from "node:fs/promises";

const pollMs = 50;
const pieceBytes = 64 * 1024;

/**
 * Yields the log from its start. With `until` it goes on as the log grows, and ends with what is there once `until` has said
 * true. Throws the signal's reason when aborted.
 */
export async function* readOutput(
  path: string,
  options: { until?: () => boolean; signal?: AbortSignal } = {},
): AsyncGenerator<Uint8Array> {
  const { until = () => true, signal } = options;
  await using file = await open(path, "r");
  for (let position = 0; ; ) {
    signal?.throwIfAborted();
    const hasEnded = until(); // asked before the read, so that nothing written before the end is missed
    const piece = new Uint8Array(pieceBytes);
    const { bytesRead } = await file.read(piece, 0, pieceBytes, position);
    position += bytesRead;
    if (bytesRead > 0) yield piece.subarray(0, bytesRead);
    else if (hasEnded) return;
    else await Bun.sleep(pollMs);
  }
}
