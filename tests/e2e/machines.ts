/** The two machines and the clients' place on their LAN, as `vm/machines` knows them, and what must be on a host. */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { $ } from "zx";
import { CertificateAuthority, labPolicy } from "../hosts/certificates.ts";
import { repository } from "../hosts/machine.ts";
import { Program } from "../hosts/program.ts";
import { requirement } from "../hosts/requirement.ts";
import { Machine, outputs } from "./machine.ts";

export interface Machines {
  alpha: Machine;
  beta: Machine;
  both: readonly [Machine, Machine];
  lan: ClientsLan;
  sshConfig: string;
}

/** Clients and servers that talk every few milliseconds keep an emulated processor so busy that nothing else gets on. */
export const pace = "PACE_MS=50";

/** Where clients live: a third place that shares nothing with konk but the LAN. */
export class ClientsLan {
  readonly #words: readonly string[];

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  /** Starts a client of tests/probe and waits until it is connected. It ends by `finish()`. */
  async probe(name: string, ...args: readonly string[]): Promise<Program> {
    // A run that is cut short must not leave it behind: it would keep the machines of the next one busy.
    const argv = [
      ...this.#words,
      "setpriv",
      "--pdeathsig",
      "KILL",
      "env",
      pace,
      "python3",
      join(repository, "tests/probe", name),
      ...args,
    ];
    mkdirSync(outputs, { recursive: true });
    const file = join(outputs, `client-${randomUUID().slice(0, 8)}`);
    const files = { stdout: `${file}.out`, stderr: `${file}.err` };
    const program = await Program.start({ words: [], forks: false }, argv, files);
    await program.waitForOutput("connected", 60_000);
    return program;
  }

  /** One HTTP request for "/", on a connection of its own. Returns the status, 0 when there was no answer. */
  async httpStatus(address: string): Promise<number> {
    const words = [...this.#words, "curl", "--silent", "--output", "/dev/null", "--max-time", "30"];
    const { stdout } = await $({ quiet: true, nothrow: true })`${words} --write-out %{http_code} http://${address}/`;
    return Number(stdout);
  }
}

const found = await find();

/** null where there are none: then stories are skipped, and in CI they fail. */
export const machines: Machines | null = requirement(
  `a pair of virtual machines ("vagrant up" or "vm/machines up"): ${found.why}`,
  found.machines !== null,
)
  ? found.machines
  : null;

async function find(): Promise<{ machines: Machines | null; why: string }> {
  const ask = $({ quiet: true, nothrow: true, cwd: repository });
  const { exitCode, stdout, stderr } = await ask`vm/machines ssh-config`;
  if (exitCode !== 0) return { machines: null, why: stderr.trim() };
  const sshConfig = stdout.trim();
  const client = (await ask`vm/machines client`).stdout.trim().split(" ").filter(Boolean);
  const alpha = new Machine("alpha", "10.77.0.11", sshConfig);
  const beta = new Machine("beta", "10.77.0.12", sshConfig);
  mkdirSync(outputs, { recursive: true });
  const pair = [alpha, beta] as const;
  for (const machine of pair) {
    const answer = await machine.run("true", { timeoutMs: 60_000 });
    if (answer.exitCode !== 0) return { machines: null, why: `${machine.name} does not answer: ${answer.stderr}` };
  }
  return { machines: { alpha, beta, both: pair, lan: new ClientsLan(client), sshConfig }, why: "" };
}

/**
 * Brings both hosts to where a story may begin: this konk, its service, certificates, names, the bridge, the workloads. What
 * is there already is left alone, so that a suite can be run again and again on machines that are up.
 */
export async function prepare(machines: Machines, binary: Binary = "konk"): Promise<void> {
  if (prepared === binary && (await Promise.all(machines.both.map(isReady))).every(Boolean)) return;
  await prepareAll(machines, binary);
  prepared = binary;
}

/** Of dist/: what is released, or what stands still where a story wants it to. */
export type Binary = "konk" | "konk-faults";

/** What this process has prepared both hosts with: then a look is enough. */
let prepared: Binary | null = null;

async function isReady(machine: Machine): Promise<boolean> {
  return (
    (await machine.try`systemctl --quiet is-active konk && ip link show konk0 && test -d /srv/workloads`).exitCode === 0
  );
}

async function prepareAll({ both }: Machines, binary: Binary): Promise<void> {
  await Promise.all(
    both.map(async (machine) => await machine.upload("/srv", ["workloads"], join(repository, "tests"))),
  );
  await Promise.all(both.map(async (machine) => await installBinary(machine, binary)));
  if (!(await trustEachOther(both))) await installIdentities(both);
  await Promise.all(
    both.map(async (machine) => {
      await machine.sh`konk network init --uplink eth1 && konk server install`;
    }),
  );
}

/** On the machines: every binary that a story has brought there, by its digest. To send one to an emulated machine takes half a minute. */
const broughtBinaries = "/var/cache/konk-stories";

/**
 * Installs a binary of dist/ when the host has another one, and lets a running server become the new one. It is on the disk before
 * a story cuts the power: an executable that lost its last pages dies of SIGBUS.
 */
async function installBinary(machine: Machine, name: Binary): Promise<void> {
  const content = await Bun.file(join(repository, "dist", name)).bytes();
  const digest = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  const { stdout } = await machine.try`sha256sum /usr/local/bin/konk`;
  if (stdout.startsWith(digest)) return;
  const brought = `${broughtBinaries}/${digest}`;
  if ((await machine.try`cd ${brought} && echo ${`${digest}  ${name}`} | sha256sum --check --quiet`).exitCode !== 0) {
    await machine.try`cd ${broughtBinaries} && ls -t | tail -n +4 | xargs rm -rf`;
    await machine.upload(brought, [name], join(repository, "dist"));
  }
  await machine.sh`install -m 755 ${brought}/${name} /usr/local/bin/konk && sync`;
  await machine.try`systemctl try-restart konk`; // a fresh host has no such service yet
}

async function trustEachOther([alpha, beta]: Machines["both"]): Promise<boolean> {
  const authorities = await Promise.all(
    [alpha, beta].map(async (each) => {
      return await each.try`openssl x509 -checkend 7200 -noout -in /etc/konk/tls/host.crt && test -s /etc/konk/policy.json && cat /etc/konk/tls/ca.crt`;
    }),
  );
  const [one, other] = authorities.map(({ exitCode, stdout }) => (exitCode === 0 ? stdout : ""));
  return one !== "" && one === other;
}

async function installIdentities(both: Machines["both"]): Promise<void> {
  using authority = await CertificateAuthority.create("konk", outputs);
  const names = both.map(({ address, name }) => `${address} ${name}`);
  for (const machine of both) {
    const { key, certificate, authority: root } = await authority.issue(machine.name, machine.address);
    const files = { "host.key": key, "host.crt": certificate, "ca.crt": root };
    const install = Object.entries(files).map(
      ([name, content]) => `install -D -m 600 /dev/stdin /etc/konk/tls/${name} <<'END'\n${content.trim()}\nEND\n`,
    );
    const policy = `cat >/etc/konk/policy.json <<'END'\n${JSON.stringify(labPolicy)}\nEND\n`;
    const known = names.map((line) => `grep -qx '${line}' /etc/hosts || echo '${line}' >>/etc/hosts\n`);
    await machine.script([...install, policy, ...known].join(""));
  }
}
