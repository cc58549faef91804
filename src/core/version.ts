/** Versions of kernels and of CRIU: "6.18.0-12-amd64", "4.2.1", "3.19". */
import { KonkError } from "../errors.ts";

export interface Version {
  major: number;
  minor: number;
  patch: number;
}

/** The numbers at the start of a version; a missing patch is 0. Throws E_PROTOCOL when there are none. */
export function parseVersion(text: string): Version {
  const match = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?![\d])/.exec(text);
  if (match === null) {
    throw new KonkError("E_PROTOCOL", `Cannot read version "${text.slice(0, 64)}": wanted numbers such as "4.2.1"`);
  }
  return { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3] ?? 0) };
}

/** Below 0 when `a` is the older one, 0 when they are equal. */
export function compareVersions(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** Whether `found` is at least `wanted`, both as text. Throws E_PROTOCOL. */
export function isAtLeast(found: string, wanted: string): boolean {
  return compareVersions(parseVersion(found), parseVersion(wanted)) >= 0;
}
