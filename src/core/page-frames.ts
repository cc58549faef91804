/**
 * What two hosts say to each other while memory follows a container, as bytes in either direction: a header of 24 bytes,
 * little-endian, and after `data` the pages themselves.
 *
 *     u32 type · u32 process, by its pid in the container · u64 address · u32 pages · u32 zero
 *
 * The destination begins with the runs that it lacks and `listed`, then asks for what is touched before it came (`wanted`),
 * and ends with `filled`. The source answers with `same` for pages that it sent ahead and that have not changed since, and
 * with `data` for the others, in any order; to repeat itself harms nobody.
 */

import { KonkError } from "../errors.ts";
import { pageBytes } from "./page-bytes.ts";

const types = ["same", "data", "missing", "listed", "wanted", "filled"] as const;
export type PageFrameType = (typeof types)[number];

export interface PageFrame {
  type: PageFrameType;
  process: number;
  address: number;
  pages: number;
  /** With `data` only. Valid until more is read. */
  data?: Uint8Array;
}

export const frameHeaderBytes = 24;
/** Nobody has to have room for more at a time. */
export const maximumDataPages = 256;

/** A frame without its pages, which follow it on the wire. */
export function frameHeader({ type, process, address, pages }: Omit<PageFrame, "data">): Uint8Array {
  const bytes = new Uint8Array(frameHeaderBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, types.indexOf(type), true);
  view.setUint32(4, process, true);
  view.setBigUint64(8, BigInt(address), true);
  view.setUint32(16, pages, true);
  return bytes;
}

/** Takes bytes as they come and gives back the frames in them. */
export class PageFrameReader {
  readonly #buffer = new Uint8Array(frameHeaderBytes + maximumDataPages * pageBytes);
  #filled = 0;

  /** Throws E_PROTOCOL for what is no frame. */
  *read(bytes: Uint8Array): Generator<PageFrame> {
    for (let at = 0; at < bytes.length; ) {
      const wanted = this.#wantedBytes() - this.#filled;
      const part = bytes.subarray(at, at + wanted);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#wantedBytes()) continue;
      const frame = parseHeader(this.#buffer);
      if (frame.type === "data") frame.data = this.#buffer.subarray(frameHeaderBytes, this.#filled);
      this.#filled = 0;
      yield frame;
    }
  }

  #wantedBytes(): number {
    if (this.#filled < frameHeaderBytes) return frameHeaderBytes;
    const { type, pages } = parseHeader(this.#buffer);
    return frameHeaderBytes + (type === "data" ? pages * pageBytes : 0);
  }
}

function parseHeader(bytes: Uint8Array): PageFrame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, frameHeaderBytes);
  const type = types[view.getUint32(0, true)];
  const address = Number(view.getBigUint64(8, true));
  const pages = view.getUint32(16, true);
  const isWhole = address % pageBytes === 0 && Number.isSafeInteger(address + pages * pageBytes);
  if (type === undefined || !isWhole || (type === "data" && (pages === 0 || pages > maximumDataPages)))
    throw new KonkError("E_PROTOCOL", "Cannot understand what the other host says of pages that follow");
  return { type, process: view.getUint32(4, true), address, pages };
}
