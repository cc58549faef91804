/**
 * Whom this host trusts. TLS proves that the other end holds the key of its certificate, and nothing more; here it is decided
 * who that is: a peer by its exact certificate, or any host by the signature of the user's own authority.
 */
import { type KeyObject, X509Certificate } from "node:crypto";
import { checkServerIdentity, type TLSSocket } from "node:tls";
import { formatIp, parseIp } from "../core/ip-address.ts";
import { expiryWarning, type Principal } from "../core/principal.ts";
import { KonkError } from "../errors.ts";
import { log } from "../log.ts";
import { type Identity, type IdentityFiles, loadIdentity } from "./identity.ts";
import { type Peer, PeerFolder } from "./peers.ts";
import { stampOf } from "./stamp.ts";

/** Where a file system's times are so coarse that they hide a change, it is seen after so long. Milliseconds. */
const rereadMs = 3_000;

export class Trust {
  #identity: Identity;
  #own: X509Certificate;
  #peers: readonly Peer[];
  readonly folder: PeerFolder;
  /** The files when they were read, and when that was. */
  #read = { stamp: "", atMs: 0 };

  private constructor(identity: Identity) {
    this.#identity = identity;
    this.#own = new X509Certificate(identity.certificate);
    this.folder = new PeerFolder(identity.files.peers);
    this.#peers = this.folder.list();
  }

  /** Throws E_TLS. */
  static async load(files: IdentityFiles): Promise<Trust> {
    return new Trust(await loadIdentity(files));
  }

  get identity(): Identity {
    return this.#identity;
  }
  get own(): X509Certificate {
    return this.#own;
  }
  get peers(): readonly Peer[] {
    return this.#peers;
  }
  get isSelfSigned(): boolean {
    return this.#own.verify(this.#own.publicKey);
  }
  /** What peers call this host. */
  get name(): string {
    return commonName(this.#own);
  }

  /** Throws E_BUG without an authority. */
  authorityKey(): KeyObject {
    const { authority } = this.#identity;
    if (authority === null) throw new KonkError("E_BUG", "Cannot read the key of an authority: there is none");
    return new X509Certificate(authority).publicKey;
  }

  /**
   * What every TLS connection of konk is made with. TLS itself refuses nobody: {@link principal} does, once the other end has
   * proven its key. DANGER: a connection that skips it talks to a stranger.
   */
  get tlsOptions() {
    const { certificate, key, authority } = this.#identity;
    return {
      cert: certificate,
      key,
      ca: authority ?? [],
      minVersion: "TLSv1.3",
      requestCert: true,
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    } as const;
  }

  /** Reads again what may have changed. An identity that cannot be read, or of which only a half is there yet, changes nothing. */
  async refresh(): Promise<void> {
    const { certificate, key, authority, files } = this.#identity;
    const read = {
      stamp: stampOf([files.certificate, files.key, files.authority, ...this.folder.files]),
      atMs: performance.now(),
    };
    if (read.stamp === this.#read.stamp && read.atMs - this.#read.atMs < rereadMs) return;
    this.#peers = this.folder.list();
    const fresh = await loadIdentity(files).catch(() => null);
    if (fresh === null) return;
    this.#read = read;
    if (Bun.deepEquals([fresh.certificate, fresh.key, fresh.authority], [certificate, key, authority])) return;
    this.#identity = fresh;
    this.#own = new X509Certificate(fresh.certificate);
  }

  /** Who is at the other end; null is a stranger. `now` matters: a certificate may end while its connection is open. */
  principal(socket: TLSSocket, now = new Date()): Principal | null {
    const certificate = certificateOf(socket);
    if (certificate === null || !isValidAt(certificate, now)) return null;
    const fingerprint = certificate.fingerprint256;
    if (fingerprint === this.#own.fingerprint256) return { kind: "self", name: this.name, fingerprint };
    const peer = this.#peers.find((each) => each.certificate.fingerprint256 === fingerprint);
    if (peer) return { kind: "peer", name: peer.name, fingerprint };
    const isSigned = this.#identity.authority !== null && socket.authorized;
    return isSigned ? { kind: "authority", name: commonName(certificate), fingerprint } : null;
  }

  /** The server at the other end, which the user called `host`. Throws E_TLS for a stranger, and for another host. */
  server(socket: TLSSocket, host: string): Principal {
    const principal = this.principal(socket);
    if (principal === null) {
      const other = this.#identity.authority === null ? "" : ", or give both certificates of one authority";
      const hint = `Run "konk host invite" there and "konk host join" here${other}`;
      throw new KonkError("E_TLS", `Cannot trust "${host}": ${whyStranger(socket)}`, { host, hint });
    }
    if (principal.kind === "peer" && principal.name === host) return principal;
    const mismatch = checkServerIdentity(host, socket.getPeerCertificate());
    if (mismatch === undefined) return principal;
    throw new KonkError(
      "E_TLS",
      `Cannot trust "${host}": found the certificate of "${principal.name}": ${mismatch.message}`,
      {
        host,
        hint: `Call "${principal.name}" by a name or an address of its certificate, or by the name that "konk host ls" shows`,
      },
    );
  }

  warnOfExpiry(now = new Date()): void {
    const own = expiryWarning(new Date(this.#own.validTo), now);
    const way = this.isSelfSigned ? 'run "konk host rotate"' : "have its authority renew it";
    if (own !== null) log.warn(`This host's certificate ${own}: ${way}`);
    for (const { name, certificate } of this.#peers) {
      const warning = expiryWarning(new Date(certificate.validTo), now);
      if (warning !== null) log.warn(`The certificate of "${name}" ${warning}: run "konk host rotate" there`);
    }
  }
}

/** The certificate whose key the other end has proven to hold. */
export function certificateOf(socket: TLSSocket): X509Certificate | null {
  return socket.getPeerX509Certificate() ?? null;
}

export function commonName(certificate: X509Certificate): string {
  return /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? certificate.subject;
}

/** "alpha", "10.77.0.11": the names that the certificate was made for. */
export function alternativeNames({ subjectAltName = "" }: X509Certificate): { hosts: string[]; addresses: string[] } {
  const words = subjectAltName.split(", ");
  const after = (prefix: string) =>
    words.filter((word) => word.startsWith(prefix)).map((word) => word.slice(prefix.length));
  return { hosts: after("DNS:"), addresses: after("IP Address:").map(shortest) };
}

/** "FD00:0:0:0:0:0:0:1" is how the certificate's text has it. */
function shortest(text: string): string {
  const address = parseIp(text);
  return address === null ? text : formatIp(address);
}

function isValidAt({ validFrom, validTo }: X509Certificate, now: Date): boolean {
  return new Date(validFrom) <= now && now <= new Date(validTo);
}

/** For the log and for errors: a certificate proves nothing about a stranger, so none of its words are repeated. */
export function whyStranger(socket: TLSSocket): string {
  const certificate = certificateOf(socket);
  if (certificate === null) return "it showed no certificate";
  if (!isValidAt(certificate, new Date()))
    return `its certificate is valid from ${certificate.validFrom} to ${certificate.validTo}`;
  return `its certificate is not known here (SHA-256 ${certificate.fingerprint256})`;
}
