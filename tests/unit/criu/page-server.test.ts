import { afterEach, beforeEach, expect, test } from "bun:test";
import { closeSync, readSync, writeSync } from "node:fs";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { type PageEvent, PageServer, pageHeaderBytes } from "../../../src/criu/page-server.ts";
import { pageHeader, type Said } from "../../criu-fake/page-header.ts";

let server: PageServer;
beforeEach(() => {
  server = new PageServer();
});
afterEach(() => {
  server[Symbol.dispose]();
});

const [older, newer] = [
  { major: 4, minor: 1 },
  { major: 4, minor: 2 },
];

function heard(version = newer): AsyncIterable<readonly PageEvent[]> {
  server.heed(version);
  return server.events();
}

const page = (fill: number) => Buffer.alloc(pageBytes, fill);
const openTask = (id: bigint): Said => ({ command: 4, image: (id << 8n) | 1n });
const close: Said = { command: 0x1024 };

async function collect(batches: AsyncIterable<readonly PageEvent[]>) {
  const seen: { image?: unknown; address?: number; flags?: number; fills?: number[] }[] = [];
  for await (const events of batches) {
    for (const event of events) {
      if (event.kind === "open") seen.push({ image: event.image });
      else {
        const fills = Array.from(
          { length: event.data.length / pageBytes },
          (_, at) => event.data[at * pageBytes] ?? -1,
        );
        seen.push({ address: event.address, flags: event.flags, fills });
      }
    }
  }
  return seen;
}

test("pageHeaderBytes(): CRIU never says which of two headers it sends, so its version must", () => {
  const version = (major: number, minor: number) => pageHeaderBytes({ major, minor });
  expect([version(3, 19), version(4, 1), version(4, 2), version(4, 10), version(5, 0)]).toEqual([24, 24, 32, 32, 32]);
});

test.each([24, 32] as const)("every page arrives at its address, with headers of %d bytes", async (headerBytes) => {
  const say = (said: Said) => pageHeader(headerBytes, said);
  const stream = Buffer.concat([
    say(openTask(7n)),
    say({ command: 6, flags: 6, pages: 2, address: 0x7fff_0000_1000 }),
    page(1),
    page(2),
    say({ command: 6, flags: 4, pages: 1, address: 0x7fff_ffff_f000 }),
    page(3),
    say({ command: 4, image: (9n << 8n) | 2n }),
    say(close),
  ]);
  for (let at = 0; at < stream.length; at += 5000) writeSync(server.criuFd, stream.subarray(at, at + 5000));
  const seen = await collect(heard(headerBytes === 24 ? older : newer));
  const pages = seen.flatMap(({ address, fills }) =>
    (fills ?? []).map((fill, index) => [Number(address) + index * pageBytes, fill]),
  );
  expect(pages).toEqual([
    [0x7fff_0000_1000, 1],
    [0x7fff_0000_2000, 2],
    [0x7fff_ffff_f000, 3],
  ]);
  expect(seen.flatMap(({ image }) => image ?? [])).toEqual([
    { kind: "pagemap", id: "7" },
    { kind: "pagemap-shmem", id: "9" },
  ]);
  expect(new Set(seen.flatMap(({ flags }) => flags ?? []))).toEqual(new Set([6, 4]));
  expect(readSync(server.criuFd, Buffer.alloc(100))).toBe(1 + 1 + 4); // no parent, no parent, no error
});

test("who listens before CRIU's version is known hears its first header all the same", async () => {
  const seen = collect(server.events());
  writeSync(server.criuFd, pageHeader(24, openTask(7n)));
  await Bun.sleep(20);
  server.heed(older);
  writeSync(server.criuFd, pageHeader(24, close));
  expect(await seen).toEqual([{ image: { kind: "pagemap", id: "7" } }]);
});

test("who listens to a CRIU that never says its version is let go", async () => {
  const seen = collect(server.events());
  server[Symbol.dispose]();
  expect(await seen).toEqual([]);
});

test("a CRIU that dies in the middle of a page ends the stream, and half a page is no page", async () => {
  writeSync(server.criuFd, pageHeader(32, openTask(1n)));
  writeSync(server.criuFd, pageHeader(32, { command: 6, flags: 4, pages: 2, address: 4096 }));
  writeSync(server.criuFd, Buffer.alloc(pageBytes + 100));
  closeSync(server.criuFd);
  const seen = await collect(heard());
  expect(seen.flatMap(({ fills }) => fills ?? [])).toHaveLength(1);
});

test("a CRIU whose pages nobody takes any more is not kept waiting", async () => {
  writeSync(server.criuFd, pageHeader(32, openTask(1n)));
  for await (const _ of heard()) break;
  expect(() => writeSync(server.criuFd, "x")).toThrow("EPIPE");
});

test.each([
  [{ command: 99 }, "command 99"],
  [{ command: 6, flags: 1, pages: 1 }, "pages with flags 1"],
  [{ command: 4, image: 5n }, "image 5"],
] as [Said, string][])("what no known CRIU says is refused, not guessed at: %p", async (said, found) => {
  writeSync(server.criuFd, pageHeader(32, said));
  expect(await collect(heard()).catch(String)).toContain(found);
});
