/**
 * state.json and spec.json of a container. A file is replaced as a whole and is on the disk when the call returns, so a
 * crash leaves the old content or the new, never a part.
 */
import { readFileSync } from "node:fs";
import type { ContainerSpec, ContainerState, ExitStatus, ProcessId } from "../core/container-spec.ts";
import { parseSpecJson } from "../core/peer-json.ts";
import { KonkError, messageOf } from "../errors.ts";
import { replaceFile } from "../replace-file.ts";

/** Replaces the file as a whole, by default durably. Throws when the folder does not exist. */
export function writeJson(path: string, value: ContainerSpec | ContainerState, durable = true): void {
  replaceFile(path, `${JSON.stringify(value, null, 2)}\n`, { durable });
}

/** Throws E_CONFIG when the file is damaged, and node's ENOENT when there is none. */
export function readSpec(path: string): ContainerSpec {
  return readWith(path, parseSpecJson);
}

/** Throws E_CONFIG when the file is damaged, and node's ENOENT when there is none. */
export function readState(path: string): ContainerState {
  return readWith(path, (text) => stateOf(JSON.parse(text)));
}

function readWith<T>(path: string, parse: (text: string) => T): T {
  const text = readFileSync(path, "utf8");
  try {
    return parse(text);
  } catch (error) {
    throw new KonkError("E_CONFIG", `Cannot read "${path}": ${messageOf(error)}`, {
      cause: error,
      hint: 'Remove the container with "konk rm -f NAME"',
    });
  }
}

function stateOf(json: unknown): ContainerState {
  const state = record(json, "state");
  const phase = text(state, "phase");
  switch (phase) {
    case "starting":
      return { phase };
    case "running":
      return { phase, init: processIdOf(state["init"]), startedAt: text(state, "startedAt") };
    case "landing":
      return { phase, migrationId: text(state, "migrationId") };
    case "handed-over":
      return { phase, migrationId: text(state, "migrationId"), destination: text(state, "destination") };
    case "exited":
      return {
        phase,
        status: exitStatusOf(state["status"]),
        endedAt: text(state, "endedAt"),
        ...(state["init"] === undefined ? {} : { init: processIdOf(state["init"]) }),
      };
    default:
      throw new Error(`found phase "${phase}", wanted one this konk knows`);
  }
}

function processIdOf(json: unknown): ProcessId {
  const id = record(json, "init");
  return { bootId: text(id, "bootId"), pid: integer(id, "pid"), startTime: integer(id, "startTime") };
}

function exitStatusOf(json: unknown): ExitStatus {
  const status = record(json, "status");
  return status["kind"] === "code"
    ? { kind: "code", code: integer(status, "code") }
    : { kind: "signal", signal: text(status, "signal") };
}

function record(json: unknown, what: string): Record<string, unknown> {
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  throw new Error(`found ${JSON.stringify(json)} as ${what}, wanted an object`);
}

function text(from: Record<string, unknown>, key: string): string {
  const value = from[key];
  if (typeof value === "string") return value;
  throw new Error(`found ${JSON.stringify(value)} as "${key}", wanted a string`);
}

function integer(from: Record<string, unknown>, key: string): number {
  const value = from[key];
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new Error(`found ${JSON.stringify(value)} as "${key}", wanted an integer`);
}
