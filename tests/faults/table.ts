/** docs/fault-matrix.md: what each fault gives at each failpoint, as the last whole run found it. */
import type { CellResult } from "./cell.ts";
import { faults, nameOf, rareFaults, stops, ways } from "./matrix.ts";

/** What a table says, by failpoint and fault. */
export interface Words {
  headline: string;
  of: ReadonlyMap<string, string>;
}

const keyOf = (failpoint: string, fault: string) => `${failpoint} × ${fault}`;

/** What a document's table says now. */
export function readWords(text: string): Words {
  const rows = text
    .split("\n")
    .filter((row) => row.startsWith("| "))
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const header = rows.findLastIndex(([first]) => first === "failpoint");
  const names = rows[header] ?? [];
  const of = rows
    .slice(header + 1)
    .flatMap(([failpoint = "", ...words]) =>
      words.map((word, index) => [keyOf(failpoint.replaceAll("`", ""), names[index + 1] ?? ""), word] as const),
    );
  return { headline: /^\d+ cells, .*$/m.exec(text)?.[0] ?? "", of: new Map(of) };
}

/** The generated part: between the markers of the document. What was not run is as it is in `known`. */
export function renderMatrix(results: readonly CellResult[], known?: Words): string {
  const names = [...Object.keys(faults), ...Object.keys(rareFaults)];
  const of = (failpoint: string, fault: string) => {
    const result = results.find((each) => each.failpoint === failpoint && each.fault === fault);
    return result ? word(result) : (known?.of.get(keyOf(failpoint, fault)) ?? "");
  };
  const rows = stops.map((stop) => [`\`${nameOf(stop)}\``, ...names.map((fault) => of(nameOf(stop), fault))]);
  return [
    known?.headline ?? headline(results),
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

function headline(results: readonly CellResult[]): string {
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  const longest = Math.max(0, ...results.map(({ settledMs }) => settledMs));
  return `${results.length} cells, ${results.length - failed} passed, ${failed} failed. One copy ran, with nothing left to decide, at the latest ${longest} ms after both servers answered.`;
}

function word(result: CellResult): string {
  return result.problems.length > 0 ? "**failed**" : result.outcome;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |").replaceAll("|  |", "| |");
}
