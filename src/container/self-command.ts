/** How konk starts itself again: the compiled executable, or Bun with the main file in a development tree. */
import { statSync } from "node:fs";

export function selfCommand(): string[] {
  return isCompiled() ? [programAt(process.execPath)] : [process.execPath, Bun.main];
}

/** Whether this is the one executable, and not Bun with a development tree. */
export function isCompiled(): boolean {
  return Bun.main.startsWith("/$bunfs/");
}

/**
 * `path` while the program there is the one that runs here. After an upgrade it is another one, or Bun calls it
 * "PATH (deleted)": a server that is still to be restarted starts its monitors from the program it is itself, since the two
 * must agree on what they say to each other.
 */
export function programAt(path: string): string {
  const own = statSync("/proc/self/exe");
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.ino === own.ino && found.dev === own.dev ? path : `/proc/${process.pid}/exe`;
}
