/**
 * What `konk host invite` prints and `konk host join` takes: where the inviting host is, the fingerprint of its certificate,
 * and a secret that only the two know. Whoever has it may join, once, while it is valid.
 */
import { KonkError } from "../errors.ts";
import { type Endpoint, formatEndpoint, parseEndpoint } from "./endpoint.ts";
import { parseName } from "./spec-parsing.ts";

export interface InvitationToken {
  /** Says which invitation is meant; no secret. 32 hexadecimal digits. */
  id: string;
  /** Never sent: the joining host proves that it knows it. 64 hexadecimal digits. */
  secret: string;
  /** SHA-256 of the inviting host's certificate, as {@link Principal} has it. */
  fingerprint: string;
  /** The inviting host's name. */
  name: string;
  /** Where its server may be reached; the fingerprint tells which of them it is. */
  endpoints: readonly Endpoint[];
}

const prefix = "konk1.";
const longest = 4_000;
const mostEndpoints = 16;

export function formatToken({ id, secret, fingerprint, name, endpoints }: InvitationToken): string {
  const words = [id, secret, fingerprint.replaceAll(":", ""), name, ...endpoints.map(formatEndpoint)];
  return `${prefix}${btoa(words.join(" ")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** Throws E_USAGE for what is no token, or only a part of one. */
export function parseToken(text: string): InvitationToken {
  const [id = "", secret = "", digits = "", name = "", ...endpoints] = wordsOf(text);
  const isWhole = /^[0-9a-f]{32}$/.test(id) && /^[0-9a-f]{64}$/.test(secret) && /^[0-9A-F]{64}$/.test(digits);
  if (!isWhole || endpoints.length === 0 || endpoints.length > mostEndpoints) throw wrongToken();
  const fingerprint = (digits.match(/../g) ?? []).join(":");
  return { id, secret, fingerprint, name: parseName(name), endpoints: endpoints.map(parseEndpoint) };
}

function wordsOf(text: string): string[] {
  const body = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  if (body.length === 0 || text.length > longest) throw wrongToken();
  try {
    return atob(body.replaceAll("-", "+").replaceAll("_", "/")).split(" ");
  } catch (error) {
    throw wrongToken(error);
  }
}

/** The token is a secret: no error repeats it. */
function wrongToken(cause?: unknown): KonkError {
  return new KonkError(
    "E_USAGE",
    `Cannot use this token: wanted all of what "konk host invite" printed on the other host`,
    {
      cause,
      hint: 'Run "konk host invite" there again, and copy the whole line',
    },
  );
}

/** "10m", "90s", "2h" in milliseconds. Throws E_USAGE. */
export function parseValidity(text: string): number {
  const match = /^([1-9]\d{0,4})([smh])$/.exec(text);
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000 }[match?.[2] ?? ""] ?? 0;
  const validityMs = Number(match?.[1] ?? 0) * unitMs;
  if (validityMs > 0 && validityMs <= 86_400_000) return validityMs;
  throw new KonkError("E_USAGE", `Cannot use validity "${text}": wanted a time as in 90s, 10m or 2h, at most 24h`);
}
