/** Hosts that have joined each other, and strangers again. */
import { expect } from "bun:test";
import type { Host } from "../../hosts/host.ts";
import { until } from "../../hosts/machine.ts";
import type { Program } from "../../hosts/program.ts";
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

/** An idle connection to beta with the certificate of a host. */
export class Visit {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  static async begin(host: Host): Promise<Visit> {
    const program = await host.spawn(["python3", "-c", visitor]);
    await program.waitForOutput("open", 10_000);
    return new Visit(program);
  }

  /** It is ended within a second, counted from before whatever the test did, and its TLS session does not open the door again. */
  async assertThrownOut(): Promise<void> {
    await until("end of the visit", () => Promise.resolve(this.#program.stdout.includes("then")), 15_000);
    const [, afterMs, againMs] = /closed after (\d+) then (\d+)/.exec(this.#program.stdout) ?? [];
    expect(Number(afterMs)).toBeLessThan(1_500);
    expect(Number(againMs)).toBeLessThan(500);
  }
}

/** Says for how long its connection stayed open, and then another one that resumes the same session. */
const visitor = `import socket, ssl, time
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.load_cert_chain("/etc/konk/tls/host.crt", "/etc/konk/tls/host.key")
context.set_alpn_protocols(["konk-bulk/1"])
def dial(session):
    link = context.wrap_socket(socket.create_connection(("beta", 7440)), session=session)
    link.settimeout(5)
    return link
def wait(link):
    began = time.monotonic()
    try: link.recv(1)
    except TimeoutError: return 5000
    except OSError: pass
    return round((time.monotonic() - began) * 1000)
link = dial(None)
print("open", flush=True)
print("closed after", wait(link), "then", wait(dial(link.session)), flush=True)
`;
