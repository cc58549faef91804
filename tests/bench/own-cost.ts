/**
 * What konk itself costs: the size of the executable, its start, a server that has nothing to do, and for each GiB that moves the
 * processor's time and the largest memory of both sides. It asserts nothing.
 *
 *     bun tests/bench/own-cost.ts [--mib 1024] [--idle SECONDS] [BINARY]     default: dist/konk
 */
import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { formatBytes } from "../../src/core/byte-size.ts";
import { repository } from "../hosts/machine.ts";
import { Scene } from "../integration/support/scene.ts";
import { median } from "./summary.ts";

const { values, positionals } = parseArgs({
  strict: true,
  allowPositionals: true,
  options: { mib: { type: "string", default: "1024" }, idle: { type: "string", default: "20" } },
});
const konk = positionals[0] ?? join(repository, "dist/konk");
const ticksPerSecond = 100;
const tell = (what: string, figure: string) => {
  console.log(`| ${what} | ${figure} |`);
};

/** Of a process and the children that it has waited for, seconds. */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / ticksPerSecond;
}

function status(pid: number, field: "VmRSS" | "VmHWM"): string {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return formatBytes(Number(kib) * 1024);
}

function startMs(): number {
  const beginMs = performance.now();
  Bun.spawnSync([konk, "migrate", "--help"], { stdout: "ignore" });
  return performance.now() - beginMs;
}

/** Runs konk below itself, and tells on standard error what that took: seconds of the processor, KiB at most. */
const measured = `
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(status)`;

await using scene = await Scene.start({ konk });
const { alpha, beta } = scene;
tell(`konk ${relative(repository, konk)}`, "");
tell("---", "---");
tell("executable", formatBytes(statSync(konk).size));
tell("start (konk migrate --help)", `${Math.round(median(Array.from({ length: 20 }, startMs)))} ms`);

const [server = 0] = beta.pids(/^konk server/);
const before = processorSeconds(server);
await Bun.sleep(Number(values.idle) * 1000);
const idle = (processorSeconds(server) - before) / Number(values.idle);
tell("server with nothing to do", `${status(server, "VmRSS")}, ${(idle * 100).toFixed(2)} % of a processor`);

await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/counter.py", "7000", values.mib]);
await scene.client("probe.py", "10.9.0.100", "7000");
for (const [mode, from, to] of [
  ["stop-copy", alpha, beta],
  ["pre-copy", beta, alpha],
] as const) {
  const [receiver = 0] = to.pids(/^konk server/);
  const earlier = processorSeconds(receiver);
  const words = ["python3", "-c", measured, "konk", "migrate", "web", to.name, "--mode", mode, "--json"];
  const { exitCode, stderr } = await from.exec(words, { timeoutMs: 120_000 });
  const [seconds = "", kib = ""] = stderr.trim().split("\n").at(-1)?.split(" ") ?? [];
  if (exitCode !== 0) throw new Error(`Cannot measure: ${stderr}`);
  const received = processorSeconds(receiver) - earlier;
  tell(`source of ${values.mib} MiB, ${mode}`, `${Number(seconds).toFixed(2)} s, ${formatBytes(Number(kib) * 1024)}`);
  tell(`destination, ${mode}`, `${received.toFixed(2)} s, ${status(receiver, "VmHWM")}`);
}
