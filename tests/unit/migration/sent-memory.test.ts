import { expect, test } from "bun:test";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { SentMemory } from "../../../src/migration/sent-memory.ts";
import { Dice } from "../../fuzz/dice.ts";

const page = (fill: number) => Buffer.alloc(pageBytes, fill);

/** The pages at these addresses that would be sent, and those that the destination is said to have. */
function split(memory: SentMemory, address: number, data: Buffer) {
  const found: { sent: number[]; skipped: number[] } = { sent: [], skipped: [] };
  let end = 0;
  for (const { from, to, same } of memory.compare(address, data)) {
    expect(from).toBe(end);
    expect(to).toBeGreaterThan(from);
    end = to;
    for (let at = from; at < to; at += pageBytes) (same ? found.skipped : found.sent).push((address + at) / pageBytes);
  }
  expect(end).toBe(data.length);
  return found;
}

function filled(runs: { address: number; pages: number }[], fill: number): SentMemory {
  const memory = new SentMemory(runs);
  for (const { bytes } of memory.pieces) bytes.fill(fill);
  return memory;
}

test("only pages that differ are sent, and pages that the destination never saw", () => {
  const memory = filled(
    [
      { address: 4 * pageBytes, pages: 3 },
      { address: 9 * pageBytes, pages: 2 },
    ],
    7,
  );
  const data = Buffer.concat([page(7), page(7), page(7), page(8), page(7), page(7), page(7), page(7), page(7)]);
  expect(split(memory, 3 * pageBytes, data)).toEqual({ sent: [3, 6, 7, 8, 11], skipped: [4, 5, 9, 10] });
});

test("one byte that differs makes its page differ, wherever it is, and no other one", () => {
  const pages = 40;
  for (const byte of [0, 1, 4095, 4096, 65535, 65536, 100_000, pages * pageBytes - 1]) {
    const memory = filled([{ address: pageBytes, pages }], 0);
    const data = Buffer.alloc(pages * pageBytes);
    data[byte] = 1;
    expect(split(memory, pageBytes, data).sent).toEqual([1 + Math.floor(byte / pageBytes)]);
  }
});

test("any mixture of runs, in pieces of any size: what is skipped is what is equal", () => {
  let state = 42;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  for (let round = 0; round < 50; round++) {
    const known = new Map<number, number>();
    const runs: { address: number; pages: number }[] = [];
    for (let number = 1 + random(4); number < 300; number += 1 + random(40)) {
      const pages = 1 + random(30);
      runs.push({ address: number * pageBytes, pages });
      for (let at = 0; at < pages; at++) known.set(number + at, random(3));
      number += pages;
    }
    const memory = new SentMemory(runs);
    for (const { address, bytes } of memory.pieces) {
      for (let at = 0; at < bytes.length; at += pageBytes) {
        bytes.fill(known.get((address + at) / pageBytes) ?? -1, at, at + pageBytes);
      }
    }
    for (let number = random(5); number < 340; ) {
      const fills = Array.from({ length: 1 + random(50) }, () => random(3));
      const { skipped } = split(memory, number * pageBytes, Buffer.concat(fills.map(page)));
      const equal = fills
        .map((fill, at) => [number + at, fill] as const)
        .filter(([at, fill]) => known.get(at) === fill);
      expect(skipped).toEqual(equal.map(([at]) => at));
      number += fills.length + random(10);
    }
  }
});

test("pages that are asked for out of order are compared with their own copies", () => {
  const runs = Array.from({ length: 60 }, (_, at) => ({ address: (2 + at * 5) * pageBytes, pages: 1 + (at % 4) }));
  const memory = new SentMemory(runs);
  for (const { address, bytes } of memory.pieces) {
    for (let at = 0; at < bytes.length; at += pageBytes)
      bytes.fill(((address + at) / pageBytes) % 251, at, at + pageBytes);
  }
  const known = new Set(
    runs.flatMap(({ address, pages }) => Array.from({ length: pages }, (_, at) => address / pageBytes + at)),
  );
  const dice = new Dice(1);
  for (let round = 0; round < 1000; round++) {
    const first = dice.below(320);
    const numbers = Array.from({ length: 1 + dice.below(4) }, (_, at) => first + at);
    const { skipped } = split(memory, first * pageBytes, Buffer.concat(numbers.map((number) => page(number % 251))));
    expect(skipped).toEqual(numbers.filter((number) => known.has(number)));
  }
});

test("a run longer than a block of memory keeps its order in the store", () => {
  const memory = new SentMemory([
    { address: 0, pages: (65 << 20) / pageBytes },
    { address: 1 << 30, pages: 1 },
  ]);
  let offset = 0;
  for (const piece of memory.pieces) {
    expect(piece.offset).toBe(offset);
    offset += piece.bytes.length;
  }
  expect(offset).toBe(memory.totalBytes);
  expect(memory.blocks.reduce((sum, { length }) => sum + length, 0)).toBe(memory.totalBytes);
});
