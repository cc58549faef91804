/** The contender that this repository is about, as its users run it, and with all memory sent in the freeze. */

import type { Contender } from "./contender.ts";
import { isMigrationReport } from "./report-shape.ts";

const patience = { timeoutMs: 120_000 };

export const konk = konkWith("konk");
export const konkStopCopy = konkWith("konk-stop-copy", "--mode", "stop-copy");

export const konkPostCopy = konkWith("konk-post-copy", "--mode", "post-copy");

function konkWith(name: string, ...options: readonly string[]): Contender {
  return {
    name,
    address: "10.9.0.100",

    async start({ alpha }, command) {
      await alpha.check(
        ["konk", "run", "--name", "bench", "--ip", "10.9.0.100/24", "--detach", "--", ...command],
        patience,
      );
    },

    async move({ alpha }) {
      const report: unknown = JSON.parse(
        await alpha.check(["konk", "migrate", "bench", "beta", "--json", ...options], patience),
      );
      if (!isMigrationReport(report)) throw new Error(`Cannot read the report of konk: ${JSON.stringify(report)}`);
      return { stepsMs: report.split, reportedMs: report.downtimeMs };
    },

    async remove({ beta }) {
      await beta.check(["konk", "rm", "--force", "bench"]);
    },
  };
}
