/**
 * The one listener of a host: a TLS 1.3 port that both sides prove themselves on. ALPN decides what a connection carries;
 * "h2" is gRPC, whose server gets the decrypted stream through its connection injector.
 */
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { Server, ServerCredentials, type ServerReadableStream, type sendUnaryData } from "@grpc/grpc-js";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { DestinationPeer, ImageChunk, ImageTotals } from "../migration/peer.ts";
import { BulkTokens, serveBulk } from "./bulk-server.ts";
import { receivedChunk, type WireChunk } from "./chunks.ts";
import { contract } from "./contract.ts";
import { toStatus } from "./error-mapping.ts";
import type { Identity } from "./identity.ts";
import { bulkFeature, bulkProtocol, maximumMessageBytes } from "./limits.ts";

export interface ServeOptions {
  listen: { host: string; port: number };
  identity: Identity;
  /** Named in errors that travel to the source. */
  hostname: string;
  service: DestinationPeer;
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
  });
  const tokens = new BulkTokens();
  addMethods(grpc, options, tokens);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const { certificate, key, authority } = options.identity;
  const sockets = new Set<TLSSocket>();
  const listener = createServer(
    {
      cert: certificate,
      key,
      ca: authority,
      minVersion: "TLSv1.3",
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ["h2", bulkProtocol],
    },
    (socket: TLSSocket) => {
      sockets.add(socket);
      socket.once("close", () => {
        sockets.delete(socket);
      });
      if (socket.alpnProtocol === "h2") injector.injectConnection(socket);
      else if (socket.alpnProtocol === bulkProtocol) serveBulk(socket, { ...options, tokens }).catch(logFailure);
      else socket.destroy();
    },
  );
  listener.on("tlsClientError", (error) => {
    log.warn(`Refused a connection: ${messageOf(error)}`);
  });
  const port = await listen(listener, options.listen);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      injector.drain(0);
      injector.destroy();
      grpc.forceShutdown();
      for (const socket of sockets) socket.destroy();
      await Promise.resolve();
    },
  };
}

function logFailure(error: unknown): void {
  log.warn(`Bulk channel: ${messageOf(error)}`);
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
interface Call<Request> {
  request: Request;
  on(event: "cancelled", listener: () => void): unknown;
}

function addMethods(grpc: Server, options: ServeOptions, tokens: BulkTokens): void {
  const { service } = options;
  const unary =
    <Request, Reply>(handle: (request: Request, signal: AbortSignal) => Promise<Reply>) =>
    (call: Call<Request>, answer: Answer<Reply>) => {
      reply(answer, options, handle(call.request, cancellation(call)));
    };
  grpc.addService(contract, {
    hello: unary(async (request: Parameters<DestinationPeer["hello"]>[0], signal) => {
      const reply = await service.hello(request, signal);
      return { ...reply, features: [...reply.features, bulkFeature] };
    }),
    prepare: unary(async (request: Parameters<DestinationPeer["prepare"]>[0], signal) => {
      const refusals = [...(await service.prepare(request, signal))];
      return {
        refusals,
        bulkToken: refusals.length === 0 && !request.checkOnly ? tokens.issue(request.migrationId) : undefined,
      };
    }),
    sendImages: (call: ServerReadableStream<WireChunk, ImageTotals>, answer: Answer<ImageTotals>) => {
      reply(answer, options, receive(service, call, cancellation(call)));
    },
    restore: unary(async ({ migrationId, images, bytes }: RestoreMessage, signal) => ({
      steps: [...(await service.restore(migrationId, { images, bytes }, signal))],
    })),
    resume: unary(async ({ migrationId }: WithId, signal) => {
      tokens.revoke(migrationId);
      const answer = await service.resume(migrationId, signal);
      return answer.outcome === "never-ran" ? { neverRan: true } : { steps: [...answer.steps] };
    }),
    abort: unary(async ({ migrationId, reason }: WithId & { reason: string }, signal) => {
      tokens.revoke(migrationId);
      await service.abort(migrationId, reason, signal);
      return {};
    }),
    query: unary(async ({ migrationId }: WithId, signal) => ({ phase: await service.query(migrationId, signal) })),
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
      log.warn(messageOf(error));
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
