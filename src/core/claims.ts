/**
 * What a checkpoint may claim. CRIU restores as root whatever its images say, and these come from a peer: mounts, namespaces and
 * capabilities must be those of a container of konk's, or the processes in it would own the host.
 */

export interface MountClaim {
  mountPoint: string;
  /** CRIU's number of a filesystem's type. */
  type: number;
  /** Those of mount(2). */
  flags: number;
  /** The name of an external mount, which konk provides. */
  key: string | null;
  /** A mount on it would show elsewhere. */
  propagates: boolean;
}

/** Equal numbers are one namespace, 0 is none. */
export type NamespaceClaim = Readonly<Record<"pid" | "mnt" | "uts" | "ipc" | "net" | "user" | "cgroup", number>>;

/** One set of a process's capabilities, in two words of 32, the lower one first. */
export interface CapabilityClaim {
  words: readonly number[];
}

export interface Claims {
  mounts: readonly MountClaim[];
  /** The namespaces that CRIU was in. */
  outside: NamespaceClaim;
  /** Those of each process. */
  inside: readonly NamespaceClaim[];
  capabilities: readonly CapabilityClaim[];
}

/** What the container has by its specification. */
export interface Allowed {
  mounts: readonly WantedMount[];
  /** Numbers of linux/capability.h. */
  capabilities: readonly number[];
}

export interface WantedMount {
  target: string;
  type: "proc" | "sysfs" | "tmpfs" | "any";
  /** At least these. */
  flags: number;
  key: string | null;
}

const types = { proc: 1, sysfs: 2, tmpfs: 5 } as const;
const own = ["pid", "mnt", "uts", "ipc"] as const;
/** The network namespace is konk's own making, and CRIU is inside it. */
const shared = ["net", "user", "cgroup"] as const;

/** Everything that is claimed and not allowed, in words; empty when all is well. */
export function overclaims(claims: Claims, allowed: Allowed): string[] {
  return [
    ...mountProblems(claims.mounts, allowed.mounts),
    ...namespaceProblems(claims),
    ...capabilityProblems(claims.capabilities, allowed.capabilities),
  ];
}

/** A mount too few is as bad as one too many: what hides konk's keys is a mount. */
function mountProblems(found: readonly MountClaim[], wanted: readonly WantedMount[]): string[] {
  const problems = wanted.flatMap(({ target, type, flags, key }) => {
    const [mount, second] = found.filter(({ mountPoint }) => mountPoint === target);
    if (mount === undefined) return [`nothing is mounted on "${target}"`];
    const isSame =
      second === undefined &&
      mount.key === key &&
      (type === "any" || mount.type === types[type]) &&
      (mount.flags & flags) === flags &&
      !mount.propagates;
    return isSame ? [] : [`the mount on "${target}" is another one`];
  });
  const targets = new Set(wanted.map(({ target }) => target));
  const extra = found.filter(({ mountPoint }) => !targets.has(mountPoint));
  return [...problems, ...extra.map(({ mountPoint }) => `something is mounted on "${mountPoint}"`)];
}

function namespaceProblems({ outside, inside }: Claims): string[] {
  const [first] = inside;
  if (first === undefined) return ["it has no process"];
  return [
    ...own
      .filter((name) =>
        inside.some((ids) => ids[name] === 0 || ids[name] === outside[name] || ids[name] !== first[name]),
      )
      .map((name) => `a process is in another ${name} namespace than the container's`),
    ...shared
      .filter((name) => inside.some((ids) => ids[name] !== outside[name]))
      .map((name) => `a process has a ${name} namespace of its own`),
  ];
}

function capabilityProblems(claims: readonly CapabilityClaim[], allowed: readonly number[]): string[] {
  if (claims.some(({ words }) => words.length !== 2)) return ["a process has capabilities of another form"];
  const has = ({ words }: CapabilityClaim, capability: number) =>
    ((words[Math.floor(capability / 32)] ?? 0) >>> (capability % 32)) % 2 === 1;
  const every = Array.from({ length: 64 }, (_, capability) => capability);
  return every
    .filter((capability) => !allowed.includes(capability) && claims.some((claim) => has(claim, capability)))
    .map((capability) => `a process has capability ${capability}`);
}
