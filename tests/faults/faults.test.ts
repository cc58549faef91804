/** The failpoints that matter most times every fault, for real: see docs/fault-matrix.md. One test a failpoint, its faults inside. */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { $ } from "zx";
import { repository } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { Labs } from "./labs.ts";
import { mainCells, mainStops, nameOf, phasesWithoutStops } from "./matrix.ts";

const canRun = labRequirements(false);
if (canRun) await $({ quiet: true })`bash ${join(repository, "vm/setup")} --faults`;

test("every phase of both tables has its failpoints", () => {
  expect(phasesWithoutStops()).toEqual([]);
});

describe.skipIf(!canRun)("one copy, whole, and silence from the other one", () => {
  const labs = new Labs(4);
  afterAll(async () => {
    await labs[Symbol.asyncDispose]();
  });

  for (const stop of mainStops) {
    test.concurrent(
      `at ${nameOf(stop)}, whatever dies`,
      async () => {
        const results = await Promise.all(mainCells([stop]).map(async (cell) => await labs.run(cell)));
        expect(results.filter(({ problems }) => problems.length > 0)).toEqual([]);
      },
      60 * 60_000, // most of it is waiting for a lab
    );
  }
});
