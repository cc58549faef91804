/**
 * The user's words for a container, parsed at the edge: what comes out needs no second look. Everything here throws
 * E_USAGE with what was found and what was wanted. network-parsing.ts has addresses, path-parsing.ts volumes.
 */
import { KonkError } from "../errors.ts";

/** Says what is wrong with one word of the user's. */
export function wrong(what: string, found: string, wanted: string): KonkError {
  return new KonkError("E_USAGE", `Cannot use ${what} ${quote(found)}: wanted ${wanted}`);
}

/** In quotes, cut to a readable length, control characters made visible. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Whether a text has a byte that must not be in any argument, path or line. */
export function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

export function parseName(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(text)) return text;
  throw wrong("name", text, "1 to 32 lower-case letters, digits and dashes, with no dash at either end");
}

/** Program and arguments. */
export function parseCommand(words: readonly string[]): string[] {
  const [program] = words;
  if (program === undefined || program === "") {
    throw new KonkError("E_USAGE", "Cannot start a container: found no command, wanted one after --");
  }
  const bad = words.find((word) => word.includes("\0"));
  if (bad !== undefined) throw wrong("argument", bad, "no NUL character");
  return [...words];
}

/** "K=V" for each variable; a value may be empty and may contain "=". */
export function parseEnv(assignments: readonly string[]): Record<string, string> {
  const seen = new Map<string, string>();
  for (const text of assignments) {
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=([^\0]*)$/.exec(text);
    const name = match?.[1];
    if (name === undefined) throw wrong("variable", text, "NAME=VALUE, the name of letters, digits and underscores");
    if (seen.has(name)) throw wrong("variable", text, `"${name}" only once`);
    seen.set(name, match?.[2] ?? "");
  }
  return Object.fromEntries(seen);
}

const largestId = 4_294_967_294; // one less than (uid_t) -1, which means "unchanged"

/** "UID[:GID]", numeric. Without a group it is the one of the same number. */
export function parseUser(text: string): { uid: number; gid: number } {
  const match = /^(0|[1-9]\d{0,9})(?::(0|[1-9]\d{0,9}))?$/.exec(text);
  const uid = Number(match?.[1] ?? Number.NaN);
  const gid = Number(match?.[2] ?? uid);
  if (uid <= largestId && gid <= largestId) return { uid, gid };
  throw wrong("user", text, `UID[:GID], numbers from 0 to ${largestId}`);
}
