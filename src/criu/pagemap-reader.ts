/**
 * A pagemap run by run, in a buffer of one size however long the file is, and only as a CRIU of today writes it: what two
 * readers could understand in two ways is refused. By hand, for it runs inside the freeze: the generated decoder takes a
 * multiple of the time.
 */

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { pageBytes } from "../core/page-bytes.ts";
import { KonkError } from "../errors.ts";
import { inParent, lazy, present } from "./page-server.ts";
import { commonMagic, pagemapMagic } from "./pagemap-image.ts";

/** Four numbers, none longer than a varint can be, each after a tag of one byte. */
const longestMessage = 44;
const longestVarint = 10;
const wordBytes = 4;
const word = 2 ** 32;
const unset = -1;
/** What says in a message which number comes next; CRIU writes them in this order. */
const tags = { pagesId: 8, address: 8, compatPages: 16, flags: 32, pages: 40 } as const;

/** Enough for a few thousand runs. */
export const readerBytes = 32 << 10;

/** Runs ascend and do not overlap. Every method throws E_PROTOCOL for a file that is not such a pagemap. */
export class PagemapReader implements Disposable {
  /** The run at hand. */
  address = 0;
  end = 0;
  flags = 0;
  /** Up to here its pages are in the pages image; its address when none of them is. */
  heldTo = 0;
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #fd: number;
  #at = 0;
  #filled = 0;
  #isWhole = false;
  /** Bytes of whole pages in the pages image that no run has claimed. */
  #left: number;

  private constructor(folder: string, name: string, { fd, bytes }: { fd: number; bytes: Uint8Array }) {
    this.#name = name;
    this.#fd = fd;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.#word() !== commonMagic || this.#word() !== pagemapMagic) throw this.#refuse("it has another format");
    const pages = `pages-${this.#head()}.img`;
    const size = statSync(join(folder, pages), { throwIfNoEntry: false })?.size;
    if (size === undefined) throw this.#refuse(`there is no "${pages}"`);
    this.#left = size - (size % pageBytes);
  }

  /** undefined when there is no such file. The buffer, of `readerBytes`, is its own until it is disposed. */
  static open(folder: string, name: string, bytes: Uint8Array): PagemapReader | undefined {
    const fd = openIfThere(join(folder, name));
    if (fd === undefined) return undefined;
    try {
      return new PagemapReader(folder, name, { fd, bytes });
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Goes on to the next run; false after the last one. */
  next(): boolean {
    const end = this.#message();
    if (end === null) return false;
    let address = unset;
    let compatPages = unset;
    let flags: number = present;
    let pages = unset;
    for (let before = 0; this.#at < end; ) {
      const tag = this.#bytes[this.#at++] ?? 0;
      const value = this.#varint(end);
      if (tag <= before) throw this.#refuse(`it says ${tag} after ${before} of a run`);
      before = tag;
      if (tag === tags.address) address = value;
      else if (tag === tags.compatPages) compatPages = value;
      else if (tag === tags.flags) flags = value;
      else if (tag === tags.pages) pages = value;
      else throw this.#refuse(`it says ${tag} of a run`);
    }
    this.#take(address, this.#agreed(compatPages, pages), flags);
    return true;
  }

  /** CRIU before 4.2 reads the one, 4.2 the other. */
  #agreed(compatPages: number, pages: number): number {
    if (pages === unset || pages === compatPages) return compatPages;
    throw this.#refuse(`a run has ${compatPages} pages, or ${pages}`);
  }

  #take(address: number, pages: number, flags: number): void {
    const bytes = pages * pageBytes;
    if (address < this.end || address % pageBytes !== 0)
      throw this.#refuse(`a run begins at ${hex(address)} after one that ends at ${hex(this.end)}`);
    if (pages < 1 || pages >= word || !Number.isSafeInteger(address + bytes))
      throw this.#refuse(`a run has ${pages} pages`);
    const kind = flags & (present | inParent);
    if (flags > (present | inParent | lazy) || kind === (present | inParent))
      throw this.#refuse(`a run has flags ${flags}`);
    const held = kind === present ? Math.min(bytes, this.#left) : 0;
    this.#left -= held;
    this.address = address;
    this.end = address + bytes;
    this.flags = flags;
    this.heldTo = address + held;
  }

  #head(): number {
    const end = this.#message();
    if (end !== null && this.#bytes[this.#at++] === tags.pagesId) {
      const pagesId = this.#varint(end);
      if (this.#at === end && pagesId < word) return pagesId;
    }
    throw this.#refuse("it does not say where its pages are");
  }

  /** Where the next message ends, all of it in the buffer; null at the end of the file. */
  #message(): number | null {
    if (this.#filled - this.#at < wordBytes + longestMessage) this.#fill();
    if (this.#at === this.#filled) return null;
    const length = this.#word();
    if (length > longestMessage) throw this.#refuse(`it has a message of ${length} bytes`);
    if (length > this.#filled - this.#at) throw this.#refuse("it is cut off");
    return this.#at + length;
  }

  #word(): number {
    if (this.#filled - this.#at < wordBytes) this.#fill();
    if (this.#filled - this.#at < wordBytes) throw this.#refuse("it is cut off");
    this.#at += wordBytes;
    return this.#view.getUint32(this.#at - wordBytes, true);
  }

  /** One above 2^53 is not exact, and above 2^53. */
  #varint(end: number): number {
    const last = Math.min(end, this.#at + longestVarint);
    const bytes = this.#bytes;
    let value = 0;
    let scale = 1;
    for (let at = this.#at; at < last; ) {
      const byte = bytes[at++] ?? 0;
      if (byte < 128) {
        this.#at = at;
        return value + byte * scale;
      }
      value += (byte - 128) * scale;
      scale *= 128;
    }
    throw this.#refuse("a number in it has no end");
  }

  #fill(): void {
    if (this.#isWhole) return;
    this.#bytes.copyWithin(0, this.#at, this.#filled);
    this.#filled -= this.#at;
    this.#at = 0;
    const room = this.#bytes.length - this.#filled;
    const got = readSync(this.#fd, this.#bytes, this.#filled, room, null);
    this.#filled += got;
    this.#isWhole = got < room; // it is a file
  }

  #refuse(why: string): KonkError {
    return new KonkError("E_PROTOCOL", `Cannot restore from image "${basename(this.#name)}": ${why}`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function hex(address: number): string {
  return address.toString(16);
}
