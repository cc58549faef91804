/** What CI has time for of tests/fuzz/run.ts, with another seed each day; the seed is printed, and repeats a run. */
import { describe, expect, test } from "bun:test";
import { labRequirements } from "../hosts/requirement.ts";
import { Scene } from "../integration/support/scene.ts";
import { campaign } from "./campaign.ts";
import { faultsOf } from "./verdict.ts";

const inputs = 20_000;

describe.skipIf(!labRequirements())("A hostile peer that says anything at all", () => {
  test(
    "neither ends the server nor makes it grow, leaves nothing behind, and does not keep others from migrating",
    async () => {
      const seed = Number(process.env["KONK_FUZZ_SEED"] ?? Math.floor(Date.now() / 86_400_000));
      console.log(`seed ${seed}`);
      await using scene = await Scene.start();
      const account = await campaign(scene, { inputs, seed, tell: console.log });
      console.log(JSON.stringify(account));
      expect(account).toMatchObject({ inputs, migrations: inputs / 1_000 });
      expect(faultsOf(account)).toEqual([]);
      await scene.assertNothingLeft(scene.alpha, scene.beta);
    },
    15 * 60_000,
  );
});
