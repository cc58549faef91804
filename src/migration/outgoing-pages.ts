/**
 * A container's pages on their way out, straight from CRIU's dump: no file of this host holds them. The destination gets
 * what CRIU would have written itself, pages-N.img and the pagemap that belongs to it.
 */
import type { PageEvent, PageImage } from "../criu/criu-service.ts";
import { inParent, pageBytes } from "../criu/page-server.ts";
import { PagemapImage } from "../criu/pagemap-image.ts";
import { ahead } from "./ahead.ts";
import { ChunkPool } from "./chunk-pool.ts";
import { chunkBytes, contentChunks } from "./images.ts";
import type { ImageChunk } from "./peer.ts";
import type { SentMemory } from "./sent-memory.ts";

/** CRIU may be so many chunks ahead of the network: it ends its other work meanwhile. */
const chunksAhead = 128;

export interface PageTotals {
  sentPages: number;
  /** The destination had them. */
  skippedPages: number;
}

export class OutgoingPages {
  readonly totals: PageTotals = { sentPages: 0, skippedPages: 0 };
  readonly #pool = new ChunkPool(chunksAhead, chunkBytes);
  #memories: ReadonlyMap<string, SentMemory> = new Map();

  /** Ends with what arrived when CRIU dies: the dump's own outcome tells. When it is left early, so is CRIU. */
  async *chunks(events: AsyncIterable<PageEvent>): AsyncGenerator<ImageChunk> {
    using pool = this.#pool;
    yield* ahead(this.#images(events, pool));
  }

  /** What the destination has already is named and not sent. */
  skip(memories: ReadonlyMap<string, SentMemory>): void {
    this.#memories = memories;
  }

  async *#images(events: AsyncIterable<PageEvent>, pool: ChunkPool): AsyncGenerator<ImageChunk> {
    let count = 0;
    let image: PagesImage | undefined;
    for await (const event of events) {
      if (event.kind === "pages") {
        if (image) yield* image.add(event, this.totals);
      } else {
        if (image) yield* image.finish();
        const { kind, id } = event.image;
        const known = kind === "pagemap" ? this.#memories.get(id) : undefined;
        image = new PagesImage({ name: event.image, pagesId: ++count, known }, pool);
      }
    }
    if (image) yield* image.finish();
  }
}

type Pages = Extract<PageEvent, { kind: "pages" }>;

interface PagesImageOptions {
  name: PageImage;
  pagesId: number;
  /** What was sent of it before. */
  known: SentMemory | undefined;
}

/** One process's pages, or one piece of shared memory's. */
class PagesImage {
  readonly #name: PageImage;
  readonly #pagesId: number;
  readonly #map: PagemapImage;
  readonly #known: SentMemory | undefined;
  readonly #pool: ChunkPool;
  #buffer: Buffer | undefined;
  #filled = 0;
  #sentBytes = 0;

  constructor({ name, pagesId, known }: PagesImageOptions, pool: ChunkPool) {
    this.#name = name;
    this.#pagesId = pagesId;
    this.#known = known;
    this.#map = new PagemapImage(pagesId);
    this.#pool = pool;
  }

  async *add({ address, data, flags }: Pages, totals: PageTotals): AsyncGenerator<ImageChunk> {
    const runs = this.#known?.compare(address, data) ?? [{ from: 0, to: data.length, same: false }];
    for (const { from, to, same } of runs) {
      const pages = (to - from) / pageBytes;
      this.#map.add(address + from, pages, same ? inParent : flags);
      if (same) totals.skippedPages += pages;
      else {
        totals.sentPages += pages;
        yield* this.#send(data.subarray(from, to));
      }
    }
  }

  async *#send(data: Uint8Array): AsyncGenerator<ImageChunk> {
    for (let at = 0; at < data.length; ) {
      this.#buffer ??= await this.#pool.take();
      const part = data.subarray(at, at + chunkBytes - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === chunkBytes) yield this.#chunk(false);
    }
  }

  *finish(): Generator<ImageChunk> {
    yield this.#chunk(true);
    yield* contentChunks(this.#map.finish(), this.#name);
  }

  #chunk(last: boolean): ImageChunk {
    const buffer = this.#buffer;
    const data = buffer?.subarray(0, this.#filled) ?? new Uint8Array(0);
    const chunk = { kind: "pages", id: String(this.#pagesId), offset: this.#sentBytes, data, last };
    this.#sentBytes += this.#filled;
    this.#filled = 0;
    this.#buffer = undefined;
    if (buffer === undefined) return chunk;
    return {
      ...chunk,
      release: () => {
        this.#pool.give(buffer);
      },
    };
  }
}
