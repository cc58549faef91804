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
  /** How much of the processor time that it took before the container got meanwhile; 1 where it was not held back. */
  cpuShare: number;
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

export type RoundDecision = { kind: "again"; cpuShare: number } | { kind: "switch-over"; reason: SwitchOverReason };

export interface RoundTerms {
  /** Whether a container that writes faster than can be sent may be held back. */
  mayThrottle: boolean;
  /** Whether the freeze would be short enough already. */
  isEnough: boolean;
}

/** Time that may go into sending what is left, milliseconds: less than what the rest of a freeze varies by. */
const littleMs = 5;
/** A round that sends more than this part of what the one before sent has gained nothing. */
const gain = 0.8;
/** At one share of the processor. */
const maximumRounds = 8;
/** How a container is held back, step by step. The last one still answers, slowly. */
const cpuShares = [1, 0.5, 0.25, 0.1];

/** Throws nothing; the list holds every round so far, at least one. */
export function decideRound(rounds: readonly Round[], { mayThrottle, isEnough }: RoundTerms): RoundDecision {
  const [first, last, before] = [rounds[0], rounds.at(-1), rounds.at(-2)];
  // One round tells nothing of what is written meanwhile.
  if (!first || !last || !before) return { kind: "again", cpuShare: 1 };
  const { cpuShare } = last;
  if (last.sentBytes <= channelRate(first) * littleMs) return { kind: "switch-over", reason: "little-left" };
  // What a round sends was written during the one before: two at one share, and the first round of all is none of them.
  const alike = rounds.slice(1).filter((round) => round.cpuShare === cpuShare).length;
  const isStuck = alike >= 2 && last.sentBytes > before.sentBytes * gain;
  if (!isStuck && alike < maximumRounds - 1) return { kind: "again", cpuShare };
  const slower = cpuShares.find((share) => share < cpuShare);
  if (mayThrottle && !isEnough && slower !== undefined) return { kind: "again", cpuShare: slower };
  return { kind: "switch-over", reason: isStuck ? "no-gain" : "round-limit" };
}
