/** A thread that touches memory, waits for it if need be, and tells what it read; or that gives memory back. */

import { dlopen, type Pointer, read } from "bun:ffi";
import { parentPort } from "node:worker_threads";
import { pageBytes } from "../../../src/core/page-bytes.ts";

const { symbols: libc } = dlopen("libc.so.6", { madvise: { args: ["u64", "u64", "i32"], returns: "i32" } });
const dontNeed = 4;

parentPort?.on("message", ({ touch, giveBack }: { touch?: number; giveBack?: number }) => {
  // SAFETY: a page that the test mapped, and that it does not unmap before it has heard from here.
  if (giveBack !== undefined) libc.madvise(giveBack, pageBytes, dontNeed);
  // SAFETY: as above.
  parentPort?.postMessage(touch === undefined ? "gone" : read.u8(touch as Pointer, 0));
});
parentPort?.postMessage("ready");
