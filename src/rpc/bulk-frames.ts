/** Frames of the bulk channel: u32 header length, u32 data length, both big-endian, then header and data. */
import { KonkError, messageOf } from "../errors.ts";
import { maximumBulkHeaderBytes, maximumMessageBytes } from "./limits.ts";

export interface Frame {
  header: Uint8Array;
  /** Valid until the next frame is asked for. */
  data: Uint8Array;
}

const prefixBytes = 8;

/** The bytes that go before `data`. */
export function framePrefix(header: Uint8Array, dataBytes: number): Buffer {
  const prefix = Buffer.allocUnsafe(prefixBytes + header.length);
  prefix.writeUInt32BE(header.length, 0);
  prefix.writeUInt32BE(dataBytes, 4);
  prefix.set(header, prefixBytes);
  return prefix;
}

/** The frame that ends an upload. */
export const endFrame: Buffer = Buffer.alloc(prefixBytes);

/** The frames up to the next end frame. Throws E_PROTOCOL, E_TRANSFER when the stream ends before that. */
export async function* readFrames(reader: ByteReader): AsyncGenerator<Frame> {
  for (let frame = await readFrame(reader); frame !== null; frame = await readFrame(reader)) yield frame;
}

/** The next frame, null for the end frame. */
export async function readFrame(reader: ByteReader): Promise<Frame | null> {
  const prefix = await reader.take(prefixBytes);
  const lengths = new DataView(prefix.buffer, prefix.byteOffset, prefixBytes);
  const headerBytes = lengths.getUint32(0);
  const dataBytes = lengths.getUint32(4);
  if (headerBytes === 0 && dataBytes === 0) return null;
  if (headerBytes > maximumBulkHeaderBytes || dataBytes > maximumMessageBytes) {
    throw new KonkError("E_PROTOCOL", `Cannot read a frame of ${headerBytes} and ${dataBytes} bytes: it is too large`);
  }
  const header = Uint8Array.from(await reader.take(headerBytes));
  return { header, data: await reader.take(dataBytes) };
}

/** Exactly as many bytes as asked for; one buffer is used again and again. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;
  #buffer: Uint8Array = new Uint8Array(1 << 20);

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#pieces = stream[Symbol.asyncIterator]();
  }

  /** Whether the stream has ended and everything was taken. */
  async atEnd(): Promise<boolean> {
    while (this.#at === this.#piece.length) if (!(await this.#next())) return true;
    return false;
  }

  /** Throws E_TRANSFER when the stream ends before that. */
  async take(length: number): Promise<Uint8Array> {
    if (this.#piece.length - this.#at >= length) {
      this.#at += length;
      return this.#piece.subarray(this.#at - length, this.#at); // whole in what arrived: no copy
    }
    if (this.#buffer.length < length) this.#buffer = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (this.#at === this.#piece.length && !(await this.#next())) {
        throw new KonkError("E_TRANSFER", "The bulk channel closed in the middle of the images");
      }
      const part = this.#piece.subarray(this.#at, this.#at + length - filled);
      this.#buffer.set(part, filled);
      filled += part.length;
      this.#at += part.length;
    }
    return this.#buffer.subarray(0, length);
  }

  /** What was not taken yet, and all that still comes. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let more = this.#at < this.#piece.length || (await this.#next()); more; more = await this.#next()) {
      yield this.#piece.subarray(this.#at);
      this.#at = this.#piece.length;
    }
  }

  async #next(): Promise<boolean> {
    const next = await this.#pieces.next().catch((error: unknown) => {
      throw brokenChannel(error);
    });
    if (next.done === true) return false;
    this.#piece = next.value;
    this.#at = 0;
    return true;
  }
}

/** What a socket's own error means here: the other host, or the network between, is gone. */
export function brokenChannel(cause: unknown): KonkError {
  return new KonkError("E_TRANSFER", `The bulk channel broke: ${messageOf(cause)}`, { cause });
}
