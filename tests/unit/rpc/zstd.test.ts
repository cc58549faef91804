import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { chunkBytes } from "../../../src/rpc/limits.ts";
import { pack, unpack } from "../../../src/rpc/zstd.ts";

const text = Buffer.from("what a program keeps in its memory ".repeat(2000));
const packed = Buffer.from((await pack(text, 1)) ?? []);

async function refused(bytes: Uint8Array, claimed: number): Promise<void> {
  const error = await unpack(bytes, claimed).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "E_PROTOCOL" });
}

describe("what was packed", () => {
  test.each([1, 3, 19])("by level %d is what it was, whatever its size", async (level) => {
    for (const data of [text, text.subarray(0, 300), Buffer.alloc(chunkBytes, 7), Buffer.alloc(chunkBytes - 1, "ab")]) {
      const small = await pack(data, level);
      expect(small?.length).toBeLessThan(data.length);
      expect(Buffer.compare(await unpack(small ?? new Uint8Array(0), data.length), data)).toBe(0);
    }
  });

  test("travels as it is when that saves less than a sixteenth", async () => {
    expect(await pack(randomBytes(chunkBytes), 1)).toBeNull();
    const almost = Buffer.concat([randomBytes(Math.ceil((chunkBytes * 15.2) / 16)), Buffer.alloc(chunkBytes / 32)]);
    expect(await pack(almost, 1)).toBeNull();
  });
});

/** The frame's own claim about its content: four bytes after magic and descriptor. */
function claiming(frame: Uint8Array, bytes: number): Buffer {
  const lie = Buffer.from(frame);
  lie.writeUInt32LE(bytes, 5);
  return lie;
}

describe("a peer's frame", () => {
  test("that is cut off anywhere is refused", async () => {
    for (let length = 0; length < packed.length; length += 1) await refused(packed.subarray(0, length), text.length);
  });

  test("of another length than was said is refused", async () => {
    for (const claimed of [1, text.length - 1, text.length + 1, chunkBytes]) await refused(packed, claimed);
    const whole = Buffer.from((await pack(Buffer.alloc(chunkBytes, 7), 1)) ?? []);
    await refused(Buffer.concat([whole, whole]), 2 * chunkBytes); // true, and too much
    await refused(packed, 0xffff_ffff);
  });

  test("that lies about its content, or is followed by another one or by garbage, is refused", async () => {
    const whole = Buffer.from((await pack(Buffer.alloc(chunkBytes, 7), 1)) ?? []);
    expect(await unpack(whole, chunkBytes)).toHaveLength(chunkBytes);
    for (const bytes of [1000, chunkBytes - 1, chunkBytes + 1, 0x7fff_ffff])
      await refused(claiming(whole, bytes), chunkBytes);
    await refused(Buffer.concat([whole, whole]), chunkBytes);
    await refused(Buffer.concat([whole, Buffer.from("more")]), chunkBytes);
    await refused(Buffer.from("no frame at all"), 15);
  });

  test("that is a bomb, or asks for a large window, costs no more than a chunk", async () => {
    const bomb = Bun.zstdCompressSync(Buffer.alloc(256 << 20, 1), { level: 1 });
    const whole = Buffer.from((await pack(Buffer.alloc(chunkBytes, 7), 1)) ?? []);
    // No content size, and a window of 128 MiB instead.
    const wide = Buffer.concat([whole.subarray(0, 4), Buffer.from([0, (27 - 10) << 3]), whole.subarray(9)]);
    Bun.gc(true);
    const before = process.memoryUsage().rss;
    for (let times = 0; times < 50; times += 1) {
      await refused(bomb, chunkBytes);
      await refused(wide, chunkBytes);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });
});
