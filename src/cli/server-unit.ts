/** konk.service on this host: made, started, stopped and removed by systemctl. All of it may be repeated. */
import { readFileSync, rmSync, statSync } from "node:fs";
import { isOwnUnit, unitName, unitPath, wrongExecutable } from "../core/systemd-unit.ts";
import { KonkError } from "../errors.ts";
import { replaceFile } from "../replace-file.ts";
import { CommandError, run } from "../run.ts";
import { hasSystemd, unitProperties } from "../systemd.ts";

/** More than TimeoutStopSec= and TimeoutStartSec= of the unit together: a slow host may need them. Milliseconds. */
const restartMs = 200_000;

export interface WantedUnit {
  text: string;
  executable: string;
  /** What follows the executable. */
  words: readonly string[];
}

export type UnitChange = "wrote" | "enabled" | "started" | "restarted" | "stopped" | "disabled" | "removed";

export interface UnitOutcome {
  /** What was done, in order; empty when all was as wanted. */
  changes: UnitChange[];
  /** The server's own words: "listening on 0.0.0.0:7440". */
  status: string;
}

export function assertSystemd(): void {
  if (hasSystemd()) return;
  throw new KonkError("E_REQUIREMENT", "Cannot make a service: found no systemd running on this host", {
    hint: 'Have "konk server" started by what starts services here',
  });
}

/** A server that runs as root must come from a file that only root can change. Throws E_CONFIG. */
export function assertOwnedByRoot(executable: string): void {
  const { uid, mode } = statSync(executable);
  if (uid === 0 && (mode & 0o022) === 0) return;
  throw wrongExecutable(executable, "found that others than root may write it");
}

/**
 * Writes, enables and starts it, as far as that is not so already. A server that runs with other options or is another
 * version is restarted. Resolves when it listens. Throws E_EXISTS for a unit of somebody else, E_START with the last lines of the journal.
 */
export async function installUnit(wanted: WantedUnit): Promise<UnitOutcome> {
  const changes: UnitChange[] = [];
  if (ownUnit() !== wanted.text) {
    replaceFile(unitPath, wanted.text, { mode: 0o644 });
    changes.push("wrote");
  }
  const known = await unitProperties(unitName, ["NeedDaemonReload", "LoadState"]);
  const isStale = known["NeedDaemonReload"] === "yes" || known["LoadState"] !== "loaded";
  if (changes.length > 0 || isStale) await run(["systemctl", "daemon-reload"]);
  const now = await unitProperties(unitName, ["ActiveState", "UnitFileState", "MainPID"]);
  if (now["UnitFileState"] !== "enabled") {
    await run(["systemctl", "enable", unitName]);
    changes.push("enabled");
  }
  const isActive = now["ActiveState"] === "active";
  if (changes.includes("wrote") || !isActive || !runsAs(now["MainPID"] ?? "", wanted)) {
    await restart();
    changes.push(isActive ? "restarted" : "started");
  }
  const { StatusText: status = "" } = await unitProperties(unitName, ["StatusText"]);
  return { changes, status };
}

/** Stops, disables and removes it, as far as it is there. Throws E_EXISTS for a unit of somebody else. */
export async function uninstallUnit(): Promise<UnitChange[]> {
  const changes: UnitChange[] = [];
  const isThere = ownUnit() !== null;
  const now = await unitProperties(unitName, ["ActiveState", "UnitFileState"]);
  if (!["inactive", "failed", ""].includes(now["ActiveState"] ?? "")) {
    await run(["systemctl", "stop", unitName], { timeoutMs: restartMs });
    changes.push("stopped");
  }
  if (!isThere) return changes;
  if (now["UnitFileState"] === "enabled") {
    await run(["systemctl", "disable", unitName]);
    changes.push("disabled");
  }
  rmSync(unitPath);
  changes.push("removed");
  await run(["systemctl", "daemon-reload"]);
  await run(["systemctl", "reset-failed", unitName], { accept: [0, 1] }); // 1: it has not failed
  return changes;
}

/** The unit that konk made; null when there is none. Throws E_EXISTS for another one. */
function ownUnit(): string | null {
  const text = textOf(unitPath);
  if (text === null || isOwnUnit(text)) return text;
  throw new KonkError("E_EXISTS", `Cannot change "${unitPath}": found a unit that konk did not make`, {
    hint: `Keep it, or move it away first; "systemctl unmask ${unitName}" removes one that leads to /dev/null`,
  });
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Whether this process is that program, also when a file of the same name has replaced it, with those words. */
function runsAs(pid: string, { executable, words }: WantedUnit): boolean {
  const program = statSync(`/proc/${pid}/exe`, { throwIfNoEntry: false });
  const { ino, dev } = statSync(executable);
  const given = textOf(`/proc/${pid}/cmdline`)?.split("\0").slice(1, -1);
  return program?.ino === ino && program.dev === dev && Bun.deepEquals(given, [...words]);
}

async function restart(): Promise<void> {
  try {
    await run(["systemctl", "restart", unitName], { timeoutMs: restartMs });
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new KonkError("E_START", `Cannot start ${unitName}: see its last lines`, {
      cause: error,
      lines: await lastLines(),
      hint: `systemd goes on trying. Mend what the lines say and run this again, or stop it by "konk server uninstall"`,
    });
  }
}

async function lastLines(): Promise<string[]> {
  await run(["journalctl", "--sync"]).catch(() => undefined); // what was written a moment ago
  const argv = ["journalctl", `--unit=${unitName}`, "--lines=8", "--output=cat", "--no-pager", "--quiet"];
  const output = await run(argv).catch(() => null);
  return output?.stdout.trim().split("\n").filter(Boolean) ?? [];
}
