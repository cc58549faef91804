import { expect, test } from "bun:test";
import { decideRound, type Round } from "../../../src/core/convergence.ts";

const mib = 1 << 20;
/** The first round moves a GiB in a second. */
const rounds = (...sentMib: number[]): Round[] =>
  sentMib.map((sent, index) => {
    const ms = index === 0 ? 1000 : 300;
    return { readBytes: 1024 * mib, sentBytes: sent * mib, ms, sendingMs: ms, pausedMs: 0 };
  });
const reason = (...sentMib: number[]) => {
  const decision = decideRound(rounds(...sentMib));
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
  expect(decideRound([keptBack, ...others])).toEqual({ kind: "again" });
  expect(decideRound([{ ...keptBack, sentBytes: 1 }, ...rounds(0)])).toEqual({
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
