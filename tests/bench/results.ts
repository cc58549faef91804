/** What a bench leaves: every single run, and the machine and the versions they were measured with, as one JSON file. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isObject } from "./report-shape.ts";

interface RunFacts {
  tool: string;
  /** Memory that the program fills with random bytes. */
  megabytes: number;
  at: string;
  /** The machine's load average over the minute before. */
  load: number;
}

export interface GoodRun extends RunFacts {
  ok: true;
  /** The longest time in which the client got no message, TCP and UDP. */
  tcpGapMs: number;
  udpGapMs: number;
  udpLost: number;
  stepsMs: Record<string, number>;
  reportedMs: number | null;
}

export interface FailedRun extends RunFacts {
  ok: false;
  reason: string;
}

export type Run = GoodRun | FailedRun;

export interface Results {
  machine: Record<string, string | number>;
  versions: Record<string, string>;
  runs: Run[];
}

export function isGood(run: Run): run is GoodRun {
  return run.ok;
}

/** The runs of an earlier bench, to be continued. Throws when that one was of other programs or on another machine. */
export function earlierRuns(file: string, { machine, versions }: Omit<Results, "runs">): Run[] {
  if (!existsSync(file)) return [];
  const found: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isResults(found)) throw new Error(`Cannot continue "${file}": it is not a result of this bench`);
  const same = Bun.deepEquals(found.versions, versions) && Bun.deepEquals(found.machine, machine);
  if (!same) throw new Error(`Cannot continue "${file}": found another machine or other versions in it`);
  return found.runs;
}

export function writeResults(file: string, results: Results): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, roundFigures, 1)}\n`);
}

function roundFigures(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Math.round(value * 100) / 100 : value;
}

function isResults(value: unknown): value is Results {
  return isObject(value) && isObject(value["machine"]) && isObject(value["versions"]) && Array.isArray(value["runs"]);
}
