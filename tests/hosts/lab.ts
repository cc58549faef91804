/**
 * A lab: hosts that konk moves containers between, and the network they are on.
 *
 *     await using lab = await Lab.start();
 *     await lab.alpha.check(["konk", "run", "--name", "web", ...]);
 *
 * Everything is in namespaces that end with the lab or with its owner. Many labs can run at once. A shelf (a tmpfs that
 * only the lab sees) holds the hosts' disks, the binary they get, and the output of what they run.
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { copySmallFiles, keepHost, keepKernelLog } from "./artifacts.ts";
import { CertificateAuthority } from "./certificates.ts";
import { labCgroupName, makeCgroup, removeCgroup, sweepCgroups } from "./cgroup.ts";
import { Host } from "./host.ts";
import { Lan } from "./lan.ts";
import { cachedTree, repository, shelfFolder } from "./machine.ts";

export interface LabOptions {
  /** Names of the hosts; the first has 10.77.0.11. Default: alpha and beta. */
  hosts?: readonly string[];
  /** The binary that the hosts get as /usr/local/bin/konk; false for none. Default: dist/konk. */
  konk?: string | false;
  /** Whether the hosts get certificates of the lab's authority; else none has an identity. Default true. */
  identities?: boolean;
  /** The Debian tree that the hosts run on. Default: that of `vm/rootfs`. */
  tree?: string;
}

export class Lab implements AsyncDisposable {
  readonly lan: Lan;
  readonly hosts: readonly Host[];
  /** Signed the hosts' certificates, and signs more. */
  readonly authority: CertificateAuthority;
  readonly #cgroupName: string;

  private constructor(lan: Lan, authority: CertificateAuthority, hosts: readonly Host[], cgroupName: string) {
    this.lan = lan;
    this.authority = authority;
    this.hosts = hosts;
    this.#cgroupName = cgroupName;
  }

  /** Starts a lab, with certificates in place and no server running. Needs root and what `vm/setup` provides. */
  static async start({
    hosts = ["alpha", "beta"],
    konk = join(repository, "dist/konk"),
    identities = true,
    tree = cachedTree(),
  }: LabOptions = {}): Promise<Lab> {
    const labCgroup = labCgroupName();
    const lan = await Lan.start();
    const authority = await CertificateAuthority.create("konk lab", lan.shelf);
    await sweepCgroups(join(lan.shelf, "cgroup"));
    makeCgroup(join(lan.shelf, "cgroup", labCgroup));
    fillCommonLayer(join(lan.shelf, "common"), konk);
    const layers = [join(shelfFolder, "common"), tree];
    const made = hosts.map(
      (name, index) => new Host({ name, address: `10.77.0.${11 + index}`, lan, labCgroup, layers }),
    );
    const lab = new Lab(lan, authority, made, labCgroup);
    try {
      await Promise.all(made.map(async (host) => await lab.#install(host, identities)));
    } catch (error) {
      await lab[Symbol.asyncDispose]();
      throw error;
    }
    return lab;
  }

  host(name: string): Host {
    const host = this.hosts.find((candidate) => candidate.name === name);
    if (host === undefined) throw new Error(`Cannot find host "${name}": the lab has ${this.hosts.length} others`);
    return host;
  }
  get alpha(): Host {
    return this.host("alpha");
  }
  get beta(): Host {
    return this.host("beta");
  }

  /** Copies what may explain a failure into a folder: hosts' state, output of every program, the kernel's log. */
  async keepArtifacts(folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    for (const host of this.hosts) await keepHost(host, join(folder, host.name));
    copySmallFiles(join(this.lan.shelf, "logs"), join(folder, "logs"));
    keepKernelLog(folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.hosts.map(async (host) => await host.kill()));
    await removeCgroup(join(this.lan.shelf, "cgroup", this.#cgroupName));
    this.authority[Symbol.dispose]();
    await this.lan.end();
  }

  async #install(host: Host, identities: boolean): Promise<void> {
    const [identity] = await Promise.all([this.authority.issue(host.name, host.address), host.boot()]);
    if (identities) host.installIdentity(identity);
    const known = this.hosts.map(({ name, address }) => `${address} ${name}\n`).join("");
    host.writeFile("/etc/hosts", `127.0.0.1 localhost\n::1 localhost\n${known}`);
  }
}

/** What all hosts get beside the Debian tree, once for all of them: the binary, and the workloads as /srv/workloads. */
function fillCommonLayer(layer: string, konk: string | false): void {
  mkdirSync(join(layer, "usr/local/bin"), { recursive: true });
  cpSync(join(repository, "tests/workloads"), join(layer, "srv/workloads"), { recursive: true });
  if (konk === false) return;
  copyFileSync(konk, join(layer, "usr/local/bin/konk"));
  chmodSync(join(layer, "usr/local/bin/konk"), 0o755);
}
