/**
 * Whether two hosts can hand a container over: a pure comparison that finds every reason against it at once, each with
 * what to do about it. What the container itself holds is compared in process-checks.ts.
 */
import { formatBytes } from "./byte-size.ts";
import { missingInstructions } from "./cpu-flags.ts";
import { compareVersions, isAtLeast, parseVersion } from "./version.ts";

/** Mirrors the message of the same name in proto/konk.proto. */
export interface HostFacts {
  hostname: string;
  /** `uname -m` */
  arch: string;
  /** `uname -r` */
  kernel: string;
  /** "4.2.1"; empty when there is none. */
  criu: string;
  bootId: string;
  cpuFlags: readonly string[];
  /** Active Linux security modules. */
  lsm: readonly string[];
  /** Free room for checkpoint images. */
  imageBudgetBytes: number;
  availableMemoryBytes: number;
  /** konk0 exists. */
  bridge: boolean;
  missingPackages: readonly string[];
}

/** Why a migration is not even tried, found before anything is frozen. */
export interface Refusal {
  /** Short and stable, for scripts: "architecture", "criu-version" … */
  check: string;
  reason: string;
  fix: string;
}

export interface MigrationNeeds {
  /** An upper bound of the size of all checkpoint images at the destination. */
  imageBytes: number;
  /** The same of those that the source writes: memory is not among them. */
  sourceImageBytes: number;
  /** What the container's processes will occupy while the images are still there: not what follows, which goes from these as it comes. */
  restoredBytes: number;
  /** The container has an interface on the bridge. */
  bridge: boolean;
}

/** The oldest CRIU that works on a kernel, newest kernel first. The last one is what konk itself needs. */
const oldestCriu = [
  { kernel: "6.16", criu: "4.2", why: "older ones cannot read the sockets of this kernel" },
  { kernel: "6.13", criu: "4.1", why: "older ones do not know this kernel's vDSO" },
  { kernel: "0.0", criu: "3.19", why: "older ones lack a network lock that can be skipped" },
] as const;

/** Every reason why `source` cannot hand a container with these needs to `destination`; empty when there is none. */
export function compareHosts(source: HostFacts, destination: HostFacts, needs: MigrationNeeds): Refusal[] {
  return [
    ...checkSame(source, destination),
    ...checkArchitecture(source, destination),
    ...checkCriu(source),
    ...checkCriu(destination),
    ...checkCriuPair(source, destination),
    ...checkSecurityModules(source, destination),
    ...checkRoom(source, needs.sourceImageBytes, needs.sourceImageBytes),
    ...checkRoom(destination, needs.imageBytes, needs.imageBytes + needs.restoredBytes),
    ...checkPackages(source),
    ...checkPackages(destination),
    ...checkBridge(destination, needs),
  ];
}

function checkSame(source: HostFacts, destination: HostFacts): Refusal[] {
  if (source.bootId === "" || source.bootId !== destination.bootId || source.hostname !== destination.hostname)
    return [];
  const reason = `the destination is this very host, "${source.hostname}"`;
  return [{ check: "same-host", reason, fix: "Name another host" }];
}

function checkArchitecture(source: HostFacts, destination: HostFacts): Refusal[] {
  const { hostname, arch } = destination;
  if (source.arch !== arch) {
    const reason = `"${hostname}" has the architecture "${arch}", and "${source.hostname}" has "${source.arch}"`;
    return [{ check: "architecture", reason, fix: `Choose a destination with the architecture "${source.arch}"` }];
  }
  const missing = missingInstructions(arch, source.cpuFlags, destination.cpuFlags);
  if (missing.length === 0) return [];
  const reason = `the CPU of "${hostname}" lacks what that of "${source.hostname}" has: ${missing.join(", ")}`;
  const fix = "Choose a destination with the same or a newer CPU, or give both virtual machines the same CPU model";
  return [{ check: "cpu", reason, fix }];
}

function checkCriu({ hostname, kernel, criu }: HostFacts): Refusal[] {
  if (criu === "") {
    return [
      { check: "criu-missing", reason: `CRIU is not installed on "${hostname}"`, fix: `Install criu on "${hostname}"` },
    ];
  }
  const row = oldestCriu.find((entry) => isAtLeast(kernel, entry.kernel)) ?? oldestCriu[2];
  if (isAtLeast(criu, row.criu)) return [];
  const reason = `CRIU ${criu} on "${hostname}" is too old for its kernel ${kernel}: ${row.why}`;
  return [{ check: "criu-version", reason, fix: `Install CRIU ${row.criu} or newer on "${hostname}"` }];
}

function checkCriuPair(source: HostFacts, destination: HostFacts): Refusal[] {
  if (source.criu === "" || destination.criu === "") return [];
  const wanted = { ...parseVersion(source.criu), patch: 0 };
  if (compareVersions(parseVersion(destination.criu), wanted) >= 0) return [];
  const reason = `CRIU ${destination.criu} on "${destination.hostname}" is older than CRIU ${source.criu} on "${source.hostname}"`;
  const fix = `Install CRIU ${wanted.major}.${wanted.minor} or newer on "${destination.hostname}"`;
  return [{ check: "criu-older", reason, fix }];
}

/** Modules that label processes: CRIU writes their labels into the checkpoint and cannot restore them elsewhere. */
const labelling = ["apparmor", "selinux", "smack"];

function checkSecurityModules(source: HostFacts, destination: HostFacts): Refusal[] {
  return source.lsm
    .filter((name) => labelling.includes(name) && !destination.lsm.includes(name))
    .map((name) => ({
      check: "security-module",
      reason: `"${source.hostname}" labels processes by ${name}, and "${destination.hostname}" does not have it`,
      fix: `Enable ${name} on "${destination.hostname}", or disable it on "${source.hostname}"`,
    }));
}

function checkRoom(host: HostFacts, imageBytes: number, memoryBytes: number): Refusal[] {
  const found: Refusal[] = [];
  if (host.imageBudgetBytes < imageBytes) {
    found.push({
      check: "image-budget",
      reason: `"${host.hostname}" has room for ${formatBytes(host.imageBudgetBytes)} of checkpoint images, wanted ${formatBytes(imageBytes)}`,
      fix: `Raise the size of the image folder's tmpfs on "${host.hostname}", or end other migrations there`,
    });
  }
  if (host.availableMemoryBytes < memoryBytes) {
    found.push({
      check: "memory",
      reason: `"${host.hostname}" has ${formatBytes(host.availableMemoryBytes)} of memory available, wanted ${formatBytes(memoryBytes)}`,
      fix: `Free memory on "${host.hostname}"`,
    });
  }
  return found;
}

function checkPackages({ hostname, missingPackages }: HostFacts): Refusal[] {
  if (missingPackages.length === 0) return [];
  const list = missingPackages.join(" ");
  return [{ check: "packages", reason: `"${hostname}" lacks: ${list}`, fix: `On "${hostname}": apt install ${list}` }];
}

function checkBridge({ hostname, bridge }: HostFacts, needs: MigrationNeeds): Refusal[] {
  if (bridge || !needs.bridge) return [];
  return [{ check: "bridge", reason: `"${hostname}" has no bridge konk0`, fix: `On "${hostname}": konk network init` }];
}
