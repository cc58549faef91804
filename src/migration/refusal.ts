/** A migration that cannot work is refused before anything is frozen, with every reason at once. */
import type { Refusal } from "../core/compatibility.ts";
import { KonkError } from "../errors.ts";

export function refused(container: string, destination: string, refusals: readonly Refusal[]): KonkError {
  const count = refusals.length === 1 ? "one reason" : `${refusals.length} reasons`;
  return new KonkError("E_REFUSED", `Container "${container}" cannot move to "${destination}" (${count})`, {
    lines: refusals.map(({ check, reason, fix }) => `${check}: ${reason}. ${fix}`),
    hint: "Nothing was touched. Mend what is listed and try again",
  });
}
