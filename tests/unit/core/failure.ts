/** The KonkError that a function throws, so that a test can look at it. */
import { KonkError } from "../../../src/errors.ts";

export function failure(act: () => unknown): KonkError {
  try {
    act();
  } catch (error) {
    if (error instanceof KonkError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
