import { expect, test } from "bun:test";
import { parseDumpStats, parseRestoreStats } from "../../../src/criu/stats.ts";
import { criu } from "../../../src/gen/criu.js";

function file(stats: criu.Stats.$Properties): Uint8Array {
  const message = criu.Stats.encode(stats).finish();
  const bytes = new Uint8Array(12 + message.length + 3); // CRIU's files may be longer than their one message
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x55105940, true);
  view.setUint32(4, 0x57093306, true);
  view.setUint32(8, message.length, true);
  bytes.set(message, 12);
  return bytes;
}

test("parseDumpStats() reads times and pages, 64-bit ones included", () => {
  const dump = {
    freezingTime: 100,
    frozenTime: 16_000,
    memdumpTime: 3_000,
    memwriteTime: 2_000,
    pagesScanned: 2 ** 40 + 1,
    pagesSkippedParent: 0,
    pagesWritten: 4_096,
    pagesLazy: 0,
  };
  expect(parseDumpStats(file({ dump }))).toEqual({
    freezingUs: 100,
    frozenUs: 16_000,
    memoryDumpUs: 3_000,
    memoryWriteUs: 2_000,
    pagesScanned: 2 ** 40 + 1,
    pagesSkipped: 0,
    pagesWritten: 4_096,
  });
});

test("parseRestoreStats() reads times and pages", () => {
  const restore = { pagesCompared: 0, pagesSkippedCow: 0, forkingTime: 5_000, restoreTime: 17_000, pagesRestored: 9 };
  expect(parseRestoreStats(file({ restore }))).toEqual({ forkingUs: 5_000, restoreUs: 17_000, pagesRestored: 9 });
});

test("stats that are cut, foreign or of the other kind are refused", () => {
  const restore = { pagesCompared: 0, pagesSkippedCow: 0, forkingTime: 1, restoreTime: 1 };
  expect(() => parseDumpStats(new Uint8Array(3))).toThrow("found 3 bytes");
  expect(() => parseDumpStats(new Uint8Array(20))).toThrow("another magic");
  expect(() => parseDumpStats(file({ restore }))).toThrow("no numbers of a dump");
  expect(() => parseRestoreStats(file({ restore }).subarray(0, 14))).toThrow("Cannot read CRIU's statistics");
});
