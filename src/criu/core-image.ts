/** The images core-PID.img: CRIU's record of each process, of which konk needs one word. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KonkError, messageOf } from "../errors.ts";
import { criu } from "../gen/criu.js";

const stopped = 3;
/** Two magic numbers, then the length of the message; little-endian wherever konk runs. */
const lengthAt = 8;
const headerBytes = 12;

/** Pids, in the container's own namespace, of the processes that were stopped by a signal when they were dumped. Throws E_CRIU. */
export function stoppedProcesses(imagesFolder: string): Set<number> {
  const found = new Set<number>();
  for (const name of readdirSync(imagesFolder)) {
    const pid = /^core-(\d+)\.img$/.exec(name)?.[1];
    if (pid !== undefined && taskState(readFileSync(join(imagesFolder, name))) === stopped) found.add(Number(pid));
  }
  return found;
}

/** null for a thread that is not its process's first. */
function taskState(file: Uint8Array): number | null {
  try {
    const length = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(lengthAt, true);
    return criu.Core.decode(file.subarray(headerBytes, headerBytes + length)).tc?.taskState ?? null;
  } catch (error) {
    throw new KonkError("E_CRIU", `Cannot read CRIU's record of a process: ${messageOf(error)}`, { cause: error });
  }
}
