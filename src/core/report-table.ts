/** The report of a migration as a table for people: plain text, aligned, no colours. */

import { formatBytes } from "./byte-size.ts";
import { pageBytes } from "./page-bytes.ts";
import type { MigrationReport } from "./report.ts";

const largestKinds = 4;

/** Lines separated by newlines, without one at the end. */
export function renderReport(report: MigrationReport): string {
  const { split, bytesByKind, memory, compression } = report;
  const { promise } = memory;
  const aheadBytes = memory.rounds.reduce((sum, round) => sum + round.sentBytes, 0);
  const cpuShare = memory.rounds.at(-1)?.cpuShare ?? 1;
  const share = (ms: number) => (report.downtimeMs > 0 ? `${Math.round((100 * ms) / report.downtimeMs)} %` : "");
  const part = (name: string, ms: number): Row => [`  ${name}`, milliseconds(ms), share(ms)];
  const kinds = bytesByKind.slice(0, largestKinds).map(({ kind, bytes }): Row => [`  ${kind}`, formatBytes(bytes), ""]);
  const restBytes = bytesByKind.slice(largestKinds).reduce((sum, { bytes }) => sum + bytes, 0);
  const rows: Row[] = [
    ["downtime", milliseconds(report.downtimeMs), ""],
    ...(promise
      ? [["  promised", milliseconds(promise.promisedMs), promise.kept ? "kept" : "NOT kept"] satisfies Row]
      : []),
    ...(promise ? [["  forecast", milliseconds(promise.forecastMs), ""] satisfies Row] : []),
    part("freeze", split.freezeMs),
    part("dump", split.dumpMs),
    part("transfer", split.transferMs),
    part("restore", split.restoreMs),
    part("hand-over", split.handOverMs),
    part("network", split.networkMs),
    ["total time", milliseconds(report.totalMs), ""],
    ...(memory.rounds.length > 0
      ? [["sent ahead", formatBytes(aheadBytes), `${memory.rounds.length} rounds`] satisfies Row]
      : []),
    ...(cpuShare < 1 ? [["  held back to", `${100 * cpuShare} %`, "of its processor"] satisfies Row] : []),
    ...(compression.unpackedBytes > 0
      ? [
          [
            "compressed",
            formatBytes(compression.packedBytes),
            `of ${formatBytes(compression.unpackedBytes)}`,
          ] satisfies Row,
        ]
      : []),
    ...(memory.followed
      ? [
          [
            "followed",
            formatBytes(memory.followed.sentPages * pageBytes),
            `in ${milliseconds(memory.followed.ms)}`,
          ] satisfies Row,
        ]
      : []),
    ["sent", formatBytes(report.sentBytes), report.bytesPerSecond > 0 ? `${formatBytes(report.bytesPerSecond)}/s` : ""],
    ...kinds,
    ...(restBytes > 0 ? [["  other images", formatBytes(restBytes), ""] satisfies Row] : []),
  ];
  return [`${report.container}: ${report.source} -> ${report.destination}`, ...align(rows)].join("\n");
}

type Row = [name: string, value: string, note: string];

function align(rows: Row[]): string[] {
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map(([name, value, note]) =>
    `  ${name.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${note.padStart(widths[2] ?? 0)}`.trimEnd(),
  );
}

/** "37.2 ms", "812 ms", "4.12 s" */
export function milliseconds(ms: number): string {
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}
