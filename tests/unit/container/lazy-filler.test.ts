import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { LazyFiller, type LazyProcess, type WantedPage } from "../../../src/container/lazy-filler.ts";
import { LazyImage } from "../../../src/container/lazy-image.ts";
import { LazyMemory } from "../../../src/container/lazy-memory.ts";
import { faults, fillPages, pollAny, readable } from "../../../src/container/userfault.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { requirement } from "../../hosts/requirement.ts";
import { FaultingMemory, openUserfaultfd } from "./faulting-memory.ts";

const noDoubt = { begin: () => undefined, end: () => undefined };

const folder = mkdtempSync(join(tmpdir(), "konk-filler-"));
let lateFd = -1;
beforeAll(() => {
  lateFd = openSync(join(folder, "late"), "w+");
});
afterAll(() => {
  closeSync(lateFd);
  rmSync(folder, { recursive: true });
});

function canTest(): boolean {
  const fd = openUserfaultfd();
  if (fd !== null) closeSync(fd);
  return requirement("userfaultfd", fd !== null);
}

/** One process, of which the given pages of its memory follow. */
class Restored implements Disposable {
  readonly wanted: WantedPage[] = [];
  readonly filler = new LazyFiller((page) => {
    this.wanted.push(page);
  });
  readonly image: LazyImage;
  readonly at: FaultingMemory;
  readonly process: LazyProcess;

  constructor(pages: number, lazy: { page: number; pages: number }[], options?: { tellsRemovals: boolean }) {
    this.at = new FaultingMemory(pages, options);
    const runs = lazy.map((run) => ({ address: this.at.addressOf(run.page), pages: run.pages }));
    this.image = new LazyImage(1, runs, null, { fd: lateFd, bytes: 0 });
    this.process = { fd: this.at.fd, memory: new LazyMemory(this.image) };
  }

  add(): void {
    this.filler.add(this.process);
  }

  /** From the source; each page filled with its number. */
  come(page: number, pages: number): void {
    const fills = Array.from({ length: pages }, (_, at) => Buffer.alloc(pageBytes, page + at));
    this.filler.came(this.image, this.image.store(this.at.addressOf(page), Buffer.concat(fills)));
  }

  /** What a pager does when it has nothing else to do. */
  fillAll(): void {
    this.filler.restored = true;
    for (let turns = 0; this.filler.hasDue; turns++) {
      if (turns === 1000) throw new Error("It does not end");
      this.filler.fillNext();
    }
  }

  [Symbol.dispose](): void {
    this.at[Symbol.dispose]();
  }
}

const numbers = (first: number, count: number) => Array.from({ length: count }, (_, at) => (first + at) % 256);
const lacking = (count: number) => Array.from({ length: count }, () => "lacking" as const);

describe.skipIf(!canTest())("filling", () => {
  test("every page gets its own content, whether it came before its process was made or after", () => {
    using it = new Restored(700, [
      { page: 10, pages: 600 },
      { page: 650, pages: 3 },
    ]);
    it.come(10, 590);
    it.add();
    it.come(650, 3);
    expect(it.filler.hasDue).toBe(false); // nothing is where it belongs yet
    it.fillAll();
    expect(it.filler.isFilled).toBe(false);
    expect(it.at.fills(0, 660)).toEqual([
      ...lacking(10),
      ...numbers(10, 590),
      ...lacking(50),
      ...numbers(650, 3),
      ...lacking(7),
    ]);
    it.come(600, 10);
    it.fillAll();
    expect([it.at.fills(600, 10), it.filler.isFilled]).toEqual([numbers(600, 10), true]);
  });

  test("what a process has there already stays", () => {
    using it = new Restored(10, [{ page: 0, pages: 10 }]);
    it.add();
    for (const page of [0, 4, 5]) fillPages(it.at.fd, it.at.addressOf(page), Buffer.alloc(pageBytes, 99));
    it.come(0, 10);
    it.fillAll();
    expect(it.at.fills(0, 10)).toEqual([99, 1, 2, 3, 99, 99, 6, 7, 8, 9]);
    expect(it.filler.isFilled).toBe(true);
  });

  test("what is mapped no more is not waited for, and its neighbours are filled", () => {
    using it = new Restored(20, [{ page: 0, pages: 20 }]);
    it.add();
    it.at.unmap(3, 2);
    it.at.unmap(19, 1);
    it.come(0, 20);
    it.fillAll();
    expect([it.at.fills(0, 3), it.at.fills(5, 14)]).toEqual([numbers(0, 3), numbers(5, 14)]);
    expect(it.filler.isFilled).toBe(true);
  });

  test("what is not mapped before all is restored will be, and is filled then", () => {
    using it = new Restored(20, [{ page: 0, pages: 20 }]);
    it.add();
    it.at.unmap(3, 10);
    it.come(0, 20);
    it.filler.serve(it.process, it.at.addressOf(0));
    expect(it.at.fills(0, 3)).toEqual(numbers(0, 3));
    expect(it.process.memory.lacking).toBe(20 - 3 - 3); // 16 were tried
    it.at.mapAgain(3, 10);
    it.fillAll();
    expect(it.at.fills(0, 20)).toEqual(numbers(0, 20));
  });

  test("who waits is served first: what is here at once, the rest is asked for, once, and zeros are zeros", () => {
    using it = new Restored(60, [{ page: 0, pages: 50 }]);
    it.add();
    it.come(20, 10);
    const serve = (page: number) => {
      it.filler.serve(it.process, it.at.addressOf(page));
    };
    serve(22);
    expect([it.at.fills(21, 10), it.wanted]).toEqual([["lacking", ...numbers(22, 8), "lacking"], []]);
    serve(55); // is none that follows
    expect([it.at.fills(54, 3), it.wanted]).toEqual([["lacking", 0, "lacking"], []]);
    serve(40);
    serve(40);
    serve(41);
    const asked = [40, 41].map((page) => ({ process: 1, address: it.at.addressOf(page) }));
    expect([it.wanted, it.filler.wanted]).toEqual([asked, asked]);
    it.come(40, 1);
    expect([it.at.fills(39, 3), it.filler.wanted]).toEqual([["lacking", 40, "lacking"], asked.slice(1)]);
    serve(40); // was read before it was filled
    expect(it.wanted).toHaveLength(2);
  });

  test("a page that moved is filled where it is now, for each who lacks it, and asked for by its old address", () => {
    using it = new Restored(40, [{ page: 0, pages: 4 }]);
    it.add();
    const child = { fd: it.at.fd, memory: new LazyMemory(it.image, it.process.memory) };
    it.filler.add(child);
    child.memory.move(it.at.addressOf(1), it.at.addressOf(30), 2 * pageBytes);
    child.memory.drop(it.at.addressOf(0), it.at.addressOf(4));
    it.filler.serve(child, it.at.addressOf(31));
    expect(it.wanted).toEqual([{ process: 1, address: it.at.addressOf(2) }]);
    it.come(0, 4);
    expect(it.at.fills(29, 4)).toEqual(["lacking", "lacking", 2, "lacking"]);
    it.fillAll();
    expect([it.at.fills(0, 4), it.at.fills(29, 4)]).toEqual([numbers(0, 4), ["lacking", 1, 2, "lacking"]]);
    expect(it.filler.isFilled).toBe(true);
  });
});

/** Threads that wait for memory, in the kernel. */
class Threads implements AsyncDisposable {
  readonly #workers: Worker[] = [];

  static async start(count: number): Promise<Threads> {
    const threads = new Threads();
    for (let number = 0; number < count; number++)
      threads.#workers.push(new Worker(join(import.meta.dir, "toucher.ts")));
    const isReady = async (worker: Worker): Promise<void> => {
      await once(worker, "message");
    };
    await Promise.all(threads.#workers.map(isReady));
    return threads;
  }

  async do(number: number, what: { touch: number } | { giveBack: number }): Promise<unknown> {
    const worker = this.#workers[number];
    if (worker === undefined) throw new Error("there is no such thread");
    const answer = once(worker, "message");
    worker.postMessage(what);
    return (await answer)[0] as unknown;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => await worker.terminate()));
  }
}

/** Until a thread waits: the descriptor has something to tell. */
async function untilTold(fd: number): Promise<void> {
  for (let turns = 0; turns < 2000; turns++) {
    if (pollAny([{ fd, events: readable }], 0).has(fd)) return;
    await Bun.sleep(1);
  }
}

function obey({ at, filler, process }: Restored): void {
  for (const fault of faults(at.fd, noDoubt)) {
    if (fault.kind === "touched") filler.serve(process, fault.address - (fault.address % pageBytes));
    if (fault.kind === "dropped") process.memory.drop(fault.start, fault.end);
  }
}

/** As a pager does, until all of it has happened. */
async function obeyUntil(it: Restored, done: Promise<unknown>): Promise<unknown> {
  let answer: unknown = "nothing";
  done.then((value) => (answer = value)).catch(() => undefined);
  for (let turns = 0; turns < 1000 && answer === "nothing"; turns++) {
    obey(it);
    await Bun.sleep(1);
  }
  return answer;
}

describe.skipIf(!canTest())("threads that wait", () => {
  test("one waits until its page has come, and reads that and nothing else", async () => {
    await using threads = await Threads.start(1);
    using it = new Restored(10, [{ page: 0, pages: 8 }]);
    it.add();
    const reading = threads.do(0, { touch: it.at.addressOf(5) + 100 });
    await untilTold(it.at.fd);
    obey(it);
    expect(it.wanted).toEqual([{ process: 1, address: it.at.addressOf(5) }]);
    it.come(5, 1);
    expect(await obeyUntil(it, reading)).toBe(5);
    expect(await obeyUntil(it, threads.do(0, { touch: it.at.addressOf(9) }))).toBe(0);
  });

  test("a page that comes while the process changes its memory reaches who waits, also before all is restored", async () => {
    await using threads = await Threads.start(2);
    using it = new Restored(10, [{ page: 0, pages: 8 }], { tellsRemovals: true });
    it.add();
    const reading = threads.do(0, { touch: it.at.addressOf(5) });
    await untilTold(it.at.fd);
    obey(it);
    const giving = threads.do(1, { giveBack: it.at.addressOf(1) });
    await untilTold(it.at.fd);
    it.come(5, 1); // cannot be filled before the change is known here
    expect(await obeyUntil(it, reading)).toBe(5);
    expect(await obeyUntil(it, giving)).toBe("gone");
    expect(it.process.memory.lacking).toBe(6);
  });
});
