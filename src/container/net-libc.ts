/**
 * The system calls that no tool offers to a program which must be fast: entering a network namespace for an instant, raw
 * sockets, other processes' sockets. Each wrapper checks the result; buffers live until the call returns because the calls
 * are synchronous.
 */

import { dlopen, ptr, read } from "bun:ffi";
import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";
import { KonkError } from "../errors.ts";
import { setOption, solSocket } from "../socket-option.ts";
import { nothing } from "./frame-filter.ts";

const { symbols: libc } = dlopen("libc.so.6", {
  setns: { args: ["i32", "i32"], returns: "i32" },
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  send: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
  recv: { args: ["i32", "ptr", "u64", "i32"], returns: "i32" },
  if_nametoindex: { args: ["ptr"], returns: "u32" },
  syscall: { args: ["i64", "i64", "i64", "i64"], returns: "i32" },
  __errno_location: { args: [], returns: "ptr" },
});

const cloneNewnet = 0x40000000;

/**
 * Runs `work`, which must be synchronous and short, with this thread in the network namespace. The process ends when the
 * thread cannot return: everything it did next would happen in the container's network.
 */
export function inNetnsSync<T>(netns: string, work: () => T): T {
  const home = openSync("/proc/thread-self/ns/net", "r");
  const away = openSync(netns, "r");
  try {
    // SAFETY: two integers; moves only the calling thread, and the finally below moves it back before anything else runs.
    if (libc.setns(away, cloneNewnet) !== 0) throw failure(`enter the network namespace "${netns}"`);
    try {
      return work();
    } finally {
      // SAFETY: as above; `home` was opened on this very thread.
      if (libc.setns(home, cloneNewnet) !== 0) process.abort();
    }
  } finally {
    closeSync(away);
    closeSync(home);
    allThreadsAtHome();
  }
}

/** A thread that the runtime began while this one was away would have stayed there, unseen. */
function allThreadsAtHome(): void {
  const home = readlinkSync("/proc/self/ns/net");
  for (const task of readdirSync("/proc/self/task")) {
    const at = namespaceOf(task);
    if (at !== null && at !== home) process.abort();
  }
}

function namespaceOf(task: string): string | null {
  try {
    return readlinkSync(`/proc/self/task/${task}/ns/net`);
  } catch {
    return null; // it ended in between
  }
}

const afPacket = 17;
const rawCloexecNonblock = 3 | 0o2000000 | 0o4000;

/**
 * A raw socket bound to a link of the calling thread's namespace; it receives what the filter accepts, without one nothing. The
 * caller closes it.
 * @throws E_NETWORK
 */
export function openPacketSocket(link: string, filter?: Uint8Array): number {
  const fd = packetSocket();
  try {
    if (filter !== undefined) attachFilter(fd, filter);
    const ifindex = linkIndex(link);
    if (ifindex !== 0 && bindPacketSocket(fd, ifindex, filter === undefined ? 0 : allProtocols)) return fd;
    throw failure(`bind a packet socket to "${link}"`);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Nothing is queued to it unless it is bound to a protocol. */
function packetSocket(): number {
  // SAFETY: integers only.
  const fd = libc.socket(afPacket, rawCloexecNonblock, 0);
  if (fd < 0) throw failure("open a packet socket");
  return fd;
}

/** Of a link in the calling thread's namespace; 0 when there is none of that name. */
export function linkIndex(link: string): number {
  const name = Buffer.from(`${link}\0`);
  // SAFETY: a NUL-terminated string that lives until the call returns.
  return libc.if_nametoindex(ptr(name));
}

function bindPacketSocket(fd: number, ifindex: number, protocol: number): boolean {
  const address = new Uint8Array(20); // struct sockaddr_ll
  const view = new DataView(address.buffer);
  view.setUint16(0, afPacket, true);
  view.setUint16(2, protocol); // big-endian
  view.setInt32(4, ifindex, true);
  // SAFETY: the buffer is as long as the length that is passed.
  return libc.bind(fd, ptr(address), address.length) === 0;
}

const soRcvbufforce = 33;
const soAttachFilter = 26;
const solPacket = 263;
const packetVnetHdr = 15;
const allProtocols = 3;
const msgDontwaitTrunc = 0x40 | 0x20;

/**
 * A raw socket that queues frames of every link of the calling thread's namespace, up to so many bytes; none until
 * {@link attachFilter} lets them in. Each comes with a struct virtio_net_hdr before it. The caller closes it.
 * @throws E_NETWORK
 */
export function openFrameQueue(bytes: number): number {
  const fd = packetSocket();
  try {
    attachFilter(fd, nothing);
    if (!setOption(fd, solSocket, soRcvbufforce, bytes)) throw failure("make room for packets");
    withOffloads(fd);
    if (!bindPacketSocket(fd, 0, allProtocols)) throw failure("bind a packet socket");
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Frames go in and out with a struct virtio_net_hdr before them, so that what cards leave to do is not forgotten. */
export function withOffloads(fd: number): number {
  if (setOption(fd, solPacket, packetVnetHdr, 1)) return fd;
  throw failure("have packets with their offloads");
}

/** Only what the program accepts is queued from now on; it replaces the one before. @throws E_NETWORK */
export function attachFilter(fd: number, program: Uint8Array): void {
  const filter = new DataView(new ArrayBuffer(16)); // struct sock_fprog
  filter.setUint16(0, program.length / 8, true);
  filter.setBigUint64(8, BigInt(ptr(program)), true);
  // SAFETY: the kernel copies the program, which is live and as long as it says, before the call returns.
  if (!setOption(fd, solSocket, soAttachFilter, filter)) throw failure("filter packets");
}

/** The length of the next queued frame, which may be longer than what fits the buffer; null when there is none. */
export function receiveFrame(fd: number, buffer: Uint8Array): number | null {
  // SAFETY: pointer and length are of the same live buffer.
  const length = libc.recv(fd, ptr(buffer), buffer.length, msgDontwaitTrunc);
  return length < 0 ? null : length;
}

/** Whether the kernel took the whole frame. */
export function sendFrame(fd: number, frame: Uint8Array): boolean {
  // SAFETY: pointer and length are of the same live buffer.
  return libc.send(fd, ptr(frame), frame.length, 0) === frame.length;
}

// The numbers of these two are the same on every architecture.
const sysPidfdOpen = 434;
const sysPidfdGetfd = 438;

/** A descriptor for the process, or null when it is gone. The caller closes it. */
export function pidfdOpen(pid: number): number | null {
  // SAFETY: integers only.
  const fd = libc.syscall(sysPidfdOpen, pid, 0, 0);
  return fd < 0 ? null : fd;
}

/** A duplicate (close-on-exec) of another process's descriptor, or null when it has none of that number. */
export function pidfdGetfd(pidfd: number, fd: number): number | null {
  // SAFETY: integers only.
  const copy = libc.syscall(sysPidfdGetfd, pidfd, fd, 0);
  return copy < 0 ? null : copy;
}

function failure(what: string): KonkError {
  // SAFETY: glibc's address of this thread's errno, read at once.
  const location = libc.__errno_location();
  const errno = location === null ? 0 : read.i32(location, 0);
  return new KonkError("E_NETWORK", `Cannot ${what}: errno ${errno}`);
}
