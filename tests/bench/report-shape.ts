/** The parts of what programs print that the bench uses, checked where they enter. */

export interface Seen {
  tcp: { messages: number; lost: number; repeated: number; longestGapMs: number; checksum: unknown; error: unknown };
  udp: { lost: number; longestGapMs: number };
}

/** What tests/probe/probe.py prints. */
export function isSeen(value: unknown): value is Seen {
  return (
    hasNumbers(value, "tcp", ["messages", "lost", "repeated", "longestGapMs"]) &&
    hasNumbers(value, "udp", ["lost", "longestGapMs"])
  );
}

export interface KonkReport {
  downtimeMs: number;
  split: Record<string, number>;
}

/** What `konk migrate --json` prints. */
export function isMigrationReport(value: unknown): value is KonkReport {
  if (!isObject(value) || typeof value["downtimeMs"] !== "number") return false;
  return isObject(value["split"]) && Object.values(value["split"]).every((part) => typeof part === "number");
}

function hasNumbers(value: unknown, part: string, names: readonly string[]): boolean {
  if (!isObject(value)) return false;
  const inner = value[part];
  return isObject(inner) && names.every((name) => typeof inner[name] === "number");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
