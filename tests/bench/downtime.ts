/**
 * The bench: how long a client that knows nothing of konk is without service, with konk and with what people script today,
 * in turns on the same two hosts. It asserts nothing about time.
 *
 *     npm run bench [-- --runs 10 --sizes 16,256,1024 --tools konk,criu-ssh --resume --publish]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Lab } from "../hosts/lab.ts";
import { cachedTree, repository } from "../hosts/machine.ts";
import type { Contender } from "./contender.ts";
import { konk, konkPostCopy, konkStopCopy } from "./konk.ts";
import { machineFacts, versionFacts } from "./machine-facts.ts";
import { measure } from "./measure.ts";
import { earlierRuns, type Results, type Run, writeResults } from "./results.ts";
import { installScripts, Scripted } from "./scripted.ts";
import { startSsh } from "./ssh.ts";
import { renderSummary } from "./summary.ts";

const contenders: readonly Contender[] = [
  konk,
  konkPostCopy,
  konkStopCopy,
  new Scripted("criu", "tcp"),
  new Scripted("page-server", "tcp"),
  new Scripted("runc", "tcp"),
  new Scripted("podman", "tcp"),
  new Scripted("criu", "ssh"),
  new Scripted("runc", "ssh"),
  new Scripted("podman", "ssh"),
];
const allTools = contenders.map(({ name }) => name).join(",");
const artifacts = join(repository, "artifacts/bench");
const resultsFile = join(artifacts, "results.json");

const { values } = parseArgs({
  strict: true,
  options: {
    runs: { type: "string", default: "10" },
    sizes: { type: "string", default: "16,256,1024" },
    tools: { type: "string", default: allTools },
    /** Goes on with the runs in artifacts/bench/results.json. */
    resume: { type: "boolean", default: false },
    /** Writes the committed copy too. */
    publish: { type: "boolean", default: false },
  },
});
const runCount = wholeNumber(values.runs);
const sizes = values.sizes.split(",").map(wholeNumber);
const tools = values.tools.split(",").map(contender);

const firstLab = await startLab();
const current: { lab: Lab | null } = { lab: firstLab };
try {
  const facts = { machine: machineFacts(), versions: await versionFacts(firstLab.alpha) };
  const results: Results = { ...facts, runs: values.resume ? earlierRuns(resultsFile, facts) : [] };
  for (let turn = 0; turn < runCount; turn++) {
    for (const megabytes of sizes) await takeTurns(results, turn, megabytes);
  }
  const summary = `${renderSummary(results)}\n`;
  await Bun.write(join(artifacts, "results.md"), summary);
  if (values.publish) writeResults(join(import.meta.dir, "results.json"), results);
  console.log(`\n${summary}`);
} finally {
  await current.lab?.[Symbol.asyncDispose]();
}

/** One run of every tool that has not had this turn yet; another one begins each time. */
async function takeTurns(results: Results, turn: number, megabytes: number): Promise<void> {
  for (let index = 0; index < tools.length; index++) {
    const tool = tools[(turn + index) % tools.length];
    if (tool === undefined || runsOf(results.runs, tool, megabytes) > turn) continue;
    current.lab ??= await startLab();
    const run = await measure(current.lab, tool, megabytes);
    results.runs.push(run);
    writeResults(resultsFile, results);
    console.log(`${turn + 1}/${runCount} ${megabytes} MiB ${tool.name}: ${describe(run)}`);
    if (!run.ok) await endLab(current.lab, tool.name);
  }
}

function runsOf(runs: readonly Run[], { name }: Contender, megabytes: number): number {
  return runs.filter((run) => run.tool === name && run.megabytes === megabytes).length;
}

function describe(run: Run): string {
  if (!run.ok) return `FAILED: ${run.reason}`;
  const reported = run.reportedMs === null ? "" : `, reported ${run.reportedMs.toFixed(1)}`;
  const steps = Object.entries(run.stepsMs).map(([step, ms]) => `${step.replace(/Ms$/, "")} ${ms.toFixed(1)}`);
  return `${run.tcpGapMs.toFixed(1)} ms${reported} (${steps.join(", ")})`;
}

/** Two hosts with servers; every tool has run once, so that no figure contains what happens once after a boot. */
async function startLab(): Promise<Lab> {
  const started = await Lab.start({ tree: cachedTree("vm/bench-rootfs") });
  for (const host of started.hosts) {
    installScripts(host);
    await host.check(["konk", "network", "init", "--uplink", "eth1"]);
    await host.startServer();
  }
  await startSsh(started);
  for (const tool of tools) {
    const run = await measure(started, tool, 16);
    if (!run.ok) {
      await started.keepArtifacts(join(artifacts, `${tool.name}-warm-up`));
      await started[Symbol.asyncDispose]();
      throw new Error(`Cannot measure ${tool.name}: ${run.reason}`);
    }
  }
  return started;
}

/** A failed move may have left anything: other runs must not feel it, and get new hosts. */
async function endLab(failed: Lab, name: string): Promise<void> {
  current.lab = null;
  await failed.keepArtifacts(join(artifacts, `${name}-${Date.now()}`));
  await failed[Symbol.asyncDispose]();
}

function contender(name: string): Contender {
  const found = contenders.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`Cannot measure "${name}": found no such tool, wanted ${allTools}`);
  return found;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`Cannot use "${text}": wanted a whole number above 0`);
  return number;
}
