import { expect, test } from "bun:test";
import { KonkError } from "../../../src/errors.ts";
import { ByteReader, endFrame, framePrefix, readFrames } from "../../../src/rpc/bulk-frames.ts";

/** The frames of a stream that arrives in pieces of `pieceBytes`. */
async function framesOf(stream: Buffer, pieceBytes: number): Promise<{ header: string; data: string }[]> {
  async function* pieces() {
    for (let at = 0; at < stream.length; at += pieceBytes) yield stream.subarray(at, at + pieceBytes);
    await Promise.resolve();
  }
  const frames: { header: string; data: string }[] = [];
  for await (const { header, data } of readFrames(new ByteReader(pieces()))) {
    frames.push({ header: Buffer.from(header).toString(), data: Buffer.from(data).toString() });
  }
  return frames;
}

function frame(header: string, data: string): Buffer {
  return Buffer.concat([framePrefix(Buffer.from(header), data.length), Buffer.from(data)]);
}

test("readFrames() finds the same frames however the network cuts them", async () => {
  const frames = [
    { header: "first", data: "x".repeat(3000) },
    { header: "second", data: "" },
    { header: "third", data: "yz" },
  ];
  const stream = Buffer.concat([...frames.map(({ header, data }) => frame(header, data)), endFrame]);
  for (const pieceBytes of [1, 7, 8, 9, 1000, 100_000]) expect(await framesOf(stream, pieceBytes)).toEqual(frames);
});

test("readFrames() does not take a stream that was cut off for a whole one", async () => {
  const stream = frame("only", "data");
  for (let length = 1; length <= stream.length; length++) {
    const error = await framesOf(stream.subarray(0, length), 5).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KonkError);
    expect((error as KonkError).code).toBe("E_TRANSFER");
  }
});

test("readFrames() refuses a frame that would fill the memory before it allocates anything", async () => {
  for (const [header, data] of [
    [5000, 0],
    [10, 0x7fff_ffff],
    [0xffff_ffff, 0xffff_ffff],
  ] as const) {
    const prefix = Buffer.alloc(8);
    prefix.writeUInt32BE(header, 0);
    prefix.writeUInt32BE(data, 4);
    const error = await framesOf(prefix, 8).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_PROTOCOL" });
  }
});
