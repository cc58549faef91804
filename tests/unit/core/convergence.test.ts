import { expect, test } from "bun:test";
import { decideRound, type Round } from "../../../src/core/convergence.ts";

const mib = 1 << 20;
const terms = { mayThrottle: false, isEnough: false };
/** The first round moves a GiB in a second. */
const rounds = (...sentMib: number[]): Round[] =>
  sentMib.map((sent, index) => {
    const ms = index === 0 ? 1000 : 300;
    return { readBytes: 1024 * mib, sentBytes: sent * mib, ms, sendingMs: ms, pausedMs: 0, cpuShare: 1 };
  });
const reason = (...sentMib: number[]) => {
  const decision = decideRound(rounds(...sentMib), terms);
  return decision.kind === "again" ? "again" : decision.reason;
};

test("one round says nothing of what is written meanwhile: there is always a second one", () => {
  expect(reason(1024)).toBe("again");
  expect(reason(0)).toBe("again");
});

test("an idle container is frozen after the second round", () => {
  expect(reason(1024, 0)).toBe("little-left");
  expect(reason(1024, 5)).toBe("little-left");
});

test("rounds go on while each one leaves less, and end when one does not", () => {
  expect(reason(1024, 100)).toBe("again"); // it follows a long round
  expect(reason(1024, 100, 30)).toBe("again");
  expect(reason(1024, 100, 30, 29)).toBe("no-gain");
});

test("a first round that was kept back by a bandwidth does not make the rest look like little", () => {
  const [first, ...others] = rounds(1024, 10);
  const keptBack = { ...(first as Round), ms: 60_000, pausedMs: 59_000 };
  expect(decideRound([keptBack, ...others], terms)).toEqual({ kind: "again", cpuShare: 1 });
  expect(decideRound([{ ...keptBack, sentBytes: 1 }, ...rounds(0)], terms)).toEqual({
    kind: "switch-over",
    reason: "little-left",
  }); // nothing but zeros
});

test("a container that rewrites everything all the time ends the rounds, not the other way round", () => {
  expect(reason(1024, 1024, 1024)).toBe("no-gain");
});

test("no list of rounds, however it falls, goes on for ever", () => {
  const falling = Array.from({ length: 8 }, (_, index) => 1024 * 0.7 ** index);
  expect(reason(...falling)).toBe("round-limit");
});

/** What a container that writes 400 MiB a round leaves when it is held back. */
function held(...shares: number[]): Round[] {
  const [first, ...others] = rounds(1024, ...shares.map((share) => 400 * share));
  return [first as Round, ...others.map((round, index) => ({ ...round, cpuShare: shares[index] ?? 1 }))];
}
const mayThrottle = { mayThrottle: true, isEnough: false };

test("who may be held back is, step by step, as long as it writes too fast", () => {
  expect(decideRound(held(1, 1), mayThrottle)).toEqual({ kind: "again", cpuShare: 0.5 });
  expect(decideRound(held(1, 1, 0.5), mayThrottle)).toEqual({ kind: "again", cpuShare: 0.5 }); // half of it was written before
  expect(decideRound(held(1, 1, 0.5, 0.5), mayThrottle)).toEqual({ kind: "again", cpuShare: 0.25 });
  expect(decideRound(held(1, 1, 0.5, 0.5, 0.25, 0.25), mayThrottle)).toEqual({ kind: "again", cpuShare: 0.1 });
  const last = held(1, 1, 0.5, 0.5, 0.25, 0.25, 0.1, 0.1);
  expect(decideRound(last, mayThrottle)).toEqual({ kind: "switch-over", reason: "no-gain" });
});

test("nobody is held back without being told to, nor for a freeze that is short enough, nor when little is left", () => {
  const stuck = { kind: "switch-over", reason: "no-gain" } as const;
  expect(decideRound(held(1, 1), terms)).toEqual(stuck);
  expect(decideRound(held(1, 1), { mayThrottle: true, isEnough: true })).toEqual(stuck);
  expect(decideRound(rounds(1024, 3, 3), mayThrottle)).toEqual({ kind: "switch-over", reason: "little-left" });
});

test("who is held back and still leaves less each round is given the rounds", () => {
  const [first, ...others] = rounds(1024, 400, 400, 200, 100, 50);
  const falling = [first as Round, ...others.map((round, index) => ({ ...round, cpuShare: index < 2 ? 1 : 0.5 }))];
  expect(decideRound(falling, mayThrottle)).toEqual({ kind: "again", cpuShare: 0.5 });
});
