/** Composition root: one command line in, one exit status out. Nothing imports this file. */
import { runCommandLine } from "./cli/root.ts";
import { renderError } from "./cli/show-error.ts";
import { asKonkError } from "./errors.ts";
import { forStderr } from "./journal.ts";

/** How long konk may linger after an error, in milliseconds. */
const lingerMs = 500;

async function main(): Promise<void> {
  try {
    await runCommandLine(process.argv.slice(2));
  } catch (thrown) {
    const error = asKonkError(thrown);
    process.stderr.write(`${forStderr("error", renderError(error))}\n`);
    if (error.code === "E_BUG" && error.cause instanceof Error) {
      process.stderr.write(`${forStderr("error", error.cause.stack ?? "")}\n`);
    }
    process.exitCode ??= error.exitStatus; // a command may know better: cancelled by which signal
    // grpc-js may still be opening a connection to a host that is gone, out of reach until the kernel gives up minutes later.
    // Everything is disposed by now, and what an error leaves to be written is small.
    // oxlint-disable-next-line unicorn/no-process-exit
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

main().catch(() => {
  process.exitCode = 70; // even the report of an error failed
});
