/** The hosts that this one trusts by their exact certificate: /etc/konk/tls/peers/NAME.crt. The folder is the trust. */
import type { X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseName } from "../core/spec-parsing.ts";
import { KonkError, messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { replaceFile } from "../replace-file.ts";
import { parseCertificate } from "./identity.ts";

export interface Peer {
  /** What this host calls it. */
  name: string;
  file: string;
  certificate: X509Certificate;
}

const suffix = ".crt";

export class PeerFolder {
  readonly #folder: string;
  readonly #told = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Of all hosts, certificates or not. */
  get files(): string[] {
    return this.#names().map((name) => this.#file(name));
  }

  /** In the order of their names. A file that is no certificate is told, once, and trusts nobody. */
  list(): Peer[] {
    return this.#names().flatMap((name) => {
      const file = this.#file(name);
      try {
        return [{ name, file, certificate: parseCertificate(readFileSync(file), file) }];
      } catch (error) {
        if (!this.#told.has(file)) log.warn(messageOf(error));
        this.#told.add(file);
        return [];
      }
    });
  }

  /** Throws E_CONFIG when there is none of that name. */
  get(name: string): Peer {
    const peer = this.list().find((candidate) => candidate.name === parseName(name));
    if (peer) return peer;
    throw new KonkError("E_CONFIG", `Cannot find a trusted host "${name}" in "${this.#folder}"`, {
      hint: 'Run "konk host ls" for their names',
    });
  }

  /** Trusts a host; once more the same is nothing new. Throws E_EXISTS when the name or the certificate is taken. */
  add(name: string, certificate: X509Certificate): void {
    this.assertFree(name, certificate);
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    replaceFile(this.#file(name), certificate.toString());
  }

  assertFree(name: string, certificate: X509Certificate): void {
    for (const peer of this.list()) {
      const isSame = peer.certificate.fingerprint256 === certificate.fingerprint256;
      if (isSame === (peer.name === name)) continue;
      const found = isSame ? `it is trusted as "${peer.name}" already` : "another certificate has that name";
      throw new KonkError("E_EXISTS", `Cannot trust a host as "${name}": ${found}`, {
        hint: `Run "konk host rename ${peer.name} OTHER" or "konk host revoke ${peer.name}" first`,
      });
    }
  }

  /** The host is the same, its certificate is a new one. */
  replace(name: string, certificate: X509Certificate): void {
    replaceFile(this.get(name).file, certificate.toString());
  }

  rename(name: string, other: string): void {
    const { file, certificate } = this.get(name);
    if (this.#names().includes(parseName(other))) {
      throw new KonkError("E_EXISTS", `Cannot rename "${name}": there is a "${other}" already`, {
        hint: `Choose another name than that of ${certificate.subject}`,
      });
    }
    renameSync(file, this.#file(other));
  }

  remove(name: string): void {
    rmSync(this.get(name).file);
  }

  #names(): string[] {
    try {
      const files = readdirSync(this.#folder).filter((file) => file.endsWith(suffix));
      return files.map((file) => file.slice(0, -suffix.length)).toSorted();
    } catch {
      return []; // nobody has joined yet
    }
  }

  #file(name: string): string {
    return join(this.#folder, `${name}${suffix}`);
  }
}
