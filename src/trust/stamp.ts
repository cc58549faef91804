/** Tells whether files were changed or replaced without reading them. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Of files and of the files in folders, there or not: the same as long as their inodes, sizes and times are. Throws only for a folder that cannot be listed. */
export function stampOf(paths: readonly string[]): string {
  return paths.flatMap((path) => [path, ...filesIn(path)].map(stampOfOne)).join("\n");
}

function filesIn(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(path).map((name) => join(path, name));
}

function stampOfOne(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? path : [path, stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(" ");
}
