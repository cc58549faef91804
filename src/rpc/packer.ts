/** Compresses the chunks of a bulk channel, some at a time and ahead of the network, and hands them over in their order. */
import {
  afterChunk,
  type CompressionMode,
  type CompressionState,
  type Look,
  notPacking,
  planChunk,
} from "../core/compression.ts";
import type { CompressionReport } from "../core/report.ts";
import { ahead } from "../migration/ahead.ts";
import type { ImageChunk } from "../migration/peer.ts";
import { type WireChunk, wireChunk } from "./chunks.ts";
import { pack } from "./zstd.ts";

export interface PackedChunk {
  /** `data` is what travels; `release` is for its memory, if that is anybody's. */
  wire: WireChunk;
  /** In memory. */
  bytes: number;
  look: Look | null;
}

/** So many wait for the network; one more is being written. It bounds memory, and how many processors zstd may take. */
const chunksAhead = 3;
/** A zstd frame costs more than it saves. */
const leastBytes = 256;
/** Less tells nothing of how fast zstd is. */
const leastLookBytes = 64 << 10;
const autoLevel = 1;

export class Packer {
  readonly #mode: CompressionMode;
  readonly #totals = { packedBytes: 0, unpackedBytes: 0 };
  #state: CompressionState = notPacking;
  #isLooking = false;
  #sinceMs = 0;

  constructor(mode: CompressionMode) {
    this.#mode = mode;
  }

  get report(): CompressionReport {
    return { mode: this.#mode, ...this.#totals };
  }

  /** One upload, in the order of `chunks`. Whoever takes it calls {@link sent} for each. */
  async *packed(migrationId: string, chunks: AsyncIterable<ImageChunk>): AsyncGenerator<PackedChunk> {
    const begin = (chunk: ImageChunk) => {
      const packed = this.#pack(migrationId, chunk);
      packed.catch(() => undefined); // told when its turn comes
      return { packed };
    };
    async function* begun() {
      for await (const chunk of chunks) yield begin(chunk);
    }
    this.#sinceMs = performance.now();
    const inTurn = this.#mode === "off" ? begun() : ahead(begun(), chunksAhead);
    for await (const { packed } of inTurn) yield await packed;
  }

  /** The channel has taken it, after so many milliseconds of waiting. */
  sent({ wire, bytes, look }: PackedChunk, waitMs: number): void {
    const nowMs = performance.now();
    if (wire.unpackedBytes !== undefined) {
      this.#totals.packedBytes += wire.data.length;
      this.#totals.unpackedBytes += bytes;
    }
    if (this.#mode === "auto") {
      const stretch = { unpackedBytes: bytes, sentBytes: wire.data.length, ms: nowMs - this.#sinceMs, waitMs };
      this.#state = afterChunk(this.#state, stretch, look);
      if (look) this.#isLooking = false;
    }
    this.#sinceMs = nowMs;
  }

  async #pack(migrationId: string, chunk: ImageChunk): Promise<PackedChunk> {
    const wire = wireChunk(migrationId, chunk);
    const bytes = chunk.data.length;
    const plan = this.#plan(bytes);
    if (plan === "send") return { wire, bytes, look: null };
    const startMs = performance.now();
    const data = await pack(chunk.data, typeof this.#mode === "number" ? this.#mode : autoLevel);
    const ms = performance.now() - startMs;
    if (plan === "look") return { wire, bytes, look: { unpackedBytes: bytes, packedBytes: data?.length ?? bytes, ms } };
    if (data === null) return { wire, bytes, look: null };
    chunk.release?.();
    const { release: _, ...rest } = wire;
    return { wire: { ...rest, data, unpackedBytes: bytes }, bytes, look: null };
  }

  #plan(bytes: number): ReturnType<typeof planChunk> {
    if (bytes < leastBytes || this.#mode === "off") return "send";
    if (this.#mode !== "auto") return "pack";
    const plan = planChunk(this.#state);
    if (plan !== "look") return plan;
    if (this.#isLooking || bytes < leastLookBytes) return "send";
    this.#isLooking = true;
    return "look";
  }
}
