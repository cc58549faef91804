/** How long a connection may wait for an acknowledgement: an option of TCP that neither Bun nor node offers. */
import { dlopen, ptr } from "bun:ffi";
import type { TLSSocket } from "node:tls";
import { log } from "../log.ts";

const ipprotoTcp = 6;
const tcpUserTimeout = 18;

/**
 * Breaks the connection when nobody acknowledges what was sent for so long. Else the kernel sends it again at ever longer intervals:
 * after a link that was down for a minute it would be silent for most of another one.
 */
export function limitUnacknowledged(socket: TLSSocket, milliseconds: number): void {
  const fd = descriptorOf(socket);
  const libc = dlopen("libc.so.6", {
    setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  });
  try {
    const value = new Int32Array([milliseconds]);
    // SAFETY: four live bytes, and 4 as their length; a descriptor that is none is refused.
    if (libc.symbols.setsockopt(fd ?? -1, ipprotoTcp, tcpUserTimeout, ptr(value), value.byteLength) !== 0)
      log.debug("A link that is down will be noticed late: the connection has no time limit");
  } finally {
    libc.close();
  }
}

/** Neither Bun nor node tells it by a documented name. */
function descriptorOf(socket: TLSSocket): number | null {
  const fd = (socket as { _handle?: { fd?: unknown } })._handle?.fd;
  return typeof fd === "number" ? fd : null;
}
