/**
 * What a host remembers of a migration: one JSON line a transition, appended, never rewritten. Whoever finds a container in
 * the middle of a migration decides by this file and by what it observes.
 */
import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { reserveRoom } from "../container/libc.ts";
import type { ProcessId } from "../core/container-spec.ts";
import { KonkError, messageOf } from "../errors.ts";

/** More than any migration writes, short of a long quarrel with a peer. */
const reservedBytes = 16 * 1024;

export type Side = "source" | "destination";

/** What does not change during a migration; the first line of its journal. */
export interface JournalFacts {
  id: string;
  container: string;
  source: string;
  sourceBootId: string;
  destination: string;
  /** Destination only: SHA-256 of the source's certificate. Nobody else may speak for the migration. */
  owner?: string;
  /** The name that the owner had then, for people. */
  ownerName?: string;
  /** It may run on the destination before all of its memory is there. */
  postCopy?: true;
}

/** What the source needs to go on with a migration. */
export interface MigrationFacts extends JournalFacts {
  port: number;
  /** The container's first process: what tells its tree from a later one of the same name. */
  init: ProcessId;
}

export interface JournalEntry {
  phase: string;
  at: string;
  bootId: string;
  details?: Record<string, unknown>;
}

export class Journal implements Disposable {
  readonly folder: string;
  #fd: number;
  readonly #bootId: string;

  private constructor(folder: string, fd: number, bootId: string) {
    this.folder = folder;
    this.#fd = fd;
    this.#bootId = bootId;
  }

  static create(folder: string, side: Side, facts: JournalFacts, bootId: string): Journal {
    const path = join(folder, `${side}.jsonl`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (readJournal(folder, side) === undefined) rmSync(path, { force: true }); // cut short before it said anything
      const journal = new Journal(folder, openSync(path, "ax+", 0o600), bootId);
      reserveRoom(journal.#fd, reservedBytes); // a disk that fills up later must not keep a frozen container frozen
      journal.#append(JSON.stringify(facts), true);
      syncFolder(folder);
      syncFolder(dirname(folder));
      return journal;
    } catch (error) {
      throw new KonkError("E_CONFIG", `Cannot write the journal "${path}": ${messageOf(error)}`, {
        cause: error,
        hint: "Nothing was touched. Make room or mend the permissions of the state folder",
      });
    }
  }

  /** Goes on with a journal that an earlier process began. */
  static reopen(folder: string, side: Side, bootId: string): Journal {
    const fd = openSync(join(folder, `${side}.jsonl`), "a+", 0o600);
    dropTornLine(fd);
    return new Journal(folder, fd, bootId);
  }

  /**
   * Appends a transition. `durable` waits for the disk: needed only where a host crash must not forget it; otherwise the
   * crash kills the tree as well and the boot id proves it.
   */
  write(phase: string, { durable, details }: { durable: boolean; details?: Record<string, unknown> }): void {
    const entry: JournalEntry = { phase, at: new Date().toISOString(), bootId: this.#bootId };
    this.#append(JSON.stringify(details === undefined ? entry : { ...entry, details }), durable);
  }

  /** Puts what was written on the disk: an entry read back after a crash may not be there yet. */
  sync(): void {
    fdatasyncSync(this.#fd);
  }

  #append(line: string, durable: boolean): void {
    const bytes = Buffer.from(`${line}\n`);
    try {
      const written = writeSync(this.#fd, bytes);
      if (written !== bytes.length) throw new Error(`found room for ${written} of ${bytes.length} bytes`);
    } catch (error) {
      dropTornLine(this.#fd);
      throw new KonkError("E_NO_SPACE", `Cannot write the journal in "${this.folder}": ${messageOf(error)}`, {
        cause: error,
        hint: 'Make room there: konk goes on by itself, or by "konk recover"',
      });
    }
    if (durable) fdatasyncSync(this.#fd);
  }

  [Symbol.dispose](): void {
    if (this.#fd < 0) return;
    closeSync(this.#fd);
    this.#fd = -1;
  }
}

export interface JournalContent {
  facts: MigrationFacts;
  entries: JournalEntry[];
  /** Phase of the last complete line, or the first phase of that side when there is none yet. */
  phase: string | undefined;
}

/** Ids of all migrations that a host remembers, in order; `folder` has one folder for each. */
export function migrationIds(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return []; // no migration has ever been here
  }
}

/** Reads a journal; a last line that a crash cut short is ignored. Returns undefined when there is none. */
export function readJournal(folder: string, side: Side): JournalContent | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, `${side}.jsonl`), "utf8");
  } catch {
    return undefined;
  }
  const lines = text.split("\n").slice(0, -1);
  const [first, ...rest] = lines.map((line) => JSON.parse(line) as unknown);
  if (first === undefined) return undefined;
  const entries = rest as JournalEntry[];
  const facts = first as MigrationFacts;
  // A source knows it only when it has heard the destination, and then before anything is frozen.
  if (entries.some(({ details }) => details?.["postCopy"] === true)) facts.postCopy = true;
  return { facts, entries, phase: entries.at(-1)?.phase };
}

/** What a crash or a full disk cut short never counted; the next line must not be joined to it. */
function dropTornLine(fd: number): void {
  const text = Buffer.alloc(fstatSync(fd).size);
  readSync(fd, text, 0, text.length, 0);
  const whole = text.lastIndexOf("\n") + 1;
  if (whole < text.length) ftruncateSync(fd, whole);
}

function syncFolder(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
