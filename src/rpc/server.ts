/**
 * The one listener of a host: a TLS 1.3 port that both sides prove themselves on. ALPN decides what a connection carries;
 * "h2" is gRPC, whose server gets the decrypted stream through its connection injector.
 */
import type { AddressInfo } from "node:net";
import { createServer, type PeerCertificate, type TLSSocket } from "node:tls";
import { Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from "@grpc/grpc-js";
import { plain } from "../core/plain-text.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { DestinationPeer, ImageChunk, ImageTotals, Source } from "../migration/peer.ts";
import { BulkTokens, serveBulk } from "./bulk-server.ts";
import { receivedChunk, type WireChunk } from "./chunks.ts";
import { Connections, sourceOf } from "./connections.ts";
import { contract } from "./contract.ts";
import { toStatus } from "./error-mapping.ts";
import type { Identity } from "./identity.ts";
import {
  bulkFeature,
  bulkProtocol,
  handshakeMs,
  maximumConnections,
  maximumMessageBytes,
  maximumStreams,
} from "./limits.ts";

export interface ServeOptions {
  listen: { host: string; port: number };
  identity: Identity;
  /** Named in errors that travel to the source. */
  hostname: string;
  /** The destination as one source sees it. */
  service: (source: Source) => DestinationPeer;
  /** Called after each call of a peer, whether it was answered or refused. */
  onAnswered: () => void;
}

export interface RunningServer extends AsyncDisposable {
  port: number;
}

/** Listens until disposed. Throws E_CONFIG when the address cannot be used. */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const grpc = new Server({
    "grpc.max_receive_message_length": maximumMessageBytes,
    "grpc.keepalive_time_ms": 10_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.max_concurrent_streams": maximumStreams,
  });
  const tokens = new BulkTokens();
  addMethods(grpc, options, tokens);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const { certificate, key, authority } = options.identity;
  const connections = new Connections();
  const listener = createServer(
    {
      cert: certificate,
      key,
      ca: authority,
      minVersion: "TLSv1.3",
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ["h2", bulkProtocol],
      handshakeTimeout: handshakeMs,
    },
    (socket: TLSSocket) => {
      const source = connections.admit(socket);
      if (source === null) return;
      if (socket.alpnProtocol === "h2") injector.injectConnection(socket);
      else if (socket.alpnProtocol === bulkProtocol)
        serveBulk(socket, { ...options, tokens, service: options.service(source) }).catch(logFailure);
      else socket.destroy();
    },
  );
  listener.maxConnections = maximumConnections;
  listener.on("tlsClientError", (error) => {
    log.warn(`Refused a connection: ${plain(messageOf(error))}`);
  });
  const port = await listen(listener, options.listen);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      injector.drain(0);
      injector.destroy();
      grpc.forceShutdown();
      connections[Symbol.dispose]();
      await Promise.resolve();
    },
  };
}

function logFailure(error: unknown): void {
  log.warn(`Bulk channel: ${plain(messageOf(error))}`);
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

type Answer<Reply> = sendUnaryData<Reply>;
/** What grpc-js says of a connection's other end. */
interface AuthContext {
  sslPeerCertificate?: PeerCertificate;
}
interface Call<Request> {
  request: Request;
  getAuthContext(): AuthContext;
  on(event: "cancelled", listener: () => void): unknown;
}

function addMethods(grpc: Server, options: ServeOptions, tokens: BulkTokens): void {
  const serviceFor = ({ sslPeerCertificate }: AuthContext) => options.service(sourceOf(sslPeerCertificate ?? {}));
  type Handle<Request, Reply> = (service: DestinationPeer, request: Request, signal: AbortSignal) => Promise<Reply>;
  const unary =
    <Request, Reply>(handle: Handle<Request, Reply>) =>
    (call: Call<Request>, answer: Answer<Reply>) => {
      reply(answer, options, handle(serviceFor(call.getAuthContext()), call.request, cancellation(call)));
    };
  grpc.addService(contract, {
    hello: unary(async (service, request: Parameters<DestinationPeer["hello"]>[0], signal) => {
      const reply = await service.hello(request, signal);
      return { ...reply, features: [...reply.features, bulkFeature] };
    }),
    prepare: unary(async (service, request: Parameters<DestinationPeer["prepare"]>[0], signal) => {
      const refusals = [...(await service.prepare(request, signal))];
      return {
        refusals,
        bulkToken: refusals.length === 0 && !request.checkOnly ? tokens.issue(request.migrationId) : undefined,
      };
    }),
    sendImages: (call: ServerReadableStream<WireChunk, ImageTotals>, answer: Answer<ImageTotals>) => {
      reply(answer, options, receive(serviceFor(call.getAuthContext()), call, cancellation(call)));
    },
    restore: unary(async (service, { migrationId, images, bytes }: RestoreMessage, signal) => ({
      steps: [...(await service.restore(migrationId, { images, bytes }, signal))],
    })),
    resume: unary(async (service, { migrationId }: WithId, signal) => {
      const answer = await service.resume(migrationId, signal);
      tokens.revoke(migrationId);
      return answer.outcome === "never-ran" ? { neverRan: true } : { steps: [...answer.steps] };
    }),
    abort: unary(async (service, { migrationId, reason }: WithId & { reason: string }, signal) => {
      await service.abort(migrationId, reason, signal);
      tokens.revoke(migrationId);
      return {};
    }),
    query: unary(async (service, { migrationId }: WithId, signal) => ({
      phase: await service.query(migrationId, signal),
    })),
  });
}

interface WithId {
  migrationId: string;
}
interface RestoreMessage extends WithId {
  images: number;
  bytes: number;
}

/** All pieces of one upload belong to one migration; the first one names it. */
async function receive(service: DestinationPeer, pieces: AsyncIterable<WireChunk>, signal: AbortSignal) {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) throw new KonkError("E_PROTOCOL", "Cannot receive images: the stream is empty");
  const { migrationId } = first.value;
  async function* chunks(): AsyncGenerator<ImageChunk> {
    for (let next: IteratorResult<WireChunk> = first; next.done !== true; next = await iterator.next()) {
      if (next.value.migrationId !== migrationId) {
        throw new KonkError("E_PROTOCOL", "Cannot receive images: one stream names two migrations");
      }
      yield receivedChunk(next.value);
    }
  }
  return await service.sendImages(migrationId, chunks(), signal);
}

function reply<Reply>(
  answer: Answer<Reply>,
  { hostname, onAnswered }: Pick<ServeOptions, "hostname" | "onAnswered">,
  work: Promise<Reply>,
): void {
  work.then(
    (message) => {
      answer(null, message);
      onAnswered();
    },
    (error: unknown) => {
      log.warn(plain(messageOf(error)));
      answer(toStatus(error, hostname));
      onAnswered();
    },
  );
}

/** A call that its client gives up is cancelled here as well. */
function cancellation(call: Pick<Call<unknown>, "on">): AbortSignal {
  const controller = new AbortController();
  call.on("cancelled", () => {
    controller.abort(new KonkError("E_CANCELLED", "The source gave up this call"));
  });
  return controller.signal;
}
