import { expect, test } from "bun:test";
import { Pace } from "../../../src/migration/pace.ts";

const never = new AbortController().signal;

test("what is sent does not exceed the bandwidth that was asked for, however it is cut up", async () => {
  for (const pieces of [1, 7, 1000]) {
    const startMs = performance.now();
    const pace = new Pace(1_000_000, never);
    let pausedMs = 0;
    for (let piece = 0; piece < pieces; piece++) pausedMs += await pace.after(100_000 / pieces);
    const tookMs = performance.now() - startMs;
    expect(tookMs).toBeGreaterThan(85); // 100,000 bytes are the tenth of a second; waits of less than 5 ms are not made
    expect(pausedMs).toBeLessThanOrEqual(tookMs);
  }
});

test("without a bandwidth nothing waits", async () => {
  const pace = new Pace(null, never);
  expect(await pace.after(1e15)).toBe(0);
});

test("a wait ends at once when the user cancels", async () => {
  const cancel = new AbortController();
  const waiting = new Pace(1, cancel.signal).after(1_000_000);
  const reason = new Error("cancelled");
  cancel.abort(reason);
  expect(await waiting.catch((error: unknown) => error)).toBe(reason);
});
