/** `konk server`: the MigrationServer and the one listener of a host. */
import { hostname } from "node:os";
import { restoreNetwork } from "../container/kept-network.ts";
import { Paths } from "../container/paths.ts";
import { formatEndpoint } from "../core/endpoint.ts";
import type { Principal } from "../core/principal.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { careForMigrations } from "../migration/caretaker.ts";
import { defaultImageBudget } from "../migration/image-tmpfs.ts";
import { MigrationServer } from "../migration/migration-server.ts";
import { PeerGate } from "../migration/peer-gate.ts";
import { connect } from "../rpc/client.ts";
import { serve } from "../rpc/server.ts";
import { ServiceManager } from "../service-manager.ts";
import { policyPath, readPolicy } from "../trust/policy-file.ts";
import type { Trust } from "../trust/trust.ts";
import { leaveSoon } from "./leave-soon.ts";
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
    const { listen, imageBudgetBytes = defaultImageBudget(), trust } = await checkServerOptions(args);
    const stop = terminated(manager.isThere ? tellHangup : undefined);
    const paths = new Paths(args.state);
    using _signs = manager.keepAlive();
    await makeBridgeAgain(paths);
    const service = await MigrationServer.start({ paths, imageBudgetBytes });
    const status = () => statusText(formatEndpoint(listen), service.arrivals);
    const onAnswered = () => {
      manager.status(status());
    };
    const policyFile = policyPath(args.tls);
    const policy = () => readPolicy(policyFile);
    policy(); // a file that cannot be read is told now
    warnOfTrust(trust);
    await using _server = await serve({
      listen,
      trust,
      policyFile,
      hostname: hostname(),
      onAnswered,
      serviceFor: (principal) => new PeerGate({ server: service, principal, policy, hostname: hostname() }),
      onRevoked: (principal) => {
        abandon(service, principal);
      },
    });
    const ended = new AbortController();
    const care = careForMigrations(
      paths,
      ({ destination: host, port }) => connect({ host, port, trust }),
      ended.signal,
    );
    log.info(`konk is ${status()}`);
    manager.ready(status());
    await stop;
    log.info("konk server stops; containers go on");
    manager.stopping("stops; containers go on");
    ended.abort();
    await service.leave(`konk server on ${hostname()} stops`);
    await care;
    leaveSoon(); // a connection may wait for its source, and the monitor of a HELD tree says nothing more
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

function warnOfTrust(trust: Trust): void {
  trust.warnOfExpiry();
  if (trust.identity.authority !== null || trust.peers.length > 0) return;
  log.warn('Trusts no other host yet: run "konk host invite" here and "konk host join" there, or the other way round');
}

function abandon(service: MigrationServer, { name, fingerprint }: Principal): void {
  log.info(`"${name}" is not trusted any more by the certificate with SHA-256 ${fingerprint}`);
  service.abandon(fingerprint, `"${name}" is not trusted any more`).catch((error: unknown) => {
    log.error(`Cannot end what "${name}" was sending: ${messageOf(error)}`);
  });
}

/** "listening on 0.0.0.0:7440, 1 container arriving" */
function statusText(endpoint: string, arrivals: number): string {
  const containers = arrivals === 1 ? "1 container" : `${arrivals} containers`;
  return `listening on ${endpoint}${arrivals === 0 ? "" : `, ${containers} arriving`}`;
}

function tellHangup(): void {
  log.info('SIGHUP changes nothing: certificates and policy are read anew anyway, options by "systemctl restart konk"');
}
