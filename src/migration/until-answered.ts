/** A question that may be repeated, and that must be answered: whether the container runs at the destination. */
import { asKonkError, type KonkError } from "../errors.ts";
import { log } from "../log.ts";

/** How long it is repeated before konk leaves it to an operator. Milliseconds. */
const patienceMs = 60_000;

/** The answer, or why there was none when the user left or patience ended. */
export async function untilAnswered<T>(
  ask: (giveUp: AbortSignal) => Promise<T>,
  leave: AbortSignal,
): Promise<T | KonkError> {
  const giveUp = AbortSignal.any([leave, AbortSignal.timeout(patienceMs)]);
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 2_000)) {
    let failure: KonkError;
    try {
      return await ask(giveUp);
    } catch (error) {
      failure = asKonkError(error);
    }
    if (giveUp.aborted) return failure;
    log.warn(`${failure.message}; asking again`);
    await Bun.sleep(pauseMs);
  }
}
