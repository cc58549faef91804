import { describe, expect, test } from "bun:test";
import { buildReport, type DowntimeSplit, type ReportInput } from "../../../src/core/report.ts";
import { milliseconds, renderReport } from "../../../src/core/report-table.ts";

const input: ReportInput = {
  container: "web",
  source: "alpha",
  destination: "beta",
  events: [
    { step: "prepared", atMs: 100 },
    { step: "freeze", atMs: 110 },
    { step: "cut", atMs: 111 },
    { step: "dump", atMs: 131 },
    { step: "transfer", atMs: 141 },
    { step: "held", atMs: 171 },
    { step: "hand-over", atMs: 172 },
    { step: "resumed", atMs: 180 },
    { step: "cleaned", atMs: 300 },
  ],
  restoreSteps: [
    { step: "forked", atMs: 5 },
    { step: "held", atMs: 27 },
  ],
  resumeSteps: [{ step: "thawed", atMs: 6 }],
  images: [
    { kind: "pages", bytes: 2 ** 24 },
    { kind: "core", bytes: 500 },
    { kind: "pages", bytes: 2 ** 20 },
    { kind: "mm", bytes: 700 },
    { kind: "files", bytes: 30 },
    { kind: "fs", bytes: 20 },
  ],
  memory: () => ({
    mode: "stop-copy",
    why: "asked for",
    rounds: [],
    switchedOver: null,
    sentPages: 4352,
    skippedPages: 0,
    followed: null,
    promise: null,
  }),
  compression: { mode: "auto", packedBytes: 0, unpackedBytes: 0 },
};

function sumOf(split: DowntimeSplit): number {
  return Object.values(split as unknown as Record<string, number>).reduce((sum, ms) => sum + ms, 0);
}

describe("buildReport", () => {
  const report = buildReport(input);

  test("the downtime is from the freeze to Resumed, and its parts add up to it", () => {
    expect(report.downtimeMs).toBe(70);
    expect(report.split).toEqual({
      freezeMs: 1,
      dumpMs: 20,
      transferMs: 10,
      restoreMs: 27,
      handOverMs: 7,
      networkMs: 5,
    });
    expect(sumOf(report.split)).toBe(report.downtimeMs);
  });

  test("bytes by kind, largest first, and the rate from the cut to the last byte", () => {
    expect(report.totalMs).toBe(300);
    expect(report.bytesByKind.map(({ kind }) => kind)).toEqual(["pages", "mm", "core", "files", "fs"]);
    expect(report.sentBytes).toBe(2 ** 24 + 2 ** 20 + 1250);
    expect(report.bytesPerSecond).toBeCloseTo((report.sentBytes * 1000) / 30);
  });

  test("missing, early or exaggerated steps never make a part negative", () => {
    const odd = buildReport({
      ...input,
      events: [
        { step: "freeze", atMs: 10 },
        { step: "transfer", atMs: 15 },
        { step: "dump", atMs: 20 },
        { step: "resumed", atMs: 40 },
      ],
      restoreSteps: [{ step: "held", atMs: 500 }],
    });
    for (const ms of Object.values(odd.split)) expect(ms).toBeGreaterThanOrEqual(0);
    expect(sumOf(odd.split)).toBe(30);
    expect(buildReport({ ...input, events: [], images: [] }).bytesPerSecond).toBe(0);
  });

  test("the whole report survives JSON", () => expect(JSON.parse(JSON.stringify(report))).toEqual(report));
});

test("renderReport: a plain table", () => {
  expect(renderReport(buildReport(input)).split("\n")).toEqual([
    "web: alpha -> beta",
    "  downtime         70.0 ms",
    "    freeze          1.0 ms        1 %",
    "    dump           20.0 ms       29 %",
    "    transfer       10.0 ms       14 %",
    "    restore        27.0 ms       39 %",
    "    hand-over       7.0 ms       10 %",
    "    network         5.0 ms        7 %",
    "  total time        300 ms",
    "  sent            17.0 MiB  567 MiB/s",
    "    pages         17.0 MiB",
    "    mm               700 B",
    "    core             500 B",
    "    files             30 B",
    "    other images      20 B",
  ]);
});

test("renderReport: compression is told when it was used", () => {
  const compression = { mode: "auto", packedBytes: 3 << 20, unpackedBytes: 12 << 20 } as const;
  const lines = renderReport(buildReport({ ...input, compression })).split("\n");
  expect(lines[9]).toMatch(/^ {2}compressed +3\.0 MiB +of 12\.0 MiB$/);
});

test("milliseconds: three digits that matter", () => {
  expect([0, 37.24, 812.4, 4123].map(milliseconds)).toEqual(["0.0 ms", "37.2 ms", "812 ms", "4.12 s"]);
});
