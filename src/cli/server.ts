/** `konk server`: the MigrationServer and the one listener of a host. */
import { hostname } from "node:os";
import { restoreNetwork } from "../container/kept-network.ts";
import { Paths } from "../container/paths.ts";
import { formatEndpoint } from "../core/endpoint.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { careForMigrations } from "../migration/caretaker.ts";
import { defaultImageBudget } from "../migration/image-tmpfs.ts";
import { MigrationServer } from "../migration/migration-server.ts";
import { connect } from "../rpc/client.ts";
import { serve } from "../rpc/server.ts";
import { ServiceManager } from "../service-manager.ts";
import { installCommand, uninstallCommand } from "./server-install.ts";
import { checkServerOptions, serverArgs } from "./server-options.ts";
import { terminated } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const serverCommand = strictCommand({
  name: "server",
  description: "Receive containers on this host; runs until it is stopped, and touches no container when it stops",
  examples: ["konk server", "konk server --listen 10.0.0.2:7440 --image-budget 8G"],
  args: serverArgs,
  subCommands: { install: installCommand, uninstall: uninstallCommand },
  run: async ({ args }) => {
    const manager = ServiceManager.of();
    const { listen, imageBudgetBytes = defaultImageBudget(), identity } = await checkServerOptions(args);
    const stop = terminated(manager.isThere ? tellHangup : undefined);
    const paths = new Paths(args.state);
    using _signs = manager.keepAlive();
    await makeBridgeAgain(paths);
    const service = await MigrationServer.start({ paths, imageBudgetBytes });
    const status = () => statusText(formatEndpoint(listen), service.arrivals);
    const onAnswered = () => {
      manager.status(status());
    };
    await using _server = await serve({
      listen,
      identity,
      hostname: hostname(),
      service: (source) => service.for(source),
      onAnswered,
    });
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

/** A host without its bridge still answers, and says in its facts what it lacks. */
async function makeBridgeAgain(paths: Paths): Promise<void> {
  try {
    if (await restoreNetwork(paths)) log.info(`made the bridge again, as "konk network init" was told before`);
  } catch (error) {
    log.warn(`Cannot make the bridge again: ${messageOf(error)}`);
  }
}

/** "listening on 0.0.0.0:7440, 1 container arriving" */
function statusText(endpoint: string, arrivals: number): string {
  const containers = arrivals === 1 ? "1 container" : `${arrivals} containers`;
  return `listening on ${endpoint}${arrivals === 0 ? "" : `, ${containers} arriving`}`;
}

function tellHangup(): void {
  log.info('SIGHUP changes nothing: "systemctl restart konk" reads certificates and options again');
}
