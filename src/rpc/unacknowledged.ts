/** How long a connection may wait for an acknowledgement: an option of TCP that neither Bun nor node offers. */
import type { TLSSocket } from "node:tls";
import { log } from "../log.ts";
import { ipprotoTcp, setOption } from "../socket-option.ts";

const tcpUserTimeout = 18;

/**
 * Breaks the connection when nobody acknowledges what was sent for so long. Else the kernel sends it again at ever longer intervals:
 * after a link that was down for a minute it would be silent for most of another one.
 */
export function limitUnacknowledged(socket: TLSSocket, milliseconds: number): void {
  if (!setOption(descriptorOf(socket) ?? -1, ipprotoTcp, tcpUserTimeout, milliseconds))
    log.debug("A link that is down will be noticed late: the connection has no time limit");
}

/** Neither Bun nor node tells it by a documented name. */
function descriptorOf(socket: TLSSocket): number | null {
  const fd = (socket as { _handle?: { fd?: unknown } })._handle?.fd;
  return typeof fd === "number" ? fd : null;
}
