/** Certificates for hosts, made with openssl: good ones, and wrong ones for the tests that want a refusal. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";

/** PEM texts: what a host keeps as host.key, host.crt and ca.crt. */
export interface Identity {
  key: string;
  certificate: string;
  authority: string;
}

/** Hosts of a lab's authority may do everything: most containers of tests have the host's own `/` as root. */
export const labPolicy = { authority: ["send", "receive", "inventory", "host-root"] };

export interface IssueOptions {
  /** The certificate ended yesterday. */
  expired?: boolean;
}

/** A certificate authority of one lab. Its key is in a private folder that goes when the authority does. */
export class CertificateAuthority implements Disposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** `parent` is where its private folder is made. */
  static async create(name = "konk lab", parent = tmpdir()): Promise<CertificateAuthority> {
    const folder = mkdtempSync(join(parent, "konk-tls-"));
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
    await $({
      quiet: true,
      cwd: folder,
    })`openssl req -x509 ${curve} -keyout ca.key -out ca.crt -days 90 -subj ${`/CN=${name}`} ${usage}`;
    return new CertificateAuthority(folder);
  }

  /** A key and a certificate for one host, valid as server and as client for its name and its address. */
  async issue(name: string, address: string, { expired = false }: IssueOptions = {}): Promise<Identity> {
    const files = { request: `${name}.csr`, key: `${name}.key`, certificate: `${name}.crt`, extensions: `${name}.ext` };
    const quiet = $({ quiet: true, cwd: this.#folder });
    await Bun.write(
      join(this.#folder, files.extensions),
      [
        `subjectAltName=DNS:${name},IP:${address}`,
        "basicConstraints=critical,CA:FALSE",
        "keyUsage=critical,digitalSignature",
        "extendedKeyUsage=serverAuth,clientAuth",
      ].join("\n"),
    );
    await quiet`openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${files.key} -out ${files.request} -subj ${`/CN=${name}`}`;
    await quiet`openssl x509 -req -in ${files.request} -CA ca.crt -CAkey ca.key -days ${expired ? -1 : 90} -extfile ${files.extensions} -out ${files.certificate}`;
    const read = (file: string) => readFileSync(join(this.#folder, file), "utf8");
    return { key: read(files.key), certificate: read(files.certificate), authority: read("ca.crt") };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
