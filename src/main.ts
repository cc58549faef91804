/** Composition root: one command line in, one exit status out. Nothing imports this file. */

import { leaveSoon } from "./cli/leave-soon.ts";
import { runCommandLine } from "./cli/root.ts";
import { renderError } from "./cli/show-error.ts";
import { asKonkError } from "./errors.ts";
import { forStderr } from "./journald.ts";

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
    leaveSoon(); // what an error leaves to be written is small
  }
}

// Something failed that nobody waits for: a bug, but no reason to die in the middle of a hand-over, where others do wait.
process.on("unhandledRejection", (reason) => {
  const { message, stack } = reason instanceof Error ? reason : new Error(String(reason));
  process.stderr.write(`${forStderr("error", `error: A bug in konk, which goes on: ${message}\n${stack ?? ""}`)}\n`);
});

main().catch(() => {
  process.exitCode = 70; // even the report of an error failed
});
