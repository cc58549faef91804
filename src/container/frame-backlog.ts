/**
 * What the network sends to a container while it is down: kept by the kernel in a raw socket's queue on the source, and
 * sent after it once it runs again, here or there. Otherwise every such packet is lost, and its sender waits for a
 * retransmission timer of 200 ms or more, however short the downtime was.
 *
 * Frames are sent on from the bridge's own MAC address: no switch and no neighbour learns anything wrong. Whoever sent them
 * may have sent them again meanwhile; TCP sorts that out.
 */
import { closeSync } from "node:fs";
import { KonkError } from "../errors.ts";
import { log } from "../log.ts";
import { framesTo, type Traffic } from "./frame-filter.ts";
import { bridgeName, findLink, wantText } from "./net-commands.ts";
import { macBytes } from "./net-frames.ts";
import {
  attachFilter,
  linkIndex,
  openFrameQueue,
  openPacketSocket,
  receiveFrame,
  sendFrame,
  withOffloads,
} from "./net-libc.ts";

/** A busy client sends no more than its windows before it hears nothing. Bytes. */
const queueBytes = 16 << 20;
/** The longest that the kernel makes of several packets, with its header. */
const longestFrame = 256 << 10;
/** Of struct virtio_net_hdr, before each frame: what a network card has left to do, checksums and cutting into packets. */
const offloadBytes = 10;
/** A queue that is emptied more slowly than it fills up must not keep konk for ever. */
const mostFrames = 100_000;

export class FrameBacklog implements Disposable {
  readonly #mac: string;
  readonly #bridge: { index: number; mac: Uint8Array };
  readonly #queue: number;
  readonly #out: number;

  private constructor(
    mac: string,
    bridge: { index: number; mac: Uint8Array },
    sockets: { queue: number; out: number },
  ) {
    this.#mac = mac;
    this.#bridge = bridge;
    this.#queue = sockets.queue;
    this.#out = sockets.out;
  }

  /** Keeps nothing yet. @throws E_NETWORK when there is no bridge */
  static async prepare(mac: string): Promise<FrameBacklog> {
    const link = await findLink(null, bridgeName);
    if (link === null) throw new KonkError("E_NETWORK", `Cannot find the bridge "${bridgeName}"`);
    const bridge = { index: linkIndex(bridgeName), mac: macBytes(wantText(link, "address")) };
    const queue = openFrameQueue(queueBytes);
    try {
      return new FrameBacklog(mac, bridge, { queue, out: withOffloads(openPacketSocket(bridgeName)) });
    } catch (error) {
      closeSync(queue);
      throw error;
    }
  }

  /**
   * What comes from now on is kept. Before the container is off the bridge it also gets it itself: only what may come twice
   * is to be kept then.
   */
  keep(traffic: Traffic): void {
    attachFilter(this.#queue, framesTo(this.#mac, { traffic, notFrom: this.#bridge.index }));
  }

  /** Sends on all that was kept, in order, to where the container is now. Never throws: what is lost will be repeated. */
  deliver(): void {
    const buffer = new Uint8Array(longestFrame);
    let sent = 0;
    for (let count = 0; count < mostFrames; count++) {
      const length = receiveFrame(this.#queue, buffer);
      if (length === null) break;
      if (length > buffer.length) continue;
      const frame = buffer.subarray(0, length);
      frame.set(this.#bridge.mac, offloadBytes + this.#bridge.mac.length); // the source address, after the destination's
      if (sendFrame(this.#out, frame)) sent++;
    }
    log.debug(`${sent} packets that came while it was down were sent after it`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#queue);
    closeSync(this.#out);
  }
}
