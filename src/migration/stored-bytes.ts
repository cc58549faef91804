/** Bytes that arrive, into files on konk's tmpfs. */
import { writeSync } from "node:fs";
import { KonkError, messageOf } from "../errors.ts";

/** Writes all of it. Throws E_NO_SPACE, E_TRANSFER. */
export function storeBytes(fd: number, data: Uint8Array, offset: number): void {
  try {
    let done = 0;
    while (done < data.length) done += writeSync(fd, data, done, data.length - done, offset + done);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw noSpace("the image budget is used up");
    throw new KonkError("E_TRANSFER", `Cannot store images: ${messageOf(error)}`, { cause: error });
  }
}

export function noSpace(
  why: string,
  hint = "Start the destination's konk server with a larger --image-budget",
): KonkError {
  return new KonkError("E_NO_SPACE", `Cannot store the checkpoint: ${why}`, { hint });
}

/** More came than the source said, and twice that was agreed on as the limit. */
export function outgrown(limitBytes: number): KonkError {
  return noSpace(
    `more than the ${limitBytes} bytes that were agreed on`,
    "The container has grown to twice its size while it was moved: try again when it has all its memory",
  );
}
