/**
 * The whole matrix outside of `bun test`, or a part of it, or a soak:
 *
 *     bun tests/faults/run.ts [--rare] [--only REGEXP] [--fault REGEXP] [--labs N]
 *     bun tests/faults/run.ts --soak CELLS [--seed NUMBER]     random cells in a random order
 *
 * --rare adds the faults that CI has no time for. A run of all cells that all pass writes docs/fault-matrix.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import type { CellResult } from "./cell.ts";
import { Labs } from "./labs.ts";
import { type Cell, cells, nameOf, rareCells, stops } from "./matrix.ts";
import { renderMatrix } from "./table.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    fault: { type: "string", default: "" },
    rare: { type: "boolean", default: false },
    labs: { type: "string", default: "3" },
    soak: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

process.env["CI"] = "true"; // a missing requirement is an error here
labRequirements(join(repository, "dist/konk-faults"));

const all = [...cells(stops), ...(values.rare ? rareCells(stops) : [])];
const wanted = all.filter(
  ({ stop, fault }) => new RegExp(values.only).test(nameOf(stop)) && new RegExp(values.fault).test(fault),
);
const startMs = performance.now();
const results = await runAll(
  values.soak === undefined ? wanted : soak(wanted, Number(values.soak), Number(values.seed)),
);
const failed = results.filter(({ problems }) => problems.length > 0);
const seconds = Math.round((performance.now() - startMs) / 1000);
console.log(`${results.length} cells, ${failed.length} failed, ${seconds} s`);
if (failed.length > 0) process.exitCode = 1;
else if (values.soak === undefined && results.length === all.length) writeDocument(results);

async function runAll(queue: readonly Cell[]): Promise<CellResult[]> {
  await using labs = new Labs(Number(values.labs));
  return await Promise.all(
    queue.map(async (cell) => {
      const result = await labs.run(cell);
      tell(result);
      return result;
    }),
  );
}

function tell({ failpoint, fault, outcome, settledMs, silentMs, readWrong, problems }: CellResult): void {
  const how = readWrong === true ? `${outcome} after it had read wrong memory` : outcome;
  const figures = `${how}, settled after ${settledMs} ms, client silent for ${silentMs} ms`;
  console.log(`${problems.length > 0 ? "FAIL" : "ok  "} ${failpoint} × ${fault}: ${figures}`);
  for (const problem of problems) console.log(`     ${problem.slice(0, 2_000)}`);
}

/** The same seed gives the same cells in the same order. */
function soak(from: readonly Cell[], count: number, seed: number): Cell[] {
  console.log(`seed ${seed}`);
  let state = seed;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).filter(
    (cell) => cell !== undefined,
  );
}

function writeDocument(found: readonly CellResult[]): void {
  const path = join(repository, "docs/fault-matrix.md");
  const [start, end] = ["<!-- matrix:start -->\n", "<!-- matrix:end -->"];
  const text = readFileSync(path, "utf8");
  const [before, after] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  writeFileSync(path, `${before}${renderMatrix(found)}\n${after}`);
}
