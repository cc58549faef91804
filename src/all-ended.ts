/**
 * Promise.all for work that cleans up after itself: when one of them fails it throws only after all of them have ended, so that
 * nothing is left half undone by a process that ends because of that failure. Throws what the first of them, in their order, threw.
 */
export async function allEnded<T extends readonly unknown[] | []>(
  promises: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}
