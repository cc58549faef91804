/** The records of migrations among what konk wrote to standard error, where there is no systemd. */
export function recordsIn(stderr: string): Record<string, unknown>[] {
  const lines = stderr.split("\n").filter((line) => line.startsWith('{"event":"migration"'));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
