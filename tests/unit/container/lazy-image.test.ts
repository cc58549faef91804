import { dlopen } from "bun:ffi";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LazyImage, type LazyPiece } from "../../../src/container/lazy-image.ts";
import type { PageRun } from "../../../src/container/process-memory.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { Dice } from "../../fuzz/dice.ts";
import { failure } from "../core/failure.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-lazy-"));
let [aheadFd, lateFd] = [-1, -1];
beforeAll(() => {
  [aheadFd, lateFd] = [openSync(join(folder, "ahead"), "w+"), openSync(join(folder, "late"), "w+")];
});
afterAll(() => {
  for (const fd of [aheadFd, lateFd]) closeSync(fd);
  rmSync(folder, { recursive: true });
});

const pagesOf = ({ address, pages }: PageRun): number[] =>
  Array.from({ length: pages }, (_, at) => address + at * pageBytes);

/** Runs in ascending order, some of which touch. */
function someRuns(dice: Dice, below: number): PageRun[] {
  const runs: PageRun[] = [];
  for (let page = 1 + dice.below(5); page < below; page += dice.below(4)) {
    const pages = 1 + dice.below(12);
    runs.push({ address: page * pageBytes, pages });
    page += pages;
  }
  return runs;
}

interface Place {
  fd: number;
  offset: number;
}

/** Where each page lies, found one page at a time. */
function slowLayout(lazy: readonly PageRun[], ahead: readonly PageRun[] | null, late: { bytes: number }) {
  const sent = new Map((ahead ?? []).flatMap(pagesOf).map((address, at) => [address, at * pageBytes]));
  const places = new Map<number, Place>();
  for (const address of lazy.flatMap(pagesOf)) {
    const offset = sent.get(address);
    places.set(address, offset === undefined ? { fd: lateFd, offset: late.bytes } : { fd: aheadFd, offset });
    if (offset === undefined) late.bytes += pageBytes;
  }
  return places;
}

const singly = (pieces: Iterable<LazyPiece>) =>
  [...pieces].flatMap((piece) =>
    pagesOf(piece).map((address, at) => ({
      address,
      index: piece.index + at,
      fd: piece.fd,
      offset: piece.offset + at * pageBytes,
      isAhead: piece.isAhead,
    })),
  );

test("every page has one place, its own: where it was sent ahead, or else one of the late file", () => {
  const dice = new Dice(1);
  const late = { fd: lateFd, bytes: 0 };
  const slowLate = { bytes: 0 };
  for (let round = 0; round < 50; round++) {
    const lazy = someRuns(dice, 120);
    const runs = dice.chance(0.1) ? null : someRuns(dice, 140);
    const image = new LazyImage(round, lazy, runs && { fd: aheadFd, runs }, late);
    const places = slowLayout(lazy, runs, slowLate);
    expect(late.bytes).toBe(slowLate.bytes); // the next process's pages come after these
    const expected = [...places].map(([address, place], index) => ({
      address,
      index,
      ...place,
      isAhead: place.fd === aheadFd,
    }));
    expect(singly(image.pieces)).toEqual(expected);
    expect(image.pages).toBe(expected.length);
    for (let page = 0; page < 150; page++) {
      const address = page * pageBytes;
      const index = expected.findIndex((each) => each.address === address);
      expect(image.indexOf(address)).toBe(index);
      if (index < 0) continue;
      expect(image.addressOf(index)).toBe(address);
      expect(singly([image.pieceOf(index)])).toContainEqual(expected[index] as never);
    }
  }
});

test("parts cover a run as it is asked for, or nothing of it when a page of it does not follow", () => {
  const dice = new Dice(2);
  for (let round = 0; round < 100; round++) {
    const lazy = someRuns(dice, 60);
    const image = new LazyImage(9, lazy, { fd: aheadFd, runs: someRuns(dice, 60) }, { fd: lateFd, bytes: 0 });
    const all = singly(image.pieces);
    const [address, pages] = [dice.below(60) * pageBytes, 1 + dice.below(20)];
    const within = all.filter((each) => each.address >= address && each.address < address + pages * pageBytes);
    if (within.length === pages) expect(singly(image.parts(address, pages))).toEqual(within);
    else expect(failure(() => image.parts(address, pages))).toMatchObject({ code: "E_PROTOCOL" });
  }
});

/** Follows: pages 2 to 11. Sent ahead: pages 4 to 6 and 9, which begin at the third page of that file. */
function small(): LazyImage {
  const runs = [
    { address: 0, pages: 2 },
    { address: 4 * pageBytes, pages: 3 },
    { address: 9 * pageBytes, pages: 1 },
  ];
  const lazy = [{ address: 2 * pageBytes, pages: 10 }];
  return new LazyImage(3, lazy, { fd: aheadFd, runs }, { fd: lateFd, bytes: 5 * pageBytes });
}

const arrivedOf = (image: LazyImage) => singly(image.arrivedPieces()).map(({ address }) => address / pageBytes);
const missingOf = (image: LazyImage) => singly(image.missing()).map(({ address }) => address / pageBytes);

test("what has come is told from what is missing, and has the content that came last", () => {
  const image = small();
  expect([missingOf(image), arrivedOf(image)]).toEqual([[2, 3, 4, 5, 6, 7, 8, 9, 10, 11], []]);
  const data = Buffer.concat([5, 6, 7, 8].map((fill) => Buffer.alloc(pageBytes, fill)));
  const stored = image.store(5 * pageBytes, data);
  expect(stored.map(({ address, pages }) => [address / pageBytes, pages])).toEqual([
    [5, 2],
    [7, 2],
  ]);
  expect([missingOf(image), arrivedOf(image)]).toEqual([
    [2, 3, 4, 9, 10, 11],
    [5, 6, 7, 8],
  ]);
  const into = new Uint8Array(20 * pageBytes).fill(99);
  const fills = (pieces: Iterable<LazyPiece>) =>
    [...pieces].flatMap((piece) => {
      const content = image.load(piece, into);
      expect(content.length).toBe(piece.pages * pageBytes);
      return pagesOf(piece).map((_, at) => new Set(content.subarray(at * pageBytes, (at + 1) * pageBytes)));
    });
  expect(fills(image.arrivedPieces())).toEqual([5, 6, 7, 8].map((fill) => new Set([fill])));
  image.store(6 * pageBytes, Buffer.alloc(pageBytes, 60));
  expect(fills(image.parts(5 * pageBytes, 3))).toEqual([5, 60, 7].map((fill) => new Set([fill])));
});

test("what was sent ahead and has not changed counts where it lies; zeros at its end need not be there", () => {
  const image = small();
  ftruncateSync(aheadFd, 0);
  writeSync(aheadFd, Buffer.alloc(pageBytes, 4), 0, pageBytes, 2 * pageBytes);
  image.keep(4 * pageBytes, 3);
  expect(arrivedOf(image)).toEqual([4, 5, 6]);
  const [piece] = image.parts(4 * pageBytes, 3);
  const content = image.load(piece as LazyPiece, new Uint8Array(8 * pageBytes).fill(99));
  expect(Buffer.from(content)).toEqual(Buffer.concat([Buffer.alloc(pageBytes, 4), Buffer.alloc(2 * pageBytes)]));
});

test("a source cannot make up pages, nor have been ahead with what it did not send", () => {
  const image = small();
  const attempts = [
    () => image.store(pageBytes, Buffer.alloc(pageBytes)),
    () => image.store(11 * pageBytes, Buffer.alloc(2 * pageBytes)),
    () => image.store(2 ** 40, Buffer.alloc(pageBytes)),
    () => image.keep(0, 1),
    () => image.keep(3 * pageBytes, 1),
    () => image.keep(6 * pageBytes, 2),
    () => image.keep(2 * pageBytes, 0xffff_ffff),
  ];
  for (const attempt of attempts) expect(failure(attempt)).toMatchObject({ code: "E_PROTOCOL" });
  expect(arrivedOf(image)).toEqual([]);
  const before = Buffer.alloc(pageBytes);
  expect(readSync(lateFd, before, 0, pageBytes, 40 * pageBytes)).toBe(0); // nothing was written where nothing belongs
});

/** As on a disk that is full after so many bytes. */
function whileFull<T>(bytes: number, act: () => T): T {
  const fileSize = 1;
  const sigxfsz = 25;
  const { symbols: libc } = dlopen("libc.so.6", {
    getrlimit: { args: ["i32", "ptr"], returns: "i32" },
    setrlimit: { args: ["i32", "ptr"], returns: "i32" },
    signal: { args: ["i32", "u64"], returns: "u64" },
  });
  const limits = new BigUint64Array(2); // soft and hard
  libc.getrlimit(fileSize, limits);
  const before = libc.signal(sigxfsz, 1n); // ignored
  try {
    libc.setrlimit(fileSize, BigUint64Array.of(BigInt(bytes), limits[1] ?? 0n));
    return act();
  } finally {
    libc.setrlimit(fileSize, limits);
    libc.signal(sigxfsz, before);
  }
}

test("pages of which a full disk took only a part are not here", () => {
  const image = small();
  const fills = [7, 8].map((fill) => Buffer.alloc(pageBytes, fill));
  const act = () => whileFull(8 * pageBytes, () => image.store(7 * pageBytes, Buffer.concat(fills)));
  expect(act).toThrow("EFBIG");
  expect(arrivedOf(image)).toEqual([]);
  image.store(7 * pageBytes, Buffer.concat(fills));
  expect(arrivedOf(image)).toEqual([7, 8]);
});

test("a process that lacks nothing has no pages", () => {
  const image = new LazyImage(1, [], null, { fd: -1, bytes: 0 });
  expect([image.pages, image.indexOf(0), [...image.missing()]]).toEqual([0, -1, []]);
  expect(failure(() => image.pieceOf(0))).toMatchObject({ code: "E_BUG" });
});
