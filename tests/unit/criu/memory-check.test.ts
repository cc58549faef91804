/** A peer that speaks of memory that it never sent. CRIU would look for it at the end of a file, for ever. */

import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageBytes } from "../../../src/core/page-bytes.ts";
import { rehearseMemoryCheck } from "../../../src/criu/memory-rehearsal.ts";
import { inParent, lazy, present } from "../../../src/criu/page-server.ts";
import { criu } from "../../../src/gen/criu.js";
import { heap, MemoryImages, type Run } from "./memory-images.ts";

const images = new MemoryImages();
const { folder, parent } = images;

afterAll(() => {
  images[Symbol.dispose]();
});
beforeEach(() => {
  images.clear();
});

/** Of messages that konk would not write. */
function forged(name: string, messages: readonly Uint8Array[], head: Uint8Array = pagesIn(7)): void {
  const word = (number: number) => Buffer.from(Uint32Array.of(number).buffer);
  const framed = [head, ...messages].flatMap((message) => [word(message.length), message]);
  writeFileSync(join(folder, name), Buffer.concat([word(0x54564319), word(0x56084025), ...framed]));
}

const pagesIn = (pagesId: number) => criu.PagemapHead.encode({ pagesId }).finish();

function run(changes: Partial<criu.PagemapEntry.$Properties>): Uint8Array {
  const good = { vaddr: heap, compatNrPages: 1, flags: present, nrPages: 1 };
  return criu.PagemapEntry.encode({ ...good, ...changes }).finish();
}

describe("a peer that speaks of memory it never sent does not occupy a processor", () => {
  const lacks = (page: number, owner = "process 12") =>
    `Cannot restore from these images: its memory is not all here: ${owner} lacks page ${(heap + page * pageBytes).toString(16)}`;

  test("its pages have not all come", () => {
    images.add(folder, "pagemap-12.img", {
      runs: [
        [0, 2, present],
        [5, 3, present],
      ],
      held: 3,
    });
    expect(images.refusal()).toBe(lacks(6));
    images.setPages(folder, 5 * pageBytes - 1);
    expect(images.refusal()).toBe(lacks(7));
    images.setPages(folder, 5 * pageBytes);
    expect(images.refusal()).toBeNull();
  });

  test("more is to follow than was agreed on: nobody makes room for it", () => {
    images.add(folder, "pagemap-12.img", {
      runs: [
        [0, 2, lazy],
        [5, 3, lazy],
      ],
      held: 0,
    });
    expect(images.refusal(5 * pageBytes)).toBeNull();
    expect(images.refusal(5 * pageBytes - 1)).toBe(lacks(5));
    expect(images.refusal()).toBe(lacks(0));
  });

  test("of its pages not even a file has come", () => {
    images.add(folder, "pagemap-12.img", { runs: [[0, 2, present]], held: 2 });
    rmSync(join(folder, "pages-7.img"));
    expect(images.refusal()).toBe('Cannot restore from image "pagemap-12.img": there is no "pages-7.img"');
  });

  test("no page of the process has come ahead", () => {
    images.add(folder, "pagemap-12.img", {
      runs: [
        [0, 1, present],
        [3, 2, inParent],
      ],
      held: 1,
    });
    images.add(parent, "pagemap-13.img", { runs: [[0, 9, present]], held: 9 });
    expect(images.refusal()).toBe(lacks(3));
    rmSync(parent, { recursive: true });
    expect(images.refusal()).toBe(lacks(3));
  });

  test.each<[string, Run[], number, number | null]>([
    ["all have", [[0, 20, present]], 20, null],
    [
      "in two runs",
      [
        [0, 12, present],
        [12, 8, present | lazy],
      ],
      20,
      null,
    ],
    ["the first has not", [[11, 4, present]], 4, 10],
    ["the last has not", [[0, 12, present]], 12, 12],
    [
      "one between has not",
      [
        [10, 1, present],
        [12, 1, present],
      ],
      2,
      11,
    ],
    [
      "the parent refers to a parent of its own",
      [
        [0, 12, present],
        [12, 1, inParent],
      ],
      12,
      12,
    ],
    [
      "they are to follow",
      [
        [0, 10, present],
        [10, 3, lazy],
      ],
      10,
      10,
    ],
    ["they were cut off", [[0, 20, present]], 11, 11],
    ["none has", [], 0, 10],
  ])("pages 10 to 12 have come ahead: %s", (_, runs, held, missing) => {
    images.add(folder, "pagemap-12.img", { runs: [[10, 3, inParent]], held: 0 });
    images.add(parent, "pagemap-12.img", { runs, held });
    expect(images.refusal(true)).toBe(missing === null ? null : lacks(missing));
  });

  test("pages come after the restore only where that was agreed on", () => {
    images.add(folder, "pagemap-12.img", {
      runs: [
        [0, 1, present | lazy],
        [4, 2, lazy],
      ],
      held: 1,
    });
    expect(images.refusal()).toBe(lacks(4));
    expect(images.refusal(true)).toBeNull();
    images.add(folder, "pagemap-12.img", { runs: [[0, 2, present | lazy]], held: 1 });
    expect(images.refusal(true)).toBe(lacks(1));
    images.add(folder, "pagemap-12.img", { runs: [[0, 1, 0]], held: 1 });
    expect(images.refusal(true)).toBe(lacks(0)); // nowhere at all
  });

  test("shared memory is looked at, too, and every process", () => {
    images.add(folder, "pagemap-1.img", { runs: [[0, 1, present]], held: 1 });
    images.add(folder, "pagemap-shmem-3.img", { runs: [[0, 2, present]], held: 1 });
    expect(images.refusal()).toBe(lacks(1, "shared memory 3"));
    rmSync(join(folder, "pagemap-shmem-3.img"));
    forged("pagemap-400.img", [run({ flags: inParent })]);
    expect(images.refusal()).toBe(lacks(0, "process 400"));
  });
});

describe("runs of pages are told in one way only", () => {
  const twice = Buffer.concat([run({}), Buffer.from([0x20, inParent])]); // CRIU takes the last flags
  test.each<[string, Uint8Array[]]>([
    ["for one CRIU it has a page, for another five", [run({ nrPages: 5 })]],
    ["for one CRIU it has a page, for another none", [run({ nrPages: 0 })]],
    ["only a CRIU of 4.2 sees it", [run({ compatNrPages: 0 })]],
    ["it has no page", [run({ compatNrPages: 0, nrPages: 0 })]],
    ["it has more pages than there are addresses", [run({ compatNrPages: 2 ** 32 - 1, nrPages: 2 ** 52 })]],
    ["its end is beyond all addresses", [run({ vaddr: Number.MAX_SAFE_INTEGER - 4095 })]],
    ["it begins within a page", [run({ vaddr: heap + 1 })]],
    ["it begins in the one before", [run({ compatNrPages: 2, nrPages: 2 }), run({ vaddr: heap + pageBytes })]],
    ["it begins before the one before", [run({}), run({ vaddr: heap - pageBytes })]],
    ["it is here and in the parent", [run({ flags: present | inParent })]],
    ["its flags are of another CRIU", [run({ flags: 8 | present })]],
    ["its flags are told twice", [twice]],
    ["an old flag is set as well", [Buffer.concat([run({}).subarray(0, 9), Buffer.from([0x18, 1, 0x20, present])])]],
    ["it has no address", [run({}).subarray(7)]],
    ["a number has no end", [Buffer.from([8, ...Buffer.alloc(12, 0xff)])]],
    ["a number is cut off", [Buffer.from([8, 0x80])]],
    ["it is empty", [new Uint8Array(0)]],
    ["it is long", [new Uint8Array(2 ** 20)]],
  ])("%s", (_, messages) => {
    images.setPages(folder, 9 * pageBytes);
    forged("pagemap-12.img", [run({ vaddr: heap - 9 * pageBytes })]);
    expect(images.refusal()).toBeNull(); // HELD: the forgery itself is good
    forged("pagemap-12.img", messages);
    expect(images.refusal()).toStartWith('Cannot restore from image "pagemap-12.img": ');
  });

  test("as an older CRIU tells them, by the one number", () => {
    images.setPages(folder, pageBytes);
    const { vaddr, compatNrPages } = criu.PagemapEntry.decode(run({}));
    forged("pagemap-12.img", [criu.PagemapEntry.encode({ vaddr, compatNrPages }).finish()]);
    expect(images.refusal()).toBeNull();
  });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ["is empty", () => Buffer.alloc(0)],
    ["has another format", (bytes) => Buffer.concat([Buffer.alloc(8), bytes.subarray(8)])],
    ["has no beginning", (bytes) => bytes.subarray(0, 8)],
    ["is cut off in a length", (bytes) => bytes.subarray(0, -run({}).length - 1)],
    ["is cut off in a run", (bytes) => bytes.subarray(0, -1)],
    ["goes on after its end", (bytes) => Buffer.concat([bytes, Buffer.from([0xff, 0xff, 0xff, 0xff])])],
  ])("a pagemap that %s is refused", (_, change) => {
    images.setPages(folder, 9 * pageBytes);
    forged("pagemap-12.img", [run({})]);
    const path = join(folder, "pagemap-12.img");
    writeFileSync(path, change(readFileSync(path)));
    expect(images.refusal()).toStartWith('Cannot restore from image "pagemap-12.img": ');
  });

  test.each([
    ["says nothing of its pages", new Uint8Array(0)],
    ["says it twice", Buffer.concat([pagesIn(7), pagesIn(8)])],
    ["has a number for them that CRIU cuts off", Buffer.from([8, 0x87, 0x80, 0x80, 0x80, 0x10])],
  ])("a pagemap that %s is refused", (_, head) => {
    images.setPages(folder, 9 * pageBytes);
    forged("pagemap-12.img", [], head);
    expect(images.refusal()).toContain("it does not say where its pages are");
  });
});

test("a pagemap of any length takes no more memory than another, and is left at the first page that is not there", () => {
  images.add(folder, "pagemap-12.img", {
    runs: [
      [0, 1, present],
      [2, 1, present],
    ],
    held: 1,
  });
  truncateSync(join(folder, "pagemap-12.img"), 64 * 2 ** 30);
  expect(images.refusal()).toContain("lacks page");
});

test("a process with very many runs is read whole", () => {
  const runs = Array.from({ length: 50_000 }, (_, index): Run => [index * 2, 1, index % 3 === 0 ? inParent : present]);
  const held = runs.filter(([, , flags]) => flags === present).length;
  images.add(folder, "pagemap-12.img", { runs, held });
  images.add(parent, "pagemap-12.img", { runs: runs.map(([page]) => [page, 1, present]), held: runs.length });
  expect(images.refusal()).toBeNull();
  images.setPages(folder, (held - 1) * pageBytes);
  expect(images.refusal()).toContain(`process 12 lacks page ${(heap + 2 * 49_999 * pageBytes).toString(16)}`);
});

test("a rehearsal of it leaves nothing behind, and needs nothing", () => {
  rmSync(parent, { recursive: true });
  rehearseMemoryCheck(folder);
  expect(readdirSync(folder)).toEqual([]);
  rehearseMemoryCheck(join(folder, "none"));
});
