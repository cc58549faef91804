/**
 * What tests of migrations begin with and look at: a lab whose hosts have konk's network and a running server, a way to
 * migrate and get the report, and the two questions after every one: is there exactly one copy, and is anything left?
 *
 *     sceneTest("a counter moves", async (scene) => {
 *       await scene.start("web", ["--ip", "10.9.0.100/24"], ["python3", "/srv/workloads/counter.py", "7000"]);
 *       const report = await scene.migrate("web", scene.alpha, scene.beta);
 *       await scene.assertOneCopy("web", scene.beta);
 *       await scene.assertNothingLeft(scene.alpha);
 *     });
 */
import { expect, test } from "bun:test";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { MigrationReport } from "../../../src/core/report.ts";
import { messageOf } from "../../../src/errors.ts";
import { within } from "../../../src/within.ts";
import type { Host } from "../../hosts/host.ts";
import type { Inventory } from "../../hosts/inventory.ts";
import { Lab, type LabOptions } from "../../hosts/lab.ts";
import { repository, until } from "../../hosts/machine.ts";
import type { Program } from "../../hosts/program.ts";

/** What `konk migrate --json` prints. */
export type Outcome =
  | ({ ok: true } & MigrationReport)
  | {
      ok: false;
      error: { code: string; message: string; host: string | null; where: string | null; hint: string | null };
    };

/** A migration that has ended, however it did. */
export interface Ended {
  outcome: Outcome;
  stderr: string;
  exitCode: number;
}

export interface Inspection {
  status: { state: string; pid: number | null };
  processes: number[];
  paths: { folder: string; log: string; root: string; netns: string; cgroup: string };
}

/** Nothing that a test waits for takes long; a loaded machine does. */
const patienceMs = 120_000;
const settleMs = 15_000;

export class Scene implements AsyncDisposable {
  readonly lab: Lab;
  readonly #baselines = new Map<Host, Inventory>();

  private constructor(lab: Lab) {
    this.lab = lab;
  }

  /** A lab in which every host can send and receive containers. */
  static async start(options: LabOptions = {}): Promise<Scene> {
    const scene = new Scene(await Lab.start(options));
    try {
      for (const host of scene.lab.hosts) await scene.prepare(host);
    } catch (error) {
      await scene[Symbol.asyncDispose]();
      throw error;
    }
    return scene;
  }

  /** Gives a host, also one that has booted again, konk's network and a server, and takes its baseline. */
  async prepare(host: Host): Promise<void> {
    await host.check(["konk", "host", "init"]); // a host of the lab's authority keeps what it has
    await host.check(["konk", "network", "init", "--uplink", "eth1"], { timeoutMs: patienceMs });
    await host.startServer();
    // Its traces (a /dev, the cgroup of monitors) stay on a host by design.
    await host.check(["konk", "run", "--name", "first", "--", "true"], { timeoutMs: patienceMs });
    await host.check(["konk", "rm", "first"]);
    this.#baselines.set(host, settled(await host.inventory()));
  }

  get alpha(): Host {
    return this.lab.alpha;
  }
  get beta(): Host {
    return this.lab.beta;
  }

  /** Starts a container in the background; on alpha unless told otherwise. */
  async start(name: string, options: readonly string[], command: readonly string[], host = this.alpha): Promise<void> {
    await host.check(["konk", "run", "--name", name, ...options, "--detach", "--", ...command], {
      timeoutMs: patienceMs,
    });
  }

  /** Starts a client of tests/probe and waits until it is connected. */
  async client(probe: string, ...args: readonly string[]): Promise<Program> {
    const client = await this.lab.lan.probe(probe, ...args);
    await client.waitForOutput("connected", patienceMs);
    return client;
  }

  /** Migrates a container and returns the report. Throws what konk said when it fails. */
  async migrate(name: string, from: Host, to: Host, ...options: readonly string[]): Promise<MigrationReport> {
    const { outcome, stderr, exitCode } = await this.tryMigrate(name, from, to, ...options);
    if (!outcome.ok || exitCode !== 0) {
      throw new Error(`Cannot migrate "${name}": exit status ${exitCode}: ${JSON.stringify(outcome)}\n${stderr}`);
    }
    return outcome;
  }

  /** The same, but any end will do. */
  async tryMigrate(name: string, from: Host, to: Host, ...options: readonly string[]): Promise<Ended> {
    const argv = ["konk", "migrate", name, to.name, "--json", "--verbose", ...options];
    const program = await from.spawn(argv); // one that hangs is there to be looked at when the artifacts are kept
    const exitCode = await within(program.exited, patienceMs, () => {
      throw new Error(`Cannot migrate "${name}": no end after ${patienceMs} ms\n${program.stderr}`);
    });
    const { stdout, stderr } = program;
    try {
      return { outcome: JSON.parse(stdout) as Outcome, stderr, exitCode };
    } catch (error) {
      throw new Error(`Cannot read what "konk migrate" printed: found "${stdout}": ${stderr}`, { cause: error });
    }
  }

  async inspect(name: string, host: Host): Promise<Inspection> {
    return JSON.parse(await host.check(["konk", "inspect", name])) as Inspection;
  }

  /** Everything that runs, by host: "name: state" of each container, as `konk ps` tells. */
  async states(host: Host): Promise<string[]> {
    const rows = JSON.parse(await host.check(["konk", "ps", "--json"])) as { name: string; state: string }[];
    return rows.map(({ name, state }) => `${name}: ${state}`);
  }

  /** One host runs the container, unfrozen; no other one knows it or has a process of it. */
  async assertOneCopy(name: string, owner: Host): Promise<void> {
    for (const host of this.lab.hosts.filter((each) => each.isOn)) {
      const known = (await this.states(host)).filter((state) => state.startsWith(`${name}: `));
      expect({ host: host.name, known }).toEqual({
        host: host.name,
        known: host === owner ? [`${name}: running`] : [],
      });
      const cgroup = join(host.cgroup, "konk.slice", `${name}.scope`);
      if (host === owner) expect(readFileSync(join(cgroup, "cgroup.events"), "utf8")).toBe("populated 1\nfrozen 0\n");
      else expect(existsSync(cgroup)).toBe(false);
    }
  }

  /** The host is as it was before there were containers: no process, mount, namespace, link, table, cgroup or folder more. */
  async assertNothingLeft(...hosts: readonly Host[]): Promise<void> {
    for (const host of hosts) {
      const baseline = this.#baselines.get(host);
      const now = async () => settled(await host.inventory());
      await until("empty host", async () => Bun.deepEquals(await now(), baseline), settleMs).catch(() => undefined);
      expect({ host: host.name, ...(await now()) }).toEqual({ host: host.name, ...baseline } as never);
    }
  }

  /** Removes a container, running or not, and looks whether that left anything on any host. */
  async assertRemovable(name: string, owner: Host): Promise<void> {
    await owner.check(["konk", "rm", "-f", name], { timeoutMs: patienceMs });
    await this.assertNothingLeft(...this.lab.hosts);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.lab[Symbol.asyncDispose]();
  }
}

/** Declares a test with a scene of its own. A test that fails leaves the lab's state in artifacts/. */
export function sceneTest(name: string, body: (scene: Scene) => Promise<void>, options: LabOptions = {}): void {
  const folder = join(repository, "artifacts", name.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 100));
  test(
    name,
    async () => {
      rmSync(folder, { recursive: true, force: true });
      await using scene = await Scene.start(options);
      try {
        await body(scene);
      } catch (error) {
        await scene.lab.keepArtifacts(folder).catch((problem: unknown) => {
          console.error(`no artifacts: ${messageOf(problem)}`);
        });
        throw error;
      }
    },
    5 * 60_000,
  );
}

/** Without what stays by design: the history of migrations and the empty tmpfs for images. */
function settled(inventory: Inventory): Inventory {
  return {
    ...inventory,
    mounts: inventory.mounts.filter((mount) => mount !== "/run/konk/images: tmpfs"),
    folders: inventory.folders.filter(
      (path) =>
        path !== "/run/konk/images" &&
        !path.startsWith("/var/lib/konk/migrations") &&
        !/^\/run\/konk\/containers\/[^/]+\/root\//.test(path), // a whole file system, which the mounts tell of
    ),
  };
}
