/**
 * Connected pairs of UNIX sockets, one end for CRIU. Neither Bun nor node can make such a pair, so this file calls
 * socketpair(2) itself; it is the only FFI of this folder. The pair is made by the process that asks CRIU: CRIU looks up
 * its peer by SO_PEERCRED.
 */
import { dlopen, FFIType, ptr } from "bun:ffi";
import { KonkError } from "../errors.ts";

export interface SocketPair {
  ours: number;
  theirs: number;
}

const AF_UNIX = 1;
const SOCK_CLOEXEC = 0o2000000;
const types = { stream: 1, packets: 5 } as const;
const SOL_SOCKET = 1;
const SO_SNDBUFFORCE = 32;
const F_SETFL = 4;
const O_NONBLOCK = 0o4000;

/** Makes a connected pair of descriptors, closed on exec. Throws E_CRIU. */
export function socketPair(type: keyof typeof types): SocketPair {
  const libc = dlopen("libc.so.6", {
    socketpair: { args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr], returns: FFIType.i32 },
  });
  try {
    const pair = new Int32Array(2);
    // SAFETY: socketpair writes exactly two ints; `pair` holds two, and stays reachable until it is read below.
    const failed = libc.symbols.socketpair(AF_UNIX, types[type] | SOCK_CLOEXEC, 0, ptr(pair)) !== 0;
    const [ours, theirs] = pair;
    if (failed || ours === undefined || theirs === undefined) {
      throw new KonkError("E_CRIU", "Cannot make a pair of UNIX sockets", {
        hint: "The process may be out of file descriptors: see ulimit -n",
      });
    }
    return { ours, theirs };
  } finally {
    libc.close();
  }
}

/** How a pair for bulk data towards us is to be. */
export interface BulkPairOptions {
  /** So much fits in between that the other end goes on while we are busy. A system that grants less is slower, not wrong. */
  bufferBytes: number;
  /** Whether a read waits for data, or throws EAGAIN. CRIU's end blocks always. */
  blocking: boolean;
}

/** A pair of stream sockets. Throws E_CRIU. */
export function bulkPair({ bufferBytes, blocking }: BulkPairOptions): SocketPair {
  const pair = socketPair("stream");
  const libc = dlopen("libc.so.6", {
    setsockopt: { args: [FFIType.i32, FFIType.i32, FFIType.i32, FFIType.ptr, FFIType.u32], returns: FFIType.i32 },
    fcntl: { args: [FFIType.i32, FFIType.i32, FFIType.i32], returns: FFIType.i32 },
  });
  try {
    const size = new Int32Array([bufferBytes]);
    // SAFETY: setsockopt reads one int, which `size` holds.
    libc.symbols.setsockopt(pair.theirs, SOL_SOCKET, SO_SNDBUFFORCE, ptr(size), size.byteLength);
    // SAFETY: integers only; the flag belongs to our end alone.
    if (!blocking) libc.symbols.fcntl(pair.ours, F_SETFL, O_NONBLOCK);
    return pair;
  } finally {
    libc.close();
  }
}
