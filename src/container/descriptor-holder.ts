/**
 * A process that does nothing but hold descriptors: `sleep`, with a socket in whose queue they wait and are never received. It has
 * nothing that can fail, and its name is not konk's: whoever kills all that is called so lets it live.
 */
import { closeSync, rmSync } from "node:fs";
import { bulkPair } from "../criu/socket-pair.ts";
import { cleanEnvironment } from "../run.ts";
import { keepFromOomKiller } from "./oom-killer.ts";
import type { ContainerPaths } from "./paths.ts";
import { isAlive } from "./process-id.ts";
import { notedProcess, noteProcess, signalProcess } from "./process-note.ts";
import { passDescriptor } from "./userfault.ts";

/** Enough for ten thousand descriptors. Bytes. */
const queueBytes = 8 << 20;

export class DescriptorHolder implements Disposable {
  readonly #paths: ContainerPaths;
  readonly #socket: number;

  private constructor(paths: ContainerPaths, socket: number) {
    this.#paths = paths;
    this.#socket = socket;
  }

  /** Its process outlives this one; {@link endDescriptorHolder} ends it, whoever calls that. */
  static start(paths: ContainerPaths): DescriptorHolder {
    const { ours, theirs } = bulkPair({ bufferBytes: queueBytes, blocking: true });
    try {
      const holder = Bun.spawn(["sleep", "infinity"], {
        stdio: ["ignore", "ignore", "ignore", ours],
        env: { ...cleanEnvironment },
        cwd: "/",
        detached: true,
      });
      holder.unref();
      keepFromOomKiller(holder.pid);
      noteProcess(paths.descriptorHolder, holder.pid);
    } catch (error) {
      closeSync(theirs);
      throw error;
    } finally {
      closeSync(ours);
    }
    return new DescriptorHolder(paths, theirs);
  }

  /** Throws SystemCallError when it cannot take another one. */
  hold(descriptor: number): void {
    passDescriptor(this.#socket, descriptor);
  }

  [Symbol.dispose](): void {
    closeSync(this.#socket);
    endDescriptorHolder(this.#paths);
  }
}

/** Ends the one that a living or dead process of konk has started for this container; does nothing when there is none. */
export function endDescriptorHolder({ descriptorHolder }: ContainerPaths): void {
  const holder = notedProcess(descriptorHolder);
  if (holder !== null && isAlive(holder)) signalProcess(holder, "SIGKILL");
  rmSync(descriptorHolder, { force: true });
}
