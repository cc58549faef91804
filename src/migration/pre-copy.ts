/**
 * Memory that is sent while the container runs on, round by round, until another round would gain nothing. It needs nothing
 * of the kernel but to read another process's memory: what was rewritten shows by comparing.
 */
import { setImmediate as letOthersRun } from "node:timers/promises";
import { innermostPid, ownPages, pageBytes, readProcessMemory } from "../container/process-memory.ts";
import { decideRound, type Round, type SwitchOverReason } from "../core/convergence.ts";
import { present } from "../criu/page-server.ts";
import { PagemapImage } from "../criu/pagemap-image.ts";
import { failpoint } from "../failpoint.ts";
import { chunkBytes, contentChunks } from "./images.ts";
import type { ImageChunk } from "./peer.ts";
import { differences, SentMemory } from "./sent-memory.ts";

export interface PreCopyOptions {
  /** The container's processes. One that begins later is sent in the freeze. */
  pids: readonly number[];
  /** Resolves when the destination has them all. */
  send: (chunks: AsyncIterable<ImageChunk>) => Promise<unknown>;
  /** The round under way, with what was sent of it so far. */
  onProgress?: ((round: Round) => void) | undefined;
  signal: AbortSignal;
}

export interface SentAhead {
  /** By the pid that a process has in the container. */
  memories: ReadonlyMap<string, SentMemory>;
  rounds: readonly Round[];
  reason: SwitchOverReason;
}

interface Sent {
  pid: number;
  /** Of the process in the container: CRIU's name for its pagemap. */
  id: string;
  pagesId: string;
  memory: SentMemory;
}

/** A few milliseconds of work. */
const bytesBetweenPauses = 8 << 20;

/** Throws what `send` throws, and E_CANCELLED. */
export async function preCopy({ pids, send, onProgress, signal }: PreCopyOptions): Promise<SentAhead> {
  const processes = pids.flatMap((pid, index): Sent[] => {
    const id = innermostPid(pid);
    return id === undefined ? [] : [{ pid, id, pagesId: String(index + 1), memory: new SentMemory(ownPages(pid)) }];
  });
  const memories = new Map(processes.map(({ id, memory }) => [id, memory]));
  const readBytes = processes.reduce((sum, { memory }) => sum + memory.totalBytes, 0);
  const rounds: Round[] = [];
  for (;;) {
    const round = { readBytes, sentBytes: 0, ms: performance.now() };
    const chunks = rounds.length === 0 ? everything(processes) : changes(processes);
    await sendAny(counted(chunks, { round, onProgress, signal }), send);
    round.ms = performance.now() - round.ms;
    rounds.push(round);
    if (globalThis.KONK_FAULTS) failpoint("source:round-sent");
    const decision = decideRound(rounds);
    if (decision.kind === "switch-over") return { memories, rounds, reason: decision.reason };
  }
}

/** A gRPC stream without a message names no migration: what is empty is not sent. */
async function sendAny(chunks: AsyncGenerator<ImageChunk>, send: PreCopyOptions["send"]): Promise<void> {
  const first = await chunks.next();
  if (first.done === true) return;
  const { value } = first;
  async function* all() {
    yield value;
    yield* chunks;
  }
  await send(all());
}

/** DANGER: a page that cannot be read stays what it is in the copy; the destination must get the same. */
async function* everything(processes: readonly Sent[]): AsyncGenerator<ImageChunk> {
  const pauses = new Pauses();
  for (const { pid, id, pagesId, memory } of processes) {
    const map = new PagemapImage(Number(pagesId));
    for (const { address, bytes } of memory.pieces) {
      map.add(address, bytes.length / pageBytes, present);
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        await pauses.after(readProcessMemory(pid, address + at, bytes.subarray(at, at + chunkBytes)));
      }
    }
    let offset = 0;
    for (const block of memory.blocks) {
      for (let at = 0; at < block.length; at += chunkBytes) {
        const data = block.subarray(at, at + chunkBytes);
        yield { kind: "pages", id: pagesId, offset, data, last: false, store: true };
        offset += data.length;
      }
    }
    for (const chunk of contentChunks(map.finish(), { kind: "pagemap", id })) yield { ...chunk, store: true };
  }
}

/** The copy is changed before it is sent: when sending fails both are thrown away. */
async function* changes(processes: readonly Sent[]): AsyncGenerator<ImageChunk> {
  const now = Buffer.alloc(chunkBytes);
  const pauses = new Pauses();
  for (const { pid, pagesId, memory } of processes) {
    for (const { address, offset, bytes } of memory.pieces) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const got = readProcessMemory(pid, address + at, now.subarray(0, Math.min(chunkBytes, bytes.length - at)));
        const to = got - (got % pageBytes);
        for (const run of differences({ data: now, from: 0, to }, bytes, at)) {
          if (run.same) continue;
          const data = bytes.subarray(at + run.from, at + run.to);
          now.copy(data, 0, run.from, run.to);
          yield { kind: "pages", id: pagesId, offset: offset + at + run.from, data, last: false, store: true };
        }
        await pauses.after(to);
      }
    }
  }
}

/** Signals and the other end's words are heard in between. */
class Pauses {
  #bytes = 0;

  async after(bytes: number): Promise<void> {
    this.#bytes += bytes;
    if (this.#bytes < bytesBetweenPauses) return;
    this.#bytes = 0;
    await letOthersRun();
  }
}

async function* counted(
  chunks: AsyncIterable<ImageChunk>,
  { round, onProgress, signal }: Pick<PreCopyOptions, "onProgress" | "signal"> & { round: Round },
): AsyncGenerator<ImageChunk> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    round.sentBytes += chunk.data.length;
    onProgress?.(round);
    yield chunk;
  }
}
