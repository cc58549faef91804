/**
 * The source's side of migrations. `migrate()` reads from top to bottom like the protocol; what may follow what is in
 * core/source-state.ts, and the destination answers through {@link DestinationPeer}.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { Container } from "../container/container.ts";
import type { MigrationReport } from "../core/report.ts";
import { describeWhere } from "../core/source-state.ts";
import { asKonkError, KonkError } from "../errors.ts";
import { version } from "../version.ts";
import { follows } from "./following.ts";
import { type HelloReply, preCopyFeature, protocolVersion } from "./peer.ts";
import { SourceMigration } from "./source-migration.ts";
import { owesAbort, resolve, unfinishedMigrations } from "./source-recovery.ts";
import type { SourceMigrationOptions } from "./source-terms.ts";

export type MigrationClientOptions = Omit<SourceMigrationOptions, "id" | "container" | "init">;

/** The first signal rolls back as long as that is possible; the second one leaves a hand-over that nobody confirms. */
export interface Cancel {
  first: AbortSignal;
  second: AbortSignal;
}

/** DANGER: what is still to come of a container's memory is in no dump of it. Throws E_BUSY. */
function assertWhole(container: Container): void {
  if (!follows(container)) return;
  throw new KonkError("E_BUSY", `Cannot move "${container.name}" yet: part of its memory is still on its way here`, {
    hint: 'Try again in a moment. "konk recover --show" tells where from',
  });
}

export class MigrationClient {
  readonly #options: MigrationClientOptions;

  constructor(options: MigrationClientOptions) {
    this.#options = options;
  }

  /**
   * Moves the container. Throws E_REFUSED before anything is frozen; any other error before the point of no return means
   * that it runs on here; E_UNCONFIRMED means that it is on the destination or nowhere yet, never on both.
   */
  async migrate(name: string, cancel: Cancel): Promise<MigrationReport> {
    const { paths, destinationHost } = this.#options;
    const container = Container.open(paths, name);
    using _lock = await container.lock(`a migration to ${destinationHost}`);
    container.livingInit(); // nothing to move, nobody to ask
    assertWhole(container);
    const hello = await this.#hello(cancel.first);
    await this.#settleEarlier(container, cancel.first);
    const init = container.livingInit();
    const id = randomUUID().replaceAll("-", ""); // never used again: a late answer to it must not hit another migration
    this.#options.onEvent?.({ kind: "begun", id });
    await using migration = new SourceMigration({ ...this.#options, id, container, init });
    try {
      await migration.prepare(hello, cancel.first); // compared, verified, landing zone built
      await migration.warmUp(cancel.first); // nothing slow is left for the freeze
      await migration.freezeAndRestore(cancel.first); // SPARE here, HELD there

      // ---- The point of no return. Until here every failure rolls back; from here konk only goes forward. ----
      await migration.handOver(cancel.second); // it runs there
      await migration.clean(); // nothing of it stays here
      return migration.report();
    } catch (error) {
      throw await migration.fail(error);
    }
  }

  /**
   * An earlier migration of the container that was cut short comes first. DANGER: what is frozen here may be a spare, and
   * another host may be running the container.
   */
  async #settleEarlier(container: Container, signal: AbortSignal): Promise<void> {
    const { paths, destination, destinationHost } = this.#options;
    for (const unfinished of unfinishedMigrations(paths).filter(({ facts }) => facts.container === container.name)) {
      const { id, facts, phase } = unfinished;
      const same = facts.destination === destinationHost;
      if (!same && owesAbort(phase)) continue; // the server tells that host once it answers; this one does not wait for it
      const result = same ? await resolve(paths, unfinished, destination, signal) : undefined;
      if (result?.resolved) continue;
      throw new KonkError(
        "E_BUSY",
        `Migration ${id} of "${container.name}" to "${facts.destination}" is not finished`,
        {
          hint: `Run "konk recover ${id}"`,
          ...(result ? { where: result.where } : {}),
        },
      );
    }
  }

  async #hello(signal: AbortSignal): Promise<HelloReply> {
    const { destination, destinationHost } = this.#options;
    const where = describeWhere("preparing", hostname(), destinationHost);
    const hello = { protocol: protocolVersion, konkVersion: version, features: [preCopyFeature] };
    const reply = await destination.hello(hello, signal).catch((error: unknown) => {
      throw asKonkError(error).with({ where });
    });
    if (reply.protocol === protocolVersion) return reply;
    const found = `konk ${reply.konkVersion} with protocol ${reply.protocol}`;
    throw new KonkError(
      "E_REFUSED",
      `Cannot talk to "${destinationHost}": found ${found}, wanted protocol ${protocolVersion}`,
      {
        hint: `Install konk ${version} there`,
        where,
      },
    );
  }
}
