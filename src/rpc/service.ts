/** The gRPC service as one peer sees it: each call of the contract handed to migration/peer.ts. No logic. */
import type { Server, ServerDuplexStream, ServerReadableStream, sendUnaryData } from "@grpc/grpc-js";
import { plain } from "../core/plain-text.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { DestinationPeer, ImageChunk, ImageTotals } from "../migration/peer.ts";
import type { BulkTokens } from "./bulk-server.ts";
import { receivedChunk, type WireChunk } from "./chunks.ts";
import { contract } from "./contract.ts";
import { type FollowingBytes, serveFollow } from "./conversation.ts";
import { toStatus } from "./error-mapping.ts";
import { bulkFeature, packedFeature } from "./limits.ts";

export interface ServiceOptions {
  /** As this peer may use it. */
  service: DestinationPeer;
  tokens: BulkTokens;
  /** Fingerprint of the peer's certificate: bulk tokens are of use to nobody else. */
  owner: string;
  /** Named in errors that travel to the source. */
  hostname: string;
  /** Called after each call of a peer, whether it was answered or refused. */
  onAnswered: () => void;
}

type Answer<Reply> = sendUnaryData<Reply>;
interface Call<Request> {
  request: Request;
  on(event: "cancelled", listener: () => void): unknown;
}

export function addMethods(grpc: Server, options: ServiceOptions): void {
  const { service, tokens, owner } = options;
  const unary =
    <Request, Reply>(handle: (request: Request, signal: AbortSignal) => Promise<Reply>) =>
    (call: Call<Request>, answer: Answer<Reply>) => {
      reply(answer, options, handle(call.request, cancellation(call)));
    };
  grpc.addService(contract, {
    hello: unary(async (request: Parameters<DestinationPeer["hello"]>[0], signal) => {
      const reply = await service.hello(request, signal);
      return { ...reply, features: [...reply.features, bulkFeature, packedFeature] };
    }),
    prepare: unary(async (request: Parameters<DestinationPeer["prepare"]>[0], signal) => {
      const refusals = [...(await service.prepare(request, signal))];
      return {
        refusals,
        bulkToken: refusals.length === 0 && !request.checkOnly ? tokens.issue(request.migrationId, owner) : undefined,
      };
    }),
    sendImages: (call: ServerReadableStream<WireChunk, ImageTotals>, answer: Answer<ImageTotals>) => {
      reply(answer, options, receive(service, call, cancellation(call)));
    },
    restore: unary(async ({ migrationId, images, bytes }: RestoreMessage, signal) => ({
      steps: [...(await service.restore(migrationId, { images, bytes }, signal))],
    })),
    resume: unary(async ({ migrationId }: WithId, signal) => {
      const answer = await service.resume(migrationId, signal);
      tokens.revoke(migrationId);
      if (answer.outcome === "never-ran") return { neverRan: true };
      return { steps: [...answer.steps], follows: answer.follows };
    }),
    follow: (call: ServerDuplexStream<FollowingBytes, FollowingBytes>) => {
      serveFollow(call, service, cancellation(call)).catch((error: unknown) => {
        log.warn(plain(messageOf(error)));
        call.emit("error", toStatus(error, options.hostname));
      });
    },
    torn: unary(async ({ migrationId }: WithId, signal) => {
      await service.torn(migrationId, signal);
      return {};
    }),
    abort: unary(async ({ migrationId, reason }: WithId & { reason: string }, signal) => {
      await service.abort(migrationId, reason, signal);
      tokens.revoke(migrationId);
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
  { hostname, onAnswered }: Pick<ServiceOptions, "hostname" | "onAnswered">,
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
