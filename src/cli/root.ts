/** The command tree, `--help` and `--version`. Commands are loaded when they are asked for. */
import { type CommandDef, defineCommand, renderUsage, runCommand } from "citty";
import { KonkError } from "../errors.ts";
import { commit, version } from "../version.ts";
import { examplesFor } from "./strict.ts";

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
    network: async () => (await import("./network.ts")).networkCommand,
    monitor: async () => (await import("./monitor.ts")).monitorCommand,
    init: async () => (await import("./init.ts")).initCommand,
  },
});

/** Runs one command line. Throws KonkError; writes results to standard output. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  const own = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  if (argv.length === 0 || own.includes("--help") || own.includes("-h")) {
    process.stdout.write(await help(own));
    return;
  }
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) {
    process.stdout.write(`konk ${version} (${commit})\n`);
    return;
  }
  await commandFor(argv);
  try {
    await runCommand(root, { rawArgs: [...argv] });
  } catch (error) {
    throw fromCitty(error);
  }
}

async function help(argv: readonly string[]): Promise<string> {
  const { command, parent } = await commandFor(argv.filter((word) => !word.startsWith("-")));
  const examples = examplesFor(command).map((line) => `  ${line}\n`);
  const usage = await renderUsage(command, parent);
  return `${usage}\n${examples.length === 0 ? "" : `\nEXAMPLES\n\n${examples.join("")}`}\n`;
}

/** The command that the leading words name. Throws E_USAGE for an unknown one. */
async function commandFor(argv: readonly string[]): Promise<{ command: CommandDef; parent?: CommandDef }> {
  let command: CommandDef = root as CommandDef;
  let parent: CommandDef | undefined;
  for (const word of argv) {
    const children = (await resolved(command.subCommands)) as Record<string, unknown> | undefined;
    if (children === undefined) break;
    if (word.startsWith("-"))
      throw new KonkError("E_USAGE", `Unknown option "${word}" before a command`, { hint: 'Run "konk --help"' });
    const child = Object.hasOwn(children, word) ? await resolved(children[word]) : undefined;
    if (child === undefined)
      throw new KonkError("E_USAGE", `Unknown command "${word}"`, { hint: 'Run "konk --help" for the list' });
    parent = command;
    command = child as CommandDef;
  }
  return parent === undefined ? { command } : { command, parent };
}

async function resolved(value: unknown): Promise<unknown> {
  return typeof value === "function" ? await (value as () => unknown)() : await value;
}

/** citty's own complaints are usage errors. */
function fromCitty(error: unknown): unknown {
  if (error instanceof Error && error.name === "CLIError") {
    return new KonkError("E_USAGE", Bun.stripANSI(error.message), {
      cause: error,
      hint: 'Add "--help" for what the command accepts',
    });
  }
  return error;
}
