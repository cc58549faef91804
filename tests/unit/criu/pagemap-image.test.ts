import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { PagemapImage, type PagemapRun, readPagemap } from "../../../src/criu/pagemap-image.ts";
import { criu } from "../../../src/gen/criu.js";
import { Dice } from "../../fuzz/dice.ts";
import { failure } from "../core/failure.ts";

const folder = mkdtempSync(join(tmpdir(), "konk-pagemap-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(content: Uint8Array): string {
  const path = join(folder, "pagemap-1.img");
  writeFileSync(path, content);
  return path;
}

test("what is written is read again: every run, its flags, and where its content lies", () => {
  const dice = new Dice(1);
  const image = new PagemapImage(7);
  const runs: PagemapRun[] = [];
  for (let address = 0x1000; runs.length < 20_000; ) {
    const run = { address, pages: 1 + dice.below(1000), flags: dice.pick([2, 4, 5, 6]) };
    runs.push(run);
    image.add(run.address, run.pages, run.flags);
    address += (run.pages + 1 + dice.below(3)) * pageBytes;
  }
  expect(readPagemap(written(image.finish()))).toEqual({ pagesId: 7, runs });
});

test("runs that continue each other are read as one, unless CRIU's flags for them differ", () => {
  const image = new PagemapImage(1);
  for (const [page, flags] of [0x7fff_ffff0, 0x7fff_ffff1, 0x7fff_ffff2].map((at) => [at, 2] as const))
    image.add(page * pageBytes, 1, flags);
  image.add(0x7fff_ffff3 * pageBytes, 2, 4);
  expect(readPagemap(written(image.finish())).runs).toEqual([
    { address: 0x7fff_ffff0 * pageBytes, pages: 3, flags: 2 },
    { address: 0x7fff_ffff3 * pageBytes, pages: 2, flags: 4 },
  ]);
});

test("the count of pages is found where CRIU before 4.2 puts it", () => {
  const empty = Buffer.from(new PagemapImage(3).finish());
  const entry = criu.PagemapEntry.encode({ vaddr: 0x5000, compatNrPages: 9, flags: 2 }).finish();
  const length = Buffer.alloc(4);
  length.writeUInt32LE(entry.length);
  const path = written(Buffer.concat([empty, length, entry]));
  expect(readPagemap(path)).toEqual({ pagesId: 3, runs: [{ address: 0x5000, pages: 9, flags: 2 }] });
});

test("a file that is none, or that is cut off, is not taken for one without pages", () => {
  const image = new PagemapImage(1);
  image.add(0x1000, 1, 2);
  const whole = Buffer.from(image.finish());
  for (const content of [Buffer.alloc(0), Buffer.alloc(64, 1), whole.subarray(0, -1)])
    expect(failure(() => readPagemap(written(content)))).toMatchObject({ code: "E_CRIU" });
});
