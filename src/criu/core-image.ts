/** The images core-PID.img: CRIU's record of each process, of which konk needs one word. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { criu } from "../gen/criu.js";
import { readMessage } from "./image-reader.ts";

const stopped = 3;

/** Pids, in the container's own namespace, of the processes that were stopped by a signal when they were dumped. Throws E_CRIU. */
export function stoppedProcesses(imagesFolder: string): Set<number> {
  const found = new Set<number>();
  for (const name of readdirSync(imagesFolder)) {
    const pid = /^core-(\d+)\.img$/.exec(name)?.[1];
    if (pid !== undefined && taskState(join(imagesFolder, name)) === stopped) found.add(Number(pid));
  }
  return found;
}

/** null for a thread that is not its process's first. */
function taskState(path: string): number | null {
  return readMessage(path, (bytes) => criu.Core.decode(bytes)).tc[0]?.taskState ?? null;
}
