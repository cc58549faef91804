/** The one rule for a missing requirement: it skips a test on a laptop and fails it in CI. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cachedTree, developmentPrograms, repository } from "./machine.ts";

/**
 * Whether `met` holds. Meant for `describe.skipIf(!requirement(...))`.
 *
 * Throws when it does not and the environment says CI=true, so that CI never passes by skipping.
 */
export function requirement(what: string, met: boolean): boolean {
  if (met) return true;
  if (process.env["CI"] === "true") throw new Error(`Cannot test: ${what} is missing (run "npm run setup" as root)`);
  console.warn(`skipped: ${what} is missing (run "npm run setup" as root)`);
  return false;
}

/** Whether labs can run here: root, the programs, the hosts' root filesystem; and dist/konk, unless `konk` is given. */
export function labRequirements(konk: string | false = join(repository, "dist/konk")): boolean {
  const missing = developmentPrograms.find((program) => Bun.which(program) === null);
  return (
    requirement("root", process.getuid?.() === 0) &&
    requirement(`the program "${missing}"`, missing === undefined) &&
    requirement("the hosts' root filesystem", existsSync(cachedTree())) &&
    (konk === false || requirement(`"${konk}"`, existsSync(konk)))
  );
}
