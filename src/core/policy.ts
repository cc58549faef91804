/**
 * What a trusted host may do here: the rules of /etc/konk/policy.json. Parsed strictly, since a word that is ignored would be
 * a right that somebody believes to have taken away.
 */
import { KonkError, messageOf } from "../errors.ts";
import type { Principal } from "./principal.ts";

/** In the order in which they are shown. */
export const rights = ["send", "receive", "inventory", "host-root"] as const;

/**
 * send: its containers may come here. receive: containers may go there. inventory: it may ask what this host is like.
 * host-root: a container that comes from there may have this host's own `/` as root; its programs run as this host's root.
 */
export type Right = (typeof rights)[number];

export interface Policy {
  /** By the names under which hosts are kept here. */
  peers: Readonly<Record<string, readonly Right[]>>;
  /** Hosts whose certificate the user's own authority has signed. */
  authority: readonly Right[];
  /** Trusted hosts that `peers` does not name. */
  others: readonly Right[];
}

const usualRights: readonly Right[] = ["send", "receive", "inventory"];

/** What holds where there is no file. */
export const defaultPolicy: Policy = { peers: {}, authority: usualRights, others: usualRights };

export function rightsOf(policy: Policy, { kind, name }: Pick<Principal, "kind" | "name">): readonly Right[] {
  switch (kind) {
    case "self":
      return rights;
    case "authority":
      return policy.authority;
    case "peer":
      return (Object.hasOwn(policy.peers, name) ? policy.peers[name] : undefined) ?? policy.others;
    default:
      return kind satisfies never;
  }
}

/** The same policy with other rights for one peer, or with none of its own when `granted` is null. */
export function withPeer(policy: Policy, name: string, granted: readonly Right[] | null): Policy {
  const others = Object.entries(policy.peers).filter(([key]) => key !== name);
  const peers = Object.fromEntries(granted === null ? others : [...others, [name, granted]]);
  return { ...policy, peers };
}

/** "send,host-root"; "none" is no right. Throws E_USAGE. */
export function parseRights(text: string): Right[] {
  if (text === "none") return [];
  const words = text.split(",");
  const bad = words.find((word) => !isRight(word));
  if (bad !== undefined) {
    throw new KonkError("E_USAGE", `Cannot grant "${bad}": wanted ${rights.join(", ")}, or none`);
  }
  return rights.filter((right) => words.includes(right));
}

/** Throws E_CONFIG that names the file and the key. */
export function parsePolicy(path: string, text: string): Policy {
  const document = objectAt(path, "the file", parseJson(path, text), ["peers", "authority", "others"]);
  const { peers = {}, authority, others } = document;
  const named = Object.entries(objectAt(path, '"peers"', peers));
  return {
    peers: Object.fromEntries(named.map(([name, list]) => [name, rightsAt(path, `peers.${name}`, list)])),
    authority: authority === undefined ? usualRights : rightsAt(path, "authority", authority),
    others: others === undefined ? usualRights : rightsAt(path, "others", others),
  };
}

export function renderPolicy(policy: Policy): string {
  const list = (granted: readonly Right[]) => `[${granted.map((right) => `"${right}"`).join(", ")}]`;
  const peers = Object.entries(policy.peers).map(([name, granted]) => `    "${name}": ${list(granted)}`);
  const lines = [
    `  "peers": ${peers.length === 0 ? "{}" : `{\n${peers.join(",\n")}\n  }`}`,
    `  "authority": ${list(policy.authority)}`,
    `  "others": ${list(policy.others)}`,
  ];
  return `{\n${lines.join(",\n")}\n}\n`;
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrong(path, `it is not JSON: ${messageOf(error)}`, error);
  }
}

function objectAt(path: string, key: string, value: unknown, known?: readonly string[]): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(path, `wanted an object at ${key}`);
  const extra = Object.keys(value).find((name) => known !== undefined && !known.includes(name));
  if (extra !== undefined) throw wrong(path, `found the key "${extra}", wanted ${known?.join(", ")}`);
  return value as Record<string, unknown>;
}

function rightsAt(path: string, key: string, value: unknown): Right[] {
  if (!Array.isArray(value)) throw wrong(path, `wanted a list of rights at "${key}"`);
  return value.map((word: unknown) => {
    if (isRight(word)) return word;
    throw wrong(path, `found ${JSON.stringify(word)} at "${key}", wanted ${rights.join(", ")}`);
  });
}

function isRight(word: unknown): word is Right {
  return rights.some((right) => right === word);
}

function wrong(path: string, why: string, cause?: unknown): KonkError {
  return new KonkError("E_CONFIG", `Cannot use "${path}": ${why}`, {
    cause,
    hint: "Mend it; without the file, trusted hosts may send, receive and inventory",
  });
}
