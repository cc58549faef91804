/**
 * How long konk takes to begin, which every command pays and every migration several times: one build after another in turns. It
 * asserts nothing about time.
 *
 *     bun tests/bench/start.ts [--runs 20] [BINARY...]     default: dist/konk
 */
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { repository } from "../hosts/machine.ts";

const { values, positionals } = parseArgs({
  strict: true,
  allowPositionals: true,
  options: { runs: { type: "string", default: "20" } },
});
const builds = positionals.length > 0 ? positionals : [join(repository, "dist/konk")];
const commands = [
  ["--version"],
  ["migrate", "--help"],
  ["ps", "--state", "/nowhere"],
  ["migrate", "nothing", "nowhere"],
];

const key = (build: string, words: readonly string[]) => `${build} ${words.join(" ")}`;
const took = new Map<string, number[]>();
for (let turn = 0; turn < Number(values.runs); turn++) {
  for (const words of commands) {
    for (const build of builds) {
      const started = performance.now();
      Bun.spawnSync([build, ...words], { stdin: "ignore", stdout: "ignore", stderr: "ignore" });
      took.set(key(build, words), [...(took.get(key(build, words)) ?? []), performance.now() - started]);
    }
  }
}

const median = (numbers: readonly number[] = []) =>
  numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;
console.log(`| konk … | ${builds.map((build) => relative(repository, build)).join(", ms | ")}, ms | ratio |`);
console.log(`|---|${builds.map(() => "---|").join("")}---|`);
for (const words of commands) {
  const medians = builds.map((build) => median(took.get(key(build, words))));
  const ratio = (medians.at(-1) ?? 0) / (medians[0] ?? 1);
  console.log(`| ${words.join(" ")} | ${medians.map((ms) => ms.toFixed(0)).join(" | ")} | ${ratio.toFixed(2)} |`);
}
