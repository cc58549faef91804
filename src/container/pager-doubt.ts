/**
 * Whether a pager is just being told of a change, in a file that its death does not change. Whoever is told of a fork, a move or a
 * drop by the kernel is told once: when it dies before it has passed that on, nobody knows what a process lacks, and where.
 */
import { openSync, readFileSync, writeSync } from "node:fs";

const [no, yes] = [Uint8Array.of(0), Uint8Array.of(1)];

export class PagerDoubt {
  readonly #fd: number;

  /** On a tmpfs: it is written twice for each thing that a pager is told. */
  constructor(path: string) {
    this.#fd = openSync(path, "w", 0o600);
    this.end();
  }

  begin(): void {
    writeSync(this.#fd, yes, 0, 1, 0);
  }

  end(): void {
    writeSync(this.#fd, no, 0, 1, 0);
  }
}

/** Of a pager that has died. */
export function diedInDoubt(path: string): boolean {
  try {
    return readFileSync(path)[0] === 1;
  } catch {
    return false; // it died before it was told anything, or the container is taken apart
  }
}
