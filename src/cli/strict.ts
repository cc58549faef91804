/**
 * citty with strict arguments: unknown options, missing values, repeated options and extra words are errors (exit 2), an
 * option may be declared repeatable, and everything after `--` reaches the command untouched.
 */
import { parseArgs } from "node:util";
import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs, type SubCommandsDef } from "citty";
import { KonkError, messageOf } from "../errors.ts";

export interface ListOption {
  description: string;
  valueHint: string;
}

export interface CommandInput<T extends ArgsDef> {
  args: ParsedArgs<T>;
  /** Values of the repeatable options, in order; an empty list when not given. */
  lists: Record<string, readonly string[]>;
  /** What follows `--`. */
  rest: readonly string[];
}

export interface StrictCommand<T extends ArgsDef> {
  name: string;
  description: string;
  examples: readonly string[];
  hidden?: boolean;
  args: T;
  lists?: Record<string, ListOption>;
  /** Name shown for what follows `--`; without it nothing may follow. */
  rest?: string;
  /** Commands that its first word may name instead. */
  subCommands?: SubCommandsDef;
  run: (input: CommandInput<T>) => Promise<void>;
}

interface HelpExtras {
  examples: readonly string[];
  rest?: string;
}

const helpExtras = new WeakMap<object, HelpExtras>();

/** What `--help` shows beside citty's usage. */
export function extrasFor(command: object): HelpExtras {
  return helpExtras.get(command) ?? { examples: [] };
}

export function strictCommand<const T extends ArgsDef>(definition: StrictCommand<T>): CommandDef<T> {
  const { name, description, hidden = false, lists = {}, args, subCommands } = definition;
  const listArgs = Object.fromEntries(
    Object.entries(lists).map(([key, option]) => [key, { type: "string", ...option }]),
  );
  const command = defineCommand({
    meta: { name: name.split(" ").at(-1) ?? name, description, hidden },
    args: { ...args, ...listArgs } as unknown as T,
    ...(subCommands === undefined ? {} : { subCommands }),
    run: async ({ rawArgs, args: parsed }) => {
      const { given, rest } = splitRest(rawArgs);
      const values = check(given, args, lists);
      if (rest.length > 0 && definition.rest === undefined) throw usage(name, `Unexpected argument "--"`);
      await definition.run({ args: parsed, lists: values, rest });
    },
  });
  const { examples, rest: restName } = definition;
  helpExtras.set(command, restName === undefined ? { examples } : { examples, rest: restName });
  return command;
}

function splitRest(rawArgs: readonly string[]): { given: string[]; rest: string[] } {
  const at = rawArgs.indexOf("--");
  return at < 0 ? { given: [...rawArgs], rest: [] } : { given: rawArgs.slice(0, at), rest: rawArgs.slice(at + 1) };
}

/** Throws E_USAGE unless every word of `given` is declared; returns the values of the repeatable options. */
function check(given: string[], args: ArgsDef, lists: Record<string, ListOption>): Record<string, string[]> {
  const { tokens } = parseStrictly(given, optionTable(args, lists));
  const positionals = Object.values(args).filter((arg) => arg.type === "positional").length;
  const words = tokens.filter((token) => token.kind === "positional");
  const extra = words[positionals];
  if (extra !== undefined) throw usage("", `Unexpected argument "${extra.value}"`);
  const values: Record<string, string[]> = Object.fromEntries(Object.keys(lists).map((key) => [key, []]));
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const list = values[token.name];
    if (list !== undefined) list.push(token.value ?? "");
    else if (seen.has(token.name)) throw usage("", `Option "${token.rawName}" is given twice`);
    seen.add(token.name);
  }
  return values;
}

type OptionTable = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>["options"]>;

function parseStrictly(given: string[], options: OptionTable) {
  try {
    return parseArgs({ args: given, options, strict: true, allowPositionals: true, allowNegative: true, tokens: true });
  } catch (error) {
    throw usage("", messageOf(error).split(". To specify")[0]?.replaceAll("'", '"') ?? "Cannot read the arguments");
  }
}

function optionTable(args: ArgsDef, lists: Record<string, ListOption>): OptionTable {
  const table: OptionTable = {};
  for (const key of Object.keys(lists)) table[key] = { type: "string", multiple: true };
  for (const [key, arg] of Object.entries(args)) {
    if (arg.type === "positional") continue;
    const short = "alias" in arg ? [arg.alias].flat().find((name) => name.length === 1) : undefined;
    table[key] = { type: arg.type === "boolean" ? "boolean" : "string", ...(short === undefined ? {} : { short }) };
  }
  return table;
}

function usage(command: string, message: string): KonkError {
  const help = command === "" ? "konk COMMAND --help" : `konk ${command} --help`;
  return new KonkError("E_USAGE", message, { hint: `Run "${help}" for what it accepts` });
}
