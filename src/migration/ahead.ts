/** Lets a source run ahead of its consumer, by `limit` items; without one, what bounds it is the source's own supply. */
export async function* ahead<T>(source: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): AsyncGenerator<T> {
  const queue: T[] = [];
  const state = { ended: false, left: false, news: Promise.withResolvers<void>() };
  const note = () => {
    state.news.resolve();
    state.news = Promise.withResolvers();
  };
  const isLeft = () => state.left;
  const reading = (async () => {
    try {
      for await (const item of source) {
        if (isLeft()) break;
        queue.push(item);
        note();
        while (queue.length >= limit && !isLeft()) await state.news.promise;
        if (isLeft()) break; // the source learns of it now, not with its next item
      }
    } finally {
      state.ended = true;
      note();
    }
  })();
  reading.catch(() => undefined); // told below, after what came before it
  try {
    while (queue.length > 0 || !state.ended) {
      const item = queue.shift();
      if (item === undefined) {
        await state.news.promise;
        continue;
      }
      note();
      yield item;
    }
    await reading;
  } finally {
    state.left = true;
    note();
  }
}
