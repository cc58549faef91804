/** What a host keeps: its certificate, its peers, its invitations. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expiryWarning } from "../../../src/core/principal.ts";
import { BulkTokens } from "../../../src/rpc/bulk-server.ts";
import { generateKey, selfSign } from "../../../src/trust/certificate.ts";
import { Invitations, isSameProof, joinProof } from "../../../src/trust/invitations.ts";
import { PeerFolder } from "../../../src/trust/peers.ts";
import { alternativeNames, commonName } from "../../../src/trust/trust.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-trust-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const now = new Date("2026-11-25T12:00:00Z");

function certificate(name: string): X509Certificate {
  const subject = { name, hostNames: [`${name}.lan`], addresses: ["10.77.0.11", "fd00::1"] };
  return new X509Certificate(selfSign(generateKey(), subject, now));
}

test("selfSign() makes a certificate for these names and addresses, which can sign no other", () => {
  const made = certificate("alpha");
  expect(commonName(made)).toBe("alpha");
  expect(alternativeNames(made)).toEqual({ hosts: ["alpha", "alpha.lan"], addresses: ["10.77.0.11", "fd00::1"] });
  expect(made.ca).toBe(false);
  expect(made.verify(made.publicKey)).toBe(true);
  expect([made.checkHost("alpha"), made.checkHost("beta"), made.checkIP("10.77.0.12")]).toEqual([
    "alpha",
    undefined,
    undefined,
  ]);
  expect([new Date(made.validFrom) < now, new Date(made.validTo) > now]).toEqual([true, true]);
  expect(certificate("alpha").serialNumber).not.toBe(made.serialNumber);
});

test("expiryWarning() is silent until a month before the end", () => {
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  expect([31, 30, 29, 1, 0].map((days) => expiryWarning(inDays(days), now))).toEqual([
    null,
    null,
    "ends in 29 days",
    "ends in 1 day",
    "expired",
  ]);
});

test("PeerFolder keeps one host under one name, for root alone", () => {
  const peers = new PeerFolder(join(folder, "peers"));
  const [beta, other] = [certificate("beta"), certificate("beta")];
  peers.add("beta", beta);
  peers.add("beta", beta); // the same once more
  expect(() => peers.add("beta", other)).toThrow('Cannot trust a host as "beta": another certificate has that name');
  expect(() => peers.add("gamma", beta)).toThrow('Cannot trust a host as "gamma": it is trusted as "beta" already');
  expect(statSync(join(folder, "peers")).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "peers/beta.crt")).mode & 0o777).toBe(0o600);
  peers.rename("beta", "rack2");
  expect(() => peers.rename("rack2", "../host")).toThrow(/Cannot use name/);
  expect(() => peers.get("../host")).toThrow(/Cannot use name/);
  expect(peers.list().map(({ name }) => name)).toEqual(["rack2"]);
  peers.remove("rack2");
  expect(peers.list()).toEqual([]);
});

test("PeerFolder trusts nobody for a file that is no certificate, and the others still", () => {
  const peers = new PeerFolder(folder);
  peers.add("beta", certificate("beta"));
  writeFileSync(join(folder, "gamma.crt"), "-----BEGIN CERTIFICATE-----\n");
  expect(peers.list().map(({ name }) => name)).toEqual(["beta"]);
});

test("an invitation is used once, in time, and by its secret alone", () => {
  const invitations = new Invitations(join(folder, "invitations"));
  const { id, secret } = invitations.create(1_000, null, 0);
  expect(statSync(join(folder, "invitations", `${id}.json`)).mode & 0o777).toBe(0o600);
  expect(invitations.open(999)).toMatchObject([{ id, secret }]);
  expect([invitations.take(id), invitations.take(id)]).toEqual([true, false]);
  expect(invitations.open(999)).toEqual([]);
  invitations.create(1_000, null, 0);
  expect(invitations.open(1_000)).toEqual([]);
  expect(readdirSync(join(folder, "invitations"))).toEqual([]);

  const facts = { invitation: id, inviterFingerprint: "A", joinerFingerprint: "B", name: "beta" };
  const proof = joinProof(secret, "joiner", facts);
  expect(isSameProof(proof, joinProof(secret, "joiner", { ...facts }))).toBe(true);
  expect(isSameProof(proof, joinProof("00".repeat(32), "joiner", facts))).toBe(false);
  expect(isSameProof("", proof)).toBe(false);
});

test("a bulk token is of use only to the certificate that it was issued to", () => {
  const tokens = new BulkTokens();
  const token = tokens.issue("m", "alpha's");
  expect(() => tokens.check("m", token, "alpha's")).not.toThrow();
  for (const [id, given, owner] of [
    ["m", token, "gamma's"],
    ["n", token, "alpha's"],
    ["m", new Uint8Array(32), "alpha's"],
    ["m", new Uint8Array(0), "alpha's"],
  ] as const) {
    expect(() => tokens.check(id, given, owner)).toThrow("without the token");
  }
});
