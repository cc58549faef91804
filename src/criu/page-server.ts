/**
 * konk as CRIU's page server, on a socket that CRIU inherits: the pages of a dump arrive here instead of in files. What
 * CRIU says, in the byte order of the host: a header, and after one that announces pages their content.
 *
 *     header  u32 command · up to CRIU 4.1: u32 pages; since 4.2: 4 bytes of padding, u64 pages · u64 address · u64 image
 *     answer  to "open" one byte, to "parent" and "close" an int; 0 means none, and no error
 */

import { closeSync, read, writeSync } from "node:fs";
import { promisify } from "node:util";
import { pageBytes } from "../core/page-bytes.ts";
import { KonkError, messageOf } from "../errors.ts";
import { bulkPair } from "./socket-pair.ts";

/** Whose pages: of a process, by its pid in the container, or of shared memory. */
export interface PageImage {
  kind: "pagemap" | "pagemap-shmem";
  id: string;
}

export type PageEvent =
  /** The images before it are complete. */
  | { kind: "open"; image: PageImage }
  /** Whole pages, in ascending order within an image. Valid until more events are asked for. */
  | { kind: "pages"; address: number; flags: number; data: Buffer };

interface Header {
  command: number;
  flags: number;
  pages: number;
  address: number;
  image: bigint;
}

const commands = { open: 4, parent: 5, add: 6, close: 0x1023, forceClose: 0x1024 } as const;
/** Flags of a run of pages: their content is here; in the parent folder's images; and they are such as could follow later. */
export const present = 4;
export const inParent = 1;
export const lazy = 2;
const imageKinds: Readonly<Record<number, PageImage["kind"]>> = { 1: "pagemap", 2: "pagemap-shmem" };

/** What fits between CRIU and us: CRIU goes on while we are busy with what came before. */
const socketBytes = 8 << 20;
const readBytes = 1 << 20;
/** How often a socket is looked at where waiting for it would occupy the only thread for files. Milliseconds. */
const pollMs = 1;
const readFrom = promisify(read);

/** CRIU never says which of the two it speaks. */
export function pageHeaderBytes({ major, minor }: { major: number; minor: number }): 24 | 32 {
  return major > 4 || (major === 4 && minor >= 2) ? 32 : 24;
}

export class PageServer implements Disposable {
  /** For CRIU to inherit; whoever passes it on closes it. */
  readonly criuFd: number;
  /** How much CRIU has said so far. */
  heardBytes = 0;
  readonly #version = Promise.withResolvers<{ major: number; minor: number }>();
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(readBytes);
  #start = 0;
  #end = 0;
  /** Pages that were announced, as far as they have not come. */
  #run = { address: 0, bytes: 0, flags: 0 };
  #isOver = false;
  #closed = false;

  constructor() {
    const blocking = navigator.hardwareConcurrency > 1; // Bun has a thread for each CPU, and a read occupies one
    const { ours, theirs } = bulkPair({ bufferBytes: socketBytes, blocking });
    this.#fd = ours;
    this.criuFd = theirs;
  }

  /** Who speaks; nothing is read before that is known. */
  heed(version: { major: number; minor: number }): void {
    this.#version.resolve(version);
  }

  /**
   * What CRIU sends, as much as has come at a time, until it says that this is all or dies: the dump's own outcome tells which.
   * Throws E_CRIU for what a CRIU that konk knows does not say.
   */
  async *events(): AsyncGenerator<readonly PageEvent[]> {
    try {
      const headerBytes = pageHeaderBytes(await this.#version.promise);
      while (!this.#closed) {
        const events = [...this.#heard(headerBytes)];
        if (events.length > 0) yield events;
        else if (this.#isOver || !(await this.#readMore())) return;
      }
    } finally {
      this[Symbol.dispose](); // whoever leaves early must not keep CRIU waiting: its dump fails
    }
  }

  /** What is in the buffer, without waiting: a process may have thousands of runs of pages. */
  *#heard(headerBytes: 24 | 32): Generator<PageEvent> {
    while (!this.#isOver) {
      const bytes = this.#end - this.#start;
      if (this.#run.bytes > 0) {
        const length = Math.min(Math.floor(bytes / pageBytes) * pageBytes, this.#run.bytes);
        if (length === 0) return;
        const { address, flags } = this.#run;
        yield { kind: "pages", address, flags, data: this.#buffer.subarray(this.#start, this.#start + length) };
        this.#run = { address: address + length, bytes: this.#run.bytes - length, flags };
        this.#start += length;
      } else {
        if (bytes < headerBytes) return;
        yield* this.#obey(this.#header(headerBytes));
      }
    }
  }

  *#obey({ command, flags, pages, address, image }: Header): Generator<PageEvent> {
    switch (command) {
      case commands.open:
        this.#answer(1);
        yield { kind: "open", image: imageOf(image) };
        return;
      case commands.parent:
        this.#answer(4);
        return;
      case commands.add:
        if ((flags & ~lazy) !== present) throw unknown(`pages with flags ${flags}`);
        this.#run = { address, bytes: pages * pageBytes, flags };
        return;
      case commands.close:
      case commands.forceClose:
        this.#answer(4);
        this.#isOver = true;
        return;
      default:
        throw unknown(`command ${command}`);
    }
  }

  #header(headerBytes: 24 | 32): Header {
    const at = this.#start;
    this.#start += headerBytes;
    const word = this.#buffer.readUInt32LE(at);
    const tail = at + headerBytes - 16;
    return {
      command: word & 0xffff,
      flags: word >>> 16,
      pages: headerBytes === 24 ? this.#buffer.readUInt32LE(at + 4) : Number(this.#buffer.readBigUInt64LE(at + 8)),
      address: Number(this.#buffer.readBigUInt64LE(tail)),
      image: this.#buffer.readBigUInt64LE(tail + 8),
    };
  }

  /** False at the end of the stream; a part of something that is left then is nothing. */
  async #readMore(): Promise<boolean> {
    this.#buffer.copyWithin(0, this.#start, this.#end); // less than a page
    this.#end -= this.#start;
    this.#start = 0;
    const got = await this.#read();
    this.#end += got;
    this.heardBytes += got;
    return got > 0;
  }

  async #read(): Promise<number> {
    for (;;) {
      try {
        return (await readFrom(this.#fd, this.#buffer, this.#end, readBytes - this.#end, null)).bytesRead;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "ECONNRESET") return 0; // it died with an answer unread
        if (code !== "EAGAIN") throw new KonkError("E_CRIU", `Cannot read CRIU's pages: ${messageOf(error)}`);
        await Bun.sleep(pollMs);
      }
    }
  }

  #answer(bytes: number): void {
    try {
      writeSync(this.#fd, new Uint8Array(bytes));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error; // dead: reading will tell
    }
  }

  [Symbol.dispose](): void {
    if (!this.#closed) closeSync(this.#fd);
    this.#closed = true;
    this.heed({ major: 0, minor: 0 }); // whoever waits to hear CRIU is let go
  }
}

function imageOf(destination: bigint): PageImage {
  const kind = imageKinds[Number(destination & 0xffn)];
  if (kind === undefined) throw unknown(`image ${destination}`);
  return { kind, id: String(destination >> 8n) };
}

function unknown(found: string): KonkError {
  return new KonkError(
    "E_CRIU",
    `Cannot serve CRIU's pages: found ${found}, wanted what CRIU up to 4.2 is known to say`,
  );
}
