/** KonkErrors across gRPC: the whole error travels in the trailing metadata, so that the destination's reason is shown. */
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { asKonkError, isErrorCode, KonkError, messageOf } from "../errors.ts";
import { konk } from "../gen/konk.js";

const entry = "konk-error-bin";
/** Metadata travels as HTTP/2 headers, which are bounded; CRIU's lines are cut before that bound is met. */
const maximumTextLength = 1000;
const maximumLines = 12;

export interface StatusWithMetadata {
  code: status;
  details: string;
  metadata: Metadata;
}

/** For the server: any thrown thing as a gRPC status. */
export function toStatus(thrown: unknown, host: string): StatusWithMetadata {
  const error = asKonkError(thrown);
  const metadata = new Metadata();
  const message = konk.v1.Error.encode({
    code: error.code,
    message: cut(error.message),
    hint: cut(error.hint ?? ""),
    host: error.host ?? host,
    lines: error.lines.slice(0, maximumLines).map(cut),
  }).finish();
  metadata.set(entry, Buffer.from(message));
  return { code: status.FAILED_PRECONDITION, details: error.code, metadata };
}

/** For the client: what a call failed with, as a KonkError. `host` is the name that the user gave. */
export function fromServiceError(error: ServiceError, host: string): KonkError {
  const [carried] = error.metadata.get(entry);
  if (carried instanceof Buffer) return decoded(carried, host);
  switch (error.code) {
    case status.UNAVAILABLE:
      return unreachable(error, host);
    case status.CANCELLED:
      return new KonkError("E_CANCELLED", `The call to "${host}" was cancelled`, { host });
    case status.DEADLINE_EXCEEDED:
      return new KonkError("E_TIMEOUT", `"${host}" did not answer in time`, { host });
    case status.RESOURCE_EXHAUSTED:
      return new KonkError("E_PROTOCOL", `"${host}" refused a message: ${error.details}`, { host });
    default:
      return new KonkError("E_PROTOCOL", `The call to "${host}" failed: ${error.details}`, { host, cause: error });
  }
}

function decoded(bytes: Buffer, host: string): KonkError {
  const carried = konk.v1.Error.decode(bytes);
  const code = isErrorCode(carried.code) ? carried.code : "E_PROTOCOL";
  return new KonkError(code, carried.message, {
    host: carried.host === "" ? host : carried.host,
    ...(carried.hint === "" ? {} : { hint: carried.hint }),
    ...(carried.lines.length === 0 ? {} : { lines: carried.lines }),
  });
}

function unreachable(error: ServiceError, host: string): KonkError {
  const why = messageOf(error);
  if (/certificate|altname|self.signed|issuer|SSL|TLS|handshake/i.test(why)) {
    return new KonkError("E_TLS", `Cannot trust "${host}": ${error.details}`, {
      host,
      hint: `Both hosts need certificates of one authority, and that of "${host}" must carry this name or address`,
      cause: error,
    });
  }
  return new KonkError("E_UNREACHABLE", `Cannot reach konk on "${host}": ${error.details}`, {
    host,
    hint: `Start "konk server" there, and let TCP port 7440 through`,
    cause: error,
  });
}

function cut(text: string): string {
  return text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}…` : text;
}
