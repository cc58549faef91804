/** A gRPC channel to another host: TLS 1.3, both certificates, the name or address checked against the certificate. */
import { isIP, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { Client, ChannelCredentials as Credentials } from "@grpc/grpc-js";
import type { CompressionMode } from "../core/compression.ts";
import type { Principal } from "../core/principal.ts";
import type { KonkError } from "../errors.ts";
import type { Trust } from "../trust/trust.ts";
import { maximumMessageBytes } from "./limits.ts";

export interface ConnectOptions {
  /** As the user wrote it: what the certificate must carry. */
  host: string;
  port: number;
  trust: Trust;
  /** How images travel: the bulk channel where the destination knows it, or always gRPC. */
  channel?: "auto" | "grpc";
  /** Of what travels on the bulk channel, where the destination can unpack it. Default off. */
  compression?: CompressionMode;
  /** Throws for a host that is trusted, but not with this. */
  admit?: (server: Principal) => void;
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

export interface Channel {
  client: Client;
  /** Those that the channel opened; whoever closes the client destroys them. */
  sockets: Set<Socket>;
  /** Why the host at the other end is not the one that was called; null while nothing spoke against it. */
  distrust: () => KonkError | null;
  /** Who is at the other end; null before the first answer. */
  server: () => Principal | null;
}

export function openChannel({ host, port, trust, admit }: ConnectOptions): Channel {
  const { tlsOptions } = trust;
  const context = createSecureContext(tlsOptions);
  const credentials = Credentials.createFromSecureContext(context, tlsOptions);
  let distrust: KonkError | null = null;
  let known: Principal | null = null;
  const sockets = watchSockets(credentials, (socket) => {
    try {
      const server = trust.server(socket, host);
      admit?.(server);
      known = server;
    } catch (error) {
      distrust = error as KonkError;
      throw error;
    }
  });
  const client = new Client(target(host, port), credentials, {
    // A bare address cannot be asked for by name; `trust.server` compares the address itself.
    ...(isIP(host) === 0 ? {} : { "grpc.ssl_target_name_override": "konk.invalid" }),
    ...channelOptions,
  });
  return { client, sockets, distrust: () => distrust, server: () => known };
}

function target(host: string, port: number): string {
  if (isIP(host) === 0) return `dns:${host}:${port}`;
  return isIP(host) === 6 ? `ipv6:[${host}]:${port}` : `ipv4:${host}:${port}`;
}

/**
 * Has every connection judged before a byte of gRPC is sent on it. Under Bun a closed gRPC channel leaves its TLS socket open,
 * and the process alive until the other side's keepalive gives up: so konk remembers the sockets and closes them itself.
 */
function watchSockets(credentials: Credentials, judge: (socket: TLSSocket) => void): Set<Socket> {
  const sockets = new Set<Socket>();
  const create = credentials._createSecureConnector.bind(credentials);
  credentials._createSecureConnector = (...target) => {
    const connector = create(...target);
    const secure = connector.connect.bind(connector);
    connector.connect = async (plain) => {
      sockets.add(plain); // before the handshake: one that never ends must not keep the process alive either
      const connected = await secure(plain);
      sockets.add(connected.socket);
      judgeSocket(connected.socket, judge);
      return connected;
    };
    return connector;
  };
  return sockets;
}

function judgeSocket(socket: Socket, judge: (socket: TLSSocket) => void): void {
  try {
    if (!(socket instanceof TLSSocket)) throw new Error("Cannot talk gRPC: the connection is not TLS");
    judge(socket);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
