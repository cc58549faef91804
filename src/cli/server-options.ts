/** What `konk server` and `konk server install` are told, and what both check before anything else. */
import { defaultStateFolder } from "../container/paths.ts";
import { parseByteSize } from "../core/byte-size.ts";
import { type Endpoint, parseListen } from "../core/endpoint.ts";
import { KonkError } from "../errors.ts";
import { missingPackages } from "../migration/host-facts.ts";
import { defaultTlsFolder, identityFiles } from "../trust/identity.ts";
import { Trust } from "../trust/trust.ts";

export const serverArgs = {
  listen: { type: "string", description: "Address and TCP port", valueHint: "ADDR:PORT", default: "0.0.0.0:7440" },
  "image-budget": { type: "string", description: "Memory for checkpoint images (default: half)", valueHint: "SIZE" },
  tls: { type: "string", description: "Folder of host.crt, host.key and peers", default: defaultTlsFolder },
  state: { type: "string", description: "State folder", default: defaultStateFolder },
} as const;

interface GivenOptions {
  listen: string;
  "image-budget"?: string | undefined;
  tls: string;
}

export interface ServerOptions {
  listen: Endpoint;
  /** Undefined when the server is to decide. */
  imageBudgetBytes: number | undefined;
  trust: Trust;
}

/** Throws E_USAGE, E_REQUIREMENT, E_TLS. */
export async function checkServerOptions(args: GivenOptions): Promise<ServerOptions> {
  const listen = parseListen(args.listen);
  const budget = args["image-budget"];
  const imageBudgetBytes = budget === undefined ? undefined : parseByteSize("--image-budget", budget);
  await assertRequirements();
  return { listen, imageBudgetBytes, trust: await Trust.load(identityFiles(args.tls)) };
}

async function assertRequirements(): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  throw new KonkError("E_REQUIREMENT", `Cannot serve: missing packages: ${missing.join(", ")}`, {
    hint: `apt-get install ${missing.join(" ")}`,
  });
}
