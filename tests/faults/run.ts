/**
 * The whole matrix outside of `bun test`, or a part of it, or a soak:
 *
 *     bun tests/faults/run.ts [--rare | --main] [--only REGEXP] [--fault REGEXP] [--labs N] [--note]
 *     bun tests/faults/run.ts --soak CELLS [--seed NUMBER]     random cells in a random order
 *
 * --rare adds the faults that CI has no time for, --main leaves out all that CI leaves out. A run of all cells that all pass
 * writes docs/fault-matrix.md; --note adds what any run found to the table that is there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import type { CellResult } from "./cell.ts";
import { Labs } from "./labs.ts";
import { type Cell, cells, mainCells, mainStops, nameOf, rareCells, stops } from "./matrix.ts";
import { readWords, renderMatrix, type Words } from "./table.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    fault: { type: "string", default: "" },
    rare: { type: "boolean", default: false },
    main: { type: "boolean", default: false },
    note: { type: "boolean", default: false },
    labs: { type: "string", default: "3" },
    soak: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});

const document = join(repository, "docs/fault-matrix.md");
process.env["CI"] = "true"; // a missing requirement is an error here
labRequirements(join(repository, "dist/konk-faults"));

const all = values.main ? mainCells(mainStops) : [...cells(stops), ...(values.rare ? rareCells(stops) : [])];
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
else if (values.soak === undefined && !values.main && results.length === all.length) writeDocument(results);
if (values.note) writeDocument(results, readWords(readFileSync(document, "utf8")));

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

function writeDocument(found: readonly CellResult[], known?: Words): void {
  const [start, end] = ["<!-- matrix:start -->\n", "<!-- matrix:end -->"];
  const text = readFileSync(document, "utf8");
  const [before, after] = [text.slice(0, text.indexOf(start) + start.length), text.slice(text.indexOf(end))];
  writeFileSync(document, `${before}${renderMatrix(found, known)}\n${after}`);
}
