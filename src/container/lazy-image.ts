/**
 * The pages of one process that follow it, by their addresses when it was dumped: which there are, which of them are here by
 * now, and where. Pages that were sent ahead keep their place in that file; the others get one in a file of their own.
 */

import { readSync, writeSync } from "node:fs";
import { countBefore } from "../core/count-before.ts";
import { pageBytes } from "../core/page-bytes.ts";
import { KonkError } from "../errors.ts";
import { punchHole } from "./libc.ts";
import type { PageRun } from "./process-memory.ts";

/** Pages that follow each other in memory, in a file, and in the numbering of an image's pages. */
export interface LazyPiece extends PageRun {
  /** Number of its first page. */
  index: number;
  fd: number;
  /** Of its first page in the file. Bytes. */
  offset: number;
  /** Whether the destination had some content of it before the freeze. */
  isAhead: boolean;
}

/** Where pages are that were sent ahead, in ascending order of their addresses. */
export interface AheadPages {
  fd: number;
  runs: readonly PageRun[];
}

/** The file for those that were not; what it has so far. */
export interface LatePages {
  fd: number;
  bytes: number;
}

export class LazyImage {
  readonly id: number;
  readonly pieces: readonly LazyPiece[];
  readonly pages: number;
  /** One byte a page: 1 once its content is here. */
  readonly arrived: Uint8Array;

  constructor(id: number, lazy: readonly PageRun[], ahead: AheadPages | null, late: LatePages) {
    this.id = id;
    this.pieces = layOut(lazy, ahead, late);
    this.pages = lazy.reduce((sum, { pages }) => sum + pages, 0);
    this.arrived = new Uint8Array(this.pages);
  }

  /** The number of the page at an address, or -1. */
  indexOf(address: number): number {
    const piece = this.pieces[countBefore(this.pieces, (each) => each.address <= address) - 1];
    if (piece === undefined || address >= piece.address + piece.pages * pageBytes) return -1;
    return piece.index + (address - piece.address) / pageBytes;
  }

  /** The piece that a page belongs to. */
  pieceOf(index: number): LazyPiece {
    const piece = this.pieces[countBefore(this.pieces, (each) => each.index <= index) - 1];
    if (piece === undefined) throw new KonkError("E_BUG", `No page ${index} in the memory of process ${this.id}`);
    return piece;
  }

  addressOf(index: number): number {
    const piece = this.pieceOf(index);
    return piece.address + (index - piece.index) * pageBytes;
  }

  /** Pieces, or parts of them, that cover a run. Throws E_PROTOCOL unless every page of it is one that follows. */
  parts(address: number, pages: number): LazyPiece[] {
    const parts: LazyPiece[] = [];
    for (let at = address, left = pages; left > 0; ) {
      const index = this.indexOf(at);
      if (index < 0)
        throw new KonkError("E_PROTOCOL", `Page ${at.toString(16)} of process ${this.id} is none that follows`);
      const { fd, offset, index: first, pages: most, isAhead } = this.pieceOf(index);
      const count = Math.min(left, first + most - index);
      parts.push({ address: at, pages: count, index, fd, offset: offset + (index - first) * pageBytes, isAhead });
      at += count * pageBytes;
      left -= count;
    }
    return parts;
  }

  /** Content of a run has come. */
  store(address: number, data: Uint8Array): LazyPiece[] {
    const parts = this.parts(address, data.length / pageBytes);
    for (const { fd, offset, address: start, pages } of parts) {
      writeAt(fd, data.subarray(start - address, start - address + pages * pageBytes), offset);
    }
    return this.#note(parts);
  }

  /** What was sent ahead of a run is what counts. */
  keep(address: number, pages: number): LazyPiece[] {
    const parts = this.parts(address, pages);
    const other = parts.find(({ isAhead }) => !isAhead);
    if (other)
      throw new KonkError("E_PROTOCOL", `Page ${other.address.toString(16)} of process ${this.id} was not sent ahead`);
    return this.#note(parts);
  }

  /** The content of pages that are here, into the beginning of `into`. */
  load(piece: LazyPiece, into: Uint8Array): Uint8Array {
    const content = into.subarray(0, piece.pages * pageBytes);
    const got = readSync(piece.fd, content, 0, content.length, piece.offset);
    content.fill(0, got); // zeros at the end of what was sent ahead need not be in the file
    return content;
  }

  /** Nobody will ask for their content again: it is where it belongs. */
  forget({ fd, offset, pages }: LazyPiece): void {
    punchHole(fd, offset, pages * pageBytes);
  }

  /** Runs that are not here. */
  missing(): Generator<LazyPiece> {
    return this.#having(0);
  }

  arrivedPieces(): Generator<LazyPiece> {
    return this.#having(1);
  }

  *#having(value: 0 | 1): Generator<LazyPiece> {
    for (const { address, pages, index } of this.pieces) {
      for (let from = 0; from < pages; ) {
        let to = from + 1;
        while (to < pages && this.arrived[index + to] === this.arrived[index + from]) to++;
        if (this.arrived[index + from] === value) yield* this.parts(address + from * pageBytes, to - from);
        from = to;
      }
    }
  }

  #note(parts: LazyPiece[]): LazyPiece[] {
    for (const { index, pages } of parts) this.arrived.fill(1, index, index + pages);
    return parts;
  }
}

/** DANGER: a disk that fills up takes a part, and says so only at the next attempt; what it did not take would read as zero. */
function writeAt(fd: number, data: Uint8Array, offset: number): void {
  for (let done = 0; done < data.length; ) done += writeSync(fd, data, done, data.length - done, offset + done);
}

/** Splits the runs where what was sent ahead begins or ends. */
function layOut(lazy: readonly PageRun[], ahead: AheadPages | null, late: LatePages): LazyPiece[] {
  const pieces: LazyPiece[] = [];
  const places = ahead ? [...placesOf(ahead.runs)] : [];
  let index = 0;
  let next = 0;
  const add = (address: number, end: number, place: { fd: number; offset: number; isAhead: boolean }) => {
    const pages = (end - address) / pageBytes;
    pieces.push({ address, pages, index, ...place });
    index += pages;
  };
  for (const run of lazy) {
    const end = run.address + run.pages * pageBytes;
    for (let at = run.address; at < end; ) {
      while ((places[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next++;
      const place = places[next];
      if (place && ahead && place.start <= at) {
        const to = Math.min(end, place.end);
        add(at, to, { fd: ahead.fd, offset: place.offset + at - place.start, isAhead: true });
        at = to;
      } else {
        const to = Math.min(end, place?.start ?? end);
        add(at, to, { fd: late.fd, offset: late.bytes, isAhead: false });
        late.bytes += to - at;
        at = to;
      }
    }
  }
  return pieces;
}

/** Where each run lies in the file: one after the other. */
function* placesOf(runs: readonly PageRun[]): Generator<{ start: number; end: number; offset: number }> {
  let offset = 0;
  for (const { address, pages } of runs) {
    yield { start: address, end: address + pages * pageBytes, offset };
    offset += pages * pageBytes;
  }
}
