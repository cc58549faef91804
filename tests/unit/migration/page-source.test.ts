import { ptr } from "bun:ffi";
import { afterEach, expect, test } from "bun:test";
import { setImmediate as turn } from "node:timers/promises";
import type { PageRun } from "../../../src/container/process-memory.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { frameHeader, PageFrameReader, type PageFrameType } from "../../../src/core/page-frames.ts";
import type { KonkError } from "../../../src/errors.ts";
import { outside, overlaps, PageSource, type PageSourceOptions } from "../../../src/migration/page-source.ts";
import { SentMemory } from "../../../src/migration/sent-memory.ts";
import { Dice } from "../../fuzz/dice.ts";

/** This process is the one whose pages follow; as long as nobody writes to them they are as good as frozen. */
const { pid } = process;

/** What is read by address alone must not be collected. */
const kept: Buffer[] = [];
afterEach(() => {
  kept.splice(0);
});

/** Pages of this process, each filled with its number modulo 251. */
function somePages(pages: number): { base: number; content: Buffer } {
  const all = Buffer.alloc((pages + 1) * pageBytes);
  kept.push(all);
  const base = Math.ceil(ptr(all) / pageBytes) * pageBytes;
  const content = all.subarray(base - ptr(all), base - ptr(all) + pages * pageBytes);
  for (let page = 0; page < pages; page++) content.fill(page % 251, page * pageBytes, (page + 1) * pageBytes);
  return { base, content };
}

/** Says what it is told to say, and notes what comes. */
class Destination {
  readonly totals = { sentPages: 0, skippedPages: 0, waits: 0 };
  readonly resumed = Promise.withResolvers<void>();
  readonly source: PageSource;
  readonly heard: Promise<unknown>;
  /** Of one page each, in the order in which they came. */
  readonly came: { type: PageFrameType; page: number; fill: number | undefined }[] = [];
  readonly #base: number;
  readonly #reader = new PageFrameReader();
  readonly #said: Uint8Array[] = [];
  #mayListen = Promise.withResolvers<void>();
  #isOver = false;
  readonly #pages: AsyncGenerator<Uint8Array>;

  constructor(base: number, options: Partial<PageSourceOptions> = {}) {
    const { totals, resumed } = this;
    this.#base = base;
    this.source = new PageSource({ pids: [pid], memories: new Map(), resumed: resumed.promise, totals, ...options });
    this.heard = this.source.listen(this.#incoming()).catch((error: unknown) => error);
    this.#pages = this.source.pages();
  }

  async *#incoming(): AsyncGenerator<Uint8Array> {
    for (;;) {
      await this.#mayListen.promise;
      this.#mayListen = Promise.withResolvers();
      yield* this.#said.splice(0);
      if (this.#isOver) return;
    }
  }

  say(type: PageFrameType, page = 0, pages = 0): void {
    this.#said.push(frameHeader({ type, process: pid, address: this.#base + page * pageBytes, pages }));
    if (type === "data") this.#said.push(new Uint8Array(pages * pageBytes));
    this.#mayListen.resolve();
  }

  hangUp(): void {
    this.#isOver = true;
    this.#mayListen.resolve();
  }

  /** The pages of the next piece; null when there will be none. */
  async next(): Promise<number[] | null> {
    const next = await this.#pages.next();
    if (next.done === true) return null;
    const before = this.came.length;
    for (const { type, address, pages, data } of this.#reader.read(next.value)) {
      for (let at = 0; at < pages; at++) {
        const page = (address - this.#base) / pageBytes + at;
        this.came.push({ type, page, fill: data?.[at * pageBytes + 17] });
      }
    }
    return this.came.slice(before).map(({ page }) => page);
  }

  /** "nothing" when no piece comes although the other side has had time for one. */
  async soon(piece: Promise<number[] | null>): Promise<number[] | null | "nothing"> {
    const late = async () => {
      for (let turns = 0; turns < 20; turns++) await turn();
      return "nothing" as const;
    };
    return await Promise.race([piece, late()]);
  }

  async takeUntil(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) await this.next();
  }
}

const pagesFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);

test("what the destination has for certain is not sent again, and nothing else is taken for known", async () => {
  const { base, content } = somePages(600);
  const memory = new SentMemory([
    { address: base + 10 * pageBytes, pages: 20 },
    { address: base + 500 * pageBytes, pages: 300 },
  ]);
  for (const { address, bytes } of memory.pieces) content.copy(bytes, 0, address - base);
  for (const page of [12, 29]) content[page * pageBytes + 5] = 255;
  content[550 * pageBytes - 1] = 255;
  const destination = new Destination(base, { memories: new Map([[String(pid), memory]]) });
  destination.resumed.resolve();
  destination.say("missing", 5, 300);
  destination.say("missing", 400, 190);
  destination.say("listed");
  await destination.takeUntil(() => destination.came.length >= 490);
  const isSame = (page: number) => ((page >= 10 && page < 30) || page >= 500) && ![12, 29, 549].includes(page);
  const expected = [...pagesFrom(5, 300), ...pagesFrom(400, 190)].map((page) => ({
    page,
    ...(isSame(page) ? { type: "same", fill: undefined } : { type: "data", fill: page % 251 }),
  }));
  expect(destination.came.toSorted((a, b) => a.page - b.page) as unknown).toEqual(expected);
  const skippedPages = expected.filter(({ type }) => type === "same").length;
  expect(destination.totals).toEqual({ sentPages: 490 - skippedPages, skippedPages, waits: 0 });
  destination.say("filled");
  expect(await destination.next()).toBeNull();
  expect(await destination.heard).toBeUndefined();
});

test("a page that somebody waits for overtakes all others, with those after it that are missing too", async () => {
  const { base } = somePages(3000);
  const destination = new Destination(base);
  destination.resumed.resolve();
  destination.say("wanted", 2500); // before it is known what is missing
  destination.say("missing", 0, 2510);
  destination.say("missing", 2800, 1);
  destination.say("listed");
  expect(await destination.next()).toEqual(pagesFrom(2500, 10));
  await destination.next();
  destination.say("wanted", 2000);
  destination.say("wanted", 2800);
  destination.say("wanted", 2700); // is not missing: it came already
  await turn();
  expect(await destination.next()).toEqual(pagesFrom(2000, 16));
  expect(await destination.next()).toEqual([2800]);
  expect(destination.totals.waits).toBe(4);
  await destination.takeUntil(() => new Set(destination.came.map(({ page }) => page)).size === 2511);
  const after = destination.next();
  destination.say("wanted", 1);
  expect(await after).toEqual(pagesFrom(1, 16)); // also when all was sent once
  expect(destination.came.every(({ page, fill }) => fill === page % 251)).toBe(true);
  destination.say("filled");
  expect(await destination.next()).toBeNull();
});

test("what changed last goes first, then small pieces of memory before large ones, and nothing twice", async () => {
  const { base } = somePages(4000);
  const memory = new SentMemory([{ address: base + 3000 * pageBytes, pages: 500 }]);
  memory.hot = [3100, 3300].map((page) => ({ address: base + page * pageBytes, pages: 10 }));
  const destination = new Destination(base, { memories: new Map([[String(pid), memory]]) });
  destination.resumed.resolve();
  for (const [page, pages] of [
    [0, 700],
    [1300, 50],
    [1400, 30],
    [3000, 305],
  ] as const)
    destination.say("missing", page, pages);
  destination.say("listed");
  await destination.takeUntil(() => destination.came.length >= 700 + 80 + 305);
  expect(destination.came.map(({ page }) => page)).toEqual([
    ...pagesFrom(3100, 10),
    ...pagesFrom(3300, 5),
    ...pagesFrom(1300, 50),
    ...pagesFrom(1400, 30),
    ...pagesFrom(3000, 100),
    ...pagesFrom(3110, 190),
    ...pagesFrom(0, 700),
  ]);
  destination.say("filled");
  expect(await destination.next()).toBeNull();
  expect(destination.came).toHaveLength(1085);
});

test("before the container runs there only little is sent, and what is waited for", async () => {
  const early = (24 << 20) / pageBytes;
  const { base } = somePages(early + 1000);
  const destination = new Destination(base);
  destination.say("missing", 0, early + 1000);
  destination.say("listed");
  await destination.takeUntil(() => destination.came.length >= early);
  expect(destination.came).toHaveLength(early);
  const next = destination.next();
  expect(await destination.soon(next)).toBe("nothing");
  destination.say("wanted", early + 500);
  expect(await destination.soon(next)).toEqual(pagesFrom(early + 500, 16));
  const rest = destination.next();
  expect(await destination.soon(rest)).toBe("nothing");
  destination.resumed.resolve();
  expect(await destination.soon(rest)).toEqual(pagesFrom(early, 256));
  destination.hangUp();
  expect(await destination.heard).toMatchObject({ code: "E_TRANSFER" });
});

test("a destination that falls silent before it has all ends the sending, and is not taken for content", async () => {
  for (const words of [[], ["missing"], ["missing", "listed"]] as const) {
    const destination = new Destination(somePages(10).base);
    for (const word of words) destination.say(word, 0, 5);
    const pieces = Array.fromAsync(destination.source.pages());
    destination.hangUp();
    expect(await destination.heard).toMatchObject({ code: "E_TRANSFER" });
    await pieces;
  }
});

test("a destination that lacks nothing has heard enough", async () => {
  const destination = new Destination(0);
  destination.say("listed");
  const next = destination.next();
  expect(await destination.soon(next)).toBe("nothing");
  destination.say("filled");
  expect(await next).toBeNull();
  expect(await destination.heard).toBeUndefined();
});

test.each(["same", "data"] as const)('a destination that says "%s" is not listened to any more', async (type) => {
  const destination = new Destination(0);
  destination.say(type, 0, 1);
  expect(await destination.heard).toMatchObject({ code: "E_PROTOCOL" });
  expect(await destination.next()).toBeNull();
});

test("memory that cannot be read ends it, and is not sent as zeros", async () => {
  const { base } = somePages(2);
  const gone = Bun.spawnSync(["true"]).pid;
  for (const destination of [new Destination(base, { pids: [gone] }), new Destination(pageBytes)]) {
    destination.say("missing", 0, 1);
    destination.say("listed");
    const failure = (await destination.next().catch((error: unknown) => error)) as KonkError;
    expect(["E_TRANSFER", "E_ENDED"]).toContain(failure.code);
  }
});

test("overlaps() and outside(): every page of the one list is in the other, or is not, however they lie", () => {
  const dice = new Dice(1);
  const some = (): PageRun[] => {
    const runs: PageRun[] = [];
    for (let page = dice.below(5); page < 60; page += dice.below(6)) {
      const pages = 1 + dice.below(8);
      runs.push({ address: page * pageBytes, pages });
      page += pages;
    }
    return runs;
  };
  const pagesOf = (runs: Iterable<PageRun>) =>
    [...runs].flatMap(({ address, pages }) => pagesFrom(address / pageBytes, pages));
  for (let round = 0; round < 300; round++) {
    const [these, those] = [some(), some()];
    const inThose = new Set(pagesOf(those));
    expect(pagesOf(overlaps(these, those))).toEqual(pagesOf(these).filter((page) => inThose.has(page)));
    expect(pagesOf(outside(these, those))).toEqual(pagesOf(these).filter((page) => !inThose.has(page)));
  }
});
