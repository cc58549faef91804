/** When an attack has found something. */
import type { Account } from "./campaign.ts";

/** Heaps breathe; a leak of 2 KiB an input would show above this in a run of CI. */
const growthMib = 48;
const growthDescriptors = 8;

export function faultsOf({ inputs, before, after, strays, bugs, migrations }: Account): string[] {
  const faults = [...strays.map((path) => `stray file: ${path}`), ...bugs.map((line) => `bug: ${line}`)];
  const grown = after.residentMib - before.residentMib;
  if (grown > growthMib) faults.push(`memory: grown by ${grown} MiB in ${inputs} inputs`);
  const opened = after.descriptors - before.descriptors;
  if (opened > growthDescriptors) faults.push(`descriptors: ${opened} more in ${inputs} inputs`);
  if (migrations < Math.floor(inputs / 1_000)) faults.push(`migrations: only ${migrations}`);
  return faults;
}
