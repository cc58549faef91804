import { expect, test } from "bun:test";
import { LazyImage } from "../../../src/container/lazy-image.ts";
import { LazyMemory } from "../../../src/container/lazy-memory.ts";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { Dice } from "../../fuzz/dice.ts";

/** Follows: pages 4 to 11, 20 to 29 and 30 to 33, the last of them sent ahead. */
const image = new LazyImage(
  1,
  [
    { address: 4 * pageBytes, pages: 8 },
    { address: 20 * pageBytes, pages: 14 },
  ],
  { fd: -1, runs: [{ address: 30 * pageBytes, pages: 10 }] },
  { fd: -1, bytes: 0 },
);
const highest = 64;

/** The page of the image that is lacking at each address, nothing else. */
class SlowMemory {
  readonly lacking: Map<number, number>;

  constructor(parent?: SlowMemory) {
    const own = Array.from({ length: image.pages }, (_, index) => [image.addressOf(index) / pageBytes, index] as const);
    this.lacking = new Map(parent ? parent.lacking : own);
  }

  settle(index: number, pages: number): void {
    for (const [at, each] of this.lacking) if (each >= index && each < index + pages) this.lacking.delete(at);
  }

  drop(start: number, end: number): void {
    for (const at of this.lacking.keys()) if (at >= start && at < end) this.lacking.delete(at);
  }

  move(from: number, to: number, pages: number): void {
    const moving = [...this.lacking].filter(([at]) => at >= from && at < from + pages);
    for (const [at] of moving) this.lacking.delete(at);
    this.drop(to, to + pages);
    for (const [at, index] of moving) this.lacking.set(at - from + to, index);
  }
}

function expectSame(memory: LazyMemory, slow: SlowMemory): void {
  expect(memory.lacking).toBe(slow.lacking.size);
  const addresses = new Map<number, number>();
  for (let at = 0; at < highest; at++) {
    expect(memory.lackingAt(at * pageBytes)).toBe(slow.lacking.get(at) ?? -1);
    const index = slow.lacking.get(at);
    if (index !== undefined) addresses.set(index, at);
  }
  for (const [index, pages] of [[0, image.pages] as const, [3, 9] as const, [7, 1] as const]) {
    const runs = [...memory.lackingRuns(index, pages)];
    const found = runs.flatMap((run) =>
      Array.from({ length: run.pages }, (_, at) => [run.index + at, run.address / pageBytes + at]),
    );
    const expected = [...addresses].filter(([each]) => each >= index && each < index + pages);
    expect(found).toEqual(expected.toSorted(([a], [b]) => a - b));
  }
}

class Pair {
  readonly memory: LazyMemory;
  readonly slow: SlowMemory;

  constructor(parent?: Pair) {
    this.memory = new LazyMemory(image, parent?.memory);
    this.slow = new SlowMemory(parent?.slow);
  }

  /** In pages. */
  move(from: number, to: number, pages: number): void {
    this.memory.move(from * pageBytes, to * pageBytes, pages * pageBytes);
    this.slow.move(from, to, pages);
  }

  drop(start: number, end: number): void {
    this.memory.drop(start * pageBytes, end * pageBytes);
    this.slow.drop(start, end);
  }

  settle(index: number, pages: number): void {
    this.memory.settle(index, pages);
    this.slow.settle(index, pages);
  }

  check(): this {
    expectSame(this.memory, this.slow);
    return this;
  }
}

function step(pairs: Pair[], dice: Dice): void {
  const pair = dice.pick(pairs);
  const pages = 1 + dice.below(dice.chance(0.3) ? 20 : 5);
  const place = () => dice.below(highest - pages);
  const [start, index] = [place(), dice.below(image.pages)];
  const choice = dice.below(10);
  if (choice < 6) pair.move(start, place(), pages);
  else if (choice < 7) pair.drop(start, start + pages);
  else if (choice < 9) pair.settle(index, Math.min(pages, image.pages - index));
  else if (pairs.length < 4) pairs.push(new Pair(pair));
}

test("wherever a process and its children move their memory, what is lacking is lacking there and nowhere else", () => {
  const dice = new Dice(1);
  for (let life = 0; life < 20; life++) {
    const pairs = [new Pair().check()];
    for (let steps = 0; steps < 25; steps++) {
      step(pairs, dice);
      for (const each of pairs) each.check(); // what one does is nothing to the others
    }
  }
});

test.each([
  ["moves onto itself, upwards", [[4, 6, 8]]],
  ["moves onto itself, downwards", [[20, 18, 10]]],
  ["moves onto what is lacking", [[4, 22, 4]]],
  [
    "moves onto where others are lacking that moved there",
    [
      [4, 40, 8],
      [20, 42, 4],
    ],
  ],
  [
    "moves and comes home",
    [
      [4, 50, 8],
      [50, 4, 8],
    ],
  ],
  [
    "comes home in parts, one of them elsewhere",
    [
      [4, 50, 8],
      [50, 4, 3],
      [54, 40, 2],
      [53, 7, 1],
    ],
  ],
  [
    "changes places with another",
    [
      [4, 50, 8],
      [20, 4, 8],
      [50, 20, 8],
    ],
  ],
  ["moves to where it is", [[4, 4, 8]]],
] as const)("memory that %s", (_, moves) => {
  const pair = new Pair();
  for (const [from, to, pages] of moves) {
    pair.move(from, to, pages);
    pair.check();
  }
  pair.drop(41, 52);
  pair.check().settle(2, 4);
  pair.check().memory.settleAll();
  expect(pair.memory.lacking).toBe(0);
  expect([...pair.memory.lackingRuns(0, image.pages)]).toEqual([]);
});

test("what was given up of a moved range is given up, and what is mapped where it came from is another's", () => {
  const pair = new Pair();
  pair.move(4, 40, 8);
  pair.drop(4, 12); // the kernel tells of the old place too
  expect(pair.check().memory.lacking).toBe(22);
  pair.drop(42, 44);
  expect(pair.check().memory.lacking).toBe(20);
  expect([...pair.memory.lackingRuns(0, 4)].map(({ index, address }) => [index, address / pageBytes])).toEqual([
    [0, 40],
    [1, 41],
  ]);
});

test("to be filled while the runs are gone through leaves out none", () => {
  const { memory } = new Pair();
  const found: number[] = [];
  for (const { index, pages } of memory.lackingRuns(0, image.pages)) {
    memory.settle(index, pages);
    found.push(pages);
  }
  expect([found, memory.lacking]).toEqual([[8, 10, 4], 0]);
});
