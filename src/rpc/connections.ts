/** The connections of a server: whose each of them is, and how many there may be. */
import type { PeerCertificate, TLSSocket } from "node:tls";
import { log } from "../log.ts";
import type { Source } from "../migration/peer.ts";
import { maximumConnectionsOfOne } from "./limits.ts";

export class Connections implements Disposable {
  readonly #sources = new Map<TLSSocket, Source>();

  /** Whose connection it is; null when its source has too many already, and then it is ended. */
  admit(socket: TLSSocket): Source | null {
    const source = sourceOf(socket.getPeerCertificate());
    const own = [...this.#sources.values()].filter(({ fingerprint }) => fingerprint === source.fingerprint);
    if (own.length >= maximumConnectionsOfOne) {
      log.warn(`Refused a connection: "${source.name}" has ${own.length} already`);
      socket.destroy();
      return null;
    }
    this.#sources.set(socket, source);
    socket.once("close", () => {
      this.#sources.delete(socket);
    });
    return source;
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sources.keys()) socket.destroy();
  }
}

/** The certificate was checked against the authority: it names a host, in its subject or else in what it is valid for. */
export function sourceOf({ subject, subjectaltname, fingerprint256 }: Partial<PeerCertificate>): Source {
  const fingerprint = fingerprint256 ?? "";
  const [name = ""] = [subject?.CN ?? subjectaltname ?? ""].flat();
  return { name: name || fingerprint, fingerprint };
}
