/** What this host can do beyond the protocol's first version. */
import { CriuService } from "../criu/criu-service.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import { postCopyFeature, preCopyFeature } from "./peer.ts";

let canFillLater: Promise<boolean> | undefined;

/** CRIU is asked once: neither it nor the kernel learns it while this process lives. */
export async function ownFeatures(): Promise<string[]> {
  canFillLater ??= askCriu();
  return [preCopyFeature, ...((await canFillLater) ? [postCopyFeature] : [])];
}

async function askCriu(): Promise<boolean> {
  try {
    await using criu = await CriuService.start();
    return (await criu.featureCheck()).lazyPages;
  } catch (error) {
    log.debug(`Cannot find out whether memory can follow: ${messageOf(error)}`); // it is missing: told elsewhere
    canFillLater = undefined;
    return false;
  }
}
