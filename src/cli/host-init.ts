/** `konk host init`: a key and a certificate for this host, once. */
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { formatIp, parseIp, whyNotHost } from "../core/ip-address.ts";
import { parseName, wrong } from "../core/spec-parsing.ts";
import { KonkError } from "../errors.ts";
import { replaceFile } from "../replace-file.ts";
import { generateKey, selfSign } from "../trust/certificate.ts";
import { identityFiles } from "../trust/identity.ts";
import { identityOf, identityText } from "./host-list.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { strictCommand } from "./strict.ts";

export const initCommand = strictCommand({
  name: "host init",
  description: "Make this host's key and certificate; what is there already is left as it is",
  examples: ["konk host init", "konk host init --name beta --address 10.0.0.2 --address fd00::2"],
  args: {
    name: { type: "string", description: "What other hosts call this one (default: the host name)" },
    ...hostArgs,
  },
  lists: {
    address: {
      description: "Address by which others may call it (default: all of its own); repeatable",
      valueHint: "IP",
    },
  },
  run: async ({ args, lists }) => {
    const name = parseName(args.name ?? hostname().split(".")[0]?.toLowerCase() ?? "");
    const addresses = (lists["address"] ?? []).map(parseAddress);
    const isNew = makeIdentity(args.tls, name, addresses.length > 0 ? addresses : ownAddresses());
    const trust = await loadTrust(args);
    const said = isNew ? "Made this host's key and certificate" : "There is an identity already: nothing was changed";
    print(args.json, { made: isNew, ...identityOf(trust) }, [said, ...identityText(trust)]);
  },
});

function parseAddress(text: string): string {
  const address = parseIp(text);
  const why = address === null ? "an IPv4 or IPv6 address" : whyNotHost(address);
  if (address === null || why !== null) throw wrong("address", text, address === null ? `${why}` : `not ${why}`);
  return formatIp(address);
}

/** False when there was one. Throws E_TLS when there is half of one: that is not for konk to throw away. */
function makeIdentity(folder: string, name: string, addresses: readonly string[]): boolean {
  const files = identityFiles(folder);
  const there = [files.key, files.certificate].filter((file) => existsSync(file));
  if (there.length === 2) return false;
  if (there.length === 1) {
    throw new KonkError("E_TLS", `Cannot make an identity: found "${there[0]}" without its other half`, {
      hint: `Move "${there[0]}" away, or put the other file beside it`,
    });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const key = generateKey();
  const names = [hostname().toLowerCase()].filter((each) => /^[a-z0-9][a-z0-9.-]{0,252}$/.test(each));
  replaceFile(files.key, key);
  replaceFile(files.certificate, selfSign(key, { name, hostNames: names, addresses }, new Date()), { mode: 0o644 });
  return true;
}

/** Those that another host can reach: neither loopback nor link-local. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const reachable = all.filter(({ address, internal }) => {
    const ip = parseIp(address);
    return !internal && ip !== null && whyNotHost(ip) === null;
  });
  return [...new Set(reachable.map(({ address }) => address))];
}
