/**
 * One build of konk after another in turns: the downtime by its own report, and its parts. For "before and after" of a
 * change, as a ratio of one run. It asserts nothing, and warms nothing up: the machine is as it is.
 *
 *     bun tests/bench/builds.ts [--mib 512] [--moves 8] [--mode pre-copy] [--link 100mbit] [--round-trip MS] BINARY...
 */
import { relative } from "node:path";
import { parseArgs } from "node:util";
import type { MigrationReport, TimedStep } from "../../src/core/report.ts";
import { repository } from "../hosts/machine.ts";
import { Scene } from "../integration/support/scene.ts";
import { median } from "./summary.ts";

const { values, positionals: builds } = parseArgs({
  strict: true,
  allowPositionals: true,
  options: {
    mib: { type: "string", default: "512" },
    moves: { type: "string", default: "8" },
    mode: { type: "string", default: "pre-copy" },
    link: { type: "string" },
    "round-trip": { type: "string" },
  },
});
const atOnce = 4;

function between(steps: readonly TimedStep[], from: string, to: string): number {
  const at = (name: string) => steps.find(({ step }) => step === name)?.atMs ?? 0;
  return at(to) - at(from);
}

const parts: Record<string, (report: MigrationReport) => number> = {
  downtime: ({ downtimeMs }) => downtimeMs,
  dump: ({ timeline }) => between(timeline.source, "cut", "dump"),
  "memory restored": ({ timeline }) => between(timeline.restore, "post-setup-namespaces", "post-restore"),
  network: ({ split }) => split.networkMs,
};

/** A few moves there and back, on hosts of their own. */
async function movesOf(konk: string): Promise<MigrationReport[]> {
  await using scene = await Scene.start({ konk });
  let [from, to] = [scene.alpha, scene.beta];
  if (values.link !== undefined) for (const host of scene.lab.hosts) await host.limitRate(values.link);
  if (values["round-trip"] !== undefined) await scene.alpha.moveAway(Number(values["round-trip"]));
  await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/counter.py", "7000", values.mib]);
  await scene.client("probe.py", "10.9.0.100", "7000");
  const reports: MigrationReport[] = [];
  for (let count = 0; count < atOnce; count++) {
    reports.push(await scene.migrate("web", from, to, "--mode", values.mode));
    [from, to] = [to, from];
  }
  return reports;
}

const seen = builds.map((): MigrationReport[] => []);
for (let done = 0; done < Number(values.moves); done += atOnce) {
  for (const [index, build] of builds.entries()) seen[index]?.push(...(await movesOf(build)));
}

console.log(
  `| ms, ${values.mib} MiB, median (least) | ${builds.map((build) => relative(repository, build)).join(" | ")} | ratio |`,
);
console.log(`|---|${builds.map(() => "---|").join("")}---|`);
for (const [name, part] of Object.entries(parts)) {
  const figures = seen.map((reports) => reports.map(part));
  const cells = figures.map((each) => `${median(each).toFixed(0)} (${Math.min(...each).toFixed(0)})`);
  const ratio = median(figures.at(-1) ?? []) / median(figures[0] ?? []);
  console.log(`| ${name} | ${cells.join(" | ")} | ${ratio.toFixed(2)} |`);
}
