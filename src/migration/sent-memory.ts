/**
 * What the destination has of the container's memory while the container runs on: pages that were sent ahead, kept here
 * byte for byte. In the freeze a page travels only if it differs from its copy; no page is ever taken for another by a hash.
 *
 * What was read of a running process need not be consistent. Nothing depends on it: the copy is what the destination
 * has, and the page that counts is the one that CRIU hands over in the freeze.
 */

import type { PageRun } from "../container/process-memory.ts";
import { countBefore } from "../core/count-before.ts";
import { pageBytes } from "../core/page-bytes.ts";

/** Memory is taken in blocks: a process may have tens of thousands of runs. */
const blockBytes = 64 << 20;
/** Compared at once; only where they differ, page by page. */
const stepBytes = 64 << 10;

/** Pages that follow each other, here and in the destination's store. */
export interface SentPiece {
  address: number;
  /** Of the store's pages image. */
  offset: number;
  bytes: Buffer;
}

/** The copy of one process's memory. The layout is made once; its content follows the process. */
export class SentMemory {
  /** In ascending order of both their addresses and their offsets. */
  readonly pieces: readonly SentPiece[];
  readonly totalBytes: number;
  /** What the last round found changed: it will be needed first. */
  hot: PageRun[] = [];
  /** All of it, in the order of the store. */
  readonly blocks: readonly Buffer[];

  constructor(runs: readonly PageRun[]) {
    const pieces: SentPiece[] = [];
    const blocks: Buffer[] = [];
    let block = Buffer.alloc(0);
    let offset = 0;
    const total = runs.reduce((sum, { pages }) => sum + pages * pageBytes, 0);
    for (const { address, pages } of runs) {
      for (let done = 0; done < pages * pageBytes; ) {
        if (block.length === 0) {
          block = Buffer.alloc(Math.min(blockBytes, total - offset));
          blocks.push(block);
        }
        const bytes = block.subarray(0, pages * pageBytes - done);
        pieces.push({ address: address + done, offset, bytes });
        block = block.subarray(bytes.length);
        done += bytes.length;
        offset += bytes.length;
      }
    }
    this.pieces = pieces;
    this.blocks = blocks;
    this.totalBytes = total;
  }

  /** Splits pages into runs that the destination has already and runs that it has not. */
  *compare(address: number, data: Buffer): Generator<{ from: number; to: number; same: boolean }> {
    for (let from = 0; from < data.length; ) {
      const piece = this.#pieceAt(address + from);
      const start = piece?.address ?? Number.POSITIVE_INFINITY;
      if (piece === undefined || start > address + from) {
        const to = Math.min(data.length, start - address);
        yield { from, to, same: false };
        from = to;
        continue;
      }
      const inPiece = address + from - start;
      const to = Math.min(data.length, from + piece.bytes.length - inPiece);
      yield* differences({ data, from, to }, piece.bytes, inPiece);
      from = to;
    }
  }

  /** The piece that holds the address, or the next one. */
  #pieceAt(address: number): SentPiece | undefined {
    return this.pieces[countBefore(this.pieces, (piece) => piece.address + piece.bytes.length <= address)];
  }
}

interface Span {
  data: Buffer;
  from: number;
  to: number;
}

/** Runs of whole pages that are the same, and that are not. */
export function* differences({ data, from, to }: Span, copy: Buffer, copyFrom: number) {
  const equal = (at: number, bytes: number) => {
    const inCopy = copyFrom + at - from;
    return data.compare(copy, inCopy, inCopy + bytes, at, at + bytes) === 0;
  };
  let run = { from, to: from, same: true };
  const add = (at: number, bytes: number, same: boolean) => {
    const ended = same === run.same ? undefined : run;
    if (ended) run = { from: at, to: at, same };
    run.to = at + bytes;
    return ended && ended.to > ended.from ? ended : undefined;
  };
  for (let at = from; at < to; at += stepBytes) {
    const step = Math.min(stepBytes, to - at);
    const size = equal(at, step) ? step : pageBytes;
    for (let part = at; part < at + step; part += size) {
      const ended = add(part, size, size !== pageBytes || equal(part, size));
      if (ended) yield ended;
    }
  }
  yield run;
}
