/** The clock of a migration: when each step happened, in milliseconds since it began, on this host alone. */
import type { TimedStep } from "../core/report.ts";

export class Timeline<Step extends string = string> {
  readonly steps: { step: Step; atMs: number }[] = [];
  readonly #start = performance.now();
  readonly #onStep: ((step: TimedStep) => void) | undefined;

  constructor(onStep?: (step: TimedStep) => void) {
    this.#onStep = onStep;
  }

  get nowMs(): number {
    return performance.now() - this.#start;
  }

  mark(step: Step): void {
    const timed = { step, atMs: this.nowMs };
    this.steps.push(timed);
    this.#onStep?.(timed);
  }
}
