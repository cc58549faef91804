/** What arrives is compared with what was negotiated, before CRIU makes it real. */
import { existsSync } from "node:fs";
import { overclaims, type WantedMount } from "../core/claims.ts";
import { plain } from "../core/plain-text.ts";
import { readClaims } from "../criu/claims.ts";
import { checkMemory, type MemoryCheckOptions } from "../criu/memory-check.ts";
import { KonkError } from "../errors.ts";
import { keptCapabilities } from "./capabilities.ts";
import type { Container } from "./container.ts";
import { mountFlagBits } from "./libc.ts";
import type { PlannedMount } from "./mount-plan.ts";
import { rootFlags } from "./root-mount.ts";

/**
 * Throws E_PROTOCOL when the images claim more, or other things, than the container has, or speak of pages that have not come;
 * E_CRIU when they cannot be read.
 */
export function checkImages(
  container: Container,
  imagesFolder: string,
  options: MemoryCheckOptions = { mayFollowBytes: 0 },
): void {
  const { mountPlan, spec } = container;
  const root = { target: "/", type: "any", flags: mountFlagBits(rootFlags(spec.rootfs)), key: null } as const;
  const problems = overclaims(readClaims(imagesFolder), {
    mounts: [root, ...mountPlan.filter(isHere).map(wanted)],
    capabilities: keptCapabilities,
  });
  if (problems.length > 0) {
    throw new KonkError("E_PROTOCOL", `Cannot restore "${spec.name}": its images are not those of such a container`, {
      lines: problems.map((problem) => plain(problem)),
    });
  }
  checkMemory(imagesFolder, options);
}

/** A part of /proc that this kernel does not have needs no cover. One that only the source lacks would lie open. */
function isHere(mount: PlannedMount): boolean {
  return mount.kind !== "part" || existsSync(mount.target);
}

function wanted(mount: PlannedMount): WantedMount {
  const { target } = mount;
  const flags = mountFlagBits(mount.flags);
  switch (mount.kind) {
    case "bind":
      return { target, type: "any", flags, key: mount.key };
    case "fresh":
      return { target, type: mount.type, flags, key: null };
    case "part":
      return { target, type: "proc", flags, key: null };
    default:
      return mount satisfies never;
  }
}
