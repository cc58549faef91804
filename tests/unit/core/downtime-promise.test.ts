import { expect, test } from "bun:test";
import { forecastDowntimeMs, latestHeldMs, parseDowntime } from "../../../src/core/downtime-promise.ts";

const gib = 2 ** 30;

test("the forecast grows with what a round takes, and with what is rewritten meanwhile", () => {
  const first = { readBytes: gib, sentBytes: gib, ms: 1500, sendingMs: 1000, pausedMs: 0, cpuShare: 1 };
  const forecast = (ms: number, sentBytes: number, pausedMs = 0) =>
    forecastDowntimeMs([first, { readBytes: gib, sentBytes, ms: ms + pausedMs, sendingMs: 0, pausedMs, cpuShare: 1 }]);
  expect(forecast(400, 0)).toBe(90 + 1000);
  expect(forecast(400, gib / 10)).toBeCloseTo(90 + 1000 + 100);
  expect(forecast(800, 0)).toBeGreaterThan(forecast(400, 0));
  expect(forecast(400, gib / 10, 10_000)).toBe(forecast(400, gib / 10)); // --bandwidth does not bind the freeze
});

test("nothing measured is no forecast: no promise can be made of it", () => {
  expect(forecastDowntimeMs([])).toBe(Number.POSITIVE_INFINITY);
});

test("the hand-over needs its time too", () => {
  expect(latestHeldMs({ maximumMs: 200, onOverrun: "rollback" })).toBe(190);
  expect(latestHeldMs({ maximumMs: 3, onOverrun: "rollback" })).toBe(1);
});

test("parseDowntime() takes milliseconds and seconds, and nothing that could be either", () => {
  expect([parseDowntime("200ms"), parseDowntime("1.5s"), parseDowntime("0.5ms")]).toEqual([200, 1500, 0.5]);
  for (const text of ["200", "0ms", "-1s", "1m", "", "1e3ms", "ms"]) {
    expect(() => parseDowntime(text)).toThrow(expect.objectContaining({ code: "E_USAGE" }));
  }
});
