/** HOST[:PORT] as the user writes it: where another konk listens, or where this one shall. */
import { KonkError } from "../errors.ts";
import { formatIp, parseIp } from "./ip-address.ts";

export const defaultPort = 7440;

export interface Endpoint {
  /** A DNS name in lower case, or an address without brackets. */
  host: string;
  port: number;
}

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostName = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`);

/** "beta", "beta.lan:7441", "10.0.0.2", "[fd00::2]:7440", "fd00::2". Throws E_USAGE. */
export function parseEndpoint(text: string): Endpoint {
  const { host, port } = split(text, "HOST[:PORT]");
  const address = parseIp(host);
  if (address !== null) return { host: formatIp(address), port };
  const name = host.toLowerCase();
  // A name whose last part is a number is a mistyped address, and resolvers take it for one.
  const looksLikeAddress = /(?:^|\.)\d+$/.test(name);
  if (!hostName.test(name) || looksLikeAddress)
    throw wrong(text, "a host name or an address, as in beta, beta:7440 or [fd00::2]:7440");
  return { host: name, port };
}

/** "0.0.0.0:7440", "[::]:7440", "10.0.0.1". Throws E_USAGE. */
export function parseListen(text: string): Endpoint {
  const { host, port } = split(text, "ADDR[:PORT]");
  const address = parseIp(host);
  if (address === null) throw wrong(text, "an address of this host, as in 0.0.0.0:7440 or [::]:7440");
  return { host: formatIp(address), port };
}

/** "beta:7440", "[fd00::2]:7440" */
export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function split(text: string, form: string): Endpoint {
  const bracketed = /^\[([0-9a-f:]+)\](?::(.*))?$/i.exec(text);
  if (bracketed !== null) return { host: requireIpv6(bracketed[1] ?? "", text), port: parsePort(bracketed[2], text) };
  if (text.split(":").length > 2) return { host: requireIpv6(text, text), port: defaultPort };
  const match = /^([^:[\]]+)(?::(.*))?$/.exec(text);
  if (match === null) throw wrong(text, form);
  return { host: match[1] ?? "", port: parsePort(match[2], text) };
}

function requireIpv6(host: string, found: string): string {
  if (parseIp(host)?.family !== 6) throw wrong(found, "an IPv6 address, in brackets when a port follows");
  return host;
}

function parsePort(text: string | undefined, found: string): number {
  if (text === undefined) return defaultPort;
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw wrong(found, "a port from 1 to 65535");
  return port;
}

function wrong(found: string, wanted: string): KonkError {
  return new KonkError("E_USAGE", `Cannot use endpoint "${found}": wanted ${wanted}`);
}
