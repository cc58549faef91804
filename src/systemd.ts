/** What konk asks systemd itself, by systemctl: whether it is there, and about one unit. */
import { statSync } from "node:fs";
import { KonkError } from "./errors.ts";
import { run } from "./run.ts";

/** Whether systemd runs this host: the test of sd_booted(3). */
export function hasSystemd(): boolean {
  return statSync("/run/systemd/system", { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Properties of a unit, loaded or not; one that this systemd does not know is left out. Throws E_REQUIREMENT without an answer. */
export async function unitProperties(
  unit: string,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Record<string, string>> {
  try {
    const wanted = names.map((name) => `--property=${name}`);
    return parseProperties((await run(["systemctl", "show", ...wanted, unit], signal ? { signal } : {})).stdout);
  } catch (error) {
    if (error instanceof KonkError && error.code !== "E_COMMAND") throw error; // cancelled
    throw new KonkError("E_REQUIREMENT", `Cannot ask systemd for "${unit}"`, {
      cause: error,
      lines: error instanceof Error ? [error.message] : [],
      hint: 'See "systemctl status": systemd must answer first',
    });
  }
}

/** "LoadState=loaded\nActiveState=active" → { LoadState: "loaded", … } */
export function parseProperties(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.includes("="));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}
