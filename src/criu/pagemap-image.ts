/** Files pagemap-ID.img as CRIU reads them: which pages a process has, in the order in which their content lies elsewhere. */
import { pageBytes } from "../core/page-bytes.ts";
import { criu } from "../gen/criu.js";
import { readMessages } from "./image-reader.ts";

export const commonMagic = 0x54564319;
export const pagemapMagic = 0x56084025;
const firstBytes = 64 * 1024;

/** Pages that follow each other, with CRIU's flags for them. */
export interface PagemapRun {
  address: number;
  pages: number;
  flags: number;
}

/** Throws E_CRIU for a file that is none. */
export function readPagemap(path: string): { pagesId: number; runs: PagemapRun[] } {
  let pagesId: number | undefined;
  const runs: PagemapRun[] = [];
  readMessages(path, (bytes) => {
    if (pagesId === undefined) {
      ({ pagesId } = criu.PagemapHead.decode(bytes));
      return;
    }
    const { vaddr, compatNrPages, nrPages, flags } = criu.PagemapEntry.decode(bytes);
    runs.push({ address: vaddr, pages: nrPages || compatNrPages, flags });
  });
  return { pagesId: pagesId ?? 0, runs };
}

/** The same as any CRIU reads it. */
export function rewrittenPagemap(path: string): Uint8Array {
  const { pagesId, runs } = readPagemap(path);
  const image = new PagemapImage(pagesId);
  for (const { address, pages, flags } of runs) image.add(address, pages, flags);
  return image.finish();
}

/** Grows run by run; runs that continue each other become one. */
export class PagemapImage {
  #bytes = Buffer.alloc(firstBytes);
  #used = 0;
  #run = { address: 0, pages: 0, flags: 0 };

  /** `pagesId`: the content is in pages-ID.img. */
  constructor(pagesId: number) {
    const magic = Buffer.alloc(8);
    magic.writeUInt32LE(commonMagic, 0);
    magic.writeUInt32LE(pagemapMagic, 4);
    this.#append(magic);
    this.#message(criu.PagemapHead.encode({ pagesId }).finish());
  }

  add(address: number, pages: number, flags: number): void {
    const run = this.#run;
    if (flags === run.flags && address === run.address + run.pages * pageBytes) {
      run.pages += pages;
      return;
    }
    this.#endRun();
    this.#run = { address, pages, flags };
  }

  /** The file's content. */
  finish(): Uint8Array {
    this.#endRun();
    this.#run = { address: 0, pages: 0, flags: 0 };
    return this.#bytes.subarray(0, this.#used);
  }

  #endRun(): void {
    const { address: vaddr, pages: nrPages, flags } = this.#run;
    if (nrPages === 0) return;
    this.#message(criu.PagemapEntry.encode({ vaddr, compatNrPages: nrPages, flags, nrPages }).finish());
  }

  #message(message: Uint8Array): void {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(message.length);
    this.#append(length);
    this.#append(message);
  }

  #append(part: Uint8Array): void {
    if (this.#used + part.length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    }
    this.#bytes.set(part, this.#used);
    this.#used += part.length;
  }
}
