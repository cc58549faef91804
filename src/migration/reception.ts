/** How much a host takes on at a time, and whose: no peer may use up its processes, descriptors, memory or disk. */
import { readdirSync } from "node:fs";
import type { Refusal } from "../core/compatibility.ts";
import type { Principal } from "../core/principal.ts";
import { KonkError } from "../errors.ts";

/** Containers on their way here at a time: each has a CRIU, a network namespace and its mounts. */
const maximumArrivals = 64;
const maximumArrivalsOfOne = 16;

/** Journals of a host. They are kept, because a forgotten one could let a second copy run. */
const maximumJournals = 100_000;

/** What a Prepare may spend on reading files and building. Milliseconds; its source waits 60 s for it. */
const prepareMs = 60_000;

export class Reception {
  readonly #folder: string;
  /** Being prepared, by migration. */
  readonly #preparing = new Map<string, Principal>();
  #journals: number;

  readonly #maximumJournals: number;

  constructor(folder: string, limits: { maximumJournals: number } = { maximumJournals }) {
    this.#maximumJournals = limits.maximumJournals;
    this.#folder = folder;
    this.#journals = readdirSync(folder).length;
  }

  /** Holds a place while a migration is prepared. Throws E_PROTOCOL when it is being prepared already. */
  enter(id: string, source: Principal): Disposable {
    if (this.#preparing.has(id)) throw new KonkError("E_PROTOCOL", `Migration ${id} is being prepared already`);
    this.#preparing.set(id, source);
    return { [Symbol.dispose]: () => void this.#preparing.delete(id) };
  }

  /** `arrivals` are the sources of what is here; whoever asks has entered. */
  objections(arrivals: readonly Principal[], { name, fingerprint }: Principal, host: string): Refusal[] {
    const all = [...arrivals, ...this.#preparing.values()];
    const own = all.filter((each) => each.fingerprint === fingerprint).length;
    if (all.length <= maximumArrivals && own <= maximumArrivalsOfOne) return [];
    const many = own > maximumArrivalsOfOne ? `${own - 1} containers of "${name}"` : `${all.length - 1} containers`;
    return [
      {
        check: "arrivals",
        reason: `${many} are on their way to ${host} already`,
        fix: "Try again when they are there",
      },
    ];
  }

  /** Counts a journal that is about to be written. Throws E_NO_SPACE. */
  note(): void {
    if (this.#journals >= this.#maximumJournals) {
      throw new KonkError("E_NO_SPACE", `Cannot remember more than ${this.#maximumJournals} migrations`, {
        hint: `Remove folders of migrations that are over on both hosts from "${this.#folder}", and restart the server`,
      });
    }
    this.#journals++;
  }

  /** A call's signal that a Prepare cannot outlast. */
  static deadline(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([signal, AbortSignal.timeout(prepareMs)]);
  }
}
