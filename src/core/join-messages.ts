/** The two requests of `konk-trust/1` and their answers: one line of JSON each way, checked before it is used. */
import { parseDocument, readNullable, readString } from "./json-shape.ts";

/** Longest line that either end reads. Bytes. */
export const maximumTrustMessageBytes = 8_192;

const name = readString(32, /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);
const digits = readString(64, /^[0-9a-f]{32,64}$/);
const text = readString(1_000);

/** Certificates are not part of it: each end has proven its own in the handshake, and the proof covers both. */
export interface JoinRequest {
  kind: "join";
  invitation: string;
  name: string;
  proof: string;
}

/** A trusted host says what its next certificate is. */
export interface RenewRequest {
  kind: "renew";
  certificate: string;
}

export type TrustRequest = JoinRequest | RenewRequest;

export interface TrustAnswer {
  /** Why not; null when it was done. */
  error: string | null;
  name: string;
  /** That this end knows the invitation's secret, too; empty after a renewal. */
  proof: string;
}

export function parseTrustRequest(line: string): TrustRequest {
  return parseDocument("request", line, maximumTrustMessageBytes, (fields): TrustRequest => {
    const kind = fields.take("kind", readString(10, /^(?:join|renew)$/));
    if (kind === "renew")
      return { kind, certificate: fields.take("certificate", readString(maximumTrustMessageBytes)) };
    return {
      kind: "join",
      invitation: fields.take("invitation", digits),
      name: fields.take("name", name),
      proof: fields.take("proof", digits),
    };
  });
}

export function parseTrustAnswer(line: string): TrustAnswer {
  return parseDocument("answer", line, maximumTrustMessageBytes, (fields) => ({
    error: fields.take("error", readNullable(text)),
    name: fields.take("name", name),
    proof: fields.take("proof", readString(64, /^[0-9a-f]*$/)),
  }));
}

export type JoinRole = "inviter" | "joiner";

export interface JoinFacts {
  invitation: string;
  inviterFingerprint: string;
  joinerFingerprint: string;
  /** The joining host's name. */
  name: string;
}

/** What a proof is made over: who says it, and both certificates, so that it is of no use between two other hosts. */
export function joinStatement(role: JoinRole, facts: JoinFacts): string {
  const { invitation, inviterFingerprint, joinerFingerprint, name: joiner } = facts;
  return JSON.stringify(["konk-trust/1", role, invitation, inviterFingerprint, joinerFingerprint, joiner]);
}
