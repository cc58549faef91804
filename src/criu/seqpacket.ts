/** The socket CRIU speaks over: our end of a pair of UNIX SOCK_SEQPACKET sockets, one message a packet, with promises. */
import { closeSync } from "node:fs";
import { KonkError, messageOf } from "../errors.ts";

/** What fits the kernel's default socket buffer with room to spare; konk's requests are far below. */
const maxPacketBytes = 128 * 1024;
/** CRIU sends one message and waits for the answer: more than a few unread ones is not CRIU. */
const maxQueued = 64;

export class PacketChannel implements Disposable {
  readonly #queue: Uint8Array[] = [];
  #waiting: PromiseWithResolvers<Uint8Array | null> | undefined;
  #socket: Bun.Socket | undefined;
  #ended = false;

  /** Takes over `fd`: it is closed with the channel, or at once when it cannot be used. Throws E_CRIU. */
  static async open(fd: number): Promise<PacketChannel> {
    const channel = new PacketChannel();
    const end = () => channel.#end();
    try {
      // The overloads of Bun.connect do not list what its implementation and FdSocketOptions offer.
      const options: Bun.FdSocketOptions = {
        fd,
        socket: { data: (_, packet) => channel.#take(packet), end, close: end, error: end, drain: () => undefined },
      };
      channel.#socket = await Bun.connect(options as unknown as Bun.UnixSocketOptions);
    } catch (error) {
      closeSync(fd);
      throw new KonkError("E_CRIU", `Cannot listen to CRIU's socket: ${messageOf(error)}`, { cause: error });
    }
    return channel;
  }

  /** Sends one packet. Throws E_CRIU when the other end is gone or does not read. */
  send(packet: Uint8Array): void {
    if (packet.length > maxPacketBytes) {
      throw new KonkError(
        "E_CRIU",
        `Cannot send ${packet.length} bytes to CRIU: at most ${maxPacketBytes} fit a packet`,
      );
    }
    const written = this.#ended ? -1 : (this.#socket?.write(packet) ?? -1);
    if (written !== packet.length) {
      const found = written < 0 ? "its end of the socket is closed" : "it does not read its socket";
      throw new KonkError("E_CRIU", `Cannot send a request to CRIU: ${found}`);
    }
  }

  /** The next packet, or null at the end. One caller at a time; calls again with what a former call still waits for. */
  async receive(): Promise<Uint8Array | null> {
    const packet = this.#queue.shift();
    if (packet !== undefined) return packet;
    if (this.#ended) return null;
    this.#waiting ??= Promise.withResolvers();
    return await this.#waiting.promise;
  }

  close(): void {
    this.#end();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.terminate();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #take(packet: Uint8Array): void {
    const copy = Uint8Array.from(packet); // Bun may use its buffer again
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) waiting.resolve(copy);
    else if (this.#queue.push(copy) > maxQueued) this.close();
  }

  #end(): void {
    this.#ended = true;
    this.#waiting?.resolve(null);
    this.#waiting = undefined;
  }
}
