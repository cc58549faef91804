/** The containers on their way to a host, each a {@link Landing}, and the record of how each ended. */
import { audit } from "../audit.ts";
import type { DestinationPhase } from "../core/destination-state.ts";
import type { Principal } from "../core/principal.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { Landing } from "./landing.ts";

const incomplete: ReadonlySet<DestinationPhase> = new Set(["landing", "receiving", "restoring"] as const);

/** How long a source may say nothing while it should be sending: longer than any dump may be silent. Milliseconds. */
const silenceMs = 300_000;
const lookEveryMs = 30_000;

export class Arrivals {
  readonly #host: string;
  readonly #landings = new Map<string, Landing>();

  constructor(host: string) {
    this.#host = host;
    const look = () => {
      this.endIncomplete(`its source said nothing for ${silenceMs / 60_000} minutes`, isSilent).catch(() => undefined);
    };
    setInterval(look, lookEveryMs).unref();
  }

  find(id: string): Landing | undefined {
    return this.#landings.get(id);
  }

  /** How many are being received, restored, or complete and waiting for their source. */
  get count(): number {
    return [...this.#landings.values()].filter(({ phase }) => incomplete.has(phase) || phase === "held").length;
  }

  /** Whose they are. Forgets those that are over. */
  sources(): Principal[] {
    for (const [id, landing] of this.#landings) if (landing.isOver) this.#landings.delete(id);
    return [...this.#landings.values()].map(({ origin }) => origin.peer);
  }

  of(isMeant: (landing: Landing) => boolean): Landing[] {
    return [...this.#landings.values()].filter(isMeant);
  }

  /** DANGER: nothing of the hand-over waits for the record. */
  tend(landing: Landing): void {
    this.#landings.set(landing.id, landing);
    const startMs = performance.now();
    const { id: migration, container } = landing;
    const { peer, source: from } = landing.origin;
    landing.ended.then(
      async ({ result, reason }) => {
        const durationMs = Math.round(performance.now() - startMs);
        const { name, fingerprint } = peer;
        const what = { migration, container: container.name, from, to: this.#host };
        await audit({ side: "destination", ...what, peer: name, fingerprint, result, reason, durationMs });
      },
      () => undefined,
    );
  }

  /** DANGER: never ends what is HELD, whose source may have gone past the point of no return. */
  async endIncomplete(reason: string, isMeant: (landing: Landing) => boolean): Promise<void> {
    const end = async (landing: Landing) => {
      try {
        await landing.abort(reason);
      } catch (error) {
        log.error(`Cannot end migration ${landing.id} of "${landing.container.name}": ${messageOf(error)}`);
      }
    };
    await Promise.all(this.of((landing) => incomplete.has(landing.phase) && isMeant(landing)).map(end));
  }
}

function isSilent({ silentMs }: Landing): boolean {
  return silentMs > silenceMs;
}
