import { afterEach, beforeEach, expect, test } from "bun:test";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pagerAnswers, pagerEnds, throughPager } from "../../../src/migration/pager-link.ts";

let folder: string;
let path: string;
let server: Server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "konk-link-"));
  path = join(folder, "pager.sock");
  server = createServer().listen({ path });
  await once(server, "listening");
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const never = new AbortController().signal;
const nextPager = async () => ((await once(server, "connection")) as [Socket])[0];
const textOf = (pieces: Uint8Array[]) => Buffer.concat(pieces).toString();

/** A source that goes on until it is told to end. */
function source(...words: string[]) {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  async function* said() {
    for (const word of words) yield Buffer.from(word);
    await promise;
  }
  return { said: said(), end };
}

test("what both sides say goes through, after a byte that tells a source from a watcher", async () => {
  const pager = nextPager();
  const long = "x".repeat(3 << 20);
  const answers = Array.fromAsync(throughPager(path, source("pages", long).said, never));
  const socket = await pager;
  const heard: Buffer[] = [];
  let bytes = 0;
  for await (const piece of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    heard.push(piece);
    bytes += piece.length;
    if (bytes === 1 + 5 + long.length) break;
  }
  expect(textOf(heard)).toBe(`\0pages${long}`);
  socket.end("filled");
  expect(textOf(await answers)).toBe("filled");
});

test("a pager that dies in the middle ends it, without a word that was not said", async () => {
  const pager = nextPager();
  async function* endless() {
    for (;;) {
      yield Buffer.alloc(4096);
      await Bun.sleep(0);
    }
  }
  const heard: Uint8Array[] = [];
  const listening = (async () => {
    for await (const bytes of throughPager(path, endless(), never)) heard.push(bytes);
  })().catch((error: unknown) => error);
  (await pager).destroy();
  const error = await listening;
  if (error !== undefined) expect(error).toMatchObject({ code: "E_TRANSFER" });
  expect(heard).toEqual([]);
});

test.each([
  ["a source that is gone", 5, false],
  ["a call that is given up", 5, true],
  ["a call that is given up before it has connected", 0, true],
] as const)("%s lets go of the pager", async (_, afterMs, isAborted) => {
  const pager = nextPager();
  const { said, end } = source();
  const stop = new AbortController();
  const answers = Array.fromAsync(throughPager(path, said, stop.signal)).catch(() => undefined);
  if (afterMs > 0) await Bun.sleep(afterMs);
  if (isAborted) stop.abort();
  else end();
  const socket = await pager;
  socket.resume();
  await answers;
});

test("without a pager it says so, and who waits for its end need not", async () => {
  const nowhere = join(folder, "none.sock");
  const error: unknown = await throughPager(nowhere, source().said, never)
    .next()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "E_TRANSFER" });
  await pagerEnds(nowhere);
  expect([await pagerAnswers(nowhere), await pagerAnswers(path)]).toEqual([false, true]);
});

test("the end of a pager is seen, and not before", async () => {
  const pager = nextPager();
  let isOver = false;
  const ending = pagerEnds(path).then(() => {
    isOver = true;
  });
  const socket = await pager;
  await Bun.sleep(10);
  expect(isOver).toBe(false);
  socket.destroy();
  await ending;
});
