import { expect, test } from "bun:test";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import {
  frameHeader,
  frameHeaderBytes,
  maximumDataPages,
  type PageFrame,
  PageFrameReader,
  type PageFrameType,
} from "../../../src/core/page-frames.ts";
import { Dice } from "../../fuzz/dice.ts";
import { failure } from "./failure.ts";

const types: readonly PageFrameType[] = ["same", "data", "missing", "listed", "wanted", "filled"];
const highest = Number.MAX_SAFE_INTEGER - (Number.MAX_SAFE_INTEGER % pageBytes);

function someFrames(dice: Dice, count: number): PageFrame[] {
  return Array.from({ length: count }, () => {
    const type = dice.pick(types);
    const pages = type === "data" ? 1 + dice.below(4) : dice.below(1 << 20);
    const address = dice.below(2 ** 36) * pageBytes;
    const frame = { type, process: dice.below(2 ** 32), address, pages };
    return type === "data" ? { ...frame, data: new Uint8Array(pages * pageBytes).fill(dice.below(256)) } : frame;
  });
}

const bytesOf = (frames: readonly PageFrame[]): Buffer =>
  Buffer.concat(frames.flatMap((frame) => [frameHeader(frame), frame.data ?? new Uint8Array(0)]));

/** Told apart, their content as text: what a frame carries is valid only until more is read. */
const plainly = ({ data, ...frame }: PageFrame) => ({ ...frame, data: data && Buffer.from(data).toString("latin1") });

test("frames are the same however the way cuts them", () => {
  const dice = new Dice(1);
  const frames = someFrames(dice, 40);
  const stream = bytesOf(frames);
  const cuts = [() => stream.length, () => 1 + dice.below(100), () => 1 + dice.below(20_000), () => frameHeaderBytes];
  for (const pieceBytes of cuts) {
    const reader = new PageFrameReader();
    const found: unknown[] = [];
    for (let at = 0; at < stream.length; ) {
      const piece = stream.subarray(at, at + pieceBytes());
      for (const frame of reader.read(piece)) found.push(plainly(frame));
      at += piece.length;
    }
    expect(found).toEqual(frames.map(plainly));
  }
});

test("a frame is there with its last byte, and not before", () => {
  const reader = new PageFrameReader();
  const [frame] = someFrames(new Dice(2), 1).map((each) => ({ ...each, type: "filled" as const }));
  const bytes = bytesOf(frame ? [frame] : []).subarray(0, frameHeaderBytes);
  for (let at = 0; at < bytes.length; at++) {
    expect([...reader.read(bytes.subarray(at, at + 1))]).toHaveLength(at === frameHeaderBytes - 1 ? 1 : 0);
  }
});

function header(type: number, address: bigint, pages: number): Buffer {
  const bytes = Buffer.alloc(frameHeaderBytes);
  bytes.writeUInt32LE(type, 0);
  bytes.writeBigUInt64LE(address, 8);
  bytes.writeUInt32LE(pages, 16);
  return bytes;
}

test.each([
  ["an unknown type", header(6, 0x1000n, 1)],
  ["a type that is no small number", header(0xffff_ffff, 0x1000n, 1)],
  ["an address within a page", header(0, 0x1001n, 1)],
  ["an address that no number is exact for", header(0, 2n ** 53n, 1)],
  ["the last address of all", header(2, 2n ** 64n - 4096n, 1)],
  ["a run that ends beyond what can be said", header(2, BigInt(highest), 2)],
  ["content of no pages", header(1, 0x1000n, 0)],
  ["content of one page too many", header(1, 0x1000n, maximumDataPages + 1)],
  ["content of as many pages as fit a number", header(1, 0x1000n, 0xffff_ffff)],
])("%s is refused with its header, and stays so", (_, bytes) => {
  const reader = new PageFrameReader();
  const read = (more: Uint8Array) => failure(() => [...reader.read(more)]);
  expect([...reader.read(bytes.subarray(0, 23))]).toEqual([]);
  expect(read(bytes.subarray(23))).toMatchObject({ code: "E_PROTOCOL" });
  expect(read(new Uint8Array(100))).toMatchObject({ code: "E_PROTOCOL" });
});

test("the largest frames that are allowed come through", () => {
  const reader = new PageFrameReader();
  const lasting = { type: "missing", process: 1, address: highest - pageBytes, pages: 1 } as const;
  expect([...reader.read(frameHeader(lasting))]).toEqual([lasting]);
  const data = new Uint8Array(maximumDataPages * pageBytes).fill(7);
  const full = { type: "data", process: 1, address: 0, pages: maximumDataPages, data } as const;
  expect([...reader.read(bytesOf([full]))].map(plainly)).toEqual([plainly(full)]);
});

test("whatever is said, no more memory is taken than for the largest frame", () => {
  const dice = new Dice(3);
  const reader = new PageFrameReader();
  const buffers = new Set<ArrayBufferLike>();
  for (let round = 0; round < 50; round++) {
    for (const { data } of reader.read(bytesOf(someFrames(dice, 5)))) if (data) buffers.add(data.buffer);
  }
  expect([...buffers].map(({ byteLength }) => byteLength)).toEqual([frameHeaderBytes + maximumDataPages * pageBytes]);
});
