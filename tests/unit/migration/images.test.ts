import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chunkBytes, fileChunks, ImageSender } from "../../../src/migration/images.ts";
import type { ImageChunk } from "../../../src/migration/peer.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-images-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;

/** Puts the chunks together again, as the destination does; throws when they are not in order. */
function assemble(chunks: readonly ImageChunk[]): Map<string, { text: string; complete: boolean }> {
  const images = new Map<string, { text: string; complete: boolean }>();
  for (const { kind, id, offset, data, last } of chunks) {
    const name = id === "" ? kind : `${kind}-${id}`;
    const image = images.get(name) ?? { text: "", complete: false };
    if (image.complete || image.text.length !== offset) throw new Error(`${name}: byte ${offset} is out of order`);
    images.set(name, { text: image.text + Buffer.from(data).toString("latin1"), complete: last });
  }
  return images;
}

async function collect(chunks: AsyncIterable<ImageChunk>): Promise<ImageChunk[]> {
  const all: ImageChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return all;
}

test("ImageSender sends each image once and whole, also one that grows while it is being sent", async () => {
  const pages = "p".repeat(chunkBytes * 2 + 17);
  writeFileSync(join(folder, "pages-1.img"), pages.slice(0, chunkBytes + 5));
  const dumped = Promise.withResolvers<void>();
  const sender = new ImageSender();
  const sending = collect(sender.chunks({ folder, complete: dumped.promise, signal }));
  await Bun.sleep(20);
  appendFileSync(join(folder, "pages-1.img"), pages.slice(chunkBytes + 5));
  writeFileSync(join(folder, "core-1.img"), "core");
  writeFileSync(join(folder, "inventory.img"), "");
  writeFileSync(join(folder, "dump.log"), "not an image");
  dumped.resolve();
  const images = assemble(await sending);
  expect([...images.keys()].toSorted()).toEqual(["core-1", "inventory", "pages-1"]);
  expect([...images.values()].every(({ complete }) => complete)).toBe(true);
  expect(images.get("pages-1")?.text === pages).toBe(true);
  expect(sender.totals).toEqual({ images: 3, bytes: pages.length + 4 });
});

test("ImageSender ends with the dump's error, not with half of the images", async () => {
  writeFileSync(join(folder, "pages-1.img"), "p".repeat(chunkBytes));
  const dumped = Promise.reject(new Error("CRIU died"));
  dumped.catch(() => undefined);
  const sending = collect(new ImageSender().chunks({ folder, complete: dumped, signal }));
  expect(await sending.catch(String)).toBe("Error: CRIU died");
});

test("fileChunks() sends the tail of the output, not what went ahead", () => {
  writeFileSync(join(folder, "log"), "ahead|tail");
  const chunks = [...fileChunks(join(folder, "log"), "log", 6)];
  expect(chunks.map(({ offset, data, last }) => [offset, Buffer.from(data).toString(), last])).toEqual([
    [6, "tail", true],
  ]);
  expect([...fileChunks(join(folder, "log"), "log", 10)]).toEqual([]);
});
