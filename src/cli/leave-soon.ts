/** The end of a command that may have called a host which is gone. */

/** How long konk may linger, in milliseconds. */
const lingerMs = 500;

/**
 * Ends this process in a moment, whatever keeps it alive: grpc-js may still be opening a connection to a host that is gone,
 * out of reach until the kernel gives up minutes later. For commands that have disposed everything and have little left to write.
 */
export function leaveSoon(): void {
  // oxlint-disable-next-line unicorn/no-process-exit
  setTimeout(() => process.exit(), lingerMs).unref();
}
