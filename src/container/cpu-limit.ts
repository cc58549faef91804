/**
 * Holds a running container back, so that it writes less memory than can be sent ahead: a limit on its processor time, below
 * those that others have set. What it was is kept in a file, so that whoever brings a migration to its end that was cut short
 * can undo it.
 */
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { log } from "../log.ts";
import type { Cgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { readIfThere } from "./process-id.ts";

/** A process that has used up its share waits for the next period: clients should not wait for long. */
const shortestPeriodUs = 10_000;
/** The kernel takes no less. */
const leastQuotaUs = 1_000;
const longestPeriodUs = 1_000_000;

export class CpuLimit {
  readonly #cgroup: Cgroup;
  readonly #keptIn: string;
  readonly #sinceMs = performance.now();
  readonly #usedUs: number;

  private constructor(cgroup: Cgroup, keptIn: string) {
    this.#cgroup = cgroup;
    this.#keptIn = keptIn;
    this.#usedUs = this.#usageUs();
  }

  /** Limits nothing yet. Null where cgroup2 does not share out processor time. */
  static prepare({ cgroup, paths }: Container): CpuLimit | null {
    return cgroup.enableController("cpu") ? new CpuLimit(cgroup, paths.keptCpuLimit) : null;
  }

  /** It gets what it had, also when the konk that held it back was killed. May be repeated. */
  static release({ cgroup, paths }: Container): void {
    const before = readIfThere(paths.keptCpuLimit);
    if (before === null) return;
    cgroup.writeIfThere("cpu.max", before);
    rmSync(paths.keptCpuLimit, { force: true });
  }

  /** How many processors it has used on average since it was prepared. */
  get processorsUsed(): number {
    return (this.#usageUs() - this.#usedUs) / ((performance.now() - this.#sinceMs) * 1_000);
  }

  /** From now on it gets no more than so many processors: 0.25, 3. */
  hold(processors: number): void {
    const periodUs = Math.min(longestPeriodUs, Math.max(shortestPeriodUs, Math.ceil(leastQuotaUs / processors)));
    const quotaUs = Math.max(leastQuotaUs, Math.round(processors * periodUs));
    if (!existsSync(this.#keptIn)) writeFileSync(this.#keptIn, this.#cgroup.read("cpu.max"));
    this.#cgroup.writeIfThere("cpu.max", `${quotaUs} ${periodUs}`);
    log.debug(`it is held back to ${processors.toFixed(2)} processors`);
  }

  #usageUs(): number {
    return Number(/^usage_usec (\d+)$/m.exec(this.#cgroup.read("cpu.stat"))?.[1] ?? 0);
  }
}
