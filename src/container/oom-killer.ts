/** Processes whose death would take a container along: the kernel must not choose them when memory runs out. */
import { writeFileSync } from "node:fs";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";

/** As far as the kernel lets this process say so. */
export function keepFromOomKiller(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, "-1000");
  } catch (error) {
    log.debug(`Process ${pid} is not kept from the out-of-memory killer: ${messageOf(error)}`); // it takes CAP_SYS_RESOURCE
  }
}
