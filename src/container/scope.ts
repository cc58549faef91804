/**
 * Under systemd a container lives in a scope: a unit that systemd knows, lists, limits and stops, with a cgroup that is
 * delegated, so that what is below it is konk's. It begins with the container's monitor and ends with the last process of
 * monitor and container; konk's server may come and go.
 */
import { KonkError } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { hasSystemd, unitProperties } from "../systemd.ts";

/** All containers of a host, for limits that they share. */
export const sliceName = "konk.slice";

/** How long an earlier container's scope may take to go once its processes have ended. Milliseconds. */
const goneMs = 10_000;
const pollMs = 50;

/** A container's name needs no escape in it, and dashes make no nested units but in slices. */
export function scopeName(container: string): string {
  return `konk-${container}.scope`;
}

/**
 * What to put before a monitor's command so that it is born in the container's scope, with the same pid, descriptors and
 * environment; nothing without systemd. Waits for the end of an earlier container of that name. Throws E_REQUIREMENT
 * when systemd does not answer, E_START when the name stays taken.
 */
export async function scopePrefix(container: string, signal?: AbortSignal): Promise<string[]> {
  if (!hasSystemd()) return [];
  if (Bun.which("systemd-run", { PATH: cleanEnvironment.PATH }) === null) {
    throw new KonkError("E_REQUIREMENT", `Cannot find the program "systemd-run" in ${cleanEnvironment.PATH}`, {
      hint: 'Install the package "systemd"',
    });
  }
  return scopeCommand(container, await freeScope(scopeName(container), signal));
}

export interface ScopeAbilities {
  /** Whether this systemd knows OOMPolicy= in a scope: from 253 on. */
  oomPolicy: boolean;
}

/** `systemd-run --scope` asks systemd for the scope, moves itself there, and becomes the command. */
export function scopeCommand(container: string, { oomPolicy }: ScopeAbilities): string[] {
  const properties = [
    "Delegate=yes",
    // A container that is frozen, or whose first process takes no SIGTERM, must not hold up a shutdown for 90 s.
    "TimeoutStopSec=10s",
    // The kernel has killed one process by then; whether the others go on is the container's business.
    ...(oomPolicy ? ["OOMPolicy=continue"] : []),
  ];
  return [
    "systemd-run",
    "--scope",
    "--quiet",
    "--collect",
    "--no-ask-password",
    `--slice=${sliceName}`,
    `--unit=${scopeName(container)}`,
    `--description=konk container ${container}`,
    ...properties.map((property) => `--property=${property}`),
    "--",
  ];
}

/** Waits until systemd has no unit of that name: an earlier monitor may be about to end. */
async function freeScope(unit: string, signal: AbortSignal | undefined): Promise<ScopeAbilities> {
  const deadline = performance.now() + goneMs;
  for (;;) {
    const properties = await unitProperties(unit, ["LoadState", "ActiveState", "OOMPolicy"], signal);
    if (properties["LoadState"] === "not-found") return { oomPolicy: "OOMPolicy" in properties };
    if (performance.now() > deadline) {
      const { LoadState: load = "", ActiveState: active = "" } = properties;
      throw new KonkError("E_START", `Cannot use the scope "${unit}": found it ${load} and ${active}, wanted none`, {
        hint: `See "systemctl status ${unit}"; "systemctl kill --signal=KILL ${unit}" ends what is left in it`,
      });
    }
    await Bun.sleep(pollMs);
  }
}
