/** The call Follow, at both of its ends: bytes in either direction, neither faster than the other end takes them. */
import type { ServerDuplexStream, ServiceError } from "@grpc/grpc-js";
import { KonkError } from "../errors.ts";
import type { DestinationPeer } from "../migration/peer.ts";
import { writeAll } from "../write-all.ts";
import type { Channel } from "./channel.ts";
import { contract } from "./contract.ts";
import { fromServiceError } from "./error-mapping.ts";

export interface FollowingBytes {
  migrationId: string;
  data: Uint8Array;
}

export interface Conversation {
  channel: Channel;
  host: string;
  migrationId: string;
  outgoing: AsyncIterable<Uint8Array>;
  signal: AbortSignal;
}

/** The source's end. Throws what the destination's end failed with. */
export async function* converse({ channel, host, migrationId, outgoing, signal }: Conversation) {
  signal.throwIfAborted();
  const { path, requestSerialize, responseDeserialize } = contract.follow;
  const call = channel.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  const cancel = () => {
    call.cancel();
  };
  signal.addEventListener("abort", cancel, { once: true });
  call.write({ migrationId, data: new Uint8Array(0) });
  let failure: unknown;
  writeAll(call, messages(outgoing)).then(
    () => {
      call.end();
    },
    (error: unknown) => {
      failure = error;
      cancel();
    },
  );
  try {
    for await (const { data } of call as AsyncIterable<FollowingBytes>) yield data;
  } catch (error) {
    signal.throwIfAborted();
    if (failure instanceof KonkError) throw failure; // why this end gave up says more
    throw channel.distrust() ?? fromServiceError(error as ServiceError, host);
  } finally {
    signal.removeEventListener("abort", cancel);
    cancel();
  }
}

/** The destination's end. */
export async function serveFollow(
  call: ServerDuplexStream<FollowingBytes, FollowingBytes>,
  service: Pick<DestinationPeer, "follow">,
  signal: AbortSignal,
): Promise<void> {
  const received = (call as AsyncIterable<FollowingBytes>)[Symbol.asyncIterator]();
  const first = await received.next();
  if (first.done === true) throw new KonkError("E_PROTOCOL", "Cannot follow: the stream names no migration");
  const { migrationId } = first.value;
  async function* incoming() {
    for (let next = await received.next(); next.done !== true; next = await received.next()) yield next.value.data;
  }
  const answers = await service.follow(migrationId, incoming(), signal);
  await writeAll(call, messages(answers));
  call.end();
}

async function* messages(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<FollowingBytes> {
  for await (const data of pieces) yield { migrationId: "", data };
}
