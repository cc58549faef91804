/**
 * The TCP connections of a frozen container, seen through duplicates of its descriptors.
 *
 * Leaving repair mode makes the kernel send a window probe. CRIU leaves it while the container is off the network, so the
 * probe is lost and a stalled stream waits for a timer of seconds; doing it again on the network lets it go on at once.
 */
import { closeSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { getOption, ipprotoTcp, setOption, solSocket } from "../socket-option.ts";
import { pidfdGetfd, pidfdOpen } from "./net-libc.ts";

const soReuseaddr = 2;
const soProtocol = 38;
const soDomain = 39;
const tcpInfo = 11;
const tcpRepair = 19;
const inetDomains = [2, 10];
/** States of a connection: established, closing from either side; not listening, half-open, or gone. */
const established = 1;
const connected = [established, 4, 5, 8, 9, 11];

interface TcpSocket {
  fd: number;
  /** null: in repair mode when it was found, which hides the value. */
  reuseAddress: number | null;
}

export class TcpSockets implements Disposable {
  readonly #sockets: TcpSocket[];

  private constructor(sockets: TcpSocket[]) {
    this.#sockets = sockets;
  }

  /**
   * Finds the connections of the processes. Done ahead, so that the calls below are nothing but a few system calls a socket.
   * Dispose soon: a connection that the container closes meanwhile ends only when its duplicate is closed too.
   */
  static collect(pids: readonly number[]): TcpSockets {
    const sockets = new Map<string, TcpSocket>();
    for (const pid of pids) collectFrom(pid, sockets);
    return new TcpSockets([...sockets.values()]);
  }

  get count(): number {
    return this.#sockets.length;
  }

  /** Makes a window probe leave on every established connection. Returns how many. */
  reprobe(): number {
    return this.#sockets.filter(({ fd }) => tcpState(fd) === established).filter((socket) => toggle(socket)).length;
  }

  /** Takes connections out of repair mode when CRIU died and cannot. Returns how many were in it. Idempotent. */
  repairOff(): number {
    return this.#sockets
      .filter(({ fd }) => getOption(fd, ipprotoTcp, tcpRepair) === 1)
      .filter((socket) => leave(socket)).length;
  }

  [Symbol.dispose](): void {
    for (const { fd } of this.#sockets.splice(0)) closeSync(fd);
  }
}

function toggle(socket: TcpSocket): boolean {
  return setOption(socket.fd, ipprotoTcp, tcpRepair, 1) && leave(socket);
}

/**
 * Repair mode overwrites SO_REUSEADDR, in both directions. Where the old value is unknown it is set: without it a server
 * that starts again could not bind its port beside this connection; with it nothing else changes for a connection.
 */
function leave({ fd, reuseAddress }: TcpSocket): boolean {
  return setOption(fd, ipprotoTcp, tcpRepair, 0) && setOption(fd, solSocket, soReuseaddr, reuseAddress ?? 1);
}

/** Threads share their leader's descriptors; CRIU refuses those that do not. */
function collectFrom(pid: number, sockets: Map<string, TcpSocket>): void {
  const pidfd = pidfdOpen(pid);
  if (pidfd === null) return;
  try {
    for (const [fd, name] of socketLinks(pid)) {
      const socket = sockets.has(name) ? null : duplicate(pidfd, fd);
      if (socket !== null) sockets.set(name, socket);
    }
  } finally {
    closeSync(pidfd);
  }
}

/** Descriptor numbers of the process that are sockets, with a name for each socket: "socket:[4711]". */
function socketLinks(pid: number): [fd: number, name: string][] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd): [number, string][] => {
    const name = readlinkSync(join(folder, fd));
    return name.startsWith("socket:") ? [[Number(fd), name]] : [];
  });
}

function duplicate(pidfd: number, theirFd: number): TcpSocket | null {
  const fd = pidfdGetfd(pidfd, theirFd);
  if (fd === null) return null;
  if (isTcp(fd) && connected.includes(tcpState(fd))) {
    const inRepair = getOption(fd, ipprotoTcp, tcpRepair) === 1;
    return { fd, reuseAddress: inRepair ? null : getOption(fd, solSocket, soReuseaddr) };
  }
  closeSync(fd);
  return null;
}

function isTcp(fd: number): boolean {
  const domain = getOption(fd, solSocket, soDomain) ?? -1;
  return inetDomains.includes(domain) && getOption(fd, solSocket, soProtocol) === ipprotoTcp;
}

/** tcpi_state is the first byte of the kernel's struct. */
function tcpState(fd: number): number {
  return (getOption(fd, ipprotoTcp, tcpInfo) ?? 0) & 0xff;
}
