/**
 * The source of the pages that follow: the container's frozen processes, read as the destination asks for them. What was sent
 * ahead is compared with what is there now, and only what differs travels.
 */
import { setImmediate as letOthersRun } from "node:timers/promises";
import { innermostPid, type PageRun, pageBytes, readProcessMemory } from "../container/process-memory.ts";
import { frameHeader, maximumDataPages, type PageFrame, PageFrameReader } from "../core/page-frames.ts";
import { KonkError } from "../errors.ts";
import type { SentMemory } from "./sent-memory.ts";

/** Sent at once where somebody waits for a page of it. */
const nearPages = 16;

export interface FollowedPages {
  /** Their content travelled after the freeze. */
  sentPages: number;
  /** They had not changed since they were sent ahead. */
  skippedPages: number;
  /** How often a process at the destination waited for one. */
  waits: number;
}

/** One conversation about them; it ends when the destination has them all. */
export class PageSource {
  readonly #pids: ReadonlyMap<number, number>;
  readonly #memories: ReadonlyMap<string, SentMemory>;
  readonly #totals: FollowedPages;
  readonly #missing = new Map<number, PageRun[]>();
  readonly #wanted: { process: number; address: number }[] = [];
  readonly #buffer = Buffer.alloc(maximumDataPages * pageBytes);
  #isListed = false;
  #isFilled = false;
  #changed = Promise.withResolvers<void>();

  /**
   * `pids` are the container's processes, frozen. `memories`: what the destination has for certain of what was sent ahead, by
   * the pid in the container; none when an earlier conversation broke off. `totals` grow.
   */
  constructor(pids: readonly number[], memories: ReadonlyMap<string, SentMemory>, totals: FollowedPages) {
    const inside = pids.map((pid) => [Number(innermostPid(pid)), pid] as const);
    this.#pids = new Map(inside);
    this.#memories = memories;
    this.#totals = totals;
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

  /** What is sent: first what is waited for, then what changed last, then the rest. */
  async *pages(): AsyncGenerator<Uint8Array> {
    while (!this.#isListed && !this.#isFilled) await this.#change();
    for (const [process, run] of this.#inOrder()) {
      for (let done = 0; done < run.pages && !this.#isFilled; done += maximumDataPages) {
        yield* this.#waitedFor();
        const pages = Math.min(maximumDataPages, run.pages - done);
        yield* this.#run(process, { address: run.address + done * pageBytes, pages });
        await letOthersRun();
      }
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

  *#inOrder(): Generator<[process: number, run: PageRun]> {
    for (const [process, runs] of this.#missing) {
      const hot = this.#memories.get(String(process))?.hot ?? [];
      for (const run of overlaps(hot, runs)) yield [process, run];
    }
    for (const [process, runs] of this.#missing) for (const run of runs) yield [process, run];
  }

  *#waitedFor(): Generator<Uint8Array> {
    for (let page = this.#wanted.shift(); page; page = this.#wanted.shift()) {
      const near = { address: page.address, pages: nearPages };
      for (const run of overlaps([near], this.#missing.get(page.process) ?? [])) yield* this.#run(page.process, run);
    }
  }

  /** Throws E_TRANSFER when the process is gone. */
  *#run(process: number, { address, pages }: PageRun): Generator<Uint8Array> {
    const data = this.#buffer.subarray(0, pages * pageBytes);
    const got = readProcessMemory(this.#pids.get(process) ?? 0, address, data);
    if (got !== data.length) throw new KonkError("E_TRANSFER", `Cannot read the memory of process ${process}`);
    const all = [{ from: 0, to: data.length, same: false }];
    for (const { from, to, same } of this.#memories.get(String(process))?.compare(address, data) ?? all) {
      const run = { process, address: address + from, pages: (to - from) / pageBytes };
      this.#totals[same ? "skippedPages" : "sentPages"] += run.pages;
      yield frameHeader({ type: same ? "same" : "data", ...run });
      if (!same) yield Uint8Array.from(data.subarray(from, to));
    }
  }

  async #change(): Promise<void> {
    if (this.#wanted.length > 0) return;
    await this.#changed.promise;
    this.#changed = Promise.withResolvers();
  }

  #wake(): void {
    this.#changed.resolve();
  }
}

/** Runs that are in both lists, each of which ascends. */
export function* overlaps(some: readonly PageRun[], others: readonly PageRun[]): Generator<PageRun> {
  const endOf = ({ address, pages }: PageRun) => address + pages * pageBytes;
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
