/**
 * How a move feels to whoever comes in the middle of it: new connections and datagrams at a steady rate, each by itself, with
 * one build of konk after another in turns. It asserts nothing about time.
 *
 *     bun tests/bench/newcomers.ts [--runs 5] [--every MILLISECONDS] [BINARY...]     default: dist/konk
 */
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../hosts/machine.ts";
import { Scene } from "../integration/support/scene.ts";
import type { Knocked } from "../integration/support/seen.ts";

const { values, positionals } = parseArgs({
  strict: true,
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, every: { type: "string", default: "100" } },
});
const builds = positionals.length > 0 ? positionals : [join(repository, "dist/konk")];

interface Row {
  build: string;
  /** null: the move was refused or rolled back. */
  downtimeMs: number | null;
  seen: Knocked;
}

/** The rate goes on a while before the move and after it. */
const aroundMs = 1_500;

async function once(build: string): Promise<Row> {
  await using scene = await Scene.start({ konk: build });
  await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/echo.py", "7000"]);
  const client = await scene.client("knock.py", "10.9.0.100", "7000", values.every);
  await Bun.sleep(aroundMs);
  const { outcome } = await scene.tryMigrate("web", scene.alpha, scene.beta);
  await Bun.sleep(aroundMs);
  const seen = (await client.finish("SIGTERM", 60_000)) as Knocked;
  return { build, downtimeMs: outcome.ok ? outcome.downtimeMs : null, seen };
}

const rows: Row[] = [];
for (let turn = 0; turn < Number(values.runs); turn++) {
  for (const build of builds) {
    const row = await once(build);
    rows.push(row);
    const { longestMs, refused, unanswered } = row.seen;
    const downtime = row.downtimeMs === null ? "not moved" : `down ${row.downtimeMs.toFixed(0)} ms`;
    const newcomers = `slowest newcomer ${longestMs.toFixed(0)} ms, ${refused.length} turned away`;
    console.log(`${relative(repository, build)}: ${downtime}, ${newcomers}, ${unanswered} datagrams lost`);
  }
}

const median = (numbers: number[]) =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const whole = (number: number) => (Number.isNaN(number) ? "" : number.toFixed(0));
console.log(
  `\n| build | moved | downtime, ms | slowest newcomer, ms | turned away | datagrams lost |\n|---|---|---|---|---|---|`,
);
for (const build of builds) {
  const own = rows.filter((row) => row.build === build);
  const moved = own.filter(({ downtimeMs }) => downtimeMs !== null);
  const sum = (count: (seen: Knocked) => number) => moved.reduce((total, { seen }) => total + count(seen), 0);
  const cells = [
    relative(repository, build),
    `${moved.length} of ${own.length}`,
    whole(median(moved.map(({ downtimeMs }) => downtimeMs ?? 0))),
    whole(median(moved.map(({ seen }) => seen.longestMs))),
    sum(({ refused }) => refused.length),
    sum(({ unanswered }) => unanswered),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
