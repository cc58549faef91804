/**
 * The door for those who are not trusted yet: `konk-trust/1`, one line in and one line out. A stranger may use up an
 * invitation whose secret it knows; a peer may say what its next certificate is. Bounded in bytes, time, and how many at once.
 */
import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { type JoinRequest, parseTrustRequest, type RenewRequest, type TrustAnswer } from "../core/join-messages.ts";
import { withPeer } from "../core/policy.ts";
import type { Principal } from "../core/principal.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { Invitations, isSameProof, joinProof } from "../trust/invitations.ts";
import { changePolicy } from "../trust/policy-file.ts";
import { certificateOf, type Trust } from "../trust/trust.ts";
import { within } from "../within.ts";
import { readLine } from "./trust-line.ts";

export interface TrustServerOptions {
  trust: Trust;
  policyFile: string;
}

/** Milliseconds for all of it: both ends answer at once. */
const patienceMs = 5_000;
const mostAtOnce = 4;
let visitors = 0;

/** Answers one request, then ends the connection. Without an invitation a stranger is not even listened to. */
export async function serveTrust(
  socket: TLSSocket,
  principal: Principal | null,
  options: TrustServerOptions,
): Promise<void> {
  const invitations = new Invitations(options.trust.identity.files.invitations);
  const isStranger = principal === null || principal.kind === "authority";
  const mayAsk = principal?.kind === "peer" || (isStranger && invitations.open().length > 0);
  if (!mayAsk || visitors >= mostAtOnce) {
    socket.destroy();
    return;
  }
  visitors++;
  try {
    const line = await within(readLine(socket), patienceMs, () => {
      throw new KonkError("E_TIMEOUT", "Cannot read what a host that wants to join says: it said nothing in time");
    });
    socket.end(`${JSON.stringify(await answer(line, socket, { ...options, principal, invitations }))}\n`);
  } catch (error) {
    log.warn(`Refused to trust ${socket.remoteAddress ?? "a host"}: ${messageOf(error)}`);
    socket.destroy();
  } finally {
    visitors--;
  }
}

interface Visit extends TrustServerOptions {
  principal: Principal | null;
  invitations: Invitations;
}

async function answer(line: string, socket: TLSSocket, visit: Visit): Promise<TrustAnswer> {
  const request = parseTrustRequest(line);
  const proof = request.kind === "join" ? join(request, socket, visit) : renew(request, visit);
  await visit.trust.refresh();
  return {
    error: null,
    name: visit.trust.name,
    proof,
    ...(proof instanceof KonkError && refusal(proof)),
  } as TrustAnswer;
}

const refusal = (error: KonkError) => ({ error: error.message, proof: "" });

/** Returns this host's own proof, or why not. Throws for who does not know the secret: it is told nothing. */
function join(request: JoinRequest, socket: TLSSocket, { trust, policyFile, invitations }: Visit): string | KonkError {
  const joiner = certificateOf(socket);
  const invitation = invitations.open().find(({ id }) => id === request.invitation);
  if (joiner === null || invitation === undefined) throw new KonkError("E_TLS", "it named no open invitation");
  const facts = {
    invitation: invitation.id,
    inviterFingerprint: trust.own.fingerprint256,
    joinerFingerprint: joiner.fingerprint256,
    name: request.name,
  };
  if (!isSameProof(request.proof, joinProof(invitation.secret, "joiner", facts))) {
    invitations.take(invitation.id); // nobody gets to guess twice
    throw new KonkError("E_TLS", "it does not know the secret of the invitation, which is void now");
  }
  try {
    trust.folder.assertFree(request.name, joiner);
    if (!invitations.take(invitation.id)) throw new KonkError("E_TLS", "the invitation was used a moment ago");
    trust.folder.add(request.name, joiner);
  } catch (error) {
    if (error instanceof KonkError) return error;
    throw error;
  }
  const { rights } = invitation;
  if (rights !== null) changePolicy(policyFile, (policy) => withPeer(policy, request.name, rights));
  log.info(`Trusts "${request.name}" from now on (SHA-256 ${joiner.fingerprint256})`);
  return joinProof(invitation.secret, "inviter", facts);
}

/** The connection came with the certificate that is to be replaced, so nobody but that host can ask for it. */
function renew(request: RenewRequest, { trust, principal }: Visit): string {
  if (principal?.kind !== "peer") throw new KonkError("E_TLS", "only a peer may change its certificate");
  const certificate = new X509Certificate(request.certificate);
  if (certificate.fingerprint256 === principal.fingerprint) return ""; // a rotation that was cut short is repeated
  const isTaken = trust.peers.some((peer) => peer.certificate.fingerprint256 === certificate.fingerprint256);
  if (isTaken || certificate.fingerprint256 === trust.own.fingerprint256) {
    throw new KonkError("E_TLS", `"${principal.name}" named a certificate that is known here already`);
  }
  trust.folder.replace(principal.name, certificate);
  log.info(`"${principal.name}" has another certificate from now on (SHA-256 ${certificate.fingerprint256})`);
  return "";
}
