/**
 * What one process, restored or born since, lacks of the pages that follow, wherever its mappings have gone meanwhile. A page
 * is lacking until it is filled or until the process itself gave its place up.
 */
import { pageBytes } from "../core/page-bytes.ts";
import type { LazyImage } from "./lazy-image.ts";

const here = 0;
const settled = 1;
const elsewhere = 2;

export class LazyMemory {
  readonly image: LazyImage;
  /** How many pages are lacking. */
  lacking: number;
  /** One byte a page of the image: lacking at its own address, lacking at another, or not. */
  readonly #state: Uint8Array;
  readonly #addresses: Map<number, number>;
  readonly #indexes: Map<number, number>;

  constructor(image: LazyImage, parent?: LazyMemory) {
    this.image = image;
    this.lacking = parent?.lacking ?? image.pages;
    this.#state = parent ? parent.#state.slice() : new Uint8Array(image.pages);
    this.#addresses = new Map(parent ? parent.#addresses : []);
    this.#indexes = new Map(parent ? parent.#indexes : []);
  }

  /** The page that is lacking at an address of the process as it is now, or -1. */
  lackingAt(address: number): number {
    const moved = this.#indexes.get(address);
    if (moved !== undefined) return moved;
    const index = this.image.indexOf(address);
    return index >= 0 && this.#state[index] === here ? index : -1;
  }

  /** Runs of lacking pages among so many from `index` on, with where the process has them, one after the other. */
  *lackingRuns(index: number, pages: number): Generator<{ index: number; pages: number; address: number }> {
    const end = index + pages;
    for (let from = index; from < end; ) {
      const state = this.#state[from];
      let to = from + 1;
      if (state === elsewhere) yield { index: from, pages: 1, address: this.#addresses.get(from) ?? 0 };
      else {
        const piece = this.image.pieceOf(from);
        const last = Math.min(end, piece.index + piece.pages);
        while (to < last && this.#state[to] === state) to++;
        if (state === here) yield { index: from, pages: to - from, address: this.image.addressOf(from) };
      }
      from = to;
    }
  }

  /** They are filled, or given up. */
  settle(index: number, pages: number): void {
    for (let at = index; at < index + pages; at++) {
      const address = this.#addresses.get(at);
      if (address !== undefined) {
        this.#addresses.delete(at);
        this.#indexes.delete(address);
      }
      if (this.#state[at] !== settled) this.lacking--;
      this.#state[at] = settled;
    }
  }

  /** Nothing is mapped there any more, or it reads as zero. */
  drop(start: number, end: number): void {
    for (const { index } of this.#within(start, end)) this.settle(index, 1);
  }

  /** mremap(2). What was at the new place is gone. */
  move(from: number, to: number, bytes: number): void {
    const moving = this.#within(from, from + bytes);
    for (const { index, address } of moving) this.#put(index, address, null);
    this.drop(to, to + bytes);
    for (const { index, address } of moving) this.#put(index, null, address - from + to);
  }

  settleAll(): void {
    this.settle(0, this.image.pages);
  }

  #put(index: number, from: number | null, to: number | null): void {
    if (from !== null) {
      this.#indexes.delete(from);
      this.#addresses.delete(index);
      this.#state[index] = elsewhere; // and nowhere for now
    }
    if (to === null) return;
    if (this.image.indexOf(to) === index) {
      this.#state[index] = here;
      return;
    }
    this.#indexes.set(to, index);
    this.#addresses.set(index, to);
    this.#state[index] = elsewhere;
  }

  /** Lacking pages in a range of addresses. */
  #within(start: number, end: number): { index: number; address: number }[] {
    const found: { index: number; address: number }[] = [];
    for (const [address, index] of this.#indexes) if (address >= start && address < end) found.push({ index, address });
    for (const { address, pages, index } of this.image.pieces) {
      if (address >= end || address + pages * pageBytes <= start) continue;
      const first = Math.max(0, Math.ceil((start - address) / pageBytes));
      const last = Math.min(pages, Math.ceil((end - address) / pageBytes));
      for (let page = first; page < last; page++) {
        if (this.#state[index + page] === here)
          found.push({ index: index + page, address: address + page * pageBytes });
      }
    }
    return found;
  }
}
