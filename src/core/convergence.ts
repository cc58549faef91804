/**
 * When to stop sending memory ahead and freeze. Each round reads all of a running container's memory and sends what differs
 * from the round before; what it sends was written during the round before it, so a round foretells what the freeze will
 * have to send.
 */

export interface Round {
  /** Memory looked at. */
  readBytes: number;
  /** What the destination did not have yet. */
  sentBytes: number;
  ms: number;
  /** Of `ms`: waiting for the channel to take more. What else is left of it went into reading and comparing. */
  sendingMs: number;
  /** Of `ms`: kept back for the sake of a bandwidth that was asked for. */
  pausedMs: number;
}

/** What the channel takes when it may, bytes a millisecond: the first round sends enough to tell. */
export function channelRate({ sentBytes, sendingMs }: Round): number {
  return Math.max(sentBytes, 1) / Math.max(sendingMs, 1);
}

export type SwitchOverReason =
  /** What is left takes no time worth another round. */
  | "little-left"
  /** Another round would leave as much: it is rewritten as fast as it is sent. */
  | "no-gain"
  | "round-limit";

export type RoundDecision = { kind: "again" } | { kind: "switch-over"; reason: SwitchOverReason };

/** Time that may go into sending what is left, milliseconds: less than what the rest of a freeze varies by. */
const littleMs = 5;
/** A round that sends more than this part of what the one before sent has gained nothing. */
const gain = 0.8;
const maximumRounds = 8;

/** Throws nothing; the list holds every round so far, at least one. */
export function decideRound(rounds: readonly Round[]): RoundDecision {
  const [first, last, before] = [rounds[0], rounds.at(-1), rounds.at(-2)];
  if (!first || !last || !before) return { kind: "again" }; // one round tells nothing of what is written meanwhile
  if (last.sentBytes <= channelRate(first) * littleMs) return { kind: "switch-over", reason: "little-left" };
  if (rounds.length > 2 && last.sentBytes > before.sentBytes * gain) return { kind: "switch-over", reason: "no-gain" };
  if (rounds.length >= maximumRounds) return { kind: "switch-over", reason: "round-limit" };
  return { kind: "again" };
}
