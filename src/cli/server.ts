/** `konk server`: the MigrationServer and the one listener of a host. */
import { hostname } from "node:os";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseByteSize } from "../core/byte-size.ts";
import { formatEndpoint, parseListen } from "../core/endpoint.ts";
import { KonkError } from "../errors.ts";
import { log } from "../log.ts";
import { careForMigrations } from "../migration/caretaker.ts";
import { missingPackages } from "../migration/host-facts.ts";
import { defaultImageBudget } from "../migration/image-tmpfs.ts";
import { MigrationServer } from "../migration/migration-server.ts";
import { connect } from "../rpc/client.ts";
import { defaultTlsFolder, identityFiles, loadIdentity } from "../rpc/identity.ts";
import { serve } from "../rpc/server.ts";
import { ServiceManager } from "../service-manager.ts";
import { terminated } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const serverCommand = strictCommand({
  name: "server",
  description: "Receive containers on this host; runs until it is stopped, and touches no container when it stops",
  examples: ["konk server", "konk server --listen 10.0.0.2:7440 --image-budget 8G"],
  args: {
    listen: { type: "string", description: "Address and TCP port", valueHint: "ADDR:PORT", default: "0.0.0.0:7440" },
    "image-budget": { type: "string", description: "Memory for checkpoint images (default: half)", valueHint: "SIZE" },
    tls: { type: "string", description: "Folder with host.crt, host.key and ca.crt", default: defaultTlsFolder },
    state: { type: "string", description: "State folder", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const manager = ServiceManager.of();
    const listen = parseListen(args.listen);
    const budget = args["image-budget"];
    const imageBudgetBytes = budget === undefined ? defaultImageBudget() : parseByteSize("--image-budget", budget);
    await assertRequirements();
    const identity = await loadIdentity(identityFiles(args.tls));
    const stop = terminated(manager.isThere ? tellHangup : undefined);
    const paths = new Paths(args.state);
    using _signs = manager.keepAlive();
    const service = await MigrationServer.start({ paths, imageBudgetBytes });
    const status = () => statusText(formatEndpoint(listen), service.arrivals);
    const onAnswered = () => {
      manager.status(status());
    };
    await using _server = await serve({ listen, identity, hostname: hostname(), service, onAnswered });
    const ended = new AbortController();
    const care = careForMigrations(
      paths,
      ({ destination: host, port }) => connect({ host, port, identity }),
      ended.signal,
    );
    log.info(`konk is ${status()}`);
    manager.ready(status());
    await stop;
    log.info("konk server stops; containers go on");
    manager.stopping("stops; containers go on");
    ended.abort();
    await care;
  },
});

/** "listening on 0.0.0.0:7440, 1 container arriving" */
function statusText(endpoint: string, arrivals: number): string {
  const containers = arrivals === 1 ? "1 container" : `${arrivals} containers`;
  return `listening on ${endpoint}${arrivals === 0 ? "" : `, ${containers} arriving`}`;
}

function tellHangup(): void {
  log.info('SIGHUP changes nothing: "systemctl restart konk" reads certificates and options again');
}

async function assertRequirements(): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  throw new KonkError("E_REQUIREMENT", `Cannot serve: ${missing.length} packages are missing: ${missing.join(", ")}`, {
    hint: `apt-get install ${missing.join(" ")}`,
  });
}
