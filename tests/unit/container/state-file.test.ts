import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readState, writeJson } from "../../../src/container/state-file.ts";
import type { ContainerState } from "../../../src/core/container-spec.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-state-"));
  path = join(folder, "state.json");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const states: ContainerState[] = [
  { phase: "starting" },
  { phase: "running", init: { bootId: "b", pid: 2, startTime: 3 }, startedAt: "2026-01-01T00:00:00.000Z" },
  { phase: "landing", migrationId: "m" },
  { phase: "handed-over", migrationId: "m", destination: "beta" },
  { phase: "exited", status: { kind: "code", code: 7 }, endedAt: "2026-01-01T00:00:00.000Z" },
  { phase: "exited", status: { kind: "signal", signal: "SIGKILL" }, endedAt: "2026-01-01T00:00:00.000Z" },
  { phase: "exited", status: { kind: "code", code: 0 }, endedAt: "t", init: { bootId: "b", pid: 7, startTime: 9 } },
];

test.each(states)("writeJson() and readState() keep %j and leave no other file", (state) => {
  writeJson(path, state);
  expect(readState(path)).toEqual(state);
  expect(readdirSync(folder)).toEqual(["state.json"]);
});

test.each([
  ["", "Unexpected EOF"],
  ['{"phase":"dancing"}', 'found phase "dancing"'],
  [
    '{"phase":"running","init":{"bootId":"b","pid":"2","startTime":3},"startedAt":"x"}',
    'found "2" as "pid", wanted an integer',
  ],
  ["[]", "found [] as state, wanted an object"],
])("readState() says what is wrong with %j", (text, why) => {
  writeFileSync(path, text);
  expect(() => readState(path)).toThrow(why);
});
