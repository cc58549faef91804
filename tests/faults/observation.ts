/** What is seen of a cell from outside konk: who runs, which numbers were told, and which host spoke when. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { destinationTable, isDestinationPhase } from "../../src/core/destination-state.ts";
import { isSourcePhase, sourceTable } from "../../src/core/source-state.ts";
import type { JournalEntry } from "../../src/migration/journal.ts";
import type { Host } from "../hosts/host.ts";
import { runsOn } from "../integration/support/attempt.ts";
import type { Scene } from "../integration/support/scene.ts";
import type { Side } from "./matrix.ts";

/** What onlooker.py reports. */
export interface Onlooked {
  tcp: {
    messages: number;
    lost: number;
    repeated: number;
    longestGapMs: number;
    checksum: string | null;
    error: string | null;
    sinceMs: number;
  };
  udp: { instances: number; messages: number; repeated: number };
  frames: Record<string, [atMs: number, kind: string][]>;
}

/** Looks at both hosts all the time, and remembers when two of them ran the container. */
export class Lookout implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #done: Promise<void>;
  twice = 0;

  constructor(scene: Scene, name: string) {
    this.#done = this.#watch(scene, name);
  }

  async #watch(scene: Scene, name: string): Promise<void> {
    const twoRun = () => runners(scene, name).length > 1;
    while (!this.#stop.signal.aborted) {
      // Hosts are looked at one after the other, and it may move in between: a second look shows whether the first host runs it still.
      if (twoRun() && twoRun()) this.twice += 1;
      await sleep(4);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#done;
  }
}

/** The hosts that run it. */
export function runners({ lab }: Scene, name: string): Host[] {
  return lab.hosts.filter((host) => host.isOn && runsOn(host, name));
}

export interface Journals {
  source: JournalEntry[];
  destination: JournalEntry[];
}

/** Of the one migration that is in the history of both hosts. */
export function readJournals({ alpha, beta }: Scene): Journals {
  return { source: entries(alpha, "source"), destination: entries(beta, "destination") };
}

function entries(host: Host, side: Side): JournalEntry[] {
  const folder = host.path("/var/lib/konk/migrations");
  const files = (existsSync(folder) ? readdirSync(folder) : []).map((id) => join(folder, id, `${side}.jsonl`));
  const [file] = files.filter((path) => existsSync(path));
  if (file === undefined) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(1, -1);
  return lines.map((line) => JSON.parse(line) as JournalEntry);
}

/** Whether both journals have come to an end: nobody has anything left to decide. */
export function isSettled({ source, destination }: Journals): boolean {
  const last = source.at(-1);
  const sourceEnded = last === undefined || last.phase === "cleaned" || last.details?.["told"] === true;
  const there = destination.at(-1)?.phase;
  return sourceEnded && (there === undefined || ["done", "aborted", "lost"].includes(there));
}

/**
 * The frames that a host sent for the container while its journal did not let it be on the bridge. The source's `frozen` is
 * written before it is cut off, and nothing that could be restored has left it then.
 */
export function frozenSpeech(frames: Onlooked["frames"], journals: Journals): string[] {
  return [
    ...illegal(frames["alpha-eth1"] ?? [], journals.source, "preparing", (phase) =>
      isSourcePhase(phase) ? sourceTable[phase].reachable || phase === "frozen" : false,
    ).map((what) => `source sent ${what}`),
    ...illegal(frames["beta-eth1"] ?? [], journals.destination, "unknown", (phase) =>
      isDestinationPhase(phase) ? destinationTable[phase].reachable : false,
    ).map((what) => `destination sent ${what}`),
  ];
}

function illegal(
  frames: readonly [number, string][],
  journal: readonly JournalEntry[],
  first: string,
  mayspeak: (phase: string) => boolean,
): string[] {
  const phaseAt = (ms: number) => journal.findLast(({ at }) => Date.parse(at) <= ms)?.phase ?? first;
  return frames
    .map(([ms, kind]) => ({ kind, phase: phaseAt(ms) }))
    .filter(({ phase }) => !mayspeak(phase))
    .map(({ kind, phase }) => `${kind} in "${phase}"`);
}

/** The numbers of a beacon's diary that are not the one before plus one; an empty list is the only good answer. */
export function diaryFaults(file: string): string[] {
  const bytes = readFileSync(file);
  const numbers = Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) =>
    Number(bytes.readBigUInt64LE(index * 8)),
  );
  return numbers.flatMap((number, index) => {
    const before = numbers[index - 1] ?? 0;
    return number === before + 1 ? [] : [`${number} after ${before}`];
  });
}
