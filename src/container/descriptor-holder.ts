/**
 * A process that does nothing but hold descriptors: `sleep`. It has nothing that can fail, and its name is not konk's: whoever
 * kills all that is called so lets it live. It begins with descriptors of its own; later ones wait in the queue of a socket that
 * it has, and are never received.
 */
import { closeSync, rmSync } from "node:fs";
import { socketPair } from "../criu/socket-pair.ts";
import { cleanEnvironment } from "../run.ts";
import { keepFromOomKiller } from "./oom-killer.ts";
import type { ContainerPaths } from "./paths.ts";
import { isAlive } from "./process-id.ts";
import { notedProcesses, noteProcesses, signalProcess } from "./process-note.ts";
import { passDescriptor } from "./userfault.ts";

/**
 * With more in its queue it is replaced: programs can pass no descriptors while their user has more than their RLIMIT_NOFILE, often
 * 1024, in queues (ETOOMANYREFS), and the user is root, as of the containers here and of CRIU's code in them.
 */
const maximumQueued = 64;

interface Sleeper {
  pid: number;
  /** The other end of the socket that it has. */
  socket: number;
  queued: number;
}

export class DescriptorHolder implements Disposable {
  readonly #paths: ContainerPaths;
  readonly #held: number[] = [];
  #sleeper: Sleeper;

  private constructor(paths: ContainerPaths) {
    this.#paths = paths;
    this.#sleeper = start([]);
    this.#note([this.#sleeper]);
  }

  /** Its process outlives this one; {@link endDescriptorHolder} ends it, whoever calls that. */
  static start(paths: ContainerPaths): DescriptorHolder {
    return new DescriptorHolder(paths);
  }

  /** The caller keeps it open too until this is disposed. Throws when it cannot be held now; the next that is started has it. */
  hold(descriptor: number): void {
    this.#held.push(descriptor);
    if (this.#sleeper.queued === maximumQueued) {
      this.#replace();
      return;
    }
    passDescriptor(this.#sleeper.socket, descriptor);
    this.#sleeper.queued++;
  }

  [Symbol.dispose](): void {
    closeSync(this.#sleeper.socket);
    endDescriptorHolder(this.#paths);
  }

  #replace(): void {
    const former = this.#sleeper;
    const sleeper = start(this.#held);
    this.#note([former, sleeper]);
    this.#sleeper = sleeper;
    end(former);
  }

  /** DANGER: the last of them, if it could not be noted, would hold for ever, and nobody would find it. */
  #note(sleepers: readonly Sleeper[]): void {
    try {
      noteProcesses(
        this.#paths.descriptorHolder,
        sleepers.map(({ pid }) => pid),
      );
    } catch (error) {
      const newest = sleepers.at(-1);
      if (newest) end(newest);
      throw error;
    }
  }
}

/** Ends what a living or dead process of konk has started for this container; does nothing when there is nothing. */
export function endDescriptorHolder({ descriptorHolder }: ContainerPaths): void {
  for (const sleeper of notedProcesses(descriptorHolder)) if (isAlive(sleeper)) signalProcess(sleeper, "SIGKILL");
  rmSync(descriptorHolder, { force: true });
}

function start(descriptors: readonly number[]): Sleeper {
  const { ours, theirs } = socketPair("stream");
  try {
    const sleeper = Bun.spawn(["sleep", "infinity"], {
      stdio: ["ignore", "ignore", "ignore", theirs, ...descriptors],
      env: { ...cleanEnvironment },
      cwd: "/",
      detached: true,
    });
    sleeper.unref();
    keepFromOomKiller(sleeper.pid);
    return { pid: sleeper.pid, socket: ours, queued: 0 };
  } catch (error) {
    closeSync(ours);
    throw error;
  } finally {
    closeSync(theirs);
  }
}

function end({ pid, socket }: Sleeper): void {
  signalProcess({ pid }, "SIGKILL");
  closeSync(socket);
}
