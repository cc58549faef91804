/** How one container's memory travels: the choice, what goes ahead, what the freeze sends, and what is told of it. */
import type { Container } from "../container/container.ts";
import { CpuLimit } from "../container/cpu-limit.ts";
import type { Refusal } from "../core/compatibility.ts";
import type { Round } from "../core/convergence.ts";
import { type DowntimeLimit, forecastDowntimeMs, latestHeldMs } from "../core/downtime-promise.ts";
import { chooseMode, type ModeChoice, type ModeFacts, type WantedMode } from "../core/memory-mode.ts";
import type { MemoryReport } from "../core/report.ts";
import { milliseconds } from "../core/report-table.ts";
import type { PageEvent } from "../criu/criu-service.ts";
import { KonkError } from "../errors.ts";
import type { MigrationEvent } from "../log.ts";
import { Following, type FollowingEnd } from "./memory-following.ts";
import { OutgoingPages } from "./outgoing-pages.ts";
import type { DestinationPeer, ImageChunk } from "./peer.ts";
import { preCopy, type SentAhead } from "./pre-copy.ts";

export interface MemoryTransferOptions {
  id: string;
  container: Container;
  destination: DestinationPeer;
  mode: WantedMode;
  /** null: as long as it takes. */
  limit: DowntimeLimit | null;
  /** Bytes a second while the container runs on; null: as fast as it goes. */
  bandwidth: number | null;
  /** Whether memory may follow after the hand-over, where that pays. */
  allowPostCopy: boolean;
  /** Whether the container may be held back while its memory is sent ahead. */
  throttle: boolean;
  onEvent?: (event: MigrationEvent) => void;
}

export class MemoryTransfer {
  readonly #options: MemoryTransferOptions;
  readonly #pages = new OutgoingPages();
  #choice: ModeChoice = { mode: "stop-copy", why: "" };
  #ahead: SentAhead | undefined;
  #cpu: CpuLimit | null = null;
  #following: Following | undefined;

  constructor(options: MemoryTransferOptions) {
    this.#options = options;
  }

  /** What speaks against the mode that was asked for. */
  choose(facts: Omit<ModeFacts, "promised" | "mayFollow">): Refusal[] {
    const { mode, limit, allowPostCopy: mayFollow } = this.#options;
    const choice = chooseMode(mode, { ...facts, mayFollow, promised: limit !== null });
    if ("cannot" in choice) return [{ check: "mode", reason: choice.cannot, fix: choice.fix }];
    this.#choice = choice;
    if (!this.#options.throttle || choice.mode === "stop-copy") return [];
    this.#cpu = CpuLimit.prepare(this.#options.container);
    const reason = "the source's cgroup2 does not limit processor time";
    return this.#cpu
      ? []
      : [{ check: "throttle", reason, fix: "Boot it with cgroup v2 alone, or do without --throttle" }];
  }

  /**
   * Sends what is worth it while the container runs on. Throws E_REFUSED when the downtime that was asked for cannot be had.
   * DANGER: what was sent belongs to this migration's landing zone alone, and goes with it whatever happens.
   */
  async sendAhead(signal: AbortSignal): Promise<void> {
    const { mode, nothingAhead } = this.#choice;
    if (mode === "stop-copy" || nothingAhead) return;
    const { id, container, destination, limit, bandwidth, onEvent } = this.#options;
    const onProgress = ({ sentBytes, readBytes: expectedBytes }: Round) =>
      onEvent?.({ kind: "progress", sentBytes, expectedBytes });
    const send = async (chunks: AsyncIterable<ImageChunk>) => await destination.sendImages(id, chunks, signal);
    const pids = container.cgroup.pids();
    const isEnough = (rounds: readonly Round[]) =>
      limit !== null && forecastDowntimeMs(rounds, mode) <= limit.maximumMs;
    this.#ahead = await preCopy({ pids, send, onProgress, bandwidth, cpu: this.#cpu, isEnough, signal });
    const { rounds, memories } = this.#ahead;
    this.#pages.skip(memories);
    const forecastMs = forecastDowntimeMs(rounds, mode);
    if (limit === null || forecastMs <= limit.maximumMs) return;
    const [found, wanted] = [milliseconds(forecastMs), milliseconds(limit.maximumMs)];
    throw new KonkError("E_REFUSED", `Cannot move "${container.name}" in ${wanted}: the forecast is ${found}`, {
      hint: "Allow more, or move it when it or the hosts have less to do",
    });
  }

  /** Whether memory follows after the hand-over. */
  get follows(): boolean {
    return this.#choice.mode === "post-copy";
  }

  /** Has the frozen container's memory follow, from the moment on in which the destination restores it. */
  beginFollowing(signal: AbortSignal): void {
    const { id, container, destination } = this.#options;
    this.#following = new Following({ id, pids: () => container.cgroup.pids(), destination, signal });
    this.#following.begin(this.#ahead?.memories ?? new Map());
  }

  /** How that ended. Throws E_UNCONFIRMED when the destination has been silent for a minute, or the user leaves. */
  async followed(leave: AbortSignal): Promise<FollowingEnd> {
    return (await this.#following?.end(leave)) ?? "filled";
  }

  /** The container gets its processor time back, once it is told to freeze: CRIU's code runs in its processes. */
  readonly letGo = (): void => {
    if (this.#cpu) CpuLimit.release(this.#options.container);
  };

  /** What CRIU hands over in the freeze, as far as it must travel. */
  chunks(events: AsyncIterable<readonly PageEvent[]>): AsyncGenerator<ImageChunk> {
    return this.#pages.chunks(events);
  }

  /** Fires when the promise cannot be kept any more, and that is to end the migration; to be disposed past the freeze. */
  overrun(): Disposable & { signal: AbortSignal } {
    const { limit, container } = this.#options;
    const controller = new AbortController();
    const end = () => {
      const promised = milliseconds(limit?.maximumMs ?? 0);
      controller.abort(new KonkError("E_OVERRUN", `Moving "${container.name}" would have taken more than ${promised}`));
    };
    const timer = limit?.onOverrun === "rollback" ? setTimeout(end, latestHeldMs(limit)) : undefined;
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        clearTimeout(timer);
      },
    };
  }

  report(downtimeMs: number): MemoryReport {
    const rounds = this.#ahead?.rounds ?? [];
    const { limit } = this.#options;
    const promise = limit && {
      promisedMs: limit.maximumMs,
      forecastMs: forecastDowntimeMs(rounds, this.#choice.mode),
      measuredMs: downtimeMs,
      kept: downtimeMs <= limit.maximumMs,
    };
    const switchedOver = this.#ahead?.reason ?? null;
    const followed = this.#following?.report ?? null;
    const { mode, why } = this.#choice;
    return { mode, why, rounds, switchedOver, ...this.#pages.totals, followed, promise };
  }
}
