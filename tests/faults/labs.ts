/** Labs that cells share: a cell that passes leaves its lab empty for the next; one that fails takes its lab with it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../src/errors.ts";
import { repository } from "../hosts/machine.ts";
import { Scene } from "../integration/support/scene.ts";
import { type CellResult, runCell, unfinished } from "./cell.ts";
import { type Cell, changesHosts, nameOf } from "./matrix.ts";

const konk = join(repository, "dist/konk-faults");

export class Labs implements AsyncDisposable {
  readonly #idle: Scene[] = [];
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** At most so many at once; a core each is enough. */
  constructor(count: number) {
    this.#free = count;
  }

  /** Runs a cell in the next free lab. Never throws: what goes wrong is a problem of the cell. */
  async run(cell: Cell): Promise<CellResult> {
    if (this.#free === 0) await this.#turn();
    else this.#free -= 1;
    try {
      return await this.#runIn(this.#idle.pop() ?? (await Scene.start({ konk })), cell);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
  }

  async #runIn(scene: Scene, cell: Cell): Promise<CellResult> {
    const result = await runCell(scene, cell).catch((error: unknown) => unfinished(cell, [messageOf(error)]));
    if (result.problems.length > 0) await keep(scene, cell);
    // What a host is like when it is empty is not known of one that has booted again.
    if (result.problems.length > 0 || changesHosts(cell.fault)) await scene[Symbol.asyncDispose]();
    else this.#idle.push(scene);
    return result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(async (scene) => await scene[Symbol.asyncDispose]()));
  }
}

async function keep(scene: Scene, { stop, fault }: Cell): Promise<void> {
  const name = `faults ${nameOf(stop)} ${fault}`.replaceAll(/[^a-zA-Z0-9]+/g, "-");
  const folder = join(repository, "artifacts", name);
  rmSync(folder, { recursive: true, force: true });
  await scene.lab.keepArtifacts(folder).catch((error: unknown) => {
    console.error(`no artifacts: ${messageOf(error)}`);
  });
}
