/** The failpoints are in the test build and nowhere else. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { $ } from "zx";
import { repository } from "../hosts/machine.ts";

await $({ quiet: true })`bash ${join(repository, "vm/setup")} --faults`;

/** What only src/failpoint.ts has: without this path nothing can be told to stand still. */
const sentinel = "/run/konk-faults";

async function holds(binary: string, text: string): Promise<boolean> {
  return Buffer.from(await Bun.file(join(repository, "dist", binary)).arrayBuffer()).includes(text);
}

test("the test build stands still at failpoints", async () => {
  expect(await holds("konk-faults", sentinel)).toBe(true);
  expect(await holds("konk-faults", "source:fenced")).toBe(true);
});

test("the released build has none of them", async () => {
  expect(await holds("konk", sentinel)).toBe(false);
  expect(await holds("konk", "source:fenced")).toBe(false);
  expect(await holds("konk", "may-hand-over")).toBe(true); // the search finds what is there
});
