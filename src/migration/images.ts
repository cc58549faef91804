/**
 * Checkpoint images on their way out: pages while CRIU dumps them (outgoing-pages.ts), and everything else, which CRIU
 * writes into files on the tmpfs, when the dump is complete.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { type ImageName, parseImageFileName } from "../core/image-name.ts";
import { rewrittenPagemap } from "../criu/pagemap-image.ts";
import type { ImageChunk, ImageTotals } from "./peer.ts";

export const chunkBytes = 512 * 1024;

export interface OutgoingImages {
  /** A folder with CRIU's images. */
  folder: string;
  /** Images that are in no file; ends with the dump. */
  pages: AsyncIterable<ImageChunk>;
  /** Resolves when the dump is complete; rejects when it never will be. */
  complete: Promise<void>;
  signal: AbortSignal;
}

/** Yields every image in pieces; `totals` is right once the generator has ended. */
export class ImageSender {
  readonly totals: ImageTotals = { images: 0, bytes: 0 };
  readonly #bytes = new Map<string, number>();

  /** Bytes sent of each kind so far. */
  get sizes(): { kind: string; bytes: number }[] {
    return [...this.#bytes].map(([kind, bytes]) => ({ kind, bytes }));
  }

  async *chunks({ folder, pages, complete, signal }: OutgoingImages): AsyncGenerator<ImageChunk> {
    for await (const chunk of pages) {
      signal.throwIfAborted();
      yield this.#count(chunk);
    }
    await complete;
    yield* this.#files(folder);
  }

  *#files(folder: string): Generator<ImageChunk> {
    for (const file of readdirSync(folder)) {
      if (!file.endsWith(".img")) continue;
      const { kind, id } = parseImageFileName(file);
      // A CRIU writes lists of pages for itself; the one that restores may be older.
      const chunks = kind.startsWith("pagemap")
        ? contentChunks(rewrittenPagemap(join(folder, file)), { kind, id })
        : fileChunks(join(folder, file), { kind, id }, { evenEmpty: true });
      for (const chunk of chunks) yield this.#count(chunk);
    }
  }

  #count(chunk: ImageChunk): ImageChunk {
    const { kind, data, last } = chunk;
    this.#bytes.set(kind, (this.#bytes.get(kind) ?? 0) + data.length);
    this.totals.bytes += data.length;
    if (last) this.totals.images++;
    return chunk;
  }
}

/** Content that is in no file, as chunks of one image. */
export function* contentChunks(content: Uint8Array, { kind, id }: ImageName): Generator<ImageChunk> {
  let offset = 0;
  do {
    const data = content.subarray(offset, offset + chunkBytes);
    yield { kind, id, offset, data, last: offset + data.length === content.length };
    offset += data.length;
  } while (offset < content.length);
}

export interface FilePart {
  /** Where to begin. Default 0. */
  offset?: number;
  /** Whether there is a chunk when there is nothing to send. Default false. */
  evenEmpty?: boolean;
}

/** A file up to its present end, as chunks of one image. */
export function* fileChunks(
  path: string,
  { kind, id }: ImageName,
  { offset = 0, evenEmpty = false }: FilePart = {},
): Generator<ImageChunk> {
  const fd = openSync(path, "r");
  try {
    const { size } = fstatSync(fd);
    let at = offset;
    for (let more = evenEmpty || at < size; more; more = at < size) {
      const data = new Uint8Array(Math.min(size - at, chunkBytes));
      readSync(fd, data, 0, data.length, at);
      yield { kind, id, offset: at, data, last: at + data.length >= size };
      at += data.length;
    }
  } finally {
    closeSync(fd);
  }
}
