import { expect, test } from "bun:test";
import { decideRound, type Round } from "../../../src/core/convergence.ts";

const mib = 1 << 20;
/** The first round moves a GiB in a second. */
const rounds = (...sentMib: number[]): Round[] =>
  sentMib.map((sent, index) => ({ readBytes: 1024 * mib, sentBytes: sent * mib, ms: index === 0 ? 1000 : 300 }));
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

test("a container that rewrites everything all the time ends the rounds, not the other way round", () => {
  expect(reason(1024, 1024, 1024)).toBe("no-gain");
});

test("no list of rounds, however it falls, goes on for ever", () => {
  const falling = Array.from({ length: 8 }, (_, index) => 1024 * 0.7 ** index);
  expect(reason(...falling)).toBe("round-limit");
});
