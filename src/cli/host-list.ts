/** `konk host ls` and `konk host show`: this host, and whom it trusts, until when, with what. */
import type { X509Certificate } from "node:crypto";
import { type Right, rightsOf } from "../core/policy.ts";
import { daysLeft, expiryWarning } from "../core/principal.ts";
import { policyPath, readPolicy } from "../trust/policy-file.ts";
import { alternativeNames, type Trust } from "../trust/trust.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { strictCommand } from "./strict.ts";

export const listCommand = strictCommand({
  name: "host ls",
  description: "List the hosts that this one trusts",
  examples: ["konk host ls", "konk host ls --json"],
  args: hostArgs,
  run: async ({ args }) => {
    const trust = await loadTrust(args);
    const hosts = trust.peers.map((peer) => ({
      name: peer.name,
      ...facts(peer.certificate),
      may: mayOf(args.tls, peer.name),
    }));
    const authority =
      trust.identity.authority === null ? null : { file: trust.identity.files.authority, may: mayOf(args.tls, null) };
    const rows = hosts.map(({ name, addresses, daysLeft: days, warning, may }) => [
      name,
      addresses.join(" ") || "-",
      warning ?? `${days} days`,
      may.join(",") || "none",
    ]);
    if (authority !== null) rows.push(["(authority)", authority.file, "", authority.may.join(",") || "none"]);
    print(
      args.json,
      { self: identityOf(trust), authority, hosts },
      table([["NAME", "ADDRESSES", "VALID", "MAY"], ...rows]),
    );
  },
});

export const showCommand = strictCommand({
  name: "host show",
  description: "Show a trusted host, or this one: its names, its certificate, what it may do",
  examples: ["konk host show", "konk host show beta --json"],
  args: {
    name: { type: "positional", description: "A trusted host (default: this one)", required: false },
    ...hostArgs,
  },
  run: async ({ args }) => {
    const trust = await loadTrust(args);
    if (args.name === undefined) {
      print(args.json, identityOf(trust), identityText(trust));
      return;
    }
    const { name, file, certificate } = trust.folder.get(args.name);
    const shown = { name, file, ...facts(certificate), may: mayOf(args.tls, name) };
    print(args.json, shown, [...text(shown), `may          ${shown.may.join(", ") || "nothing"}`]);
  },
});

export function identityOf(trust: Trust) {
  return { name: trust.name, file: trust.identity.files.certificate, ...facts(trust.own) };
}

export function identityText(trust: Trust): string[] {
  return text(identityOf(trust));
}

/** What a peer may do here; null asks for hosts of the authority. */
function mayOf(tls: string, name: string | null): readonly Right[] {
  const policy = readPolicy(policyPath(tls));
  return rightsOf(policy, name === null ? { kind: "authority", name: "" } : { kind: "peer", name });
}

function facts(certificate: X509Certificate, now = new Date()) {
  const validTo = new Date(certificate.validTo);
  return {
    fingerprint: certificate.fingerprint256,
    ...alternativeNames(certificate),
    validTo: validTo.toISOString(),
    daysLeft: daysLeft(validTo, now),
    warning: expiryWarning(validTo, now),
  };
}

function text(shown: { name: string; file: string } & ReturnType<typeof facts>): string[] {
  const { name, file, fingerprint, hosts, addresses, validTo, warning } = shown;
  return [
    `name         ${name}`,
    `called       ${[...hosts, ...addresses].join(" ")}`,
    `valid until  ${validTo.slice(0, 10)}${warning === null ? "" : `: ${warning}`}`,
    `SHA-256      ${fingerprint}`,
    `certificate  ${file}`,
  ];
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
