/** What the clients of tests/probe report, and what it takes to call a client's stream whole. */
import { expect } from "bun:test";
import type { MigrationReport } from "../../../src/core/report.ts";
import type { Host } from "../../hosts/host.ts";
import type { Program } from "../../hosts/program.ts";
import type { Scene } from "./scene.ts";

/** Of probe.py, a client of counter.py. */
export interface CounterSeen {
  tcp: {
    messages: number;
    lost: number;
    repeated: number;
    longestGapMs: number;
    checksum: string;
    error: string | null;
  };
  udp: { sent: number; messages: number; lost: number; repeated: number; longestGapMs: number; errors: number };
}

/** Of knock.py. */
export interface Knocked {
  connections: number;
  longestMs: number;
  refused: string[];
  datagrams: number;
  unanswered: number;
  repeated: number;
}

/** Of stream.py. */
export interface StreamSeen {
  received: { bytes: number };
  sent: { bytes: number };
  hashOk: boolean;
  longestGapMs: number;
  error: string | null;
}

interface FamilyReport {
  members: number;
  errors: string[];
  counts: Record<string, number>;
  stopped: string[];
  deletedFile: boolean;
}

/** Of family.py. */
export interface FamilySeen {
  beacons: Record<string, { messages: number; lost: number; repeated: number; longestGapMs: number }>;
  before: FamilyReport;
  after: FamilyReport | null;
  error: string | null;
}

interface WitnessReport {
  self: Record<string, unknown> & { argv: string[]; env: Record<string, string> };
  files: Record<string, string>;
  /** By folder: the child's count as the parent's memory has it, and as the file has it. */
  mapped: Record<string, [number, number]>;
}

/** Of ask.py, a client of witness.py. */
export interface WitnessSeen {
  before: WitnessReport;
  after: WitnessReport;
}

/** What a client's silence may exceed the reported downtime by: the network, and a client that is not scheduled at once. */
export const allowanceMs = 150;

/** Moves a container under its clients' eyes: one copy afterwards, and nothing left where it came from. */
export async function moved(
  scene: Scene,
  name: string,
  [from, to]: readonly [Host, Host],
  ...options: readonly string[]
): Promise<MigrationReport> {
  const report = await scene.migrate(name, from, to, ...options);
  await scene.assertOneCopy(name, to);
  await scene.assertNothingLeft(from);
  return report;
}

/** Ends a client of a counter: no number is missing or came twice, the memory is what it was, datagrams come back. */
export async function wholeCount(client: Program): Promise<CounterSeen> {
  const seen = (await client.finish("SIGTERM", 60_000)) as CounterSeen;
  expect(seen.tcp).toMatchObject({ lost: 0, repeated: 0, error: null, checksum: "ok" });
  expect(seen.tcp.messages).toBeGreaterThan(100);
  expect(seen.udp.messages).toBeGreaterThan(50);
  expect(seen.udp.repeated).toBe(0);
  return seen;
}

/** Ends a client of streams: every byte both ways is the one that was sent, and both ends agree on that. */
export async function wholeStream(client: Program): Promise<StreamSeen> {
  const seen = (await client.finish("SIGTERM", 60_000)) as StreamSeen;
  expect(seen).toMatchObject({ hashOk: true, error: null });
  return seen;
}

/** Connections of the clients that ended by a reset since the lab began. */
export async function resets(scene: Scene): Promise<number> {
  const { stdout } = await scene.lab.lan.exec([
    "nstat",
    "--zeros",
    "--ignore",
    "--noupdate",
    "--json",
    "TcpEstabResets",
  ]);
  const { kernel } = JSON.parse(stdout) as { kernel: Record<string, number> };
  const count = kernel["TcpEstabResets"];
  if (count === undefined) throw new Error(`Cannot count resets: found ${stdout}`);
  return count;
}
