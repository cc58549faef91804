/** The bulk channel's receiving end: the same chunks as SendImages, from a TLS connection of their own. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { plain } from "../core/plain-text.ts";
import { KonkError, messageOf } from "../errors.ts";
import { konk } from "../gen/konk.js";
import { log } from "../log.ts";
import type { DestinationPeer, ImageChunk } from "../migration/peer.ts";
import { within } from "../within.ts";
import { ByteReader, readFrame, readFrames } from "./bulk-frames.ts";
import { receivedChunk } from "./chunks.ts";
import { errorMessage } from "./error-mapping.ts";
import { handshakeMs } from "./limits.ts";
import { unpack } from "./zstd.ts";

const maximumTokens = 1024;

/** Ties bulk connections to the migrations that were prepared over gRPC. */
export class BulkTokens {
  readonly #tokens = new Map<string, { token: Buffer; owner: string }>();

  /**
   * `owner` is the fingerprint of the certificate that the bulk connection must come with, too. The oldest token goes when there
   * are many: their migrations have failed and nobody said so.
   */
  issue(migrationId: string, owner: string): Buffer {
    const token = randomBytes(32);
    const [oldest] = this.#tokens.keys();
    if (oldest !== undefined && this.#tokens.size >= maximumTokens) this.#tokens.delete(oldest);
    this.#tokens.set(migrationId, { token, owner });
    return token;
  }

  /** Ends the right to send images of a migration. */
  revoke(migrationId: string): void {
    this.#tokens.delete(migrationId);
  }

  /** Throws E_PROTOCOL. */
  check(migrationId: string, token: Uint8Array, owner: string): void {
    const wanted = this.#tokens.get(migrationId);
    const isIt = wanted?.token.length === token.length && timingSafeEqual(wanted.token, token);
    if (isIt && wanted.owner === owner) return;
    throw new KonkError("E_PROTOCOL", "The bulk channel was opened without the token of a migration in progress");
  }
}

/** How long a source may take to read the last answer. Milliseconds. */
const farewellMs = 5_000;

export interface BulkOptions {
  service: DestinationPeer;
  tokens: BulkTokens;
  /** Fingerprint of the certificate that the connection came with. */
  owner: string;
  hostname: string;
}

/** Serves one connection: uploads of one migration, one after another, each answered. A failed one ends it. */
export async function serveBulk(socket: TLSSocket, options: BulkOptions): Promise<void> {
  const { service, hostname } = options;
  const reader = new ByteReader(socket as AsyncIterable<Uint8Array>);
  try {
    const id = await within(opening(reader, options), handshakeMs, () => {
      throw new KonkError("E_TIMEOUT", `The bulk channel said nothing for ${handshakeMs} ms`);
    });
    while (!(await reader.atEnd())) {
      const received = await service.sendImages(id, chunks(reader), new AbortController().signal);
      answer(socket, { received });
    }
    socket.end();
  } catch (error) {
    log.warn(`Bulk channel: ${plain(messageOf(error))}`);
    answer(socket, { error: errorMessage(error, hostname) });
    socket.end();
  } finally {
    const leave = () => {
      socket.destroy(); // also when the source never ends its half
    };
    setTimeout(leave, farewellMs).unref();
  }
}

/** The migration that the connection has proven to belong to. */
async function opening(reader: ByteReader, { tokens, owner }: BulkOptions): Promise<string> {
  const first = await readFrame(reader);
  const { migrationId, token } = konk.v1.BulkOpen.decode(first?.header ?? new Uint8Array(0));
  tokens.check(migrationId, token, owner);
  return migrationId;
}

async function* chunks(reader: ByteReader): AsyncGenerator<ImageChunk> {
  for await (const { header, data } of readFrames(reader)) {
    const { migrationId, kind, id, offset, last, store, xxhash3, unpackedBytes } = konk.v1.ImageChunk.decode(header);
    const content = unpackedBytes === 0 ? data : await unpack(data, unpackedBytes);
    yield receivedChunk({ migrationId, kind, id, offset, last, store, xxhash3, data: content });
  }
}

function answer(socket: TLSSocket, reply: konk.v1.BulkReply.$Properties): void {
  if (!socket.writable) return;
  const message = konk.v1.BulkReply.encode(reply).finish();
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  socket.write(Buffer.concat([length, message]));
}
