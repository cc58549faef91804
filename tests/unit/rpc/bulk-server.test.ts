import { describe, expect, test } from "bun:test";
import { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { konk } from "../../../src/gen/konk.js";
import type { DestinationPeer, ImageChunk } from "../../../src/migration/peer.ts";
import { endFrame, framePrefix } from "../../../src/rpc/bulk-frames.ts";
import { BulkTokens, serveBulk } from "../../../src/rpc/bulk-server.ts";
import { wireChunk } from "../../../src/rpc/chunks.ts";
import { pack } from "../../../src/rpc/zstd.ts";

const content = Buffer.from("what a program keeps in its memory ".repeat(1000));
const frame = Buffer.from((await pack(content, 1)) ?? []);
const plain = { kind: "pages", id: "1", offset: 0, data: content, last: false };

function framed(message: Uint8Array, data: Uint8Array): Buffer {
  return Buffer.concat([framePrefix(message, data.length), data]);
}

/** A chunk of `content` whose bytes on the wire are `data`. */
function chunk(data: Uint8Array, unpackedBytes: number): Buffer {
  const { data: _, ...header } = wireChunk("m", plain);
  return framed(konk.v1.ImageChunk.encode({ ...header, unpackedBytes }).finish(), data);
}

/** What a bulk connection that says this is answered, and the chunks that the service got. */
async function served(...frames: Buffer[]): Promise<{ reply: konk.v1.BulkReply; got: ImageChunk[] }> {
  const tokens = new BulkTokens();
  const token = tokens.issue("m", "owner");
  const open = framed(konk.v1.BulkOpen.encode({ migrationId: "m", token }).finish(), Buffer.alloc(0));
  const written: Buffer[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (piece: Buffer, _encoding, done) => {
      written.push(piece);
      done();
    },
  });
  for (const piece of [open, ...frames, null]) socket.push(piece);
  const got: ImageChunk[] = [];
  const service: Pick<DestinationPeer, "sendImages"> = {
    sendImages: async (_id, chunks) => {
      for await (const each of chunks) got.push({ ...each, data: Buffer.from(each.data) });
      return { images: got.length, bytes: 1 };
    },
  };
  const options = { service: service as DestinationPeer, tokens, owner: "owner", hostname: "beta" };
  await serveBulk(socket as TLSSocket, options);
  socket.destroy();
  return { reply: konk.v1.BulkReply.decode(Buffer.concat(written).subarray(4)), got };
}

describe("the bulk channel's receiving end", () => {
  test("takes compressed chunks and others by turns", async () => {
    const { reply, got } = await served(
      chunk(frame, content.length),
      chunk(content, 0),
      chunk(frame, content.length),
      endFrame,
    );
    expect(reply.received?.images).toBe(3);
    for (const each of got) expect(each).toEqual({ ...plain, store: false });
  });

  test("ends an upload whose chunk lies about its length, is cut off, or is something else", async () => {
    const other = Buffer.from((await pack(Buffer.alloc(content.length, 1), 1)) ?? []);
    const crimes: [Buffer, string][] = [
      [chunk(frame, content.length - 1), "E_PROTOCOL"],
      [chunk(frame, 1 << 20), "E_PROTOCOL"],
      [chunk(frame.subarray(0, -1), content.length), "E_PROTOCOL"],
      [chunk(content, content.length), "E_PROTOCOL"],
      [chunk(other, content.length), "E_TRANSFER"],
    ];
    for (const [crime, code] of crimes) {
      const { reply, got } = await served(crime, endFrame);
      expect(reply.error?.code).toBe(code);
      expect(got).toEqual([]);
    }
  });
});
