/** The one way to wait for something for a limited time: the timer of the loser never keeps konk from ending. */

/**
 * Settles as `promise` does, or after `timeoutMs` with what `onLate` returns or throws. `promise` itself goes on; should it
 * reject after that, nobody hears of it.
 */
export async function within<T, L>(promise: Promise<T>, timeoutMs: number, onLate: () => L): Promise<T | L> {
  const late = Symbol("late");
  const clock = Promise.withResolvers<typeof late>();
  const timer = setTimeout(() => {
    clock.resolve(late);
  }, timeoutMs);
  try {
    const first = await Promise.race([promise, clock.promise]);
    return first === late ? onLate() : first;
  } finally {
    clearTimeout(timer);
  }
}
