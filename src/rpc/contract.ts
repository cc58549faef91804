/** The gRPC service of proto/konk.proto: paths and codecs, used by both ends. No logic. */
import { konk } from "../gen/konk.js";

const v1 = konk.v1;

interface Codec<Sent, Received> {
  encode(message: Sent): { finish(): Uint8Array };
  decode(bytes: Uint8Array): Received;
}

/** One call: what may be sent (`Request`, `Reply`) and what decoding gives (`…Class`, with every field present). */
export interface Method<Request, RequestClass, Reply, ReplyClass, Streams extends boolean = false> {
  path: string;
  originalName: string;
  requestStream: boolean;
  responseStream: Streams;
  requestSerialize: (message: Request) => Buffer;
  requestDeserialize: (bytes: Buffer) => RequestClass;
  responseSerialize: (message: Reply) => Buffer;
  responseDeserialize: (bytes: Buffer) => ReplyClass;
}

function method<Request, RequestClass, Reply, ReplyClass>(
  name: string,
  request: Codec<Request, RequestClass>,
  reply: Codec<Reply, ReplyClass>,
  requestStream = false,
): Method<Request, RequestClass, Reply, ReplyClass> {
  return {
    path: `/konk.v1.Migration/${name}`,
    requestStream,
    responseStream: false,
    requestSerialize: (message: Request) => Buffer.from(request.encode(message).finish()),
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (message: Reply) => Buffer.from(reply.encode(message).finish()),
    responseDeserialize: (bytes: Buffer) => reply.decode(bytes),
    originalName: name,
  };
}

/** Both ends say as much as they like. */
function conversation<Sent, Received>(name: string, message: Codec<Sent, Received>) {
  const both = method(name, message, message, true);
  return { ...both, responseStream: true } satisfies Method<Sent, Received, Sent, Received, true>;
}

export const contract = {
  hello: method("Hello", v1.HelloRequest, v1.HelloReply),
  prepare: method("Prepare", v1.PrepareRequest, v1.PrepareReply),
  sendImages: method("SendImages", v1.ImageChunk, v1.ImagesReceived, true),
  restore: method("Restore", v1.RestoreRequest, v1.Held),
  resume: method("Resume", v1.ResumeRequest, v1.Resumed),
  follow: conversation("Follow", v1.FollowingBytes),
  torn: method("Torn", v1.TornRequest, v1.TornReply),
  abort: method("Abort", v1.AbortRequest, v1.Aborted),
  query: method("Query", v1.QueryRequest, v1.QueryReply),
};
