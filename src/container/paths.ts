/** Where konk keeps things on a host. State survives a reboot, the runtime folder does not; both are 0700. */
import { createHash } from "node:crypto";
import { join } from "node:path";

export const defaultStateFolder = "/var/lib/konk";
export const runtimeFolder = "/run/konk";

export class Paths {
  readonly state: string;

  constructor(state: string = defaultStateFolder) {
    this.state = state;
  }

  get containers(): string {
    return join(this.state, "containers");
  }
  get migrations(): string {
    return join(this.state, "migrations");
  }
  /** How the bridge was made, for the next boot. */
  get network(): string {
    return join(this.state, "network.json");
  }
  /** The tmpfs with checkpoint images: memory never touches a disk. */
  get images(): string {
    return join(runtimeFolder, "images");
  }
  /** A small /dev of konk's own, bound into every container. */
  get dev(): string {
    return join(runtimeFolder, "dev");
  }

  container(name: string): ContainerPaths {
    return new ContainerPaths(this, name);
  }
  migration(id: string): string {
    return join(this.migrations, id);
  }
  /** The images of one migration, on the tmpfs. */
  migrationImages(id: string): string {
    return join(this.images, id);
  }
}

export class ContainerPaths {
  readonly folder: string;
  readonly runtime: string;
  readonly name: string;

  constructor(paths: Paths, name: string) {
    this.name = name;
    this.folder = join(paths.containers, name);
    this.runtime = join(runtimeFolder, "containers", name);
  }

  get spec(): string {
    return join(this.folder, "spec.json");
  }
  get state(): string {
    return join(this.folder, "state.json");
  }
  /** Held by whoever changes the container (a migration, stop, rm): who, since when. */
  get lock(): string {
    return join(this.folder, "lock.json");
  }
  /** Bound into the container at /dev/konk; its standard output and error are a file in it. */
  get logs(): string {
    return join(this.folder, "logs");
  }
  get outputLog(): string {
    return join(this.logs, "output.log");
  }
  get monitorLog(): string {
    return join(this.folder, "monitor.log");
  }
  /** The mount point that is the container's root, the same on every host. */
  get root(): string {
    return join(this.runtime, "root");
  }
  /** Its volumes, each bound on "volume-N" with the options it has inside. */
  get volumes(): string {
    return join(this.runtime, "volumes");
  }
  /** A named pipe on which the container's first process tells its monitor its pid, or why it could not start. */
  get startReport(): string {
    return join(this.runtime, "start-report");
  }
  /** Which process restores it here, while it does. */
  get restorer(): string {
    return join(this.runtime, "restorer.json");
  }
  /** Where its pager listens, as long as memory follows it here. */
  get pagerSocket(): string {
    return join(this.runtime, "pager.socket");
  }
  /** Whether that one is just being told of a change. */
  get pagerDoubt(): string {
    return join(this.runtime, "pager.doubt");
  }
  /** Which process holds its userfaultfds beside pager and monitor. */
  get descriptorHolder(): string {
    return join(this.runtime, "descriptor-holder.json");
  }
  /** While a migration holds it back: what its processor time was limited to before. */
  get keptCpuLimit(): string {
    return join(this.runtime, "cpu.max");
  }
  /** Held while the runtime parts are taken apart; beside the runtime folder, since that goes away meanwhile. */
  get runtimeLock(): string {
    return `${this.runtime}.lock`;
  }
  /** Name for `ip netns`. */
  get netnsName(): string {
    return `konk-${this.name}`;
  }
  get netns(): string {
    return `/run/netns/${this.netnsName}`;
  }
  /** The host's end of the veth pair; at most 15 characters. */
  get hostLink(): string {
    return `kv${createHash("sha256").update(this.name).digest("hex").slice(0, 10)}`;
  }
}
