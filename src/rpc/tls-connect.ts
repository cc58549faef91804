/** A TLS connection to another host's port, for what is not gRPC. */
import { once } from "node:events";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { KonkError, messageOf } from "../errors.ts";
import type { ConnectOptions } from "./channel.ts";

/** How long the handshake may take. Milliseconds. */
const handshakeMs = 10_000;

/** `protocol` is what ALPN names. Throws E_UNREACHABLE, E_TLS. */
export async function connectTls(
  { host, port, trust }: ConnectOptions,
  protocol: string,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket = connect({
    host,
    port,
    ...trust.tlsOptions,
    ALPNProtocols: [protocol],
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.any([signal, AbortSignal.timeout(handshakeMs)]) });
    trust.server(socket, host);
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (error instanceof KonkError) throw error;
    throw new KonkError("E_UNREACHABLE", `Cannot open a bulk channel to "${host}": ${messageOf(error)}`, {
      cause: error,
    });
  }
  socket.setNoDelay(true);
  return socket;
}
