import { describe, expect, test } from "bun:test";
import {
  afterChunk,
  type CompressionState,
  notPacking,
  parseCompression,
  pays,
  planChunk,
} from "../../../src/core/compression.ts";

const chunkBytes = 512 << 10;

/** Two hosts and what is between them, bytes a millisecond; what zstd makes of a byte. */
interface World {
  link: number;
  zstd: number;
  ratio: number;
  /** What the kernel takes before anybody waits. */
  socketBytes?: number;
}

/** Sends so many chunks as the rule wants; each works while the other does. Returns how each travelled. */
function send(world: World, mib: number, start: CompressionState = notPacking) {
  const { link, zstd, ratio } = world;
  let state = start;
  let room = world.socketBytes ?? 4 << 20;
  const plans: string[] = [];
  for (let sent = 0; sent < mib << 20; sent += chunkBytes) {
    const plan = planChunk(state);
    plans.push(plan);
    const packs = plan !== "send";
    const packedBytes = chunkBytes * ratio;
    const sentBytes = plan === "pack" ? packedBytes : chunkBytes;
    const free = Math.min(room, sentBytes);
    room -= free;
    const packMs = packs ? chunkBytes / zstd : 0;
    const waitMs = Math.max(0, (sentBytes - free) / link - packMs);
    const look = plan === "look" ? { unpackedBytes: chunkBytes, packedBytes, ms: packMs } : null;
    state = afterChunk(state, { unpackedBytes: chunkBytes, sentBytes, ms: packMs + waitMs + 0.1, waitMs }, look);
  }
  return { state, packed: plans.filter((plan) => plan === "pack").length / plans.length, plans };
}

const megabit = 1e6 / 8 / 1000;
const zstd = 500_000;

describe("compression that decides by itself", () => {
  test("is used at 100 Mbit/s and at 1 Gbit/s for memory that gets smaller", () => {
    for (const link of [10 * megabit, 100 * megabit, 1000 * megabit])
      expect(send({ link, zstd, ratio: 0.3 }, 64).packed).toBeGreaterThan(0.75);
  });

  test("is never used on a fast link, which is not slowed down by looking either", () => {
    for (const link of [10_000 * megabit, 4000 * megabit]) {
      const { plans } = send({ link, zstd, ratio: 0.05, socketBytes: 0 }, 1024);
      expect(new Set(plans)).toEqual(new Set(["send"]));
    }
  });

  test("is not used where zstd is hardly faster than the link, and looks now and then", () => {
    const { plans, packed } = send({ link: 2000 * megabit, zstd: 240_000, ratio: 0.1 }, 1024);
    expect(packed).toBe(0);
    expect(plans.filter((plan) => plan === "look").length).toBeLessThan(plans.length / 32);
  });

  test("is not used for memory that does not get smaller, and looks again now and then for little of the time", () => {
    const { plans, packed } = send({ link: 100 * megabit, zstd, ratio: 1 }, 512);
    expect(packed).toBe(0);
    const looks = plans.filter((plan) => plan === "look").length;
    expect(looks).toBeGreaterThan(5);
    expect(looks).toBeLessThan(plans.length / 2);
  });

  test("ends when memory does not get smaller any more, and begins again when it does", () => {
    const world = { link: 100 * megabit, zstd };
    const first = send({ ...world, ratio: 0.3 }, 64);
    const second = send({ ...world, ratio: 1, socketBytes: 0 }, 64, first.state);
    const third = send({ ...world, ratio: 0.3, socketBytes: 0 }, 64, second.state);
    expect([first, second, third].map(({ state }) => state.packing)).toEqual([true, false, true]);
  });

  test("does not take a host that is busy for a moment for a slow link", () => {
    const slow = send({ link: 50 * megabit, zstd, ratio: 0.3, socketBytes: 0 }, 4);
    const { packed } = send({ link: 10_000 * megabit, zstd, ratio: 0.3, socketBytes: 0 }, 64, slow.state);
    expect(packed).toBe(0);
  });

  test("ends when the link has become fast", () => {
    const slow = send({ link: 100 * megabit, zstd, ratio: 0.3 }, 64);
    const fast = send({ link: 10_000 * megabit, zstd, ratio: 0.3, socketBytes: 0 }, 1024, slow.state);
    expect([slow.state.packing, fast.state.packing]).toEqual([true, false]);
  });
});

test("pays(): what is compressed at the speed of the link gains nothing", () => {
  const look = { unpackedBytes: chunkBytes, packedBytes: chunkBytes / 4, ms: chunkBytes / zstd };
  expect(pays(zstd, look)).toBe(false);
  expect(pays(zstd / 10, look)).toBe(true);
  expect(pays(zstd / 10, { ...look, packedBytes: chunkBytes * 0.95 })).toBe(false);
});

test("parseCompression() takes a level, auto or off, and nothing that looks like one", () => {
  expect(["auto", "off", "1", "19"].map(parseCompression)).toEqual(["auto", "off", 1, 19]);
  for (const text of ["", "0", "20", "01", "-1", "1.5", "1e1", "on", "AUTO", " 3", "100"])
    expect(() => parseCompression(text)).toThrow(expect.objectContaining({ code: "E_USAGE" }));
});
