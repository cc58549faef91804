/** Coming to trust another host, and telling those that trust this one of its next certificate. */
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { type Endpoint, formatEndpoint } from "../core/endpoint.ts";
import type { InvitationToken } from "../core/invitation-token.ts";
import { parseTrustAnswer, type TrustAnswer, type TrustRequest } from "../core/join-messages.ts";
import { KonkError, messageOf } from "../errors.ts";
import { isSameProof, joinProof } from "../trust/invitations.ts";
import { certificateOf, type Trust } from "../trust/trust.ts";
import { within } from "../within.ts";
import { trustProtocol } from "./limits.ts";
import { readLine } from "./trust-line.ts";

const connectMs = 5_000;
const answerMs = 10_000;

/** Where a certain certificate should be found. */
export interface Pinned {
  /** For words only. */
  name: string;
  endpoints: readonly Endpoint[];
  fingerprint: string;
}

/**
 * Uses an invitation. The secret is not sent, and the proof of it only to who holds the key of the certificate that the token
 * names. Returns that certificate, which this host may trust now: the other one trusts this host's.
 */
export async function join(token: InvitationToken, trust: Trust, name: string) {
  const facts = {
    invitation: token.id,
    inviterFingerprint: token.fingerprint,
    joinerFingerprint: trust.own.fingerprint256,
    name,
  };
  if (token.fingerprint === facts.joinerFingerprint) {
    throw new KonkError("E_USAGE", "Cannot join this very host", { hint: 'Run "konk host join" on another one' });
  }
  const proof = joinProof(token.secret, "joiner", facts);
  const { answer, certificate } = await ask(token, trust, { kind: "join", invitation: token.id, name, proof });
  if (!isSameProof(answer.proof, joinProof(token.secret, "inviter", facts))) {
    throw new KonkError("E_TLS", `Cannot trust "${token.name}": it does not know the secret of the token`);
  }
  return certificate;
}

/** Tells a peer that this host's certificate will be another one. Resolves when the peer has it on its disk. */
export async function announceRenewal(peer: Pinned, trust: Trust, certificate: string): Promise<void> {
  await ask(peer, trust, { kind: "renew", certificate });
}

/** Whether that certificate is proven at one of these places: nobody is asked anything. */
export async function isFound(at: Pinned, trust: Trust): Promise<boolean> {
  const socket = await dial(at, trust).catch(() => null);
  socket?.destroy();
  return socket !== null;
}

async function ask(to: Pinned, trust: Trust, request: TrustRequest) {
  const socket = await dial(to, trust);
  try {
    const certificate = certificateOf(socket);
    if (certificate === null) throw new KonkError("E_TLS", `Cannot trust "${to.name}": it showed no certificate`);
    const line = readLine(socket);
    socket.write(`${JSON.stringify(request)}\n`);
    return { certificate, answer: await answerFrom(to, line, request.kind) };
  } finally {
    socket.destroy();
  }
}

/** Who is not welcome is not told why: the other end just ends the connection. */
const unwelcome = {
  join: {
    what: (name: string) => `Cannot join "${name}": it does not accept the token, which works once and not for long`,
    hint: 'Run "konk host invite" there for another one; the log of its konk server says more',
  },
  renew: {
    what: (name: string) => `Cannot renew the certificate on "${name}": it does not trust this host`,
    hint: 'Run "konk host invite" there and "konk host join" here',
  },
};

async function answerFrom({ name }: Pinned, line: Promise<string>, kind: "join" | "renew"): Promise<TrustAnswer> {
  const text = await within(line, answerMs, () => {
    throw new KonkError("E_TIMEOUT", `"${name}" did not answer in time`, { host: name });
  }).catch((error: unknown) => {
    if (error instanceof KonkError && error.code === "E_TIMEOUT") throw error;
    const { what, hint } = unwelcome[kind];
    throw new KonkError("E_TLS", what(name), { host: name, hint, cause: error });
  });
  const answer = parseTrustAnswer(text);
  if (answer.error !== null) throw new KonkError("E_TLS", `Cannot join "${name}": ${answer.error}`, { host: name });
  return answer;
}

/** Connects to the first endpoint at which the wanted certificate is proven. */
async function dial(to: Pinned, trust: Trust): Promise<TLSSocket> {
  const sockets: TLSSocket[] = [];
  let first: TLSSocket | undefined;
  try {
    first = await Promise.any(to.endpoints.map(async (endpoint) => await dialOne(endpoint, to, trust, sockets)));
    return first;
  } catch (error) {
    const all: unknown[] = error instanceof AggregateError ? error.errors : [error];
    const foreign = all.some((each) => each instanceof KonkError);
    throw new KonkError(
      foreign ? "E_TLS" : "E_UNREACHABLE",
      `Cannot reach "${to.name}": ${all.map(messageOf).join("; ")}`,
      {
        host: to.name,
        hint: 'Start "konk server" there, and let its TCP port through',
        cause: error,
      },
    );
  } finally {
    for (const socket of sockets) if (socket !== first) socket.destroy();
  }
}

async function dialOne(endpoint: Endpoint, to: Pinned, trust: Trust, sockets: TLSSocket[]): Promise<TLSSocket> {
  const { host, port } = endpoint;
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const socket = connect({
    host,
    port,
    ...trust.tlsOptions,
    ALPNProtocols: [trustProtocol],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  sockets.push(socket);
  socket.on("error", reject).once("secureConnect", () => {
    resolve(undefined);
  });
  await within(promise, connectMs, () => {
    throw new Error(`no answer from ${formatEndpoint(endpoint)} in ${connectMs} ms`);
  });
  if (certificateOf(socket)?.fingerprint256 === to.fingerprint) return socket;
  throw new KonkError("E_TLS", `${formatEndpoint(endpoint)} is another host: its certificate is not the wanted one`);
}
