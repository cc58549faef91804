/** A gRPC channel to another host: TLS 1.3, both certificates, the name or address checked against the certificate. */
import { isIP, type Socket } from "node:net";
import { checkServerIdentity, createSecureContext, type PeerCertificate } from "node:tls";
import { Client, ChannelCredentials as Credentials } from "@grpc/grpc-js";
import type { Identity } from "./identity.ts";
import { maximumMessageBytes } from "./limits.ts";

export interface ConnectOptions {
  /** As the user wrote it: what the certificate must carry. */
  host: string;
  port: number;
  identity: Identity;
  /** How images travel: the bulk channel where the destination knows it, or always gRPC. */
  channel?: "auto" | "grpc";
}

const channelOptions = {
  "grpc.max_receive_message_length": maximumMessageBytes,
  "grpc.enable_retries": 0,
  // Else grpc-js asks DNS for a TXT record, and where nobody answers the process spins until that times out.
  "grpc.service_config_disable_resolution": 1,
  "grpc.keepalive_time_ms": 5_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1_000,
};

/** `sockets` are those that the channel opened; whoever closes the client destroys them. */
export function openChannel({ host, port, identity }: ConnectOptions): { client: Client; sockets: Set<Socket> } {
  const context = createSecureContext({
    cert: identity.certificate,
    key: identity.key,
    ca: identity.authority,
    minVersion: "TLSv1.3",
  });
  const credentials = Credentials.createFromSecureContext(context, {
    checkServerIdentity: (_override, certificate: PeerCertificate) => checkServerIdentity(host, certificate),
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
  });
  const sockets = rememberSockets(credentials);
  const client = new Client(target(host, port), credentials, {
    // A bare address cannot be asked for by name; checkServerIdentity above compares the address itself.
    ...(isIP(host) === 0 ? {} : { "grpc.ssl_target_name_override": "konk.invalid" }),
    ...channelOptions,
  });
  return { client, sockets };
}

function target(host: string, port: number): string {
  if (isIP(host) === 0) return `dns:${host}:${port}`;
  return isIP(host) === 6 ? `ipv6:[${host}]:${port}` : `ipv4:${host}:${port}`;
}

/**
 * Under Bun a closed gRPC channel leaves its TLS socket open, and the process alive until the other side's keepalive gives
 * up. So konk remembers the sockets and closes them itself.
 */
function rememberSockets(credentials: Credentials): Set<Socket> {
  const sockets = new Set<Socket>();
  const create = credentials._createSecureConnector.bind(credentials);
  credentials._createSecureConnector = (...target) => {
    const connector = create(...target);
    const secure = connector.connect.bind(connector);
    connector.connect = async (plain) => {
      sockets.add(plain); // before the handshake: one that never ends must not keep the process alive either
      const connected = await secure(plain);
      sockets.add(connected.socket);
      return connected;
    };
    return connector;
  };
  return sockets;
}
