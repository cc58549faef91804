/**
 * How downtime and total time grow: with memory, with how fast it is rewritten, with processes, connections, containers at once
 * and a slower link. By konk's own reports, which the tests compare with what clients see. It asserts nothing.
 *
 *     bun tests/bench/curves.ts [--moves 3] [--only memory,link] [--publish]
 *
 * Prints a table; --publish writes docs/curves.svg and docs/curves.json too (then: npm run format), and docs/freeze.svg: the freeze of
 * one move, step by step.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { MigrationReport } from "../../src/core/report.ts";
import type { Host } from "../hosts/host.ts";
import { repository, until } from "../hosts/machine.ts";
import { Scene } from "../integration/support/scene.ts";
import { median } from "./summary.ts";
import { panelsSvg, type Span, spansSvg } from "./svg.ts";

const { values } = parseArgs({
  strict: true,
  options: {
    moves: { type: "string", default: "3" },
    only: { type: "string" },
    publish: { type: "boolean", default: false },
  },
});
const moves = Number(values.moves);
const python = (workload: string, ...args: string[]) => ["python3", `/srv/workloads/${workload}`, ...args];
const network = (index = 0) => ["--ip", `10.9.0.${100 + index}/24`];

/** Downtime and total time of a move, milliseconds. */
type Move = Pick<MigrationReport, "downtimeMs" | "totalMs">;
interface Sweep {
  title: string;
  places: readonly string[];
  /** The moves at one place, on hosts of their own. */
  at: (place: string, scene: Scene) => Promise<Move[]>;
}

interface Figure {
  title: string;
  places: readonly string[];
  downtimeMs: number[];
  totalMs: number[];
}

/** One container there and back. */
async function shuttle(
  scene: Scene,
  command: readonly string[],
  { ready, options = [], source }: ShuttleOptions = {},
): Promise<Move[]> {
  await scene.start("web", network(), command);
  await ready?.();
  await settled(scene, "web");
  const reports: Move[] = [];
  let [from, to] = [scene.alpha, scene.beta];
  for (let count = 0; count < moves; count++) {
    await using _source = await source?.(from);
    reports.push(await scene.migrate("web", from, to, ...options));
    [from, to] = [to, from];
  }
  return reports;
}

interface ShuttleOptions {
  ready?: () => Promise<unknown>;
  options?: readonly string[];
  /** What the host is like that it leaves. */
  source?: (from: Host) => Promise<AsyncDisposable> | undefined;
}

/** Its memory is filled when it says so. */
async function settled({ alpha }: Scene, name: string): Promise<void> {
  await until(`"ready" of ${name}`, async () => (await alpha.check(["konk", "logs", name])).includes("ready"), 300_000);
}

const postCopy = ["--mode", "post-copy"];

const family = (count: string) => `import os, time
for _ in range(${count} - 1):
  if os.fork() == 0: break
print("ready", flush=True)
while True: time.sleep(60)`;

const sweeps: Record<string, Sweep> = {
  memory: {
    title: "memory, MiB",
    places: ["16", "64", "256", "1024", "2048", "4096"],
    at: async (mib, scene) => await shuttle(scene, python("counter.py", "7000", mib)),
  },
  memoryPostCopy: {
    title: "memory, MiB, in post-copy",
    places: ["16", "64", "256", "1024", "2048", "4096", "8192"],
    at: async (mib, scene) => {
      // One machine plays both hosts, and 24 GiB are not enough for the copy that the rounds need: all of it follows.
      const source = (from: Host) => (mib === "8192" ? from.lacksMemory(1024) : undefined);
      return await shuttle(scene, python("counter.py", "7000", mib), { options: postCopy, source });
    },
  },
  rewrittenPostCopy: {
    title: "1 GiB, rewritten each second, %, in post-copy",
    places: ["0", "1", "10", "50"],
    at: async (percent, scene) => {
      const writer = python("writer.py", "7000", "1024", String(Math.round((262_144 * Number(percent)) / 100)));
      return await shuttle(scene, writer, { options: postCopy });
    },
  },
  rewritten: {
    title: "256 MiB, rewritten each second, %",
    places: ["0", "1", "10", "50"],
    at: async (percent, scene) =>
      await shuttle(scene, python("writer.py", "7000", "256", String(Math.round((65_536 * Number(percent)) / 100)))),
  },
  processes: {
    title: "processes",
    places: ["1", "10", "50", "200", "500"],
    at: async (count, scene) => await shuttle(scene, ["python3", "-c", family(count)]),
  },
  connections: {
    title: "established connections",
    places: ["1", "100", "1000", "5000"],
    at: async (count, scene) =>
      await shuttle(scene, ["prlimit", "--nofile=8192", ...python("echo.py", "7000")], {
        ready: async () => await scene.client("hundred.py", "10.9.0.100", "7000", count),
      }),
  },
  atOnce: {
    title: "containers of 32 MiB at once",
    places: ["1", "2", "4", "8"],
    at: async (count, scene) => {
      const names = Array.from({ length: Number(count) }, (_, index) => `web${index}`);
      for (const [index, name] of names.entries())
        await scene.start(name, network(index), python("counter.py", "7000", "32"));
      for (const name of names) await settled(scene, name);
      return await Promise.all(names.map(async (name) => await scene.migrate(name, scene.alpha, scene.beta)));
    },
  },
  link: {
    title: "256 MiB over a link, Mbit/s",
    places: ["100", "300", "1000", "unlimited"],
    at: async (rate, scene) => {
      if (rate !== "unlimited") for (const host of scene.lab.hosts) await host.limitRate(`${rate}mbit`);
      return await shuttle(scene, python("counter.py", "7000", "256"));
    },
  },
  roundTrip: {
    title: "256 MiB, round trip, ms",
    places: ["0", "1", "10", "50"],
    at: async (ms, scene) => {
      if (ms !== "0") await scene.alpha.moveAway(Number(ms));
      return await shuttle(scene, python("counter.py", "7000", "256"));
    },
  },
};

const chosen = values.only === undefined ? Object.keys(sweeps) : values.only.split(",");
const curvesFile = join(repository, "docs/curves.json");
/** Those that are not measured now stay as they were published. */
const figures = (await Bun.file(curvesFile)
  .json()
  .catch(() => ({}))) as Record<string, Figure>;
console.log("| | | downtime, ms | total, ms |\n|---|---|---|---|");
for (const [name, { title, places, at }] of Object.entries(sweeps).filter(([key]) => chosen.includes(key))) {
  const figure: Figure = { title, places, downtimeMs: [], totalMs: [] };
  figures[name] = figure;
  for (const place of places) {
    await using scene = await Scene.start();
    const reports = await at(place, scene);
    figure.downtimeMs.push(Math.round(median(reports.map(({ downtimeMs }) => downtimeMs))));
    figure.totalMs.push(Math.round(median(reports.map(({ totalMs }) => totalMs))));
    console.log(`| ${title} | ${place} | ${figure.downtimeMs.at(-1)} | ${figure.totalMs.at(-1)} |`);
  }
}
if (values.publish) {
  const panels = Object.keys(sweeps).flatMap((name) => {
    const figure = figures[name];
    if (figure === undefined) return [];
    const { title, places, downtimeMs, totalMs } = figure;
    const lines = [
      { name: "downtime", values: downtimeMs },
      { name: "total time", values: totalMs },
    ];
    return [{ title, places, lines }];
  });
  await Bun.write(curvesFile, `${JSON.stringify(figures, null, 2)}\n`);
  await Bun.write(
    join(repository, "docs/curves.svg"),
    panelsSvg("Downtime and total time of a move, by what grows", panels),
  );
  await Bun.write(
    join(repository, "docs/freeze.svg"),
    spansSvg("The freeze of a move of 256 MiB, step by step", await freezeOf("256")),
  );
}

/** Source and destination have clocks of their own: what the destination tells ends where the source hears of it. */
async function freezeOf(mib: string): Promise<Span[]> {
  await using scene = await Scene.start();
  await scene.start("web", network(), python("counter.py", "7000", mib));
  await scene.client("probe.py", "10.9.0.100", "7000");
  const { timeline } = await scene.migrate("web", scene.alpha, scene.beta);
  const at = new Map(timeline.source.map(({ step, atMs }) => [step, atMs]));
  const start = at.get("freeze") ?? 0;
  const source = ["freeze", "cut", "dump", "transfer", "held", "hand-over", "resumed"].map((step) => ({
    step,
    atMs: (at.get(step) ?? 0) - start,
  }));
  const there = (steps: readonly { step: string; atMs: number }[], heardMs: number) =>
    spansOf([{ step: "", atMs: 0 }, ...steps], heardMs - (steps.at(-1)?.atMs ?? 0), 1);
  return [
    ...spansOf(source, 0, 0),
    ...there(timeline.restore, (at.get("held") ?? 0) - start),
    ...there(timeline.resume, (at.get("resumed") ?? 0) - start),
  ].toSorted((one, other) => one.toMs - other.toMs);
}

function spansOf(steps: readonly { step: string; atMs: number }[], offsetMs: number, group: number): Span[] {
  return steps.slice(1).map(({ step, atMs }, index) => ({
    name: step,
    fromMs: offsetMs + (steps[index]?.atMs ?? 0),
    toMs: offsetMs + atMs,
    group,
  }));
}
