/** Memory of any shape, against a slow reader that looks for each page as CRIU does. */

import { afterAll, beforeEach, expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { inParent, lazy, present } from "../../../src/criu/page-server.ts";
import { criu } from "../../../src/gen/criu.js";
import { Dice } from "../../fuzz/dice.ts";
import { MemoryImages, type Run } from "./memory-images.ts";

const times = 3_000;
const seed = Number(process.env["KONK_FUZZ_SEED"] ?? 20);
const pagemap = "pagemap-12.img";
const images = new MemoryImages();
const { folder, parent } = images;

afterAll(() => {
  images[Symbol.dispose]();
});
beforeEach(() => {
  images.clear();
});

interface Pagemap {
  runs: { vaddr: number; compatNrPages: number; flags: number }[];
  bytes: number;
}

/** By the generated decoder, as far as it understands. */
function read(place: string): Pagemap {
  const file = readFileSync(join(place, pagemap));
  const runs: Pagemap["runs"] = [];
  try {
    for (let at = 12 + file.readUInt32LE(8); at < file.length; at += 4 + file.readUInt32LE(at)) {
      const message = file.subarray(at + 4, at + 4 + file.readUInt32LE(at));
      const entry = criu.PagemapEntry.decode(message);
      const { vaddr, compatNrPages } = entry;
      runs.push({ vaddr, compatNrPages, flags: Object.hasOwn(entry, "flags") ? entry.flags : present });
    }
  } catch {
    // its end
  }
  return { runs, bytes: statSync(join(place, "pages-7.img")).size };
}

/** Where a page's content is in the pages image; null when it is not there. As CRIU finds it: from the first run on. */
function found({ runs, bytes }: Pagemap, page: number): number | null {
  let at = 0;
  for (const { vaddr, compatNrPages, flags } of runs) {
    const end = vaddr + compatNrPages * pageBytes;
    if (page >= vaddr && page < end) {
      const from = at + page - vaddr;
      return (flags & present) !== 0 && from + pageBytes <= bytes ? from : null;
    }
    if ((flags & present) !== 0) at += end - vaddr;
  }
  return null;
}

/** The first page of which CRIU would not find the content. */
function missingPage(own: Pagemap, ahead: Pagemap, mayFollow: boolean): number | null {
  for (const { vaddr, compatNrPages, flags } of own.runs) {
    if (mayFollow && flags === lazy) continue;
    const place = (flags & inParent) === 0 ? own : ahead;
    for (let page = vaddr; page < vaddr + compatNrPages * pageBytes; page += pageBytes)
      if (found(place, page) === null) return page;
  }
  return null;
}

function anyRuns(dice: Dice, kinds: readonly number[]): Run[] {
  let page = 0;
  return Array.from({ length: dice.below(8) }, (): Run => {
    const pages = 1 + dice.below(4);
    const from = page + (dice.chance(0.6) ? 0 : dice.below(4));
    page = from + pages;
    return [from, pages, dice.pick(kinds)];
  });
}

function make(dice: Dice): void {
  const ahead: Run[] = dice.chance(0.5) ? [[0, 60, present]] : anyRuns(dice, [present, present, present, lazy]);
  const own = anyRuns(dice, dice.chance(0.7) ? [present, inParent] : [present, present | lazy, inParent, lazy, 0]);
  for (const [place, runs] of [
    [folder, own],
    [parent, ahead],
  ] as const) {
    const held = runs.reduce((sum, [, pages, flags]) => sum + ((flags & present) === 0 ? 0 : pages), 0);
    images.add(place, pagemap, { runs, held: Math.max(0, held + dice.pick([0, 0, 0, 0, 1, -1])) });
  }
}

test("memory is refused for the first page that CRIU would not find, and for nothing else", () => {
  const outcomes = { whole: 0, lacking: 0 };
  for (let number = 0; number < times; number += 1) {
    const dice = new Dice(seed * 100_003 + number);
    make(dice);
    const mayFollow = dice.chance(0.3);
    const page = missingPage(read(folder), read(parent), mayFollow);
    outcomes[page === null ? "whole" : "lacking"] += 1;
    const told = images.refusal(mayFollow)?.replace(/.* lacks page /, "") ?? null;
    expect({ seed, number, told }).toEqual({ seed, number, told: page?.toString(16) ?? null });
  }
  expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(times / 6); // HELD: both happen
});

test("a pagemap that was spoilt is refused, or CRIU would find every page all the same", () => {
  let passed = 0;
  for (let number = 0; number < times; number += 1) {
    const dice = new Dice(seed * 100_003 + number);
    make(dice);
    for (const place of [folder, parent]) {
      const path = join(place, pagemap);
      if (dice.chance(0.6)) writeFileSync(path, dice.mutate(readFileSync(path)));
    }
    if (images.refusal() !== null) continue;
    passed += 1;
    expect({ seed, number, page: missingPage(read(folder), read(parent), false) }).toEqual({
      seed,
      number,
      page: null,
    });
  }
  expect(passed).toBeGreaterThan(times / 30); // HELD: some are as good as before
});
