/**
 * The pages that follow on a TLS connection of their own, with ALPN "konk-pages/1": a frame as on the bulk channel that names
 * the migration, then bytes both ways. Its owner is known by the certificate.
 */
import type { TLSSocket } from "node:tls";
import { plain } from "../core/plain-text.ts";
import { KonkError, messageOf } from "../errors.ts";
import { konk } from "../gen/konk.js";
import { log } from "../log.ts";
import type { DestinationPeer } from "../migration/peer.ts";
import { within } from "../within.ts";
import { writeAll } from "../write-all.ts";
import { ByteReader, framePrefix, readFrame } from "./bulk-frames.ts";
import type { ConnectOptions } from "./channel.ts";
import { handshakeMs, pagesProtocol } from "./limits.ts";
import { connectTls } from "./tls-connect.ts";
import { limitUnacknowledged } from "./unacknowledged.ts";

/** How long a packet may be on its way until the other end counts as gone. Milliseconds. */
const keepAliveMs = 5_000;
/** And one that was sent. */
const unacknowledgedMs = 10_000;

/** The source's end. Throws E_UNREACHABLE, E_TLS, E_TRANSFER, and what `outgoing` throws. */
export async function* followByTls(
  options: ConnectOptions,
  migrationId: string,
  outgoing: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const socket = await connectTls(options, pagesProtocol, signal);
  socket.setKeepAlive(true, keepAliveMs);
  limitUnacknowledged(socket, unacknowledgedMs);
  socket.write(framePrefix(konk.v1.BulkOpen.encode({ migrationId, token: new Uint8Array(0) }).finish(), 0));
  let failure: unknown;
  const sending = writeAll(socket, outgoing);
  sending.catch((error: unknown) => {
    failure = error;
    socket.destroy();
  });
  yield* piecesOf(socket, signal);
  if (failure instanceof KonkError) throw failure;
}

/** The destination's end. */
export async function servePagesChannel(socket: TLSSocket, service: Pick<DestinationPeer, "follow">): Promise<void> {
  const over = new AbortController();
  socket.once("close", () => {
    over.abort(new KonkError("E_CANCELLED", "The source of pages is gone"));
  });
  try {
    const reader = new ByteReader(socket as AsyncIterable<Uint8Array>);
    const first = await within(readFrame(reader), handshakeMs, () => {
      throw new KonkError("E_TIMEOUT", `The source of pages said nothing for ${handshakeMs} ms`);
    });
    const { migrationId } = konk.v1.BulkOpen.decode(first?.header ?? new Uint8Array(0));
    await writeAll(socket, await service.follow(migrationId, reader.rest(), over.signal));
    socket.end();
  } catch (error) {
    log.warn(`Pages that follow: ${plain(messageOf(error))}`);
  } finally {
    socket.destroySoon();
  }
}

/** What comes, until the other end or the signal ends it. Throws E_TRANSFER when the connection breaks. */
async function* piecesOf(socket: TLSSocket, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const cancel = () => {
    socket.destroy();
  };
  signal.addEventListener("abort", cancel, { once: true });
  try {
    for await (const piece of socket as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    signal.throwIfAborted();
    throw new KonkError("E_TRANSFER", `The connection for pages broke: ${messageOf(error)}`, { cause: error });
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}
