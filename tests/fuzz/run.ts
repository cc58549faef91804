/**
 * A long attack, outside of `bun test`: `npm run test:fuzz -- [--inputs N] [--seed NUMBER]`. The same seed gives the same
 * inputs. Ends with the figures that docs/security.md quotes, and with status 1 when something was found.
 */
import { parseArgs } from "node:util";
import { Scene } from "../integration/support/scene.ts";
import { campaign } from "./campaign.ts";
import { faultsOf } from "./verdict.ts";

const { values } = parseArgs({
  options: {
    inputs: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];
console.log(`seed ${seed}`);
await using scene = await Scene.start();
const account = await campaign(scene, { inputs, seed, tell: console.log });
console.log(JSON.stringify(account, null, 2));
const faults = faultsOf(account);
for (const fault of faults) console.error(fault);
await scene.assertNothingLeft(scene.alpha, scene.beta);
if (faults.length > 0) process.exitCode = 1;
