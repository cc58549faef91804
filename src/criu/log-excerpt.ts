/**
 * The few lines of a CRIU log that explain a failure. CRIU reports the first error and then, at every level above, that
 * it failed; the first one is the cause.
 */

const maxLines = 10;
const contextLines = 2;

const noise = [
  /rlimit: Can't setup RLIMIT_NOFILE/, // said without CAP_SYS_RESOURCE, and harmless
  /Set CLONE_PARENT \| CLONE_NEWPID/, // asked for, and fine on every kernel konk runs on
  /: (Dumping|Restoring|Pre-dumping) FAILED/,
  /Killing processes because of failure/,
];

const errorLine = /(^|[\s:])Error \(/;
const warningLine = /(^|[\s:])Warn\s+\(/;

/** The lines to show, oldest first, at most 10: the first error with what was said just before it, then the others. */
export function excerptLog(log: string): string[] {
  const lines = log
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !noise.some((pattern) => pattern.test(line)));
  const first = lines.findIndex((line) => errorLine.test(line));
  if (first < 0) return lines.slice(-contextLines);
  const context = lines.slice(Math.max(0, first - contextLines), first).filter((line) => warningLine.test(line));
  const errors = lines.slice(first).filter((line) => errorLine.test(line));
  return [...new Set([...context, ...errors])].slice(0, maxLines);
}

/** What an error line says, without time stamp, process and place in CRIU's source. */
export function errorMessage(line: string): string {
  return line.replace(/^.*?(?:Error|Warn\s*) \([^)]*\):\s*/, "").trim();
}
