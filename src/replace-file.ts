/** A file that is replaced as a whole: a crash leaves the old content or the new, never a part. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** On the disk when it returns, unless `durable` is false. Throws when the folder does not exist. */
export function replaceFile(path: string, text: string, { mode = 0o600, durable = true } = {}): void {
  const temporary = `${path}.${process.pid}.new`;
  const fd = openSync(temporary, "w", mode);
  try {
    writeFileSync(fd, text);
    if (durable) fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(temporary, path);
  if (!durable) return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
