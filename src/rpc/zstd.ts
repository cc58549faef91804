/** One chunk as a zstd frame and back. What comes from a peer costs no more memory than one chunk, whatever it claims. */
import { promisify } from "node:util";
import { constants, zstdDecompress } from "node:zlib";
import { KonkError, messageOf } from "../errors.ts";
import { chunkBytes } from "./limits.ts";

/** A chunk that does not get smaller by this part travels as it is: unpacking is not for nothing. */
const leastGain = 1 / 16;

/** Off the main thread; null when it does not pay. */
export async function pack(data: Uint8Array, level: number): Promise<Uint8Array | null> {
  const packed = await Bun.zstdCompress(data as Uint8Array<ArrayBuffer>, { level }); // konk shares no memory among threads
  return packed.length <= data.length * (1 - leastGain) ? packed : null;
}

/**
 * DANGER: not Bun.zstdDecompress, which allocates what the frame claims, and takes several frames for one. node:zlib stops
 * at `maxOutputLength`, and its decoder keeps no window that is larger than a chunk.
 */
const decompress = promisify<Uint8Array, object, Uint8Array>(zstdDecompress);
const params = { [constants.ZSTD_d_windowLogMax]: Math.log2(chunkBytes) };

/** Off the main thread. Throws E_PROTOCOL unless the content is exactly so long, and no longer than a chunk. */
export async function unpack(packed: Uint8Array, unpackedBytes: number): Promise<Uint8Array> {
  if (unpackedBytes > chunkBytes) {
    throw new KonkError("E_PROTOCOL", `Cannot unpack a chunk of ${unpackedBytes} bytes: wanted ${chunkBytes} at most`);
  }
  const options = { maxOutputLength: unpackedBytes, chunkSize: Math.max(unpackedBytes, constants.Z_MIN_CHUNK), params };
  const data = await decompress(packed, options).catch((error: unknown) => {
    throw new KonkError("E_PROTOCOL", `Cannot unpack a chunk: ${messageOf(error)}`, { cause: error });
  });
  if (data.length === unpackedBytes) return data; // a frame that was cut off ends early and says nothing
  throw new KonkError("E_PROTOCOL", `Cannot unpack a chunk: found ${data.length} bytes, wanted ${unpackedBytes}`);
}
