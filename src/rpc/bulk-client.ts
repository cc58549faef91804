/** The bulk channel's sending end. Opened before the freeze, so that no handshake is part of the downtime. */
import { once } from "node:events";
import type { TLSSocket } from "node:tls";
import { KonkError } from "../errors.ts";
import { konk } from "../gen/konk.js";
import type { ImageChunk, ImageTotals } from "../migration/peer.ts";
import { within } from "../within.ts";
import { ByteReader, brokenChannel, endFrame, framePrefix } from "./bulk-frames.ts";
import type { ConnectOptions } from "./channel.ts";
import { fromErrorMessage } from "./error-mapping.ts";
import { bulkProtocol, maximumMessageBytes } from "./limits.ts";
import type { Packer } from "./packer.ts";
import { connectTls } from "./tls-connect.ts";

/** The container is frozen while it waits: a destination that takes nothing for so long is given up. Milliseconds. */
const silenceMs = 10_000;

export interface BulkOptions extends ConnectOptions {
  packer: Packer;
}

export class BulkChannel implements Disposable {
  readonly #socket: TLSSocket;
  readonly #host: string;
  readonly #reader: ByteReader;
  readonly #packer: Packer;

  private constructor(socket: TLSSocket, { host, packer }: BulkOptions) {
    this.#socket = socket;
    this.#host = host;
    this.#packer = packer;
    this.#reader = new ByteReader(socket as AsyncIterable<Uint8Array>);
  }

  /** Throws E_UNREACHABLE, E_TLS. */
  static async open(
    options: BulkOptions,
    migrationId: string,
    token: Uint8Array,
    signal: AbortSignal,
  ): Promise<BulkChannel> {
    const socket = await connectTls(options, bulkProtocol, signal);
    socket.write(framePrefix(konk.v1.BulkOpen.encode({ migrationId, token }).finish(), 0));
    return new BulkChannel(socket, options);
  }

  /** Sends one upload. Throws what the destination answers, or E_TRANSFER; the channel is of no use then. */
  async send(migrationId: string, chunks: AsyncIterable<ImageChunk>, signal: AbortSignal): Promise<ImageTotals> {
    const cancel = () => {
      this.#socket.destroy();
    };
    signal.addEventListener("abort", cancel, { once: true });
    const reply = this.#nextReply(); // a destination that fails answers before everything was sent
    reply.catch(() => undefined);
    try {
      for await (const packed of this.#packer.packed(migrationId, chunks)) {
        const { data, release, ...header } = packed.wire;
        this.#socket.write(framePrefix(konk.v1.ImageChunk.encode(header).finish(), data.length));
        const isTaken = this.#socket.write(data, release);
        const startMs = performance.now();
        // Without waiting for "drain", everything that is still to be sent would pile up in memory.
        const answered = !isTaken && (await this.#heard(Promise.race([drained(this.#socket), reply])));
        this.#packer.sent(packed, performance.now() - startMs);
        if (answered) break;
      }
      this.#socket.write(endFrame);
      const { received, error } = await this.#heard(reply);
      if (error) throw fromErrorMessage(error, this.#host);
      return { images: received?.images ?? 0, bytes: received?.bytes ?? 0 };
    } finally {
      signal.removeEventListener("abort", cancel);
      signal.throwIfAborted();
    }
  }

  async #heard<T>(answer: Promise<T>): Promise<T> {
    return await within(answer, silenceMs, () => {
      this.#socket.destroy();
      throw new KonkError("E_UNREACHABLE", `"${this.#host}" took nothing for ${silenceMs} ms`, { host: this.#host });
    });
  }

  async #nextReply(): Promise<konk.v1.BulkReply> {
    const length = await this.#reader.take(4);
    const bytes = new DataView(length.buffer, length.byteOffset, 4).getUint32(0);
    if (bytes > maximumMessageBytes)
      throw new KonkError("E_PROTOCOL", `"${this.#host}" sent an answer of ${bytes} bytes`);
    return konk.v1.BulkReply.decode(await this.#reader.take(bytes));
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

async function drained(socket: TLSSocket): Promise<undefined> {
  await once(socket, "drain").catch((error: unknown) => {
    throw brokenChannel(error);
  });
  return undefined;
}
