/** The `net.*` settings of a network namespace: read, compare, write. */
import { KonkError, messageOf } from "../errors.ts";
import { CommandError } from "../run.ts";
import { call, type Netns } from "./net-commands.ts";

export type Sysctls = Readonly<Record<string, string>>;

/** A slash stands for a dot in a name, and never beside another one: that would be the folder above. */
const carried = /^net(?:\.[a-z0-9_-]+(?:\/[a-z0-9_-]+)*)+$/;

/** Counters and sizes that the kernel keeps by itself. */
const volatile = new Set(["net.netfilter.nf_conntrack_count", "net.netfilter.nf_conntrack_buckets"]);

/** Every readable `net.*` setting of the namespace. */
export async function readSysctls(netns: Netns, signal?: AbortSignal): Promise<Sysctls> {
  // Some settings cannot be read until they were written once (stable_secret): sysctl says so and goes on.
  const { stdout } = await call(netns, ["sysctl", "-a", "-r", "^net\\."], { signal, accept: [0, 1, 255] });
  return parseSysctls(stdout);
}

export function parseSysctls(text: string): Sysctls {
  const settings: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const at = line.indexOf(" =");
    const name = line.slice(0, at);
    if (at > 0 && carried.test(name) && !volatile.has(name)) settings[name] = line.slice(at + 2).trim();
  }
  return settings;
}

/**
 * What differs from `fresh`, in the order in which writing it gives the same result again. Writing an `all` setting
 * changes those of the interfaces too, so these travel with it even when they are as in a fresh namespace.
 */
export function differences(settings: Sysctls, fresh: Sysctls): Sysctls {
  const names = new Set<string>();
  for (const name of Object.keys(settings)) {
    if (settings[name] === fresh[name]) continue;
    for (const also of [name, ...sideEffects(name)]) if (settings[also] !== undefined) names.add(also);
  }
  const ordered = [...names].sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  return Object.fromEntries(ordered.map((name) => [name, settings[name] ?? ""]));
}

function sideEffects(name: string): string[] {
  const forwarding = name === "net.ipv4.ip_forward" ? "net.ipv4.conf.all.forwarding" : name;
  const [, prefix = "", key = ""] = /^(net\.ipv[46]\.conf)\.all\.(.+)$/.exec(forwarding) ?? [];
  if (prefix === "") return [];
  const keys = key === "forwarding" ? ["forwarding", "accept_redirects"] : [key];
  return keys.flatMap((each) => ["all", "default", "lo", "eth0"].map((where) => `${prefix}.${where}.${each}`));
}

/** Forwarding resets others, `all` overwrites the interfaces, `default` is only for those to come. */
function rank(name: string): number {
  if (name.endsWith(".ip_forward")) return 0;
  if (name.endsWith(".all.forwarding")) return 1;
  if (name.includes(".conf.all.")) return 2;
  return name.includes(".conf.default.") ? 3 : 4;
}

/**
 * Writes the settings in the order of their keys.
 * @throws E_USAGE for a name outside `net.`; E_NETWORK when this kernel does not know or take one
 */
export async function writeSysctls(netns: Netns, settings: Sysctls, signal?: AbortSignal): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => {
    if (!carried.test(name) || /[\n\r]/.test(value))
      throw new KonkError("E_USAGE", `Cannot set "${name}" to "${value}"`);
    return `${name} = ${value}`;
  });
  if (lines.length === 0) return;
  try {
    await call(netns, ["sysctl", "-q", "-p", "-"], { input: `${lines.join("\n")}\n`, signal });
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode === null) throw error;
    throw new KonkError("E_NETWORK", `Cannot set the container's net sysctls: ${messageOf(error)}`, {
      lines: error.stderr.trim().split("\n"),
      hint: "Load the kernel module they belong to, use the same kernel on both hosts, or reset them in the container",
      cause: error,
    });
  }
}
