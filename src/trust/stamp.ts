/** Tells whether files were changed or replaced without reading them. */
import { statSync } from "node:fs";

/** Of files, there or not: the same as long as their inodes, sizes and times are. */
export function stampOf(paths: readonly string[]): string {
  return paths.map(stampOfOne).join("\n");
}

function stampOfOne(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? path : [path, stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(" ");
}
