/** `konk host rotate`: a new key and certificate for this host, which the hosts that trust it hear of by the old one. */
import { existsSync, readFileSync, renameSync } from "node:fs";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { defaultPort, parseEndpoint } from "../core/endpoint.ts";
import { KonkError, messageOf } from "../errors.ts";
import { unfinishedMigrations } from "../migration/source-recovery.ts";
import { replaceFile } from "../replace-file.ts";
import { announceRenewal, type Pinned } from "../rpc/trust-client.ts";
import { generateKey, selfSign } from "../trust/certificate.ts";
import { type IdentityFiles, identityFiles } from "../trust/identity.ts";
import { alternativeNames, Trust } from "../trust/trust.ts";
import { identityOf, identityText } from "./host-list.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { leaveSoon } from "./leave-soon.ts";
import { strictCommand } from "./strict.ts";

export const rotateCommand = strictCommand({
  name: "host rotate",
  description: "Make a new key and certificate, and have the hosts that can be reached trust it; may be repeated",
  examples: ["konk host rotate", "konk host rotate --json"],
  args: {
    port: { type: "string", description: "TCP port of the other hosts' servers", default: String(defaultPort) },
    state: { type: "string", description: "State folder", default: defaultStateFolder },
    ...hostArgs,
  },
  run: async ({ args }) => {
    const { port } = parseEndpoint(`localhost:${args.port}`);
    const files = identityFiles(args.tls);
    const next = { ...files, key: `${files.key}.next`, certificate: `${files.certificate}.next` };
    if (existsSync(next.certificate) && !existsSync(next.key)) renameSync(next.certificate, files.certificate);
    const trust = await loadTrust(args);
    assertMayRotate(trust, new Paths(args.state));
    makeNext(trust, next);
    const results = await announce(trust, await Trust.load(next), port);
    // The key first: whoever is killed between the two finds a certificate without a key, and goes on from there.
    renameSync(next.key, files.key);
    renameSync(next.certificate, files.certificate);
    const told = results.filter(({ why }) => why === null).map(({ name }) => name);
    const mustJoinAgain = results.flatMap(({ name, why }) => (why === null ? [] : [{ name, why }]));
    const fresh = await loadTrust(args);
    print(args.json, { ...identityOf(fresh), told, mustJoinAgain }, [
      "This host has another key and certificate from now on",
      ...identityText(fresh),
      ...told.map((name) => `"${name}" knows it`),
      ...mustJoinAgain.map(({ name, why }) => `"${name}" must join again ("konk host invite" there): ${why}`),
    ]);
    leaveSoon();
  },
});

/** Throws E_TLS, E_BUSY. */
function assertMayRotate(trust: Trust, paths: Paths): void {
  if (!trust.isSelfSigned) {
    throw new KonkError("E_TLS", `Cannot rotate: an authority has signed "${trust.identity.files.certificate}"`, {
      hint: "Have that authority sign a new key and certificate, and put them in place",
    });
  }
  const [unfinished] = unfinishedMigrations(paths);
  if (unfinished === undefined) return;
  throw new KonkError(
    "E_BUSY",
    `Cannot rotate: migration ${unfinished.id} of "${unfinished.facts.container}" belongs to the certificate of now`,
    { hint: `Run "konk recover ${unfinished.id}" first` },
  );
}

/** Once made, it stays the next one until it is in its place: a peer may know it already. */
function makeNext(trust: Trust, next: IdentityFiles): void {
  if (existsSync(next.key) && existsSync(next.certificate)) return;
  const key = generateKey();
  const { hosts: hostNames, addresses } = alternativeNames(trust.own);
  replaceFile(next.key, key);
  replaceFile(next.certificate, selfSign(key, { name: trust.name, hostNames, addresses }, new Date()), { mode: 0o644 });
}

/** What became of each peer: null when it trusts the next certificate. */
async function announce(trust: Trust, next: Trust, port: number): Promise<{ name: string; why: string | null }[]> {
  const pem = readFileSync(next.identity.files.certificate, "utf8");
  return await Promise.all(
    trust.peers.map(async ({ name, certificate }) => {
      const { hosts, addresses } = alternativeNames(certificate);
      const places = addresses.length > 0 ? addresses : hosts;
      const endpoints = places.map((host) => ({ host, port }));
      const peer: Pinned = { name, endpoints, fingerprint: certificate.fingerprint256 };
      try {
        // An earlier rotation may have been cut short after it had told this one.
        await announceRenewal(peer, trust, pem).catch(async () => {
          await announceRenewal(peer, next, pem);
        });
        return { name, why: null };
      } catch (error) {
        return { name, why: messageOf(error) };
      }
    }),
  );
}
