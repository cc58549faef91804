/**
 * A container's pages on their way out, straight from CRIU's dump: no file of this host holds them. The destination gets
 * what CRIU would have written itself, pages-N.img and the pagemap that belongs to it.
 */
import { pageBytes } from "../core/page-bytes.ts";
import type { PageEvent, PageImage } from "../criu/criu-service.ts";
import { inParent } from "../criu/page-server.ts";
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
  #images = 0;

  /** Ends with what arrived when CRIU dies: the dump's own outcome tells. When it is left early, so is CRIU. */
  async *chunks(events: AsyncIterable<readonly PageEvent[]>): AsyncGenerator<ImageChunk> {
    using pool = this.#pool;
    yield* ahead(this.#received(events, pool));
  }

  /** What the destination has already is named and not sent. */
  skip(memories: ReadonlyMap<string, SentMemory>): void {
    this.#memories = memories;
  }

  async *#received(batches: AsyncIterable<readonly PageEvent[]>, pool: ChunkPool): AsyncGenerator<ImageChunk> {
    let image: PagesImage | undefined;
    for await (const events of batches) {
      for (const event of events) {
        const chunks = event.kind === "pages" ? image?.take(event, this.totals) : image?.finish();
        if (chunks) yield* chunks;
        if (event.kind === "open") image = this.#begin(event.image, pool);
      }
    }
    if (image) yield* image.finish();
  }

  #begin(name: PageImage, pool: ChunkPool): PagesImage {
    const known = name.kind === "pagemap" ? this.#memories.get(name.id) : undefined;
    return new PagesImage({ name, pagesId: ++this.#images, known }, pool);
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

  /** Chunks with those that the destination does not have; undefined when it has them all, as a rule. */
  take({ address, data, flags }: Pages, totals: PageTotals): AsyncGenerator<ImageChunk> | undefined {
    const news: Uint8Array[] = [];
    for (const { from, to, same } of this.#known?.compare(address, data) ?? [
      { from: 0, to: data.length, same: false },
    ]) {
      const pages = (to - from) / pageBytes;
      this.#map.add(address + from, pages, same ? inParent : flags);
      if (same) totals.skippedPages += pages;
      else {
        totals.sentPages += pages;
        news.push(data.subarray(from, to));
      }
    }
    return news.length === 0 ? undefined : this.#send(news);
  }

  /** Chunks as they become full. */
  async *#send(pieces: readonly Uint8Array[]): AsyncGenerator<ImageChunk> {
    for (const data of pieces) {
      for (let at = 0; at < data.length; ) {
        this.#buffer ??= await this.#pool.take();
        const part = data.subarray(at, at + chunkBytes - this.#filled);
        this.#buffer.set(part, this.#filled);
        this.#filled += part.length;
        at += part.length;
        if (this.#filled === chunkBytes) yield this.#chunk(false);
      }
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
