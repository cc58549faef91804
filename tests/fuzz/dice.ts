/** Chance that can be repeated: the same seed gives the same inputs in the same order. */

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but not including, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.below(choices.length)];
    if (chosen === undefined && choices.length === 0) throw new Error("Cannot pick from nothing");
    return chosen as T;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** An input that was valid, changed in one to four places: bits, bytes, cuts, doublings, lengths. */
  mutate(bytes: Uint8Array): Buffer {
    let mutant: Buffer = Buffer.from(bytes);
    for (let times = 1 + this.below(4); times > 0; times -= 1) mutant = this.#mutateOnce(mutant);
    return mutant;
  }

  #mutateOnce(bytes: Buffer): Buffer {
    const at = this.below(bytes.length + 1);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const piece = after.subarray(0, this.below(Math.min(64, after.length) + 1));
    switch (this.below(6)) {
      case 0:
        return Buffer.concat([before, this.bytes(1), after.subarray(1)]);
      case 1:
        return Buffer.concat([before, Buffer.from([(after[0] ?? 0) ^ (1 << this.below(8))]), after.subarray(1)]);
      case 2:
        return Buffer.from(before); // cut off
      case 3:
        return Buffer.concat([before, after.subarray(piece.length)]);
      case 4:
        return Buffer.concat([before, piece, after]);
      default:
        return Buffer.concat([before, this.pick(edges), after.subarray(1)]);
    }
  }
}

/** Lengths and numbers at which readers stumble, as varints and plain bytes. */
const edges = [
  Buffer.from([0]),
  Buffer.from([0x7f]),
  Buffer.alloc(10, 0xff),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.from("../../etc/passwd\0"),
];
