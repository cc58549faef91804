/** Everything that a migration sends to its destination: the output so far, then pages, images and the rest of the output. */
import { statSync } from "node:fs";
import type { Container } from "../container/container.ts";
import type { MigrationEvent } from "../log.ts";
import { fileChunks, ImageSender } from "./images.ts";
import type { DestinationPeer, ImageChunk } from "./peer.ts";

export interface OutgoingOptions {
  id: string;
  container: Container;
  destination: DestinationPeer;
  /** Where CRIU writes its images. */
  imagesFolder: string;
  onEvent?: ((event: MigrationEvent) => void) | undefined;
}

export interface Checkpoint {
  pages: AsyncIterable<ImageChunk>;
  /** Resolves when every image is there; rejects when that will never be. */
  dumped: Promise<void>;
  /** For the progress that is shown. */
  expectedBytes: number;
}

const output = { kind: "log", id: "" };

export class Outgoing {
  readonly images = new ImageSender();
  readonly #options: OutgoingOptions;
  /** Bytes of the container's output that the destination has already. */
  #sentLogBytes = 0;

  constructor(options: OutgoingOptions) {
    this.#options = options;
  }

  /** Only the tail of the output travels in the freeze. */
  async sendLogAhead(signal: AbortSignal): Promise<void> {
    const { id, container, destination } = this.#options;
    if (statSync(container.paths.outputLog).size === 0) return; // a gRPC stream without a message names no migration
    await destination.sendImages(id, this.#log(), signal);
  }

  /** `underWay` resolves when everything was given to the channel, `arrived` when the destination has it. */
  send({ pages, dumped, expectedBytes }: Checkpoint, signal: AbortSignal) {
    const { id, imagesFolder, destination, onEvent } = this.#options;
    const { promise: underWay, resolve, reject } = Promise.withResolvers<void>();
    const images = this.images.chunks({ folder: imagesFolder, pages, complete: dumped, signal });
    const { totals } = this.images;
    const log = () => this.#log();
    async function* chunks() {
      for await (const chunk of images) {
        yield chunk;
        onEvent?.({ kind: "progress", sentBytes: totals.bytes, expectedBytes });
      }
      yield* log();
      resolve();
    }
    dumped.catch(() => undefined); // the generator waits for it and tells
    underWay.catch(() => undefined);
    const arrived = destination.sendImages(id, chunks(), signal);
    arrived.catch(reject);
    return { underWay, arrived };
  }

  async *#log(): AsyncGenerator<ImageChunk> {
    for (const chunk of fileChunks(this.#options.container.paths.outputLog, output, { offset: this.#sentLogBytes })) {
      this.#sentLogBytes += chunk.data.length;
      yield chunk;
    }
    await Promise.resolve();
  }
}
