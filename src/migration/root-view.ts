/** The root filesystem that an arriving container would have on this host, to compare files with before it is mounted. */
import { stat } from "node:fs/promises";
import type { Refusal } from "../core/compatibility.ts";
import type { ContainerSpec } from "../core/container-spec.ts";

export interface RootView {
  /** Folder of this host; "/" is the host's own root. */
  path: string;
  refusal?: Refusal;
}

export async function rootView(spec: ContainerSpec, host: string): Promise<RootView> {
  const path = spec.rootfs ?? "/";
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return { path };
  return {
    path,
    refusal: {
      check: "rootfs",
      reason: `Root filesystem "${path}" does not exist on ${host}`,
      fix: `Copy it there, or mount the same storage at "${path}"`,
    },
  };
}
