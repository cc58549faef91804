/**
 * Lines for systemd's journal: each begins with its priority in the syntax of sd-daemon(3), and the journal adds who, when and
 * where from itself.
 */
import { fstatSync } from "node:fs";

/** Syslog's numbers for what konk tells. */
const priorities = { error: 3, warn: 4, info: 6, debug: 7 } as const;

export type Priority = keyof typeof priorities;

/** The text with the priority before every line: the journal takes each line for a message of its own. */
export function journalText(priority: Priority, text: string): string {
  const lines = Bun.stripANSI(text).split("\n");
  return lines.map((line) => `<${priorities[priority]}>${line}`).join("\n");
}

/** Whether standard error leads to the journal. Inherited by a pipe or a file, JOURNAL_STREAM alone proves nothing. */
export function stderrIsJournal(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return isStream(environment["JOURNAL_STREAM"], 2);
}

/** `stream` is "DEVICE:INODE". */
export function isStream(stream: string | undefined, fd: number): boolean {
  if (stream === undefined) return false;
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true });
    return stream === `${dev}:${ino}`;
  } catch {
    return false; // closed
  }
}

/** What to write to standard error, by whoever does not log. */
export function forStderr(priority: Priority, text: string): string {
  return stderrIsJournal() ? journalText(priority, text) : text;
}
