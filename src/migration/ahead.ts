/** Lets a source run ahead of its consumer. What bounds it is the source's own supply. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const queue: T[] = [];
  const state = { ended: false, left: false, news: Promise.withResolvers<void>() };
  const note = () => {
    state.news.resolve();
    state.news = Promise.withResolvers();
  };
  const reading = (async () => {
    try {
      for await (const item of source) {
        if (state.left) break;
        queue.push(item);
        note();
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
      if (item === undefined) await state.news.promise;
      else yield item;
    }
    await reading;
  } finally {
    state.left = true;
  }
}
