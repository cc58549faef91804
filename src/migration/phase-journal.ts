/** A journal that walks a transition table: the entry is written first, synced where the table says so, then acted upon. */
import {
  type DestinationEvent,
  type DestinationPhase,
  destinationTable,
  nextDestination,
} from "../core/destination-state.ts";
import { nextSource, type SourceEvent, type SourcePhase, sourceTable } from "../core/source-state.ts";
import { failpoint } from "../failpoint.ts";
import type { Journal, Side } from "./journal.ts";

export class PhaseJournal<Phase extends string, Event extends string> implements Disposable {
  readonly journal: Journal;
  readonly #side: Side;
  readonly #follow: (phase: Phase, event: Event) => Phase;
  readonly #durable: (phase: Phase) => boolean;
  #phase: Phase;

  constructor(
    journal: Journal,
    rules: {
      side: Side;
      phase: Phase;
      follow: (phase: Phase, event: Event) => Phase;
      durable: (phase: Phase) => boolean;
    },
  ) {
    this.journal = journal;
    this.#side = rules.side;
    this.#phase = rules.phase;
    this.#follow = rules.follow;
    this.#durable = rules.durable;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Writes the phase that the event leads to. Throws E_BUG when it is not legal now; nothing is written then. */
  advance(event: Event, details?: Record<string, unknown>): Phase {
    const next = this.#follow(this.#phase, event);
    if (globalThis.KONK_FAULTS) failpoint(`${this.#side}:${next}:before`);
    this.journal.write(next, { durable: this.#durable(next), ...(details === undefined ? {} : { details }) });
    this.#phase = next;
    if (globalThis.KONK_FAULTS) failpoint(`${this.#side}:${next}:after`);
    return next;
  }

  [Symbol.dispose](): void {
    this.journal[Symbol.dispose]();
  }
}

export type SourceJournal = PhaseJournal<SourcePhase, SourceEvent>;
export type DestinationJournal = PhaseJournal<DestinationPhase, DestinationEvent>;

export function sourceJournal(journal: Journal, phase: SourcePhase): SourceJournal {
  const durable = (next: SourcePhase) => sourceTable[next].fsync;
  return new PhaseJournal(journal, { side: "source", phase, follow: nextSource, durable });
}

export function destinationJournal(journal: Journal, phase: DestinationPhase): DestinationJournal {
  const durable = (next: DestinationPhase) => destinationTable[next].fsync;
  return new PhaseJournal(journal, { side: "destination", phase, follow: nextDestination, durable });
}
