/**
 * Checkpoint images as they arrive. What a peer sends is hostile until proven otherwise: names come from an allow-list,
 * pieces come in order, and nothing grows beyond what was agreed on.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { imageFileName } from "../core/image-name.ts";
import { KonkError, messageOf } from "../errors.ts";
import { run } from "../run.ts";
import { PageStore } from "./page-store.ts";
import type { ImageChunk, ImageTotals } from "./peer.ts";
import { noSpace, outgrown, storeBytes } from "./stored-bytes.ts";

const maximumImages = 100_000;
/** Images that are begun and not complete, each with an open file: the page images of so many processes. */
const maximumOpen = 4096;

export interface ImageStoreOptions {
  /** On konk's tmpfs; made here. */
  folder: string;
  /** Where the container's output continues. */
  logPath: string;
  /** More output than this is refused: it is on the host's disk. */
  logLimitBytes: number;
  /** More images than this is refused. */
  limitBytes: number;
  /** What is expected: so much of the tmpfs is made ready ahead. */
  expectedBytes: number;
}

/** `fd` is -1 once it is complete; the log, which goes on, keeps its own. */
interface StoredImage {
  fd: number;
  size: number;
  complete: boolean;
}

/** Memory for page images that is there before it is needed; no image of CRIU has this name. */
const readyFile = "ready";

export class ImageStore implements Disposable {
  readonly totals: ImageTotals = { images: 0, bytes: 0 };
  readonly folder: string;
  readonly #logPath: string;
  readonly #limitBytes: number;
  readonly #logLimitBytes: number;
  #readyTaken = false;
  #pages: PageStore | undefined;
  readonly #images = new Map<string, StoredImage>();
  #openFiles = 0;

  private constructor({ folder, logPath, logLimitBytes, limitBytes }: ImageStoreOptions) {
    this.folder = folder;
    this.#logPath = logPath;
    this.#limitBytes = limitBytes;
    this.#logLimitBytes = logLimitBytes;
  }

  /** Makes the folder, and memory in it: the kernel's work of finding and clearing pages is not for the freeze. */
  static async create(options: ImageStoreOptions, signal: AbortSignal): Promise<ImageStore> {
    const { folder, expectedBytes } = options;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      await run(["fallocate", "--length", String(expectedBytes), join(folder, readyFile)], { signal });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw noSpace(messageOf(error));
    }
    return new ImageStore(options);
  }

  /** Throws E_PROTOCOL for what may not come, E_NO_SPACE when there is no room. */
  write(chunk: ImageChunk): void {
    if (chunk.store === true) {
      this.#pages ??= new PageStore(this.folder, {
        limitBytes: this.#limitBytes,
        open: (path) => this.#openFile(path),
      });
      this.#pages.write(chunk);
      return;
    }
    const log = chunk.kind === "log";
    const name = log ? "log" : imageFileName({ kind: chunk.kind, id: chunk.id });
    const image = this.#image(name, log ? this.#logPath : join(this.folder, name), log);
    if (image.complete && !log)
      throw new KonkError("E_PROTOCOL", `Cannot store image "${name}": it is already complete`);
    if (chunk.offset !== image.size) {
      throw new KonkError(
        "E_PROTOCOL",
        `Cannot store image "${name}": found byte ${chunk.offset}, wanted ${image.size}`,
      );
    }
    if (log && image.size + chunk.data.length > this.#logLimitBytes) {
      throw noSpace(`its output is longer than ${this.#logLimitBytes} bytes, too much for the disk`);
    }
    if (!log && this.totals.bytes + (this.#pages?.bytes ?? 0) + chunk.data.length > this.#limitBytes) {
      throw outgrown(this.#limitBytes);
    }
    storeBytes(image.fd, chunk.data, chunk.offset);
    image.size += chunk.data.length;
    image.complete = chunk.last;
    if (chunk.last) ftruncateSync(image.fd, image.size);
    if (log) return;
    this.totals.bytes += chunk.data.length;
    if (!chunk.last) return;
    this.totals.images++;
    this.#close(image);
  }

  /** Whether as much is here as the source has sent. */
  holds({ images, bytes }: ImageTotals): boolean {
    return this.totals.images === images && this.totals.bytes === bytes;
  }

  /** Throws E_TRANSFER unless everything that the source sent is here and whole. */
  assertComplete(expected: ImageTotals): void {
    const incomplete = [...this.#images]
      .filter(([name, image]) => !image.complete && name !== "log")
      .map(([name]) => name);
    if (incomplete.length > 0) throw new KonkError("E_TRANSFER", `Image "${incomplete[0]}" is incomplete`);
    const { images, bytes } = this.totals;
    if (!this.holds(expected)) {
      const wanted = `${expected.images} images of ${expected.bytes} bytes`;
      throw new KonkError("E_TRANSFER", `Images are missing: found ${images} of ${bytes} bytes, wanted ${wanted}`);
    }
  }

  /** Removes every image: memory of the container must not stay behind. */
  remove(): void {
    this[Symbol.dispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }

  [Symbol.dispose](): void {
    for (const image of this.#images.values()) this.#close(image);
    this.#images.clear();
    this.#pages?.[Symbol.dispose]();
  }

  /** DANGER: a complete image keeps no descriptor, or a peer with many small ones would use up the server's. */
  #close(image: StoredImage): void {
    if (image.fd < 0) return;
    closeSync(image.fd);
    image.fd = -1;
    this.#openFiles--;
  }

  #image(name: string, path: string, log: boolean): StoredImage {
    const known = this.#images.get(name);
    if (known) return known;
    if (this.#images.size >= maximumImages)
      throw new KonkError("E_PROTOCOL", `Cannot store more than ${maximumImages} images`);
    if (this.#openFiles >= maximumOpen)
      throw new KonkError("E_PROTOCOL", `Cannot store more than ${maximumOpen} images at a time`);
    const image = { fd: this.#openFile(path, log), size: 0, complete: false };
    this.#openFiles++;
    this.#images.set(name, image);
    return image;
  }

  /** The first page image, as a rule by far the largest, takes the memory that was made ready. */
  #openFile(path: string, log = false): number {
    if (!this.#readyTaken && basename(path).startsWith("pages-")) {
      this.#readyTaken = true;
      renameSync(join(this.folder, readyFile), path);
      return openSync(path, "r+");
    }
    return openSync(path, log ? "w" : "wx", 0o600);
  }
}
