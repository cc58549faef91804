/**
 * The system calls of a program that fills other processes' memory: userfaultfd(2), whose descriptors CRIU passes over a UNIX
 * socket, and poll(2) to wait for all of them at once. Everything here is synchronous; buffers live until a call returns.
 */
import { dlopen, ptr, read } from "bun:ffi";
import { closeSync, readSync, renameSync, rmSync } from "node:fs";
import { constants } from "node:os";
import { SystemCallError } from "./libc.ts";

const { symbols: libc } = dlopen("libc.so.6", {
  poll: { args: ["ptr", "u64", "i32"], returns: "i32" },
  ioctl: { args: ["i32", "u64", "ptr"], returns: "i32" },
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  bind: { args: ["i32", "ptr", "u32"], returns: "i32" },
  listen: { args: ["i32", "i32"], returns: "i32" },
  accept4: { args: ["i32", "ptr", "ptr", "i32"], returns: "i32" },
  recvmsg: { args: ["i32", "ptr", "i32"], returns: "i64" },
  sendmsg: { args: ["i32", "ptr", "i32"], returns: "i64" },
  __errno_location: { args: [], returns: "ptr" },
});

/** Of the call before. */
function lastErrno(): number {
  // SAFETY: never fails; an int of this thread, read at once.
  const location = libc.__errno_location();
  return location === null ? 0 : read.i32(location, 0);
}

const nameOf = (errno: number) =>
  Object.entries(constants.errno).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;

function check(result: number, call: string): number {
  if (result < 0) throw new SystemCallError(call, nameOf(lastErrno()));
  return result;
}

const afUnix = 1;
const streamCloexec = 1 | 0o2000000;
const nonblock = 0o4000;
const sunPathBytes = 108;

/**
 * A UNIX stream socket that listens at `path`, which must not be taken; what an earlier program left there is replaced.
 * DANGER: at once, so that the path is there at every moment: that it is says that memory is lacking.
 */
export function listenAt(path: string): number {
  const address = Buffer.alloc(2 + sunPathBytes);
  const first = `${path}~`;
  if (Buffer.byteLength(first) >= sunPathBytes) throw new SystemCallError(`listen at "${path}"`, "ENAMETOOLONG");
  rmSync(first, { force: true });
  address.writeUInt16LE(afUnix);
  address.write(first, 2);
  // SAFETY: integers only.
  const fd = check(libc.socket(afUnix, streamCloexec | nonblock, 0), "socket");
  try {
    // SAFETY: the address is as long as the length that is passed, and ends with a NUL.
    check(libc.bind(fd, ptr(address), address.length), `bind "${path}"`);
    // SAFETY: integers only.
    check(libc.listen(fd, 16), `listen at "${path}"`);
    renameSync(first, path);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** Who waits at a listening socket, or null. Its reads and writes do not wait when `blocking` is false. */
export function accept(listener: number, { blocking }: { blocking: boolean }): number | null {
  // SAFETY: the address of the other end is not asked for.
  const fd = libc.accept4(listener, null, null, 0o2000000 | (blocking ? 0 : nonblock));
  return fd < 0 ? null : fd;
}

export const readable = 1;
export const writable = 4;

/** Waits until one of the descriptors is ready, or `timeoutMs` (-1: for ever); returns those that are, also the broken ones. */
export function pollAny(wanted: readonly { fd: number; events: number }[], timeoutMs: number): Set<number> {
  const view = new DataView(new ArrayBuffer(wanted.length * 8));
  for (const [index, { fd, events }] of wanted.entries()) {
    view.setInt32(index * 8, fd, true);
    view.setInt16(index * 8 + 4, events, true);
  }
  // SAFETY: an array of `wanted.length` struct pollfd of 8 bytes, written in place.
  const count = libc.poll(ptr(view), wanted.length, timeoutMs);
  if (count <= 0) return new Set(); // EINTR: the caller comes back
  return new Set(wanted.filter((_, index) => view.getInt16(index * 8 + 6, true) !== 0).map(({ fd }) => fd));
}

/** The next byte of a socket, with the descriptor that came with it; null when there is none. */
export function receiveDescriptor(socket: number): number | null {
  const byte = new Uint8Array(1);
  const control = new DataView(new ArrayBuffer(24)); // struct cmsghdr and one int
  const iovec = new BigUint64Array([BigInt(ptr(byte)), 1n]);
  const message = new BigUint64Array([0n, 0n, BigInt(ptr(iovec)), 1n, BigInt(ptr(control)), 24n, 0n]); // struct msghdr
  const closeOnExec = 0x40000000;
  // SAFETY: all that the message points to is live and as long as it says until the call returns.
  const got = Number(libc.recvmsg(socket, ptr(message), closeOnExec));
  const isRights = control.getInt32(8, true) === 1 && control.getInt32(12, true) === 1;
  return got === 1 && message[5] !== 0n && isRights ? control.getInt32(16, true) : null;
}

/** Sends a byte with a duplicate of a descriptor, and does not wait. Throws SystemCallError when the socket takes no more. */
export function passDescriptor(socket: number, descriptor: number): void {
  const byte = new Uint8Array(1);
  const control = new DataView(new ArrayBuffer(24));
  control.setBigUint64(0, 20n, true); // struct cmsghdr and one int, without what fills it up
  control.setInt32(8, 1, true); // SOL_SOCKET
  control.setInt32(12, 1, true); // SCM_RIGHTS
  control.setInt32(16, descriptor, true);
  const iovec = new BigUint64Array([BigInt(ptr(byte)), 1n]);
  const message = new BigUint64Array([0n, 0n, BigInt(ptr(iovec)), 1n, BigInt(ptr(control)), 24n, 0n]); // struct msghdr
  const noWaitNoSignal = 0x40 | 0x4000;
  // SAFETY: all that the message points to is live and as long as it says until the call returns.
  check(Number(libc.sendmsg(socket, ptr(message), noWaitNoSignal)), "pass a descriptor");
}

/** What a userfaultfd tells: an address that was touched, or a change of the mappings, whose maker waits until it is read. */
export type Fault =
  | { kind: "touched"; address: number }
  /** `fd`: the child's. */
  | { kind: "forked"; fd: number }
  | { kind: "moved"; from: number; to: number; bytes: number }
  /** Unmapped, or given back to the kernel: reads as zero from now on. */
  | { kind: "dropped"; start: number; end: number };

const messageBytes = 32;
const kinds = { touched: 0x12, forked: 0x13, moved: 0x14, removed: 0x15, unmapped: 0x16 } as const;

/** Told before something is read, and when it does not matter any more that it was. */
export interface Doubt {
  begin(): void;
  end(): void;
}

/**
 * As many as are there, one at a time: what one means may depend on what was done about those before. Whoever gets one that is
 * not "touched" ends the doubt.
 */
export function* faults(fd: number, doubt: Doubt): Generator<Fault> {
  const message = Buffer.alloc(messageBytes);
  const isThere = () => {
    doubt.begin();
    const got = readMessage(fd, message);
    if (!got || message[0] === kinds.touched) doubt.end();
    return got;
  };
  while (isThere()) {
    const word = (index: number) => Number(message.readBigUInt64LE(8 + index * 8));
    switch (message[0]) {
      case kinds.touched:
        yield { kind: "touched", address: word(1) };
        break;
      case kinds.forked:
        yield { kind: "forked", fd: message.readUInt32LE(8) };
        break;
      case kinds.moved:
        yield { kind: "moved", from: word(0), to: word(1), bytes: word(2) };
        break;
      case kinds.removed:
      case kinds.unmapped:
        yield { kind: "dropped", start: word(0), end: word(1) };
        break;
      default:
        throw new SystemCallError("read of a userfaultfd", `event ${message[0]}`);
    }
  }
}

function readMessage(fd: number, into: Buffer): boolean {
  try {
    return readSync(fd, into, 0, messageBytes, null) === messageBytes;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
    throw error;
  }
}

const uffdioCopy = 0xc028aa03;
const uffdioZeropage = 0xc020aa04;
const uffdioWake = 0x8010aa02;

/**
 * What became of an attempt to fill memory. "again": an event has to be read first. "absent": nothing is mapped there, or the
 * process is only being made. "present": something is there already. "ended": its process is no more.
 */
export type Filling = { bytes: number } | "again" | "absent" | "present" | "ended";

const outcomes: Readonly<Record<string, Filling>> = {
  EAGAIN: "again",
  ENOENT: "absent",
  EINVAL: "absent",
  EEXIST: "present",
  ESRCH: "ended",
  ENOSPC: "ended",
};

/** Puts pages where there are none, and wakes who waits for them. */
export function fillPages(fd: number, address: number, content: Uint8Array): Filling {
  const request = new BigUint64Array([BigInt(address), BigInt(ptr(content)), BigInt(content.length), 0n, 0n]);
  // SAFETY: struct uffdio_copy; the kernel reads `content.length` live bytes and checks the other process's address.
  return outcome(libc.ioctl(fd, uffdioCopy, ptr(request)), content.length, request[4] ?? 0n);
}

export function fillZeros(fd: number, address: number, bytes: number): Filling {
  const request = new BigUint64Array([BigInt(address), BigInt(bytes), 0n, 0n]);
  // SAFETY: struct uffdio_zeropage; the kernel checks the other process's address.
  return outcome(libc.ioctl(fd, uffdioZeropage, ptr(request)), bytes, request[3] ?? 0n);
}

function outcome(result: number, bytes: number, signed: bigint): Filling {
  if (result === 0) return { bytes };
  const errno = lastErrno();
  const filled = Number(BigInt.asIntN(64, signed)); // below zero: why nothing was
  if (filled > 0) return { bytes: filled };
  const name = nameOf(filled < 0 ? -filled : errno);
  const found = outcomes[name];
  if (found !== undefined) return found;
  throw new SystemCallError(`fill ${bytes} bytes`, name);
}

/** Whoever waits for memory there looks again: who lacks it still tells so anew. */
export function wake(fd: number, address: number, bytes: number): void {
  const range = new BigUint64Array([BigInt(address), BigInt(bytes)]);
  // SAFETY: struct uffdio_range. A range that is not mapped changes nothing.
  libc.ioctl(fd, uffdioWake, ptr(range));
}
