/** This host's key and certificate, and the user's own authority if there is one, read from files. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { KonkError, messageOf } from "../errors.ts";

export const defaultTlsFolder = "/etc/konk/tls";

export interface Identity {
  certificate: Buffer;
  key: Buffer;
  /** Whoever has a certificate of this authority is trusted; null: only peers that joined are. */
  authority: Buffer | null;
  files: IdentityFiles;
}

export interface IdentityFiles {
  certificate: string;
  key: string;
  authority: string;
  /** Certificates of the hosts that joined, NAME.crt each. */
  peers: string;
  invitations: string;
}

export function identityFiles(folder: string = defaultTlsFolder): IdentityFiles {
  return {
    certificate: join(folder, "host.crt"),
    key: join(folder, "host.key"),
    authority: join(folder, "ca.crt"),
    peers: join(folder, "peers"),
    invitations: join(folder, "invitations"),
  };
}

/** Reads and checks the files. Throws E_TLS that names the file and what is wrong with it. */
export async function loadIdentity(files: IdentityFiles, now: Date = new Date()): Promise<Identity> {
  const [certificate, key, authority] = await Promise.all([
    readPart(files.certificate, "this host's certificate"),
    readPart(files.key, "this host's key"),
    readAuthority(files.authority),
  ]);
  const own = parseCertificate(certificate, files.certificate);
  checkDates(own, files.certificate, now);
  checkKey(own, key, files);
  if (authority !== null) checkDates(parseCertificate(authority, files.authority), files.authority, now);
  return { certificate, key, authority, files };
}

async function readPart(path: string, what: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new KonkError("E_TLS", `Cannot read ${what}: ${messageOf(error)}`, {
      hint: `Run "konk host init", or put a PEM file at "${path}"; --tls names another folder`,
      cause: error,
    });
  }
}

async function readAuthority(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw new KonkError("E_TLS", `Cannot read the certificate authority: ${messageOf(error)}`, { cause: error });
  }
}

/** Throws E_TLS that names `path`. */
export function parseCertificate(pem: Buffer | string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new KonkError("E_TLS", `Cannot use "${path}": it is not a PEM certificate`, {
      hint: 'Make one by "konk host init", or with openssl x509 in PEM form',
      cause: error,
    });
  }
}

function checkKey(certificate: X509Certificate, pem: Buffer, files: IdentityFiles): void {
  if (certificate.checkPrivateKey(parseKey(pem, files.key))) return;
  throw new KonkError("E_TLS", `Cannot use "${files.key}": it is not the key of "${files.certificate}"`, {
    hint: "Copy the key and the certificate that were made together",
  });
}

function parseKey(pem: Buffer, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw new KonkError("E_TLS", `Cannot use "${path}": it is not a PEM private key without a passphrase`, {
      hint: "Make a key with openssl genpkey, and a certificate for it",
      cause: error,
    });
  }
}

function checkDates(certificate: X509Certificate, path: string, now: Date): void {
  if (now > new Date(certificate.validTo)) {
    throw new KonkError("E_TLS", `Cannot use "${path}": it expired on ${certificate.validTo}`, {
      hint: "Make a new certificate, or correct this host's clock",
    });
  }
  if (now < new Date(certificate.validFrom)) {
    throw new KonkError("E_TLS", `Cannot use "${path}": it is not valid before ${certificate.validFrom}`, {
      hint: "Correct this host's clock",
    });
  }
}
