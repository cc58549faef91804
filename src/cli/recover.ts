/** `konk recover [ID]`: brings migrations that began here and were cut short to their end. */
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { ExitStatus, KonkError } from "../errors.ts";
import { type Resolution, settle, unfinishedMigrations } from "../migration/source-recovery.ts";
import { connect } from "../rpc/client.ts";
import { defaultTlsFolder, identityFiles, loadIdentity } from "../rpc/identity.ts";
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
    for (const { id, facts } of wanted) {
      using destination = connect({ host: facts.destination, port: facts.port, identity });
      const resolution = await settle(paths, id, destination, cancel.first);
      if (resolution) resolutions.push(resolution);
    }
    process.stdout.write(args.json ? `${JSON.stringify({ migrations: resolutions })}\n` : render(resolutions));
    if (resolutions.some(({ resolved }) => !resolved)) process.exitCode = ExitStatus.unconfirmed;
  },
});

function render(resolutions: readonly Resolution[]): string {
  if (resolutions.length === 0) return "Nothing to recover\n";
  return resolutions
    .map(({ id, container, where, reason, resolved }) => {
      const state = resolved ? "resolved" : "waits";
      return `${container} (${id}) ${state}: ${where}\n  ${reason}\n`;
    })
    .join("");
}
