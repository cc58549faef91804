import { expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import type { CompressionMode } from "../../../src/core/compression.ts";
import type { ImageChunk } from "../../../src/migration/peer.ts";
import { receivedChunk } from "../../../src/rpc/chunks.ts";
import { Packer } from "../../../src/rpc/packer.ts";
import { unpack } from "../../../src/rpc/zstd.ts";

const chunkBytes = 512 << 10;

/** Chunks that get smaller, chunks that do not and small ones by turns, with a count of those that nobody released. */
function source(count: number) {
  const seen = { given: 0, released: 0 };
  async function* chunks(): AsyncGenerator<ImageChunk> {
    for (let index = 0; index < count; index += 1) {
      const fills = [
        Buffer.alloc(chunkBytes, `chunk ${index} `),
        randomBytes(chunkBytes),
        Buffer.from(`small ${index}`),
      ];
      const data = fills[index % 3] ?? Buffer.alloc(0);
      seen.given += 1;
      const release = () => {
        seen.released += 1;
      };
      yield await Promise.resolve({ kind: "pages", id: "1", offset: index, data, last: false, release });
    }
  }
  return { seen, chunks };
}

test.each<CompressionMode>(["off", "auto", 1, 7])(
  "chunks arrive whole and in order with %p, and every buffer is released",
  async (mode) => {
    const packer = new Packer(mode);
    const { seen, chunks } = source(60);
    let offset = 0;
    for await (const packed of packer.packed("m", chunks())) {
      const { release, unpackedBytes = 0, ...wire } = packed.wire;
      const data = unpackedBytes > 0 ? await unpack(wire.data, unpackedBytes) : wire.data;
      expect(receivedChunk({ ...wire, data }).offset).toBe(offset);
      release?.();
      packer.sent(packed, 0);
      offset += 1;
    }
    expect([offset, seen.released]).toEqual([60, 60]);
    const { packedBytes, unpackedBytes } = packer.report;
    expect(unpackedBytes).toBe(typeof mode === "number" ? 20 * chunkBytes : 0);
    expect(packedBytes).toBeLessThanOrEqual(unpackedBytes / 100);
  },
);

test("no more than a few chunks are taken ahead of a network that takes nothing", async () => {
  const { seen, chunks } = source(60);
  const packed = new Packer(1).packed("m", chunks());
  await packed.next();
  await Bun.sleep(50);
  expect(seen.given).toBeLessThanOrEqual(5);
  await packed.return(undefined);
});

test("a source that fails is told of after what came before it, and one that nobody wants any more ends", async () => {
  const { chunks } = source(4);
  let ended = false;
  async function* failing() {
    try {
      yield* chunks();
      throw new Error("no more");
    } finally {
      ended = true;
    }
  }
  const offsets: number[] = [];
  const reading = (async () => {
    for await (const { wire } of new Packer(1).packed("m", failing())) offsets.push(wire.offset);
  })();
  expect(await reading.catch((error: unknown) => error)).toMatchObject({ message: "no more" });
  expect(offsets).toEqual([0, 1, 2, 3]);
  ended = false;
  for await (const _ of new Packer(1).packed("m", failing())) break;
  await Bun.sleep(10);
  expect(ended).toBe(true);
});

test("auto turns on where the channel takes little, and off stays off", async () => {
  for (const mode of ["auto", "off"] as const) {
    const packer = new Packer(mode);
    async function* chunks(): AsyncGenerator<ImageChunk> {
      for (let index = 0; index < 64; index += 1)
        yield await Promise.resolve({
          kind: "pages",
          id: "1",
          offset: index,
          data: Buffer.alloc(chunkBytes, "memory "),
          last: false,
        });
    }
    for await (const packed of packer.packed("m", chunks())) packer.sent(packed, packed.wire.data.length / 1_000);
    if (mode === "off") expect(packer.report).toEqual({ mode, packedBytes: 0, unpackedBytes: 0 });
    else expect(packer.report.unpackedBytes).toBeGreaterThan(32 * chunkBytes);
  }
});
