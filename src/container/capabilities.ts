/**
 * What root inside a container may do: what ordinary services need, and everything within its own network namespace.
 * Without CAP_SYS_ADMIN the read-only root stays read-only; without CAP_MKNOD and CAP_SYS_RAWIO the host's devices stay out
 * of reach.
 */
import { readFileSync } from "node:fs";
import { dropBoundingCapability } from "./libc.ts";

/** Numbers of linux/capability.h. */
const kept: Readonly<Record<string, number>> = {
  chown: 0,
  dacOverride: 1,
  fowner: 3,
  fsetid: 4,
  kill: 5,
  setgid: 6,
  setuid: 7,
  setpcap: 8,
  netBindService: 10,
  netAdmin: 12,
  netRaw: 13,
  ipcLock: 14,
  sysChroot: 18,
  auditWrite: 29,
  setfcap: 31,
};

/** Nobody in a container can have another one. */
export const keptCapabilities: readonly number[] = Object.values(kept);

/** Takes all other capabilities away from this thread and from whatever it executes. Needs /proc. */
export function dropCapabilities(): void {
  const last = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  const keep = new Set(keptCapabilities);
  for (let capability = 0; capability <= last; capability++) {
    if (!keep.has(capability)) dropBoundingCapability(capability);
  }
}
