/** docs/fault-matrix.md: what each fault gives at each failpoint, as the last whole run found it. */
import type { CellResult } from "./cell.ts";
import { faults, nameOf, rareFaults, stops, ways } from "./matrix.ts";

/** The generated part: between the markers of the document. */
export function renderMatrix(results: readonly CellResult[]): string {
  const names = [...Object.keys(faults), ...Object.keys(rareFaults)];
  const of = (failpoint: string, fault: string) =>
    results.find((result) => result.failpoint === failpoint && result.fault === fault);
  const rows = stops.map((stop) => [`\`${nameOf(stop)}\``, ...names.map((fault) => word(of(nameOf(stop), fault)))]);
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  const longest = Math.max(0, ...results.map(({ settledMs }) => settledMs));
  return [
    `${results.length} cells, ${results.length - failed} passed, ${failed} failed. One copy ran, with nothing left to decide, at the latest ${longest} ms after both servers answered.`,
    "",
    ...Object.entries(ways).map(([way, meaning]) => (way === "move" ? "" : `- \`${way}\`: ${meaning}`)),
    "",
    line(["failpoint", ...names]),
    `|${"---|".repeat(names.length + 1)}`,
    ...rows.map(line),
  ]
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n");
}

function word(result: CellResult | undefined): string {
  if (result === undefined) return "";
  return result.problems.length > 0 ? "**failed**" : result.outcome;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |").replaceAll("|  |", "| |");
}
