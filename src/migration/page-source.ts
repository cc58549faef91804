/**
 * The source of the pages that follow: the container's frozen processes, read as the destination asks for them. What was sent
 * ahead is compared with what is there now, and only what differs travels.
 */

import { setImmediate as letOthersRun } from "node:timers/promises";
import { innermostPid, type PageRun, readClosedMemory, readProcessMemory } from "../container/process-memory.ts";
import { pageBytes } from "../core/page-bytes.ts";
import { frameHeader, maximumDataPages, type PageFrame, PageFrameReader } from "../core/page-frames.ts";
import { KonkError } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import type { SentMemory } from "./sent-memory.ts";

/** Sent at once where somebody waits for a page of it. */
const nearPages = 16;
/** So much is sent while the destination still restores: what a program needs at once, and little work. */
const earlyPages = (24 << 20) / pageBytes;
/** Runs with less between them belong together. Bytes. */
const gapBytes = 2 << 20;

export interface FollowedPages {
  /** Their content travelled after the freeze. */
  sentPages: number;
  /** They had not changed since they were sent ahead. */
  skippedPages: number;
  /** How often a process at the destination waited for one. */
  waits: number;
}

export interface PageSourceOptions {
  pids: readonly number[];
  memories: ReadonlyMap<string, SentMemory>;
  resumed: Promise<unknown>;
  totals: FollowedPages;
}

/** One conversation about them; it ends when the destination has them all. */
export class PageSource {
  readonly #pids: ReadonlyMap<number, number>;
  readonly #memories: ReadonlyMap<string, SentMemory>;
  readonly #totals: FollowedPages;
  readonly #missing = new Map<number, PageRun[]>();
  readonly #wanted: { process: number; address: number }[] = [];
  readonly #buffer = Buffer.alloc(maximumDataPages * pageBytes);
  /** It was asked for memory of a process that is no more. */
  isTorn = false;
  #isListed = false;
  #mayHurry = false;
  #isFilled = false;
  #changed = Promise.withResolvers<void>();

  /**
   * `pids` are the container's processes, frozen. `memories`: what the destination has for certain of what was sent ahead, by
   * the pid in the container; none when an earlier conversation broke off. `resumed`: until then what is not waited for
   * would only keep the restore from its processors. `totals` grow.
   */
  constructor({ pids, memories, resumed, totals }: PageSourceOptions) {
    const inside = pids.map((pid) => [Number(innermostPid(pid)), pid] as const);
    this.#pids = new Map(inside);
    this.#memories = memories;
    this.#totals = totals;
    resumed.then(
      () => {
        this.#mayHurry = true;
        this.#wake();
      },
      () => undefined,
    );
  }

  /** What the destination says. Throws E_TRANSFER when it stops before it has all. */
  async listen(incoming: AsyncIterable<Uint8Array>): Promise<void> {
    const reader = new PageFrameReader();
    try {
      for await (const bytes of incoming) {
        for (const frame of reader.read(bytes)) this.#hear(frame);
        this.#wake();
        if (this.#isFilled) return;
      }
    } finally {
      this.#isFilled = true; // nobody is left to send to
      this.#wake();
    }
    throw new KonkError("E_TRANSFER", "The destination stopped asking for memory that it lacks");
  }

  /** What is sent: first what is waited for, then what is likely to be needed soon, and when the container runs, the rest. */
  async *pages(): AsyncGenerator<Uint8Array> {
    while (!this.#isListed && !this.#isFilled) await this.#change();
    let sentPages = 0;
    for (const batch of inBatches(this.#inOrder())) {
      while (sentPages >= earlyPages && !this.#mayHurry && !this.#isFilled) {
        yield* this.#waitedFor();
        await this.#change();
      }
      if (this.#isFilled) return;
      yield* this.#waitedFor();
      yield Buffer.concat(batch.flatMap(([process, run]) => this.#read(process, run)));
      for (const [, { pages }] of batch) sentPages += pages;
      if (globalThis.KONK_FAULTS && sentPages * 2 > pagesOf(this.#missing)) failpoint("source:half-sent");
      await letOthersRun();
    }
    while (!this.#isFilled) {
      yield* this.#waitedFor();
      await this.#change();
    }
  }

  #hear({ type, process, address, pages }: PageFrame): void {
    const runs = this.#missing.get(process) ?? [];
    switch (type) {
      case "missing":
        runs.push({ address, pages });
        this.#missing.set(process, runs);
        return;
      case "listed":
        this.#isListed = true;
        if (globalThis.KONK_FAULTS) failpoint("source:follow-begun");
        return;
      case "wanted":
        this.#totals.waits++;
        this.#wanted.push({ process, address });
        return;
      case "filled":
        this.#isFilled = true;
        return;
      default:
        throw new KonkError("E_PROTOCOL", `A destination does not say "${type}"`);
    }
  }

  /** What changed last, then small pieces of memory, where programs keep what they always need, before large ones. */
  *#inOrder(): Generator<[process: number, run: PageRun]> {
    for (const [process, runs] of this.#missing) {
      const hot = this.#memories.get(String(process))?.hot ?? [];
      for (const run of overlaps(hot, runs)) yield [process, run];
    }
    const regions = [...this.#missing].flatMap(([process, runs]) =>
      regionsOf(runs).map((region) => ({ process, ...region })),
    );
    for (const { process, runs } of regions.toSorted((a, b) => a.pages - b.pages)) {
      const hot = this.#memories.get(String(process))?.hot ?? [];
      for (const run of outside(runs, hot)) yield [process, run];
    }
  }

  *#waitedFor(): Generator<Uint8Array> {
    for (let page = this.#wanted.shift(); page; page = this.#wanted.shift()) {
      const near = { address: page.address, pages: nearPages };
      for (const run of overlaps([near], this.#missing.get(page.process) ?? []))
        yield Buffer.concat(this.#read(page.process, run));
    }
  }

  /** At most {@link maximumDataPages}, as frames. Throws E_ENDED when the process is gone. */
  #read(process: number, { address, pages }: PageRun): Uint8Array[] {
    const data = this.#buffer.subarray(0, pages * pageBytes);
    const pid = this.#pids.get(process);
    this.isTorn ||= pid === undefined;
    if (pid === undefined) throw new KonkError("E_ENDED", `Process ${process} is gone, and its memory with it`);
    const isRead = [readProcessMemory, readClosedMemory].some((read) => read(pid, address, data) === data.length);
    if (!isRead) throw new KonkError("E_TRANSFER", `Cannot read the memory of process ${process}`);
    const all = [{ from: 0, to: data.length, same: false }];
    const frames: Uint8Array[] = [];
    for (const { from, to, same } of this.#memories.get(String(process))?.compare(address, data) ?? all) {
      const run = { process, address: address + from, pages: (to - from) / pageBytes };
      this.#totals[same ? "skippedPages" : "sentPages"] += run.pages;
      frames.push(frameHeader({ type: same ? "same" : "data", ...run }));
      if (!same) frames.push(Buffer.from(data.subarray(from, to)));
    }
    return frames;
  }

  async #change(): Promise<void> {
    if (this.#wanted.length > 0 && this.#isListed) return; // nothing is known to be missing before
    await this.#changed.promise;
    this.#changed = Promise.withResolvers();
  }

  #wake(): void {
    this.#changed.resolve();
  }
}

const pagesOf = (runs: ReadonlyMap<number, readonly PageRun[]>) =>
  [...runs.values()].flat().reduce((sum, { pages }) => sum + pages, 0);

/** Runs, cut up and put together so that each batch has about as many pages as may be sent at once. */
function* inBatches(all: Iterable<[process: number, run: PageRun]>): Generator<[process: number, run: PageRun][]> {
  let batch: [number, PageRun][] = [];
  let left = maximumDataPages;
  for (const [process, run] of all) {
    for (let done = 0; done < run.pages; ) {
      const pages = Math.min(left, run.pages - done);
      batch.push([process, { address: run.address + done * pageBytes, pages }]);
      done += pages;
      left -= pages;
      if (left > 0) continue;
      yield batch;
      batch = [];
      left = maximumDataPages;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Runs that lie close together. */
function regionsOf(runs: readonly PageRun[]): { pages: number; runs: PageRun[] }[] {
  const regions: { pages: number; runs: PageRun[] }[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const run of runs) {
    const last = regions.at(-1);
    if (last && run.address - end < gapBytes) {
      last.runs.push(run);
      last.pages += run.pages;
    } else regions.push({ pages: run.pages, runs: [run] });
    end = run.address + run.pages * pageBytes;
  }
  return regions;
}

const endOf = ({ address, pages }: PageRun) => address + pages * pageBytes;

/** Runs that are in both lists, each of which ascends. */
export function* overlaps(some: readonly PageRun[], others: readonly PageRun[]): Generator<PageRun> {
  let at = 0;
  for (const run of some) {
    let other = others[at];
    while (other && endOf(other) <= run.address) other = others[++at];
    for (let index = at; other && other.address < endOf(run); other = others[++index]) {
      const address = Math.max(run.address, other.address);
      yield { address, pages: (Math.min(endOf(run), endOf(other)) - address) / pageBytes };
    }
  }
}

/** What is in the first list alone; each of them ascends. */
export function* outside(some: readonly PageRun[], others: readonly PageRun[]): Generator<PageRun> {
  let at = 0;
  for (const run of some) {
    let address = run.address;
    let other = others[at];
    while (other && endOf(other) <= address) other = others[++at];
    for (let index = at; other && other.address < endOf(run); other = others[++index]) {
      if (other.address > address) yield { address, pages: (other.address - address) / pageBytes };
      address = endOf(other);
    }
    if (address < endOf(run)) yield { address, pages: (endOf(run) - address) / pageBytes };
  }
}
