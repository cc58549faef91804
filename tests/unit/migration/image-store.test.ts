import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageStore } from "../../../src/migration/image-store.ts";

let folder: string;
let store: ImageStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "konk-store-"));
  const limits = { limitBytes: 100, expectedBytes: 64, logLimitBytes: 10 };
  const options = { folder: join(folder, "images"), logPath: join(folder, "log"), ...limits };
  store = await ImageStore.create(options, new AbortController().signal);
});

afterEach(() => {
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

function chunk(kind: string, text: string, { id = "1", offset = 0, last = true } = {}) {
  return { kind, id, offset, data: Buffer.from(text), last };
}

test("ImageStore keeps what was sent, and no byte of the memory that was made ready for it", () => {
  store.write(chunk("pages", "abc", { last: false }));
  store.write(chunk("core", "xy"));
  store.write(chunk("pages", "def", { offset: 3 }));
  store.assertComplete({ images: 2, bytes: 8 });
  expect(readFileSync(join(store.folder, "pages-1.img"), "utf8")).toBe("abcdef");
  expect(readFileSync(join(store.folder, "core-1.img"), "utf8")).toBe("xy");
});

test("a peer cannot write outside the migration's folder", () => {
  for (const [kind, id] of [
    ["../core", "1"],
    ["core", "../1"],
    ["core", "1/../../x"],
    ["ready", ""],
    ["core\0", "1"],
    ["", ""],
  ] as const) {
    expect(() => store.write(chunk(kind, "x", { id }))).toThrow(expect.objectContaining({ code: "E_PROTOCOL" }));
  }
  expect(readdirSync(folder)).toEqual(["images"]);
});

test("a peer cannot fill the disk with output, in however many uploads", () => {
  const log = (text: string, offset: number) => store.write(chunk("log", text, { id: "", offset }));
  log("12345", 0);
  log("67890", 5);
  const more = () => {
    log("x", 10);
  };
  expect(more).toThrow(expect.objectContaining({ code: "E_NO_SPACE" }));
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("1234567890");
});

test("a peer cannot use up descriptors with small images", () => {
  const before = readdirSync("/proc/self/fd").length;
  for (let id = 1; id <= 500; id += 1) store.write(chunk("core", "", { id: String(id) }));
  expect(store.totals.images).toBe(500);
  expect(readdirSync("/proc/self/fd").length).toBeLessThan(before + 10);
  const begin = () => {
    for (let id = 1; id <= 5000; id += 1) store.write(chunk("pages", "", { id: String(id), last: false }));
  };
  expect(begin).toThrow(expect.objectContaining({ code: "E_PROTOCOL" }));
});

test("pieces out of order, repeated or after the end are refused", () => {
  store.write(chunk("pages", "abc", { last: false }));
  const refused: unknown = expect.objectContaining({ code: "E_PROTOCOL" });
  expect(() => store.write(chunk("pages", "abc", { last: false }))).toThrow(refused as Error);
  expect(() => store.write(chunk("pages", "x", { offset: 7 }))).toThrow(refused as Error);
  store.write(chunk("pages", "d", { offset: 3 }));
  expect(() => store.write(chunk("pages", "e", { offset: 4 }))).toThrow(refused as Error);
});

test("more than was agreed on is refused before it is stored", () => {
  store.write(chunk("pages", "x".repeat(60), { last: false }));
  const tooMuch = () => store.write(chunk("pages", "x".repeat(41), { offset: 60 }));
  const hint: unknown = expect.stringContaining("try again when it has all its memory"); // more room would not help
  expect(tooMuch).toThrow(expect.objectContaining({ code: "E_NO_SPACE", hint }));
});

test("assertComplete() does not take a part for the whole", () => {
  store.write(chunk("core", "xy"));
  store.write(chunk("pages", "abc", { last: false }));
  const broken: unknown = expect.objectContaining({ code: "E_TRANSFER" });
  expect(() => store.assertComplete({ images: 2, bytes: 5 })).toThrow(broken as Error);
  store.write(chunk("pages", "", { offset: 3 }));
  store.assertComplete({ images: 2, bytes: 5 });
  expect(() => store.assertComplete({ images: 3, bytes: 5 })).toThrow(broken as Error);
  expect(() => store.assertComplete({ images: 2, bytes: 6 })).toThrow(broken as Error);
});

test("the container's output goes on where it was, and is not counted as an image", () => {
  store.write({ ...chunk("log", "one\n"), id: "" });
  store.write({ ...chunk("log", "two\n", { offset: 4 }), id: "" });
  store.assertComplete({ images: 0, bytes: 0 });
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("one\ntwo\n");
});

test("remove() leaves nothing of the container's memory", () => {
  store.write(chunk("pages", "secret"));
  store.remove();
  expect(existsSync(store.folder)).toBe(false);
});

test("pages sent ahead lie where CRIU looks for what the images of the freeze leave out, the last writing on top", () => {
  store.write({ ...chunk("pages", "abcdef", { last: false }), store: true });
  store.write({ ...chunk("pages", "XY", { offset: 2, last: false }), store: true });
  store.write({ ...chunk("pagemap", "map", { id: "7" }), store: true });
  store.write(chunk("pages", "new"));
  expect(readFileSync(join(store.folder, "parent/pages-1.img"), "utf8")).toBe("abXYef");
  expect(readFileSync(join(store.folder, "parent/pagemap-7.img"), "utf8")).toBe("map");
  expect(readFileSync(join(store.folder, "pages-1.img"), "utf8")).toBe("new");
  store.assertComplete({ images: 1, bytes: 3 });
});

test("pages sent ahead count against the same limit, and nothing but pages comes ahead", () => {
  store.write({ ...chunk("pages", "x".repeat(60), { last: false }), store: true });
  store.write({ ...chunk("pages", "y".repeat(60), { last: false }), store: true }); // the same place again
  const full: unknown = expect.objectContaining({ code: "E_NO_SPACE" });
  expect(() => store.write({ ...chunk("pages", "x", { offset: 100 }), store: true })).toThrow(full as Error);
  expect(() => store.write(chunk("core", "x".repeat(41)))).toThrow(full as Error);
  for (const [kind, id] of [
    ["core", "1"],
    ["pages", "../1"],
    ["log", ""],
  ] as const) {
    const refused: unknown = expect.objectContaining({ code: "E_PROTOCOL" });
    expect(() => store.write({ ...chunk(kind, "x", { id }), store: true })).toThrow(refused as Error);
  }
});
