/** `konk recover [ID]`: brings migrations that began here and were cut short to their end. */
import { Container } from "../container/container.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { ExitStatus, KonkError } from "../errors.ts";
import { type Resolution, resolve, type Unfinished, unfinishedMigrations } from "../migration/source-recovery.ts";
import { connect } from "../rpc/client.ts";
import { defaultTlsFolder, type Identity, identityFiles, loadIdentity } from "../rpc/identity.ts";
import { cancellation } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const recoverCommand = strictCommand({
  name: "recover",
  description: "Resolve migrations from this host that were cut short; never makes a second copy run",
  examples: ["konk recover", "konk recover 3f0c8a5e9b1d4c77a2e6f0b9d8c7a651", "konk recover --json"],
  args: {
    id: { type: "positional", description: "Only this migration", required: false },
    json: { type: "boolean", description: "Print the resolutions as JSON" },
    tls: { type: "string", description: "Folder with host.crt, host.key and ca.crt", default: defaultTlsFolder },
    state: { type: "string", description: "State folder", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const paths = new Paths(args.state);
    const wanted = unfinishedMigrations(paths).filter(({ id }) => args.id === undefined || id === args.id);
    if (args.id !== undefined && wanted.length === 0) {
      throw new KonkError("E_USAGE", `Migration "${args.id}" is not unfinished on this host`, {
        hint: 'Run "konk recover"',
      });
    }
    using cancel = cancellation();
    const identity = await loadIdentity(identityFiles(args.tls));
    const resolutions: Resolution[] = [];
    for (const unfinished of wanted) resolutions.push(await recoverOne(paths, unfinished, identity, cancel.first));
    process.stdout.write(args.json ? `${JSON.stringify({ migrations: resolutions })}\n` : render(resolutions));
    if (resolutions.some(({ resolved }) => !resolved)) process.exitCode = ExitStatus.unconfirmed;
  },
});

async function recoverOne(
  paths: Paths,
  unfinished: Unfinished,
  identity: Identity,
  signal: AbortSignal,
): Promise<Resolution> {
  const { container, destination: host, port } = unfinished.facts;
  using destination = connect({ host, port, identity });
  // A container that is gone has no lock; a `konk migrate` that still works holds it.
  const here = Container.list(paths).find(({ name }) => name === container);
  using _lock = await here?.lock(`the recovery of migration ${unfinished.id}`);
  return await resolve(paths, unfinished, destination, signal);
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
