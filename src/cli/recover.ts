/** `konk recover [ID]`: migrations that were cut short: what is known of each, their end, and what an operator decides. */
import { hostname } from "node:os";
import { createInterface } from "node:readline/promises";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseEndpoint } from "../core/endpoint.ts";
import { ExitStatus, KonkError } from "../errors.ts";
import { recordEnding } from "../migration/ending-record.ts";
import { type Decision, decide, type Open, openMigration, openMigrations, warningFor } from "../migration/operator.ts";
import { type Resolution, settle, unfinishedMigrations } from "../migration/source-recovery.ts";
import { connect } from "../rpc/client.ts";
import { defaultTlsFolder, identityFiles } from "../trust/identity.ts";
import { Trust } from "../trust/trust.ts";
import { leaveSoon } from "./leave-soon.ts";
import { cancellation } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const recoverCommand = strictCommand({
  name: "recover",
  description: "Bring migrations that were cut short to their end; by itself it never makes a second copy run",
  examples: [
    "konk recover",
    "konk recover --show",
    "konk recover 3f0c8a5e9b1d4c77a2e6f0b9d8c7a651 --json",
    "konk recover 3f0c8a5e9b1d4c77a2e6f0b9d8c7a651 --force-here",
  ],
  args: {
    id: { type: "positional", description: "Only this migration", required: false },
    show: { type: "boolean", description: "Only show what is unfinished here, and what will happen" },
    "force-here": { type: "boolean", description: "The other host is gone for good: run it here" },
    "discard-here": { type: "boolean", description: "The other host has it: kill and remove the copy here" },
    yes: { type: "boolean", alias: "y", description: "Do not ask before --force-here and --discard-here" },
    json: { type: "boolean", description: "Print JSON" },
    server: { type: "string", description: "This host's own server (default: its name)", valueHint: "HOST[:PORT]" },
    tls: { type: "string", description: "Folder of host.crt, host.key and peers", default: defaultTlsFolder },
    state: { type: "string", description: "State folder", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const paths = new Paths(args.state);
    const decision = decisionOf(args);
    if (args.show) {
      const open = openMigrations(paths).filter(({ id }) => args.id === undefined || id === args.id);
      process.stdout.write(args.json ? `${JSON.stringify({ migrations: open })}\n` : renderOpen(open));
      return;
    }
    using cancel = cancellation();
    const resolutions =
      decision === null
        ? await settleAll(paths, args, cancel.first)
        : [await decideOne(paths, args, decision, cancel.first)];
    process.stdout.write(args.json ? `${JSON.stringify({ migrations: resolutions })}\n` : render(resolutions));
    if (resolutions.some(({ resolved }) => !resolved)) process.exitCode = ExitStatus.unconfirmed;
    leaveSoon();
  },
});

interface RecoverArgs {
  id?: string | undefined;
  tls: string;
  show?: boolean | undefined;
  yes?: boolean | undefined;
  server?: string | undefined;
  "force-here"?: boolean | undefined;
  "discard-here"?: boolean | undefined;
}

function decisionOf(args: RecoverArgs): Decision | null {
  const decisions = (["force-here", "discard-here"] as const).filter((name) => args[name] === true);
  const [decision = null] = decisions;
  if (decision === null) return null;
  if (decisions.length > 1) throw usage("--force-here and --discard-here exclude each other");
  if (args.show === true) throw usage(`--show and --${decision} exclude each other`);
  if (args.id === undefined) throw usage(`--${decision} needs the ID of one migration`);
  return decision;
}

const usage = (message: string) =>
  new KonkError("E_USAGE", message, {
    hint: '"konk recover --show" lists them; "konk recover --help" says what each does',
  });

async function settleAll(paths: Paths, { id: only, tls }: RecoverArgs, signal: AbortSignal): Promise<Resolution[]> {
  const wanted = unfinishedMigrations(paths).filter(({ id }) => only === undefined || id === only);
  if (only !== undefined && wanted.length === 0) {
    throw new KonkError("E_USAGE", `Migration "${only}" is not unfinished on this host`, {
      hint: 'Run "konk recover"',
    });
  }
  const trust = await Trust.load(identityFiles(tls));
  const resolutions: Resolution[] = [];
  for (const unfinished of wanted) {
    const { id, facts } = unfinished;
    using destination = connect({ host: facts.destination, port: facts.port, trust });
    const resolution = await settle(paths, id, destination, signal);
    if (resolution === undefined) continue;
    resolutions.push(resolution);
    await recordEnding(paths, unfinished, resolution.reason, destination.answering);
  }
  return resolutions;
}

async function decideOne(
  paths: Paths,
  args: RecoverArgs,
  decision: Decision,
  signal: AbortSignal,
): Promise<Resolution> {
  const open = openMigration(paths, args.id ?? "", decision);
  const trust = await Trust.load(identityFiles(args.tls));
  await confirm(open, decision, args.yes === true, signal);
  const here = parseEndpoint(args.server ?? hostname());
  using own = connect({ ...here, trust });
  const unfinished = unfinishedMigrations(paths).find(({ id }) => id === open.id);
  const { port } = unfinished?.facts ?? here;
  using destination = connect({ host: open.peer, port, trust });
  const resolution = await decide(paths, open, decision, { destination, own }, signal);
  if (unfinished) await recordEnding(paths, unfinished, resolution.reason, destination.answering);
  return resolution;
}

/** The name is typed, not "y": a hand that is used to answering yes does not type it. */
async function confirm(open: Open, decision: Decision, yes: boolean, signal: AbortSignal): Promise<void> {
  process.stderr.write(`warning: ${warningFor(open, decision)}\n`);
  if (yes) return;
  if (!process.stdin.isTTY) throw usage(`--${decision} asks before it acts, and found no terminal: add --yes`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Type the name of the container to go on: `, { signal });
    if (answer.trim() !== open.container)
      throw usage(`found "${answer.trim()}", wanted "${open.container}": nothing was done`);
  } finally {
    terminal.close();
  }
}

function render(resolutions: readonly Resolution[]): string {
  if (resolutions.length === 0) return "Nothing to recover\n";
  return resolutions
    .map(({ id, container, where, reason, resolved }) => {
      const state = resolved ? "resolved" : "waits";
      return `${container} (${id}) ${state}: ${where}\n  ${reason}\n`;
    })
    .join("");
}

function renderOpen(open: readonly Open[]): string {
  if (open.length === 0) return "Nothing to recover\n";
  return open
    .map(({ id, container, side, peer, phase, where, next, may }) => {
      const head = `${container} (${id}) ${side === "source" ? "to" : "from"} ${peer}, phase "${phase}"`;
      const choice =
        may.length === 0 ? "" : `  only if ${peer} is gone for good: ${may.map((name) => `--${name}`).join(" or ")}\n`;
      return `${head}\n  where: ${where}\n  next: ${next}\n${choice}`;
    })
    .join("");
}
