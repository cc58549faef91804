/**
 * What konk tells while it works: log lines for people on standard error, and the events of a migration as data.
 * Standard output belongs to results.
 */
import { type ConsolaInstance, type ConsolaReporter, createConsola } from "consola";
import { journalText, type Priority, stderrIsJournal } from "./journald.ts";

export type LogLevel = "error" | "warn" | "info" | "debug";

const levels: Record<LogLevel, number> = { error: 0, warn: 1, info: 3, debug: 4 };

/** consola's levels are 0 (error) to 5; what is neither is told as information. */
const priorityOf = (level: number): Priority => (["error", "warn", "info", "info"] as const)[level] ?? "debug";

const toJournal: ConsolaReporter = {
  log: ({ level, args }) => {
    process.stderr.write(`${journalText(priorityOf(level), args.map(String).join(" "))}\n`);
  },
};

/**
 * The logger of this process. Everything goes to standard error; nothing is collapsed or delayed. The journal gets plain
 * lines with their priority.
 */
export const log: ConsolaInstance = createConsola({
  level: levels.info,
  stdout: process.stderr,
  stderr: process.stderr,
  throttle: 0,
  formatOptions: { date: false },
  ...(stderrIsJournal() ? { reporters: [toJournal] } : {}),
});

export function setLogLevel(level: LogLevel): void {
  log.level = levels[level];
}

/** One step of a migration, as it happened. `atMs` counts from the start of the migration on the source's clock. */
export type MigrationEvent =
  /** Its journal is about to be written: from now on it has an id. */
  | { kind: "begun"; id: string }
  | { kind: "step"; step: string; atMs: number }
  /** While memory travels; `expectedBytes` is an estimate, made before the freeze. */
  | { kind: "progress"; sentBytes: number; expectedBytes: number };
