/** The figures of a bench as Markdown: medians with the whole range, so that nobody has to trust an average. */
import { type GoodRun, isGood, type Results, type Run } from "./results.ts";

const titles: Record<string, string> = {
  konk: "konk",
  "konk-post-copy": "konk, post-copy",
  "konk-stop-copy": "konk, stop-copy",
  criu: "`criu` by script",
  "page-server": "`criu page-server` by script",
  runc: "`runc` by script",
  podman: "`podman` by script",
  "criu-ssh": "`criu` over ssh",
  "runc-ssh": "`runc` over ssh",
  "podman-ssh": "`podman` over ssh",
};

/** Tables for the README: what the client saw, and where each tool says the time went. */
export function renderSummary({ runs, machine, versions }: Results): string {
  const sizes = [...new Set(runs.map(({ megabytes }) => megabytes))].sort((a, b) => a - b);
  const tools = Object.keys(titles).filter((tool) => runs.some((run) => run.tool === tool));
  const loads = runs.map(({ load }) => load);
  const gaps = sizes.map((size) => [
    `${size} MiB`,
    ...tools.map((tool) => gapCell(select(runs, tool, size))),
    floorCell(select(runs, "criu", size)),
  ]);
  return [
    "Longest silence a TCP client saw: median (fastest - slowest). CRIU alone: what it keeps the program frozen and takes to restore it.",
    table(["memory", ...tools.map((tool) => titles[tool] ?? tool), "CRIU alone"], gaps),
    ...ratioTable(tools, sizes, runs),
    ...tools.map((tool) => stepsTable(tool, sizes, runs)),
    [
      ...Object.values(versions),
      `${machine["cpu"]}, ${machine["cores"]} cores for both hosts`,
      `kernel ${machine["kernel"]}`,
      `load before a run ${median(loads).toFixed(1)} (at most ${Math.max(...loads).toFixed(1)})`,
    ].join(" · "),
  ].join("\n\n");
}

/** The middle one, or the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function select(runs: readonly Run[], tool: string, megabytes: number): Run[] {
  return runs.filter((run) => run.tool === tool && run.megabytes === megabytes);
}

function gapCell(runs: readonly Run[]): string {
  const gaps = goodGaps(runs);
  const failed = runs.length - gaps.length;
  const note = failed > 0 ? `, ${failed} of ${runs.length} failed` : "";
  if (gaps.length === 0) return failed > 0 ? `failed ${failed} of ${failed}` : "";
  return `${whole(median(gaps))} ms (${whole(Math.min(...gaps))} - ${whole(Math.max(...gaps))})${note}`;
}

/** Empty where `criu` by script did not run, or before its own clock was read. */
function floorCell(runs: readonly Run[]): string {
  const floors = runs
    .filter(isGood)
    .map(({ stepsMs: { frozenMs, restoringMs } }) => (frozenMs ?? Number.NaN) + (restoringMs ?? Number.NaN));
  const floor = median(floors);
  return Number.isNaN(floor) ? "" : `${whole(floor)} ms`;
}

/** Nothing when there is nobody to compare with. */
function ratioTable(tools: readonly string[], sizes: readonly number[], runs: readonly Run[]): string[] {
  const rivals = tools.filter((tool) => tool !== "konk");
  if (rivals.length === 0 || rivals.length === tools.length) return [];
  const rows = sizes.map((size) => [`${size} MiB`, ...rivals.map((rival) => ratioCell(runs, rival, size))]);
  const header = ["memory", ...rivals.map((rival) => titles[rival] ?? rival)];
  return [`Median of konk divided by the median of the other.\n\n${table(header, rows)}`];
}

function ratioCell(runs: readonly Run[], rival: string, size: number): string {
  const [ours, theirs] = ["konk", rival].map((tool) => median(goodGaps(select(runs, tool, size))));
  const ratio = (ours ?? Number.NaN) / (theirs ?? Number.NaN);
  return Number.isNaN(ratio) ? "" : ratio.toFixed(2);
}

function goodGaps(runs: readonly Run[]): number[] {
  return runs.filter(isGood).map(({ tcpGapMs }) => tcpGapMs);
}

function stepsTable(tool: string, sizes: readonly number[], runs: readonly Run[]): string {
  const good = sizes.map((size) => select(runs, tool, size).filter(isGood));
  const steps = [...new Set(good.flat().flatMap(({ stepsMs }) => Object.keys(stepsMs)))];
  const reports = good.flat().some(({ reportedMs }) => reportedMs !== null);
  const columns: [title: string, value: (run: GoodRun) => number | null | undefined][] = [
    ...steps.map((step): (typeof columns)[number] => [step.replace(/Ms$/, ""), ({ stepsMs }) => stepsMs[step]]),
    ...(reports ? [["reported", ({ reportedMs }) => reportedMs] satisfies (typeof columns)[number]] : []),
    ["TCP gap", ({ tcpGapMs }) => tcpGapMs],
    ["UDP gap", ({ udpGapMs }) => udpGapMs],
  ];
  const rows = good.map((list, index) => [
    `${sizes[index]} MiB`,
    ...columns.map(([, value]) => tenths(median(list.map((run) => value(run) ?? Number.NaN)))),
  ]);
  const header = ["memory", ...columns.map(([title]) => title)];
  return `${titles[tool] ?? tool}: medians in milliseconds\n\n${table(header, rows)}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function whole(ms: number): string {
  return ms.toFixed(0);
}

function tenths(ms: number): string {
  return Number.isNaN(ms) ? "" : ms.toFixed(1);
}
