/**
 * Pages that came before the freeze: CRIU's parent images, one flat file of pages for each process, overwritten round by
 * round. The images of the freeze say which of these pages still count.
 */
import { closeSync, ftruncateSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { imageFileName } from "../core/image-name.ts";
import { parentFolder } from "../criu/memory-check.ts";
import { KonkError } from "../errors.ts";
import type { ImageChunk } from "./peer.ts";
import { outgrown, storeBytes } from "./stored-bytes.ts";

export interface PageStoreOptions {
  /** More than this is refused. */
  limitBytes: number;
  /** Opens a file for writing; the memory that was made ready may become it. */
  open: (path: string) => number;
}

const kinds = ["pages", "pagemap"];
/** Each file stays open until the landing zone is removed. */
const maximumFiles = 4096;

export class PageStore implements Disposable {
  /** What its files hold, also where nothing was written yet. */
  bytes = 0;
  readonly #options: PageStoreOptions;
  readonly #folder: string;
  readonly #files = new Map<string, { fd: number; size: number }>();

  constructor(imagesFolder: string, options: PageStoreOptions) {
    this.#options = options;
    this.#folder = join(imagesFolder, "ahead");
    mkdirSync(this.#folder, { mode: 0o700 });
    symlinkSync("ahead", join(imagesFolder, parentFolder));
  }

  /** Throws E_PROTOCOL for what may not come, E_NO_SPACE when there is no room. */
  write({ kind, id, offset, data }: ImageChunk): void {
    if (!kinds.includes(kind)) throw new KonkError("E_PROTOCOL", `Cannot store image "${kind}" ahead: it is no page`);
    const name = imageFileName({ kind, id });
    if (this.#files.size >= maximumFiles && !this.#files.has(name))
      throw new KonkError("E_PROTOCOL", `Cannot store pages of more than ${maximumFiles / 2} processes ahead`);
    const file = this.#files.get(name) ?? { fd: this.#options.open(join(this.#folder, name)), size: 0 };
    this.#files.set(name, file);
    const grown = Math.max(0, offset + data.length - file.size);
    if (this.bytes + grown > this.#options.limitBytes) {
      throw outgrown(this.#options.limitBytes);
    }
    storeBytes(file.fd, data, offset);
    file.size += grown;
    this.bytes += grown;
    if (kind === "pagemap") this.#trim(); // a process's pages come before it
  }

  /** Gives back what was made ready and is not used: the images of the freeze need room. */
  #trim(): void {
    for (const { fd, size } of this.#files.values()) ftruncateSync(fd, size);
  }

  [Symbol.dispose](): void {
    for (const { fd } of this.#files.values()) closeSync(fd);
    this.#files.clear();
  }
}
