/** How a migration that did not succeed is told: each kind of end once, with where the container is and what to do. */
import type { Refusal } from "../core/compatibility.ts";
import { describeWhere } from "../core/source-state.ts";
import { KonkError, messageOf } from "../errors.ts";

/** It cannot work: refused before anything is frozen, with every reason at once. */
export function refused(container: string, destination: string, refusals: readonly Refusal[]): KonkError {
  const count = refusals.length === 1 ? "one reason" : `${refusals.length} reasons`;
  return new KonkError("E_REFUSED", `Container "${container}" cannot move to "${destination}" (${count})`, {
    lines: refusals.map(({ check, reason, fix }) => `${check}: ${reason}. ${fix}`),
    hint: "Nothing was touched. Mend what is listed and try again",
  });
}

/** Its first process ended on the source, by itself or by somebody's hand, before a complete copy was anywhere else. */
export function endedOnTheWay(container: string, where: string, cause: KonkError): KonkError {
  return new KonkError("E_ENDED", `Container "${container}" ended while it was being moved: ${cause.message}`, {
    cause,
    where,
    hint: '"konk ps" and "konk logs" tell how it ended',
  });
}

/** It was handed over, and ended before the last of its memory had followed it. */
export function lostOnTheWay(container: string, destination: string): KonkError {
  return new KonkError("E_ENDED", `Container "${container}" ended on "${destination}" while its memory followed it`, {
    hint: `"konk ps" and the log of konk server on "${destination}" tell why`,
  });
}

/** After the point of no return: only the destination may run it, and nobody has heard whether it does. */
export function unconfirmed(id: string, destination: string, cause: unknown): KonkError {
  return new KonkError("E_UNCONFIRMED", `"${destination}" has not confirmed that the container runs there`, {
    hint: `Run "konk recover ${id}" when both hosts can talk again`,
    cause,
  });
}

/** It runs there, and konk leaves before the last of its memory has followed it. */
export function stillServing(id: string, container: string, destination: string, cause: KonkError): KonkError {
  const what = `Container "${container}" runs on "${destination}", and part of its memory is still here: ${cause.message}`;
  return new KonkError("E_UNCONFIRMED", what, {
    hint: `konk server sends the rest; "konk recover ${id}" does it without one`,
    cause,
  });
}

/** Somebody killed the spare: what the destination may hold is the only copy, and recovery has to ask for it. */
export function spareKilled(id: string, source: string, destination: string, cause: KonkError): KonkError {
  return unconfirmed(id, destination, cause).with({ where: describeWhere("handing-over", source, destination) });
}

/** The roll-back itself failed. */
export function stuck(
  failure: unknown,
  error: KonkError,
  { source, destination }: { source: string; destination: string },
) {
  return new KonkError("E_UNCONFIRMED", `Cannot roll back: ${messageOf(failure)} (after: ${error.message})`, {
    cause: failure,
    lines: error.lines,
    where: `on ${source}, perhaps frozen; it does not run on ${destination}`,
    hint: 'Run "konk recover"',
  });
}
