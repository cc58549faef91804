import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

async function* pages(): AsyncGenerator<ImageChunk> {
  yield { kind: "pages", id: "1", offset: 0, data: Buffer.from("pp"), last: false };
  await Bun.sleep(1);
  yield { kind: "pages", id: "1", offset: 2, data: Buffer.from("p"), last: true };
}

test("ImageSender sends pages while the dump is under way, and then each image once and whole", async () => {
  const dumped = Promise.withResolvers<void>();
  const sender = new ImageSender();
  const sending = collect(sender.chunks({ folder, pages: pages(), complete: dumped.promise, signal }));
  await Bun.sleep(20);
  expect(sender.totals).toEqual({ images: 1, bytes: 3 });
  const core = "c".repeat(chunkBytes * 2 + 17);
  writeFileSync(join(folder, "core-1.img"), core);
  writeFileSync(join(folder, "inventory.img"), "");
  writeFileSync(join(folder, "dump.log"), "not an image");
  dumped.resolve();
  const images = assemble(await sending);
  expect([...images.keys()].toSorted()).toEqual(["core-1", "inventory", "pages-1"]);
  expect([...images.values()].every(({ complete }) => complete)).toBe(true);
  expect(images.get("core-1")?.text === core).toBe(true);
  expect(sender.totals).toEqual({ images: 3, bytes: core.length + 3 });
});

test("ImageSender ends with the dump's error, not with half of the images", async () => {
  const dumped = Promise.reject(new Error("CRIU died"));
  dumped.catch(() => undefined);
  const sending = collect(new ImageSender().chunks({ folder, pages: pages(), complete: dumped, signal }));
  expect(await sending.catch(String)).toBe("Error: CRIU died");
});

test("fileChunks() sends the tail of the output, not what went ahead", () => {
  writeFileSync(join(folder, "log"), "ahead|tail");
  const log = { kind: "log", id: "" };
  const chunks = [...fileChunks(join(folder, "log"), log, { offset: 6 })];
  expect(chunks.map(({ offset, data, last }) => [offset, Buffer.from(data).toString(), last])).toEqual([
    [6, "tail", true],
  ]);
  expect([...fileChunks(join(folder, "log"), log, { offset: 10 })]).toEqual([]);
});
