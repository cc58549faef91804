/** The certificates that labs hand out: the good ones pass, each wrong one fails for its own reason. */
import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { CertificateAuthority, type Identity } from "../hosts/certificates.ts";
import { requirement } from "../hosts/requirement.ts";

describe.skipIf(!requirement('the program "openssl"', Bun.which("openssl") !== null))("CertificateAuthority", () => {
  test("issue() makes a certificate for a name and an address", async () => {
    using authority = await CertificateAuthority.create();
    const identity = await authority.issue("alpha", "10.77.0.11");
    expect(await verify(identity, "-verify_hostname", "alpha")).toContain("OK");
    expect(await verify(identity, "-verify_ip", "10.77.0.11")).toContain("OK");
    expect(await verify(identity, "-verify_hostname", "beta")).toContain("hostname mismatch");
  });

  test("issue() makes wrong ones: expired, and of another authority", async () => {
    using authority = await CertificateAuthority.create();
    using other = await CertificateAuthority.create("another");
    const expired = await authority.issue("alpha", "10.77.0.11", { expired: true });
    expect(await verify(expired)).toContain("certificate has expired");
    const stranger = await other.issue("alpha", "10.77.0.11");
    const { authority: trusted } = await authority.issue("beta", "10.77.0.12");
    expect(await verify({ ...stranger, authority: trusted })).toContain("unable to get local issuer certificate");
  });
});

async function verify(identity: Identity, ...options: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "konk-verify-"));
  try {
    await Bun.write(join(folder, "ca.crt"), identity.authority);
    await Bun.write(join(folder, "host.crt"), identity.certificate);
    const purpose = ["-purpose", "sslserver"];
    const shell = $({ quiet: true, nothrow: true, cwd: folder });
    return `${await shell`openssl verify -CAfile ca.crt ${purpose} ${options} host.crt 2>&1`}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
