import { expect, test } from "bun:test";
import { chooseMode, type ModeFacts } from "../../../src/core/memory-mode.ts";

const gib = 2 ** 30;
const saying = (part: string) => expect.stringContaining(part) as string;
const facts: ModeFacts = {
  memoryBytes: gib,
  availableBytes: 4 * gib,
  destinationKeepsPages: true,
  destinationFills: true,
  mayFollow: false,
  promised: false,
};

test("auto sends memory ahead, also when it is little: nobody knows yet how slow the link is", () => {
  expect(chooseMode("auto", facts)).toEqual({ mode: "pre-copy", why: "1.0 GiB of memory" });
  expect(chooseMode("auto", { ...facts, memoryBytes: 16 << 20 })).toMatchObject({ mode: "pre-copy" });
});

test("a destination that cannot keep pages gets them at once, and whoever insists is told", () => {
  const old = { ...facts, destinationKeepsPages: false };
  expect(chooseMode("auto", old)).toMatchObject({ mode: "stop-copy", why: saying("cannot keep") });
  expect(chooseMode("pre-copy", old)).toMatchObject({ cannot: saying("cannot keep") });
});

test("a source without memory for a second copy is not driven out of memory", () => {
  const full = { ...facts, availableBytes: gib };
  expect(chooseMode("auto", full)).toMatchObject({ mode: "stop-copy", why: saying("1.0 GiB") });
  expect(chooseMode("pre-copy", full)).toMatchObject({ fix: saying("--mode stop-copy") });
});

test("who asks for stop-copy or pre-copy gets it", () => {
  expect(chooseMode("stop-copy", facts)).toEqual({ mode: "stop-copy", why: "asked for" });
  expect(chooseMode("pre-copy", { ...facts, memoryBytes: 0 })).toEqual({ mode: "pre-copy", why: "asked for" });
});

test("post-copy is for whom it is asked for or allowed, where it pays and where it can be had", () => {
  const allowed = { ...facts, mayFollow: true };
  expect(chooseMode("auto", allowed)).toEqual({ mode: "post-copy", why: "1.0 GiB of memory, which may follow" });
  expect(chooseMode("auto", { ...allowed, memoryBytes: 16 << 20 })).toMatchObject({ mode: "pre-copy" });
  expect(chooseMode("auto", { ...allowed, destinationFills: false })).toMatchObject({ mode: "pre-copy" });
  expect(chooseMode("post-copy", facts)).toEqual({ mode: "post-copy", why: "asked for" });
  expect(chooseMode("post-copy", { ...facts, destinationFills: false })).toMatchObject({
    fix: saying("--mode pre-copy"),
  });
});

test("a source without memory for a second copy sends nothing ahead, and the rest follows", () => {
  const full = { ...facts, availableBytes: gib };
  expect(chooseMode("post-copy", full)).toMatchObject({ mode: "post-copy", nothingAhead: true });
  expect(chooseMode("auto", { ...full, mayFollow: true })).toMatchObject({ mode: "post-copy", nothingAhead: true });
  for (const wanted of ["auto", "post-copy"] as const) // how long the freeze will be nobody could tell
    expect(chooseMode(wanted, { ...full, mayFollow: true, promised: true })).toMatchObject({
      cannot: saying("1.0 GiB"),
    });
});

test("a downtime is promised only where it can be foretold", () => {
  const promised = { ...facts, promised: true };
  expect(chooseMode("auto", { ...promised, memoryBytes: 16 << 20 })).toMatchObject({ mode: "pre-copy" });
  expect(chooseMode("stop-copy", promised)).toMatchObject({ fix: saying("--mode auto or pre-copy") });
  expect(chooseMode("auto", { ...promised, destinationKeepsPages: false })).toMatchObject({ cannot: saying("keep") });
});
