import { expect, test } from "bun:test";
import { receivedChunk, wireChunk } from "../../../src/rpc/chunks.ts";

const chunk = { kind: "pages", id: "1", offset: 4096, data: Buffer.from("sixteen bytes !!"), last: true, store: false };

test("a chunk arrives as it was sent", () => {
  for (const sent of [chunk, { ...chunk, last: false, store: true }]) {
    expect(receivedChunk(wireChunk("m", sent))).toEqual(sent);
  }
});

test("receivedChunk() notices a single flipped bit", () => {
  const sent = wireChunk("m", chunk);
  const data = Buffer.from(sent.data);
  data[3] = (data[3] ?? 0) ^ 1;
  expect(() => receivedChunk({ ...sent, data })).toThrow(expect.objectContaining({ code: "E_TRANSFER" }));
});

test("receivedChunk() notices a missing checksum", () => {
  const sent = { ...wireChunk("m", chunk), xxhash3: new Uint8Array(0) };
  expect(() => receivedChunk(sent)).toThrow(expect.objectContaining({ code: "E_TRANSFER" }));
});
