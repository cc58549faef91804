/**
 * The one listener of a host: a TLS 1.3 port on which both ends prove that they hold the key of their certificate. Who that is
 * decides {@link Trust}; ALPN decides what a connection carries. "h2" is gRPC, whose server gets the decrypted stream through
 * its connection injector. A stranger gets nothing but a try to join, and that only while there is an invitation.
 */
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { plain } from "../core/plain-text.ts";
import type { Principal } from "../core/principal.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { DestinationPeer } from "../migration/peer.ts";
import type { Identity } from "../trust/identity.ts";
import type { Peer } from "../trust/peers.ts";
import { certificateOf, type Trust, whyStranger } from "../trust/trust.ts";
import { BulkTokens, serveBulk } from "./bulk-server.ts";
import { Greetings } from "./greetings.ts";
import {
  bulkProtocol,
  handshakeMs,
  maximumConnections,
  maximumConnectionsOfOne,
  maximumMessageBytes,
  maximumStreams,
  pagesProtocol,
  trustProtocol,
} from "./limits.ts";
import { servePagesChannel } from "./pages-channel.ts";
import { addMethods, type ServiceOptions } from "./service.ts";
import { serveTrust } from "./trust-server.ts";

export interface ServeOptions extends Pick<ServiceOptions, "hostname" | "onAnswered"> {
  listen: { host: string; port: number };
  trust: Trust;
  policyFile: string;
  /** What a peer gets to talk to: it knows what that one may do, and which migrations are its own. */
  serviceFor: (principal: Principal) => DestinationPeer;
  /** A peer that was trusted is not any more. */
  onRevoked: (principal: Principal) => void;
}

export interface RunningServer extends AsyncDisposable {
  port: number;
}

/** How often it is looked whether everybody who is connected is still trusted. Milliseconds. */
const watchMs = 300;

const grpcOptions = {
  "grpc.max_receive_message_length": maximumMessageBytes,
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.max_concurrent_streams": maximumStreams,
};

/** Listens until disposed. Throws E_CONFIG when the address cannot be used. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { trust } = options;
  const tokens = new BulkTokens();
  const open = new Map<TLSSocket, Principal | null>();
  const tls = () => ({
    ...trust.tlsOptions,
    ALPNProtocols: ["h2", bulkProtocol, pagesProtocol, trustProtocol],
    handshakeTimeout: handshakeMs,
  });
  const greetings = new Greetings();
  const listener = createServer(tls(), (socket: TLSSocket) => {
    greetings.end(socket);
    welcome(socket, open, options, tokens);
  });
  listener.maxConnections = maximumConnections;
  listener.on("connection", (socket) => {
    greetings.begin(socket);
  });
  listener.on("tlsClientError", (error, socket) => {
    log.warn(`Refused a connection: ${plain(messageOf(error))}`);
    socket.destroy(); // Bun leaves it open
  });
  const port = await listen(listener, options.listen);
  let known = { identity: trust.identity, peers: trust.peers };
  const watch = setInterval(() => {
    recheck(open, known, options)
      .then(() => {
        if (trust.identity !== known.identity) listener.setSecureContext(tls());
        known = { identity: trust.identity, peers: trust.peers };
      })
      .catch(logFailure);
  }, watchMs);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      clearInterval(watch);
      listener.close();
      for (const socket of open.keys()) socket.destroy();
      await Promise.resolve();
    },
  };
}

function welcome(
  socket: TLSSocket,
  open: Map<TLSSocket, Principal | null>,
  options: ServeOptions,
  tokens: BulkTokens,
): void {
  const { trust } = options;
  socket.on("error", (error) => {
    log.debug(`A connection ended: ${messageOf(error)}`);
  });
  socket.once("close", () => {
    open.delete(socket);
  });
  open.set(socket, null);
  if (isCrowded(open, trust.principal(socket), trust)) {
    log.warn(`Refused ${socket.remoteAddress ?? "a connection"}: it has too many already`);
    socket.destroy();
    return;
  }
  admit(socket, options, tokens)
    .then((principal) => {
      if (!socket.destroyed) open.set(socket, principal);
    })
    .catch(logFailure);
}

/** Strangers share the places of one peer: whoever has a certificate of its own making may come as far as this. */
function isCrowded(open: ReadonlyMap<TLSSocket, unknown>, who: Principal | null, trust: Trust): boolean {
  const same = [...open.keys()].filter((each) => trust.principal(each)?.fingerprint === who?.fingerprint);
  return same.length > maximumConnectionsOfOne;
}

/** Decides who it is, and hands the connection to what it is for. */
async function admit(socket: TLSSocket, options: ServeOptions, tokens: BulkTokens): Promise<Principal | null> {
  const { trust, hostname, onAnswered } = options;
  if (trust.principal(socket) === null) await trust.refresh(); // it may have joined a moment ago
  const principal = trust.principal(socket);
  if (socket.alpnProtocol === trustProtocol) {
    serveTrust(socket, principal, options).catch(logFailure);
    return principal;
  }
  if (principal === null) {
    log.warn(`Refused ${socket.remoteAddress ?? "a connection"}: ${whyStranger(socket)}`);
    socket.destroy();
    return null;
  }
  const service = options.serviceFor(principal);
  const owner = principal.fingerprint;
  if (socket.alpnProtocol === bulkProtocol) serveBulk(socket, { service, tokens, owner, hostname }).catch(logFailure);
  else if (socket.alpnProtocol === pagesProtocol) servePagesChannel(socket, service).catch(logFailure);
  else if (socket.alpnProtocol === "h2") serveGrpc(socket, { service, tokens, owner, hostname, onAnswered });
  else socket.destroy();
  return principal;
}

/** A server of its own for each connection: whatever is called through it is called by this peer. */
function serveGrpc(socket: TLSSocket, options: ServiceOptions): void {
  const grpc = new Server(grpcOptions);
  addMethods(grpc, options);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  socket.once("close", () => {
    injector.destroy();
    grpc.forceShutdown();
  });
  injector.injectConnection(socket);
}

interface Known {
  identity: Identity;
  peers: readonly Peer[];
}

/** Ends the connections of those who are not trusted any more. `known` is how it was before. */
async function recheck(
  open: ReadonlyMap<TLSSocket, Principal | null>,
  known: Known,
  { trust, onRevoked }: ServeOptions,
): Promise<void> {
  await trust.refresh();
  // TLS looked at the authority's signature when the connection was made, and by the authority of then.
  const isOtherAuthority = !Bun.deepEquals(trust.identity.authority, known.identity.authority);
  const now = new Set(trust.peers.map(({ certificate }) => certificate.fingerprint256));
  for (const [socket, principal] of open) {
    const isGone = trust.principal(socket) === null || (isOtherAuthority && principal?.kind === "authority");
    if (principal === null || !isGone) continue;
    // One whose other end has left shows no certificate any more.
    if (certificateOf(socket)) log.warn(`Ended a connection of "${principal.name}": ${whyStranger(socket)}`);
    socket.destroy();
  }
  for (const { name, certificate } of known.peers) {
    const fingerprint = certificate.fingerprint256;
    if (!now.has(fingerprint)) onRevoked({ kind: "peer", name, fingerprint });
  }
}

function logFailure(error: unknown): void {
  log.warn(`A connection failed: ${plain(messageOf(error))}`);
}

async function listen(
  listener: ReturnType<typeof createServer>,
  { host, port }: { host: string; port: number },
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  listener.once("error", (error) => {
    reject(new KonkError("E_CONFIG", `Cannot listen on "${host}:${port}": ${messageOf(error)}`, { cause: error }));
  });
  listener.listen({ host, port }, () => {
    resolve((listener.address() as AddressInfo).port);
  });
  return await promise;
}
