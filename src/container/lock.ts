/**
 * The exclusive lock of a container, for whoever changes it: start, stop, rm, a migration. The kernel holds it with the open
 * file and frees it when its owner dies, however it dies, so a dead owner needs no take-over and cannot be mistaken for a
 * living one. The file's content only tells others who it is.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { KonkError, messageOf } from "../errors.ts";
import { tryLockFile } from "./libc.ts";
import { processId } from "./process-id.ts";

export class FileLock implements Disposable {
  readonly #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Takes the lock file at `path`; its folder must exist. `subject` is what is locked, 'container "web"', and `purpose`
   * completes "busy with …": "a migration to beta". Waits up to `waitMs` (default 0) for another owner, then throws E_BUSY
   * that names it.
   */
  static async acquire(path: string, subject: string, purpose: string, { waitMs = 0 } = {}): Promise<FileLock> {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const fd = tryLock(path);
      if (fd !== null) {
        ftruncateSync(fd);
        writeSync(fd, JSON.stringify({ purpose, process: processId(process.pid), since: new Date().toISOString() }), 0);
        return new FileLock(fd);
      }
      if (performance.now() >= deadline) throw busy(path, subject);
      await Bun.sleep(10);
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
  }
}

/** The locked descriptor, or null when somebody else has the lock. */
function tryLock(path: string): number | null {
  const fd = openSync(path, "a+", 0o600);
  try {
    // Whoever removed the folder in between held the lock of a file that is no longer the one at `path`.
    if (tryLockFile(fd) && statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino) return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  closeSync(fd);
  return null;
}

function busy(path: string, subject: string): KonkError {
  return new KonkError("E_BUSY", `Cannot change ${subject}: ${ownerOf(path)}`, {
    hint: "Wait until it has finished, and try again",
  });
}

function ownerOf(path: string): string {
  try {
    const owner: unknown = JSON.parse(readFileSync(path, "utf8"));
    const { purpose, process: id } = owner as { purpose: string; process: { pid: number } };
    return `busy with ${purpose} (pid ${id.pid})`;
  } catch (error) {
    return `another process holds it, and its note is unreadable: ${messageOf(error)}`;
  }
}
