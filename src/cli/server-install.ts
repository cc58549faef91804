/** `konk server install` and `uninstall`: the server as a service of systemd. */

import { isCompiled } from "../container/self-command.ts";
import { formatEndpoint } from "../core/endpoint.ts";
import { parsePath } from "../core/path-parsing.ts";
import { serverUnit, unitName, unitPath } from "../core/systemd-unit.ts";
import { KonkError } from "../errors.ts";
import { checkServerOptions, serverArgs } from "./server-options.ts";
import { assertOwnedByRoot, assertSystemd, installUnit, type UnitChange, uninstallUnit } from "./server-unit.ts";
import { strictCommand } from "./strict.ts";

const json = { type: "boolean", description: "Print JSON" } as const;

export const installCommand = strictCommand({
  name: "server install",
  description: "Have systemd run the server from now on and at every boot; may be repeated, also with other options",
  examples: ["konk server install", "konk server install --listen 10.0.0.2:7440 --image-budget 8G"],
  args: { ...serverArgs, json },
  run: async ({ args }) => {
    assertSystemd();
    const tls = parsePath("TLS folder", args.tls);
    const state = parsePath("state folder", args.state);
    const { listen } = await checkServerOptions(args);
    const budget = args["image-budget"];
    const options = ["--listen", formatEndpoint(listen), "--tls", tls, "--state", state];
    if (budget !== undefined) options.push("--image-budget", budget);
    const executable = ownExecutable();
    const text = serverUnit({ executable, options, folders: [tls, state] });
    assertOwnedByRoot(executable);
    const { changes, status } = await installUnit({ text, executable, words: ["server", ...options] });
    const nothing = `${unitName} is installed, enabled and running: nothing to do`;
    print(args.json === true, { changes, status }, [...sentences(changes, nothing), `konk is ${status}`]);
  },
});

export const uninstallCommand = strictCommand({
  name: "server uninstall",
  description: "Stop the service and remove it; containers go on",
  examples: ["konk server uninstall"],
  args: { json },
  run: async ({ args }) => {
    assertSystemd();
    const changes = await uninstallUnit();
    const told = [...sentences(changes, `${unitName} is not installed: nothing to do`)];
    if (changes.length > 0) told.push("Containers go on; none can arrive here until a konk server runs again");
    print(args.json === true, { changes }, told);
  },
});

function ownExecutable(): string {
  if (isCompiled()) return process.execPath;
  throw new KonkError("E_CONFIG", "Cannot make a service of a development tree", {
    hint: 'Build the executable with "npm run build", and install that',
  });
}

function sentences(changes: readonly UnitChange[], nothing: string): string[] {
  const words: Record<UnitChange, string> = {
    wrote: `Wrote ${unitPath}`,
    enabled: `Enabled ${unitName}: it starts at every boot`,
    started: `Started ${unitName}`,
    restarted: `Restarted ${unitName}; containers went on`,
    stopped: `Stopped ${unitName}`,
    disabled: `Disabled ${unitName}`,
    removed: `Removed ${unitPath}`,
  };
  return changes.length === 0 ? [nothing] : changes.map((change) => words[change]);
}

function print(asJson: boolean, result: object, lines: readonly string[]): void {
  process.stdout.write(asJson ? `${JSON.stringify({ unit: unitPath, ...result })}\n` : `${lines.join("\n")}\n`);
}
