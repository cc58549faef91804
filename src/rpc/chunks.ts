/** Pieces of images on the wire: each carries a checksum of its own, taken before sending and compared on arrival. */
import { KonkError } from "../errors.ts";
import type { ImageChunk } from "../migration/peer.ts";

export interface WireChunk extends ImageChunk {
  migrationId: string;
  /** Of the content, 8 bytes, big-endian. */
  xxhash3: Uint8Array;
  /** How long the content is when `data`, on the bulk channel, is a zstd frame. */
  unpackedBytes?: number;
}

export function wireChunk(migrationId: string, chunk: ImageChunk): WireChunk {
  return { migrationId, ...chunk, xxhash3: checksum(chunk.data) };
}

/** Throws E_TRANSFER when the data is not what was sent. */
export function receivedChunk(chunk: WireChunk): ImageChunk {
  if (Buffer.compare(checksum(chunk.data), chunk.xxhash3) !== 0) {
    throw new KonkError("E_TRANSFER", `Checksum of image "${chunk.kind}" ${chunk.id} at byte ${chunk.offset} differs`);
  }
  const { kind, id, offset, data, last, store = false } = chunk;
  return { kind, id, offset, data, last, store };
}

function checksum(data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(Bun.hash.xxHash3(data));
  return bytes;
}
