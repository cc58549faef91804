/**
 * Checkpoint images on their way out: read from the tmpfs while CRIU still writes them. Only page images are sent early;
 * CRIU appends to those and never goes back. Everything else follows when the dump is complete.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";
import { parseImageFileName } from "../core/image-name.ts";
import type { ImageChunk, ImageTotals } from "./peer.ts";

export const chunkBytes = 512 * 1024;
/** How often a growing page image is looked at. Milliseconds. */
const pollMs = 1;

export interface OutgoingImages {
  /** A folder with CRIU's images. */
  folder: string;
  /** Resolves when the dump is complete; rejects when it never will be. */
  complete: Promise<void>;
  signal: AbortSignal;
}

/** Yields every image in pieces; `totals` is right once the generator has ended. */
export class ImageSender {
  readonly totals: ImageTotals = { images: 0, bytes: 0 };
  readonly #images = new Map<string, OpenImage>();

  /** Bytes sent of each image so far. */
  get sizes(): { kind: string; bytes: number }[] {
    return [...this.#images.values()].map(({ kind, offset }) => ({ kind, bytes: offset }));
  }

  async *chunks({ folder, complete, signal }: OutgoingImages): AsyncGenerator<ImageChunk> {
    try {
      const dump = { complete: false };
      const end = complete.then(() => {
        dump.complete = true;
      });
      while (!dump.complete) {
        let sent = 0;
        for (const chunk of this.#available(folder, isPages)) {
          sent += chunk.data.length;
          yield chunk;
        }
        if (sent === 0) await Promise.race([end, Bun.sleep(pollMs)]);
        signal.throwIfAborted();
      }
      await end;
      yield* this.#rest(folder);
    } finally {
      for (const image of this.#images.values()) closeSync(image.fd);
    }
  }

  *#available(folder: string, wanted: (file: string) => boolean): Generator<ImageChunk> {
    for (const file of readdirSync(folder)) {
      if (!wanted(file)) continue;
      const image = this.#open(folder, file);
      if (image === undefined) continue;
      for (let data = read(image); data.length === chunkBytes; data = read(image))
        yield this.#chunk(image, data, false);
    }
  }

  *#rest(folder: string): Generator<ImageChunk> {
    for (const file of readdirSync(folder)) {
      const image = this.#open(folder, file);
      if (image === undefined) continue;
      this.totals.images++;
      const { size } = fstatSync(image.fd);
      do {
        const data = read(image, true);
        yield this.#chunk(image, data, image.offset + data.length >= size);
      } while (image.offset < size);
    }
  }

  #open(folder: string, file: string): OpenImage | undefined {
    const known = this.#images.get(file);
    if (known) return known;
    if (!file.endsWith(".img")) return undefined;
    const image = { fd: openSync(join(folder, file), "r"), offset: 0, ...parseImageFileName(file) };
    this.#images.set(file, image);
    return image;
  }

  #chunk(image: OpenImage, data: Uint8Array, last: boolean): ImageChunk {
    const { kind, id, offset } = image;
    image.offset += data.length;
    this.totals.bytes += data.length;
    return { kind, id, offset, data, last };
  }
}

interface OpenImage {
  fd: number;
  offset: number;
  kind: string;
  id: string;
}

function isPages(file: string): boolean {
  return file.startsWith("pages-");
}

/** A whole chunk, or nothing while the image is shorter; with `short`, whatever there is. */
function read(image: OpenImage, short = false): Uint8Array {
  const available = fstatSync(image.fd).size - image.offset;
  if (available < chunkBytes && !short) return new Uint8Array(0);
  const data = new Uint8Array(Math.max(0, Math.min(available, chunkBytes)));
  readSync(image.fd, data, 0, data.length, image.offset);
  return data;
}

/** The part of a file from `offset` to its present end, as chunks of one image. */
export function* fileChunks(path: string, kind: string, offset: number): Generator<ImageChunk> {
  const image = { fd: openSync(path, "r"), offset, kind, id: "" };
  try {
    const { size } = fstatSync(image.fd);
    while (image.offset < size) {
      const data = read(image, true);
      yield { kind, id: "", offset: image.offset, data, last: image.offset + data.length >= size };
      image.offset += data.length;
    }
  } finally {
    closeSync(image.fd);
  }
}
