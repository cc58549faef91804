/** Composition root: one command line in, one exit status out. Nothing imports this file. */
import { runCommandLine } from "./cli/root.ts";
import { renderError } from "./cli/show-error.ts";
import { asKonkError } from "./errors.ts";

async function main(): Promise<void> {
  try {
    await runCommandLine(process.argv.slice(2));
  } catch (thrown) {
    const error = asKonkError(thrown);
    process.stderr.write(`${renderError(error)}\n`);
    if (error.code === "E_BUG" && error.cause instanceof Error) process.stderr.write(`${error.cause.stack ?? ""}\n`);
    process.exitCode = error.exitStatus;
  }
}

main().catch(() => {
  process.exitCode = 70; // even the report of an error failed
});
