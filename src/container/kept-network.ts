/** What `konk network init` was told, kept so that the server can make the bridge again after a reboot. */
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { KonkError, messageOf } from "../errors.ts";
import { replaceFile } from "../replace-file.ts";
import { bridgeExists, type InitOptions, initNetwork } from "./bridge.ts";
import type { Paths } from "./paths.ts";

/** A bridge that was only brought in order, without a word of its uplink, keeps the one it has. */
export function keepNetwork(paths: Paths, { uplink, keepAddresses = false }: InitOptions): void {
  if (uplink === undefined && existsSync(paths.network)) return;
  mkdirSync(paths.state, { recursive: true, mode: 0o700 });
  replaceFile(paths.network, `${JSON.stringify({ uplink: uplink ?? null, keepAddresses })}\n`);
}

export function forgetNetwork(paths: Paths): void {
  rmSync(paths.network, { force: true });
}

/** Makes the bridge again where there was one and is none; false when nothing was to be done. Throws what {@link initNetwork} does. */
export async function restoreNetwork(paths: Paths, signal?: AbortSignal): Promise<boolean> {
  const kept = readKept(paths.network);
  if (kept === null || (await bridgeExists(signal))) return false;
  await initNetwork(kept, signal);
  return true;
}

/** null when there is no file. Throws E_CONFIG for a damaged one. */
export function readKept(path: string): InitOptions | null {
  try {
    return parseKept(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new KonkError("E_CONFIG", `Cannot read "${path}": ${messageOf(error)}`, {
      cause: error,
      hint: 'Run "konk network init" again',
    });
  }
}

function parseKept(json: unknown): InitOptions {
  if (typeof json !== "object" || json === null) throw new Error(`found ${JSON.stringify(json)}, wanted an object`);
  const uplink = "uplink" in json ? json.uplink : null;
  const keepAddresses = "keepAddresses" in json && json.keepAddresses === true;
  if (uplink === null) return { keepAddresses };
  if (typeof uplink === "string") return { uplink, keepAddresses };
  throw new Error(`found ${JSON.stringify(uplink)} as "uplink", wanted the name of a card`);
}
