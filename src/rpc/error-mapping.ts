/** KonkErrors across gRPC: the whole error travels in the trailing metadata, so that the destination's reason is shown. */
import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import { plain } from "../core/plain-text.ts";
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
  const message = errorMessage(thrown, host);
  const metadata = new Metadata();
  metadata.set(entry, Buffer.from(konk.v1.Error.encode(message).finish()));
  return { code: status.FAILED_PRECONDITION, details: message.code, metadata };
}

/** Any thrown thing as the message that carries errors. `host` is where it happened. */
export function errorMessage(thrown: unknown, host: string) {
  const error = asKonkError(thrown);
  return {
    code: error.code,
    message: cut(error.message),
    hint: cut(error.hint ?? ""),
    host: error.host ?? host,
    lines: error.lines.slice(0, maximumLines).map(cut),
  };
}

/** For the client: what a call failed with, as a KonkError. `host` is the name that the user gave. */
export function fromServiceError(error: ServiceError, host: string): KonkError {
  const [carried] = error.metadata.get(entry);
  if (carried instanceof Buffer) return fromErrorMessage(konk.v1.Error.decode(carried), host);
  switch (error.code) {
    case status.UNAVAILABLE:
      return unreachable(error, host);
    case status.CANCELLED:
      return new KonkError("E_CANCELLED", `The call to "${host}" was cancelled`, { host });
    case status.DEADLINE_EXCEEDED:
      return new KonkError("E_TIMEOUT", `"${host}" did not answer in time`, { host });
    case status.RESOURCE_EXHAUSTED:
      return new KonkError("E_PROTOCOL", `"${host}" refused a message: ${detailsOf(error)}`, { host });
    default:
      return new KonkError("E_PROTOCOL", `The call to "${host}" failed: ${detailsOf(error)}`, { host, cause: error });
  }
}

/** The error that the other host sent. `host` is the name that the user gave it. */
export function fromErrorMessage(carried: konk.v1.Error.$Properties, host: string): KonkError {
  const { code = "", message, hint, lines } = carried;
  return new KonkError(code !== null && isErrorCode(code) ? code : "E_PROTOCOL", plain(message ?? "unknown error"), {
    host: plain(carried.host || host),
    ...(hint ? { hint: plain(hint) } : {}),
    ...(lines?.length ? { lines: lines.slice(0, maximumLines).map((line) => plain(line)) } : {}),
  });
}

/** What grpc-js says when a connection ends between the handshake and HTTP/2: in TLS 1.3 a server judges its client then. */
const handshakeOnly = /Last error: Failed to connect \(/;

/** What Node says of a connection that ends in the handshake without an alert: no word about certificates. */
const endedEarly = /disconnected before secure TLS/;

function unreachable(error: ServiceError, host: string): KonkError {
  const why = messageOf(error);
  if (handshakeOnly.test(why)) {
    return new KonkError("E_TLS", `Cannot talk to "${host}": it ended the connection right after the TLS handshake`, {
      host,
      hint: `It may not trust this host: run "konk host invite" there and "konk host join" here. The log of konk server on "${host}" says why`,
      cause: error,
    });
  }
  if (endedEarly.test(why)) {
    return new KonkError("E_UNREACHABLE", `Cannot reach konk on "${host}": it ended the connection before TLS`, {
      host,
      hint: `Ask for the port of konk server. If it is that, it stops, or has too many connections: its log says so`,
      cause: error,
    });
  }
  if (/certificate|altname|self.signed|issuer|SSL|TLS|handshake/i.test(why)) {
    return new KonkError("E_TLS", `Cannot trust "${host}": ${detailsOf(error)}`, {
      host,
      hint: `Both hosts need certificates of one authority, and that of "${host}" must carry this name or address`,
      cause: error,
    });
  }
  return new KonkError("E_UNREACHABLE", `Cannot reach konk on "${host}": ${detailsOf(error)}`, {
    host,
    hint: `Start "konk server" there, and let TCP port 7440 through`,
    cause: error,
  });
}

/** grpc-js ends some of its texts with the title of a note that it does not have. */
function detailsOf({ details }: ServiceError): string {
  return details.replace(/\.? *Resolution note: *$/, "");
}

function cut(text: string): string {
  return text.length > maximumTextLength ? `${text.slice(0, maximumTextLength)}…` : text;
}
