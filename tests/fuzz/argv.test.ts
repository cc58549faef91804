/** Any words on the command line: an answer and a status that docs/troubleshooting.md knows, never a bug, never a hang. */
import { describe, expect, test } from "bun:test";
import { Lab } from "../hosts/lab.ts";
import { labRequirements } from "../hosts/requirement.ts";
import { Dice } from "./dice.ts";
import { poison } from "./words.ts";

const times = 150;
const commands = [
  "run",
  "ps",
  "inspect",
  "logs",
  "stop",
  "rm",
  "migrate",
  "recover",
  "network",
  "server",
  "monitor",
  "init",
];
const words = ["web", "beta", "konk", "ls", "install", "--", "-", "-h", "1", "0", "10.9.0.1/24", "/tmp:/mnt", "true"];
const options = [
  "--json",
  "--name",
  "--ip",
  "--state",
  "--tls",
  "--volume",
  "--user",
  "--env",
  "--show",
  "--force-here",
  "-f",
  "-x",
];
const known = [0, 1, 2, 3, 4, 124, 130, 143];

describe.skipIf(!labRequirements())("The command line", () => {
  test(
    "answers any words at all",
    async () => {
      const seed = Number(process.env["KONK_FUZZ_SEED"] ?? Math.floor(Date.now() / 86_400_000));
      console.log(`seed ${seed}`);
      const dice = new Dice(seed);
      await using lab = await Lab.start({ hosts: ["alpha"] });
      for (let number = 0; number < times; number += 1) {
        const any = () => (dice.chance(0.4) ? dice.pick(options) : dice.pick(dice.chance(0.5) ? words : poison));
        const argv = [dice.chance(0.9) ? dice.pick(commands) : any(), ...Array.from({ length: dice.below(5) }, any)];
        const sendable = argv.map((word) => word.replaceAll("\0", "").toWellFormed()); // no kernel takes others
        const { exitCode, stderr } = await lab.alpha.exec(["timeout", "5", "konk", ...sendable]);
        expect({ sendable, exitCode, isKnown: known.includes(exitCode) }).toMatchObject({ isKnown: true });
        expect(stderr).not.toMatch(/A bug in konk|E_BUG|at .*\.ts:\d+/);
      }
      expect((await lab.alpha.exec(["ls", "/tmp/owned"])).exitCode).not.toBe(0);
    },
    10 * 60_000,
  );
});
