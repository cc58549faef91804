/** What the commands of `konk host` have in common. */
import { defaultTlsFolder, identityFiles } from "../trust/identity.ts";
import { Trust } from "../trust/trust.ts";

export const hostArgs = {
  json: { type: "boolean", description: "Print JSON" },
  tls: { type: "string", description: "Folder of host.crt, host.key and peers", default: defaultTlsFolder },
} as const;

export async function loadTrust(args: { tls: string }): Promise<Trust> {
  return await Trust.load(identityFiles(args.tls));
}

export function print(asJson: boolean | undefined, result: object, lines: readonly string[]): void {
  process.stdout.write(asJson ? `${JSON.stringify(result)}\n` : lines.map((line) => `${line}\n`).join(""));
}
