import { expect, test } from "bun:test";
import { runCommand } from "citty";
import { type CommandInput, strictCommand } from "../../../src/cli/strict.ts";
import { KonkError } from "../../../src/errors.ts";

const seen: CommandInput<Record<string, never>>[] = [];
const command = strictCommand({
  name: "try",
  description: "Try",
  examples: [],
  args: {
    name: { type: "positional", description: "Name", required: true },
    json: { type: "boolean", description: "JSON" },
    time: { type: "string", alias: "t", description: "Seconds" },
  },
  lists: { env: { description: "Variable", valueHint: "K=V" } },
  rest: "CMD",
  run: async (input) => {
    seen.push(input as unknown as CommandInput<Record<string, never>>);
    await Promise.resolve();
  },
});

async function errorOf(...rawArgs: string[]): Promise<KonkError> {
  const error: unknown = await runCommand(command, { rawArgs }).catch((thrown: unknown) => thrown);
  if (error instanceof KonkError) return error;
  throw new Error(`"${rawArgs.join(" ")}" was accepted`);
}

test("what is declared arrives, options in any order, lists whole, the rest untouched", async () => {
  const rawArgs = ["--env", "A=1", "web", "-t", "5", "--env=B=2", "--json", "--", "sh", "--env", "-x"];
  await runCommand(command, { rawArgs });
  const { args, lists, rest } = seen.at(-1) ?? {};
  expect(args).toMatchObject({ name: "web", json: true, time: "5" });
  expect(lists).toEqual({ env: ["A=1", "B=2"] });
  expect(rest).toEqual(["sh", "--env", "-x"]);
});

test("a mistyped option is an error, never ignored", async () => {
  expect(await errorOf("web", "--jsn")).toMatchObject({ code: "E_USAGE", exitStatus: 2 });
  expect((await errorOf("web", "--jsn")).message).toContain("--jsn");
});

test("an extra word, a missing value and a repeated option are errors", async () => {
  expect((await errorOf("web", "beta")).message).toContain('"beta"');
  expect((await errorOf("web", "--time")).code).toBe("E_USAGE");
  expect((await errorOf("web", "--time", "1", "--time", "2")).message).toContain("twice");
});
