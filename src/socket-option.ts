/** Options of sockets that neither Bun nor node offers, by descriptor. */
import { dlopen, ptr } from "bun:ffi";

const { symbols: libc } = dlopen("libc.so.6", {
  getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
});

/** The level of options that every kind of socket has. */
export const solSocket = 1;
/** The level of TCP's own. */
export const ipprotoTcp = 6;

/** The first byte (TCP_INFO) or the integer of a socket option, or null when the socket has no such option. */
export function getOption(fd: number, level: number, option: number): number | null {
  const value = new Int32Array(1);
  const length = new Uint32Array([4]);
  // SAFETY: the kernel writes at most `length` (4) bytes to `value`, and 4 to `length`; both are live.
  const result = libc.getsockopt(fd, level, option, ptr(value), ptr(length));
  return result === 0 ? (value[0] ?? null) : null;
}

/** Whether the socket took the option: an integer, or a structure. */
export function setOption(fd: number, level: number, option: number, value: number | DataView): boolean {
  const buffer = typeof value === "number" ? new Int32Array([value]) : value;
  // SAFETY: live bytes, and their length.
  return libc.setsockopt(fd, level, option, ptr(buffer), buffer.byteLength) === 0;
}
