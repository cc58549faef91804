/**
 * Memory that is sent while the container runs on, round by round, until another round would gain nothing. It needs nothing
 * of the kernel but to read another process's memory: what was rewritten shows by comparing.
 */

import { setImmediate as letOthersRun } from "node:timers/promises";
import type { CpuLimit } from "../container/cpu-limit.ts";
import { innermostPid, ownPages, readProcessMemory } from "../container/process-memory.ts";
import { decideRound, type Round, type SwitchOverReason } from "../core/convergence.ts";
import { pageBytes } from "../core/page-bytes.ts";
import { present } from "../criu/page-server.ts";
import { PagemapImage } from "../criu/pagemap-image.ts";
import { failpoint } from "../failpoint.ts";
import { chunkBytes, contentChunks } from "./images.ts";
import { Pace } from "./pace.ts";
import type { ImageChunk } from "./peer.ts";
import { differences, SentMemory } from "./sent-memory.ts";

export interface PreCopyOptions {
  /** The container's processes. One that begins later is sent in the freeze. */
  pids: readonly number[];
  /** Resolves when the destination has them all. */
  send: (chunks: AsyncIterable<ImageChunk>) => Promise<unknown>;
  /** The round under way, with what was sent of it so far. */
  onProgress?: ((round: Round) => void) | undefined;
  /** No more than so many bytes a second; null: as fast as the channel takes them. */
  bandwidth: number | null;
  /** To hold the container back when it writes faster than can be sent; null: never. */
  cpu: CpuLimit | null;
  /** Whether the freeze would be short enough with what these rounds have left. */
  isEnough: (rounds: readonly Round[]) => boolean;
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

/** Memory of zeros is left out in pieces of this size: more and smaller ones would cost more than they save. */
const zeroStepBytes = 64 << 10;
/** A few milliseconds of work. */
const bytesBetweenPauses = 8 << 20;

/** Throws what `send` throws, and E_CANCELLED. */
export async function preCopy(options: PreCopyOptions): Promise<SentAhead> {
  const { pids, send, onProgress, bandwidth, cpu, isEnough, signal } = options;
  const pace = new Pace(bandwidth, signal);
  const processes = pids.flatMap((pid, index): Sent[] => {
    const id = innermostPid(pid);
    return id === undefined ? [] : [{ pid, id, pagesId: String(index + 1), memory: new SentMemory(ownPages(pid)) }];
  });
  const memories = new Map(processes.map(({ id, memory }) => [id, memory]));
  const readBytes = processes.reduce((sum, { memory }) => sum + memory.totalBytes, 0);
  const rounds: Round[] = [];
  let processors: number | undefined;
  for (let cpuShare = 1; ; ) {
    const startMs = performance.now();
    const round: Round = { readBytes, sentBytes: 0, ms: 0, sendingMs: 0, pausedMs: 0, cpuShare };
    const chunks = rounds.length === 0 ? everything(processes) : changes(processes);
    await sendAny(counted(chunks, { round, onProgress, pace, signal }), send);
    round.ms = performance.now() - startMs;
    rounds.push(round);
    if (globalThis.KONK_FAULTS) failpoint("source:round-sent");
    const decision = decideRound(rounds, { mayThrottle: cpu !== null, isEnough: isEnough(rounds) });
    if (decision.kind === "switch-over") return { memories, rounds, reason: decision.reason };
    if (cpu === null || decision.cpuShare === cpuShare) continue;
    cpuShare = decision.cpuShare;
    processors ??= cpu.processorsUsed; // before it was held back
    cpu.hold(processors * cpuShare);
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

const zeros = Buffer.alloc(zeroStepBytes);

/**
 * What is written at all: what the destination never gets reads as zero there. The end of a process's memory always travels,
 * for the file there must be as long as the pagemap says.
 */
function* written(data: Buffer, isEnd: boolean): Generator<{ from: number; to: number }> {
  let from = 0;
  for (let at = 0; at < data.length; at += zeroStepBytes) {
    const to = Math.min(at + zeroStepBytes, data.length);
    if ((isEnd && to === data.length) || data.compare(zeros, 0, to - at, at, to) !== 0) continue;
    if (at > from) yield { from, to: at };
    from = to;
  }
  if (data.length > from) yield { from, to: data.length };
}

async function* everything(processes: readonly Sent[]): AsyncGenerator<ImageChunk> {
  const pauses = new Pauses();
  for (const process of processes) {
    await copyAll(process, pauses);
    yield* stored(process, pauses);
  }
}

/** DANGER: a page that cannot be read stays what it is in the copy; the destination must get the same. */
async function copyAll({ pid, memory }: Sent, pauses: Pauses): Promise<void> {
  for (const { address, bytes } of memory.pieces) {
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      await pauses.after(readProcessMemory(pid, address + at, bytes.subarray(at, at + chunkBytes)));
    }
  }
}

async function* stored({ id, pagesId, memory }: Sent, pauses: Pauses): AsyncGenerator<ImageChunk> {
  const map = new PagemapImage(Number(pagesId));
  for (const { address, bytes } of memory.pieces) map.add(address, bytes.length / pageBytes, present);
  let offset = 0;
  for (const block of memory.blocks) {
    for (let at = 0; at < block.length; at += chunkBytes) {
      const piece = block.subarray(at, at + chunkBytes);
      for (const { from, to } of written(piece, offset + piece.length === memory.totalBytes)) {
        const data = piece.subarray(from, to);
        yield { kind: "pages", id: pagesId, offset: offset + from, data, last: false, store: true };
      }
      offset += piece.length;
      await pauses.after(piece.length); // nobody waits for the network where all is zero
    }
  }
  for (const chunk of contentChunks(map.finish(), { kind: "pagemap", id })) yield { ...chunk, store: true };
}

/** The copy is changed before it is sent: when sending fails both are thrown away. */
async function* changes(processes: readonly Sent[]): AsyncGenerator<ImageChunk> {
  const now = Buffer.alloc(chunkBytes);
  const pauses = new Pauses();
  for (const { pid, pagesId, memory } of processes) {
    memory.hot = [];
    for (const { address, offset, bytes } of memory.pieces) {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const got = readProcessMemory(pid, address + at, now.subarray(0, Math.min(chunkBytes, bytes.length - at)));
        const to = got - (got % pageBytes);
        for (const run of differences({ data: now, from: 0, to }, bytes, at)) {
          if (run.same) continue;
          const data = bytes.subarray(at + run.from, at + run.to);
          now.copy(data, 0, run.from, run.to);
          memory.hot.push({ address: address + at + run.from, pages: data.length / pageBytes });
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
  { round, onProgress, pace, signal }: Pick<PreCopyOptions, "onProgress" | "signal"> & { round: Round; pace: Pace },
): AsyncGenerator<ImageChunk> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    round.sentBytes += chunk.data.length;
    onProgress?.(round);
    const startMs = performance.now();
    yield chunk;
    round.sendingMs += performance.now() - startMs;
    round.pausedMs += await pace.after(chunk.data.length);
  }
}
