/** `konk host invite` here and `konk host join` there: two hosts that trust each other from then on. */
import { defaultPort, formatEndpoint, parseEndpoint } from "../core/endpoint.ts";
import { formatToken, parseToken, parseValidity } from "../core/invitation-token.ts";
import { parseRights, withPeer } from "../core/policy.ts";
import { parseName } from "../core/spec-parsing.ts";
import { KonkError } from "../errors.ts";
import { log } from "../log.ts";
import { isFound, join } from "../rpc/trust-client.ts";
import { Invitations } from "../trust/invitations.ts";
import { changePolicy, policyPath } from "../trust/policy-file.ts";
import { alternativeNames, type Trust } from "../trust/trust.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { leaveSoon } from "./leave-soon.ts";
import { strictCommand } from "./strict.ts";

const grant = {
  type: "string",
  description:
    "What the other host may do here beside the usual: host-root, if its containers may run as root of this host",
  valueHint: "RIGHT,…",
} as const;

export const inviteCommand = strictCommand({
  name: "host invite",
  description: "Print a token with which one other host may join this one; it is a secret",
  examples: ["konk host invite", "konk host invite --valid 1h --grant host-root | ssh root@beta konk host join"],
  args: {
    valid: { type: "string", description: "For how long", valueHint: "TIME", default: "10m" },
    port: { type: "string", description: "TCP port of this host's server", default: String(defaultPort) },
    grant,
    ...hostArgs,
  },
  lists: {
    address: {
      description: "Where this host is reached (default: as in its certificate); repeatable",
      valueHint: "HOST",
    },
  },
  run: async ({ args, lists }) => {
    const validityMs = parseValidity(args.valid);
    const trust = await loadTrust(args);
    const endpoints = endpointsOf(trust, lists["address"] ?? [], args.port);
    const rights = args.grant === undefined ? null : granted(args.grant);
    const self = { name: trust.name, endpoints, fingerprint: trust.own.fingerprint256 };
    if (!(await isFound(self, trust))) {
      log.warn('This host\'s server does not answer there: start "konk server" before the other host joins');
    }
    const { id, secret, endsAtMs } = new Invitations(trust.identity.files.invitations).create(validityMs, rights);
    const token = formatToken({
      id,
      secret,
      fingerprint: trust.own.fingerprint256,
      name: parseName(trust.name),
      endpoints,
    });
    const endsAt = new Date(endsAtMs).toISOString();
    log.info(`Valid once, until ${endsAt}, at ${endpoints.map(formatEndpoint).join(", ")}`);
    print(args.json, { token, endsAt, endpoints: endpoints.map(formatEndpoint) }, [token]);
    leaveSoon();
  },
});

export const joinCommand = strictCommand({
  name: "host join",
  description: "Have this host and the one that invited it trust each other",
  examples: ["konk host join konk1.MGQ5…", "ssh root@alpha konk host invite | konk host join --grant host-root"],
  args: {
    token: {
      type: "positional",
      description: "What konk host invite printed (default: from standard input)",
      required: false,
    },
    as: { type: "string", description: "What to call the other host here (default: its own name)", valueHint: "NAME" },
    grant,
    ...hostArgs,
  },
  run: async ({ args }) => {
    const token = parseToken(args.token ?? (await tokenFromInput()));
    const name = parseName(args.as ?? token.name);
    const rights = args.grant === undefined ? null : granted(args.grant);
    const trust = await loadTrust(args);
    const taken = trust.peers.find((peer) => peer.name === name);
    if (taken !== undefined && taken.certificate.fingerprint256 !== token.fingerprint) {
      trust.folder.assertFree(name, trust.own); // before the token is used up
    }
    const certificate = await join(token, trust, parseName(trust.name));
    trust.folder.add(name, certificate);
    if (rights !== null) changePolicy(policyPath(args.tls), (policy) => withPeer(policy, name, rights));
    const { file } = trust.folder.get(name);
    print(args.json, { name, fingerprint: certificate.fingerprint256, file }, [
      `This host and "${name}" trust each other now`,
      ...(rights?.includes("host-root") === true
        ? [`Containers of "${name}" may have this host's own "/" as root: whoever is root there is root here`]
        : []),
    ]);
    leaveSoon();
  },
});

/** What is granted beside what every trusted host may do. */
function granted(text: string) {
  return parseRights(["send", "receive", "inventory", ...parseRights(text)].join(","));
}

function endpointsOf(trust: Trust, given: readonly string[], portText: string) {
  const { port } = parseEndpoint(`localhost:${portText}`);
  if (given.length > 0) return given.map((text) => ({ port, ...hostOnly(text) }));
  const { hosts, addresses } = alternativeNames(trust.own);
  const reachable = addresses.length > 0 ? addresses : hosts;
  if (reachable.length === 0) {
    throw new KonkError("E_TLS", "Cannot invite: this host's certificate carries no name and no address", {
      hint: "Say where it is reached with --address",
    });
  }
  return reachable.slice(0, 16).map((host) => ({ port, ...hostOnly(host) }));
}

const hostOnly = (text: string) => ({ host: parseEndpoint(text.includes(":") ? `[${text}]` : text).host });

/** A pipe keeps the token out of the list of processes and the shell's history. */
async function tokenFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write("Token: ");
  const [line = ""] = (await Bun.stdin.text()).trim().split("\n");
  return line.trim();
}
