/**
 * Tells the network that the container's addresses are here now. The socket is opened inside the container's namespace
 * before the hand-over, so that announcing is nothing but a few send() calls; it works while the container is frozen, and
 * its own firewall does not see it.
 */
import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { NetworkState } from "../core/network-state.ts";
import { log } from "../log.ts";
import { announcementsOf } from "./net-frames.ts";
import { inNetnsSync, openPacketSocket, sendFrame } from "./net-libc.ts";
import type { ContainerPaths } from "./paths.ts";

export interface Repetition {
  times: number;
  everyMs: number;
  signal?: AbortSignal;
}

export class Announcer implements Disposable {
  readonly #name: string;
  readonly #frames: readonly Uint8Array[];
  /** -1: nothing is announced any more. */
  #fd: number;

  private constructor(name: string, frames: readonly Uint8Array[], fd: number) {
    this.#name = name;
    this.#frames = frames;
    this.#fd = fd;
  }

  /** Announces every address of eth0 in `network`. @throws E_NETWORK when the namespace has no eth0 */
  static prepare(paths: ContainerPaths, network: NetworkState): Announcer {
    const mac = network.eth0?.mac ?? "";
    const own = network.addresses.filter((address) => address.interface === "eth0");
    const frames = own.flatMap(({ address }) => announcementsOf(address, mac));
    const fd = inNetnsSync(paths.netns, () => openPacketSocket("eth0"));
    return new Announcer(paths.name, frames, fd);
  }

  /**
   * Sends every announcement once; takes well below a millisecond. Never throws: it comes after the point of no return, and
   * a container that is not announced is still found, only later. Returns how many frames left.
   */
  announce(): number {
    if (this.#fd < 0) return 0;
    const sent = this.#frames.filter((frame) => sendFrame(this.#fd, frame)).length;
    if (sent < this.#frames.length)
      log.warn(`${this.#name}: sent ${sent} of ${this.#frames.length} announcements of its addresses`);
    return sent;
  }

  /** Announces `times` times, the first one after `everyMs`: switches and neighbours lose frames. */
  async repeat({ times, everyMs, signal }: Repetition): Promise<void> {
    for (let round = 0; round < times; round += 1) {
      await sleep(everyMs, undefined, signal === undefined ? {} : { signal });
      this.announce();
    }
  }

  [Symbol.dispose](): void {
    if (this.#fd >= 0) closeSync(this.#fd);
    this.#fd = -1;
  }
}
