import { expect, test } from "bun:test";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import type { PageEvent } from "../../../src/criu/criu-service.ts";
import { criu } from "../../../src/gen/criu.js";
import { chunkBytes } from "../../../src/migration/images.ts";
import { OutgoingPages } from "../../../src/migration/outgoing-pages.ts";

const present = 4;

function pages(address: number, ...fills: number[]): PageEvent {
  const data = Buffer.concat(fills.map((fill) => Buffer.alloc(pageBytes, fill)));
  return { kind: "pages", address, flags: present, data };
}

const open = (id: string): PageEvent => ({ kind: "open", image: { kind: "pagemap", id } });

/** Sometimes more than one at a time. */
async function* said(...events: PageEvent[]): AsyncGenerator<PageEvent[]> {
  for (let at = 0; at < events.length; at += 2) yield await Promise.resolve(events.slice(at, at + 2));
}

/** The images as the destination would have them. */
async function images(...events: PageEvent[]): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer[]>();
  for await (const { kind, id, offset, data, release } of new OutgoingPages().chunks(said(...events))) {
    const parts = found.get(`${kind}-${id}`) ?? [];
    found.set(`${kind}-${id}`, parts);
    expect(offset).toBe(parts.reduce((sum, { length }) => sum + length, 0));
    parts.push(Buffer.from(data));
    release?.();
  }
  return new Map([...found].map(([name, parts]) => [name, Buffer.concat(parts)]));
}

function readPagemap(image: Buffer | undefined): { pagesId: number; runs: number[][] } {
  if (!image) throw new Error("there is no pagemap");
  expect(image.readUInt32LE(0)).toBe(0x54564319);
  expect(image.readUInt32LE(4)).toBe(0x56084025);
  const messages: Uint8Array[] = [];
  for (let at = 8; at < image.length; ) {
    const length = image.readUInt32LE(at);
    messages.push(image.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const [head, ...entries] = messages;
  const runs = entries.map((entry) => {
    const { vaddr, nrPages, compatNrPages, flags } = criu.PagemapEntry.decode(entry);
    expect(compatNrPages).toBe(nrPages); // CRIU before 4.2 reads only the one, 4.2 the other
    return [vaddr, nrPages, flags];
  });
  return { pagesId: criu.PagemapHead.decode(head ?? new Uint8Array(0)).pagesId, runs };
}

test("each process's pages lie in one image in the order of its pagemap, runs that continue each other as one", async () => {
  const found = await images(
    open("1"),
    pages(0x1000, 1, 2),
    pages(0x3000, 3),
    pages(0x7fff_ffff_f000, 4),
    open("12"),
    pages(0x1000, 5),
    open("13"),
  );
  expect([...found.keys()]).toEqual(["pages-1", "pagemap-1", "pages-2", "pagemap-12", "pages-3", "pagemap-13"]);
  expect(readPagemap(found.get("pagemap-1"))).toEqual({
    pagesId: 1,
    runs: [
      [0x1000, 3, present],
      [0x7fff_ffff_f000, 1, present],
    ],
  });
  expect(readPagemap(found.get("pagemap-12"))).toEqual({ pagesId: 2, runs: [[0x1000, 1, present]] });
  expect(readPagemap(found.get("pagemap-13"))).toEqual({ pagesId: 3, runs: [] });
  const fills = [0, 1, 2, 3].map((page) => found.get("pages-1")?.[page * pageBytes]);
  expect(fills).toEqual([1, 2, 3, 4]);
  expect(found.get("pages-3")).toHaveLength(0);
});

test("more than fits the memory that was made ready goes out whole, by using it again", async () => {
  const count = 150; // chunks; some 128 are made ready
  const events = Array.from({ length: (count * chunkBytes) / (64 * pageBytes) }, (_, index) =>
    pages(0x10_0000 + index * 64 * pageBytes, ...Array.from({ length: 64 }, () => index % 251)),
  );
  const found = await images(open("1"), ...events);
  const content = found.get("pages-1") ?? Buffer.alloc(0);
  expect(content).toHaveLength(count * chunkBytes);
  const wrong = events.findIndex((_, index) => content[index * 64 * pageBytes + 17] !== index % 251);
  expect(wrong).toBe(-1);
});

test("a dump is not kept waiting by pages that nobody takes any more", async () => {
  const events = said(
    open("1"),
    ...Array.from({ length: 3 }, (_, at) => pages(at * chunkBytes, ...Array.from({ length: 128 }, () => 1))),
  );
  for await (const _ of new OutgoingPages().chunks(events)) break;
  await Bun.sleep(10);
  expect((await events.next()).done).toBe(true);
});
