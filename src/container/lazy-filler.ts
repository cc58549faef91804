/** Fills the processes of a restored container with the pages that are here, and finds out which ones must be asked for. */
import { pageBytes } from "../core/page-bytes.ts";
import { KonkError } from "../errors.ts";
import type { LazyImage, LazyPiece } from "./lazy-image.ts";
import type { LazyMemory } from "./lazy-memory.ts";
import { fillPages, fillZeros, wake } from "./userfault.ts";

/** Filled at a time where it is waited for, and where it is not. */
const nearPages = 16;
const farPages = 256;

export interface LazyProcess {
  /** Its userfaultfd. */
  fd: number;
  memory: LazyMemory;
}

export interface WantedPage {
  /** Whose, by its pid in the container. */
  process: number;
  /** When it was dumped. */
  address: number;
}

const keyOf = ({ process, address }: WantedPage) => `${process}:${address}`;

export class LazyFiller {
  readonly processes: LazyProcess[] = [];
  /** CRIU has made all processes, and every mapping is where it belongs. */
  restored = false;
  readonly #onWanted: (page: WantedPage) => void;
  /** Touched, and not here. */
  readonly #wanted = new Map<string, WantedPage>();
  /** What came, and that some process may lack still. */
  readonly #due: { image: LazyImage; piece: LazyPiece }[] = [];
  readonly #buffer = new Uint8Array(farPages * pageBytes);

  /** `onWanted` is told of each page once, when it is touched. */
  constructor(onWanted: (page: WantedPage) => void) {
    this.#onWanted = onWanted;
  }

  get isFilled(): boolean {
    return this.restored && this.processes.every(({ memory }) => memory.lacking === 0);
  }

  /** Whether {@link fillNext} has something to do. */
  get hasDue(): boolean {
    return this.restored && this.#due.length > 0;
  }

  get wanted(): WantedPage[] {
    return [...this.#wanted.values()];
  }

  add(process: LazyProcess): void {
    const { image } = process.memory;
    this.processes.push(process);
    for (const piece of image.arrivedPieces()) this.#due.push({ image, piece });
  }

  /** Pages have come. */
  came(image: LazyImage, pieces: readonly LazyPiece[]): void {
    for (const piece of pieces) {
      this.#due.push({ image, piece });
      const end = piece.address + piece.pages * pageBytes;
      for (const page of this.wanted) {
        if (page.process !== image.id || page.address < piece.address || page.address >= end) continue;
        this.#wanted.delete(keyOf(page));
        const index = image.indexOf(page.address);
        for (const each of this.#having(image)) {
          this.#fillNear(each, index);
          for (const { address } of each.memory.lackingRuns(index, 1)) wake(each.fd, address, pageBytes); // it tells anew
        }
      }
    }
  }

  /** Somebody waits for the page at this address. */
  serve(process: LazyProcess, address: number): void {
    const { fd, memory } = process;
    const { image } = memory;
    const index = memory.lackingAt(address);
    if (index < 0) {
      const found = fillZeros(fd, address, pageBytes);
      if (typeof found !== "object") wake(fd, address, pageBytes); // it looks, and tells, again
    } else if (image.arrived[index] === 1) {
      this.#fillNear(process, index);
      wake(fd, address, pageBytes); // what was not filled is told again
    } else {
      const page = { process: image.id, address: image.addressOf(index) };
      if (!this.#wanted.has(keyOf(page))) this.#onWanted(page);
      this.#wanted.set(keyOf(page), page);
    }
  }

  /** One piece of what came, to everybody who lacks it. */
  fillNext(): void {
    const due = this.#due.shift();
    if (due === undefined) return;
    const { image, piece } = due;
    const now = { ...piece, pages: Math.min(piece.pages, farPages) };
    const bytes = now.pages * pageBytes;
    const { address, index, offset } = piece;
    const rest = { address: address + bytes, index: index + now.pages, offset: offset + bytes };
    const all = this.#having(image).map((process) => this.#fill(process, now));
    if (all.includes(false)) {
      this.#due.unshift(due);
      return;
    }
    image.forget(now); // a child that is born now inherits it from its parent
    if (piece.pages > now.pages)
      this.#due.unshift({ image, piece: { ...piece, ...rest, pages: piece.pages - now.pages } });
  }

  #having(image: LazyImage): LazyProcess[] {
    return this.processes.filter(({ memory }) => memory.image === image);
  }

  /** A page that is here and those after it. */
  #fillNear(process: LazyProcess, index: number): void {
    const { image } = process.memory;
    const { index: first, pages } = image.pieceOf(index);
    const most = Math.min(nearPages, first + pages - index);
    const here = image.arrived.subarray(index, index + most).indexOf(0);
    for (const part of image.parts(image.addressOf(index), here < 0 ? most : here)) this.#fill(process, part);
  }

  /** At most {@link farPages}, which are here, as far as the process lacks them. False when an event must be read first. */
  #fill(process: LazyProcess, piece: LazyPiece): boolean {
    const { memory } = process;
    let content: Uint8Array | undefined;
    for (const { index, address, pages } of memory.lackingRuns(piece.index, piece.pages)) {
      content ??= memory.image.load(piece, this.#buffer);
      const bytes = content.subarray((index - piece.index) * pageBytes, (index - piece.index + pages) * pageBytes);
      for (let done = 0; done < pages; ) {
        const count = this.#fillSome(process, address + done * pageBytes, bytes.subarray(done * pageBytes));
        if (count === 0) return false;
        if (count > 0) memory.settle(index + done, count);
        done += Math.abs(count);
      }
    }
    return true;
  }

  /** How many pages are settled; 0: an event must be read first; below zero: so many cannot be filled yet. */
  #fillSome(process: LazyProcess, address: number, content: Uint8Array): number {
    const found = fillPages(process.fd, address, content);
    if (typeof found === "object") return found.bytes / pageBytes;
    switch (found) {
      case "again":
        return 0;
      case "present":
        wake(process.fd, address, pageBytes);
        return 1;
      case "ended":
        process.memory.settleAll();
        return content.length / pageBytes;
      case "absent":
        // A border between two mappings somewhere in it, or a page that is gone: one by one.
        if (content.length > pageBytes) return this.#fillSome(process, address, content.subarray(0, pageBytes));
        return this.restored ? 1 : -1; // DANGER: until all is restored, what is not mapped will be
      default:
        throw new KonkError("E_BUG", `Cannot tell what "${String(found satisfies never)}" means`);
    }
  }
}
