/** Hosts that have joined each other, and strangers again. */
import type { Host } from "../../hosts/host.ts";
import type { Scene } from "./scene.ts";

/** A lab whose hosts have keys of their own and trust nobody yet. */
export const strangers = { hosts: ["alpha", "beta", "gamma"], identities: false } as const;

/** The token that a host prints. */
export async function invite(host: Host, ...options: readonly string[]): Promise<string> {
  return (await host.check(["konk", "host", "invite", ...options])).trim();
}

/** Two hosts trust each other, each by its own name; the options say what each grants. */
export async function befriend(inviter: Host, joiner: Host, grant = ["--grant", "host-root"]): Promise<void> {
  const token = await invite(inviter, ...grant);
  await joiner.check(["konk", "host", "join", ...grant], { input: `${token}\n` });
}

/** Everybody forgets everybody, so that a test starts among strangers. */
export async function part({ lab }: Scene): Promise<void> {
  for (const host of lab.hosts) await host.check(["rm", "-rf", "/etc/konk/tls/peers", "/etc/konk/policy.json"]);
}

/** Whom a host trusts. */
export async function trustedBy(host: Host): Promise<string[]> {
  const { hosts } = JSON.parse(await host.check(["konk", "host", "ls", "--json"])) as { hosts: { name: string }[] };
  return hosts.map(({ name }) => name);
}

export async function fingerprintOf(host: Host): Promise<string> {
  return (JSON.parse(await host.check(["konk", "host", "show", "--json"])) as { fingerprint: string }).fingerprint;
}
