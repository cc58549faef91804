/** The command tree, `--help` and `--version`. Commands are loaded when they are asked for. */
import { type CommandDef, defineCommand, renderUsage, runCommand } from "citty";
import { KonkError } from "../errors.ts";
import { commit, version } from "../version.ts";
import { extrasFor } from "./strict.ts";

const root = defineCommand({
  meta: {
    name: "konk",
    version,
    description: "Move a running container to another host while its clients stay connected",
  },
  subCommands: {
    run: async () => (await import("./run.ts")).runCommand,
    ps: async () => (await import("./ps.ts")).psCommand,
    inspect: async () => (await import("./inspect.ts")).inspectCommand,
    logs: async () => (await import("./logs.ts")).logsCommand,
    stop: async () => (await import("./stop.ts")).stopCommand,
    rm: async () => (await import("./rm.ts")).rmCommand,
    migrate: async () => (await import("./migrate.ts")).migrateCommand,
    recover: async () => (await import("./recover.ts")).recoverCommand,
    server: async () => (await import("./server.ts")).serverCommand,
    host: async () => (await import("./host.ts")).hostCommand,
    network: async () => (await import("./network.ts")).networkCommand,
    monitor: async () => (await import("./monitor.ts")).monitorCommand,
    init: async () => (await import("./init.ts")).initCommand,
  },
});

/** Runs one command line. Throws KonkError; writes results to standard output. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  if (argv.length === 0 || own.includes("--help") || own.includes("-h")) {
    const text = await help(own);
    process.stdout.write(process.stdout.isTTY ? text : Bun.stripANSI(text));
    return;
  }
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`konk ${version} (${commit})\n`);
    return;
  }
  const { command, path } = await commandFor(argv);
  assertRoot();
  try {
    // citty would run a command that has both after its subcommand, and look for the latter behind options.
    const { subCommands, ...alone } = command;
    const rawArgs = argv.slice(path.length - 1);
    await runCommand(alone.run === undefined ? { ...alone, ...(subCommands && { subCommands }) } : alone, { rawArgs });
  } catch (error) {
    throw fromCitty(error);
  }
}

/** Every command reads or changes what only root may. */
function assertRoot(): void {
  const user = process.getuid?.();
  if (user === 0) return;
  throw new KonkError("E_REQUIREMENT", `Cannot run konk: found user ${user}, wanted root`, {
    hint: "Run it as root, for example by sudo",
  });
}

async function help(argv: readonly string[]): Promise<string> {
  const words = argv.filter((word) => !word.startsWith("-"));
  const { command, path } = await commandFor(words);
  const parent = defineCommand({ meta: { name: path.slice(0, -1).join(" ") } });
  const { examples, rest } = extrasFor(command);
  const usage = await renderUsage(command, path.length > 1 ? parent : undefined);
  const complete = rest === undefined ? usage : usage.replace(/^.*USAGE.*$/m, `$& -- ${rest}`);
  const lines = examples.map((line) => `  ${line}\n`);
  return `${complete}\n${lines.length === 0 ? "" : `\nEXAMPLES\n\n${lines.join("")}`}\n`;
}

/** The command that the leading words name, and these words with "konk" first. Throws E_USAGE for an unknown one. */
async function commandFor(argv: readonly string[]): Promise<{ command: CommandDef; path: string[] }> {
  let command: CommandDef = root as CommandDef;
  const path = ["konk"];
  for (const word of argv) {
    const children = (await resolved(command.subCommands)) as Record<string, unknown> | undefined;
    if (children === undefined) break;
    if (command.run !== undefined && !Object.hasOwn(children, word)) break; // its own option or value
    if (word.startsWith("-"))
      throw new KonkError("E_USAGE", `Unknown option "${word}" before a command`, { hint: 'Run "konk --help"' });
    const child = Object.hasOwn(children, word) ? await resolved(children[word]) : undefined;
    if (child === undefined)
      throw new KonkError("E_USAGE", `Unknown command "${word}"`, { hint: 'Run "konk --help" for the list' });
    path.push(word);
    command = child as CommandDef;
  }
  return { command, path };
}

async function resolved(value: unknown): Promise<unknown> {
  return typeof value === "function" ? await (value as () => unknown)() : await value;
}

/** citty's own complaints are usage errors. */
function fromCitty(error: unknown): unknown {
  if (error instanceof Error && error.name === "CLIError") {
    return new KonkError("E_USAGE", Bun.stripANSI(error.message).replace(/\.$/, ""), {
      cause: error,
      hint: 'Add "--help" for what the command accepts',
    });
  }
  return error;
}
