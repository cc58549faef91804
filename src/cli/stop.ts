/** `konk stop`: ends a container and keeps its logs and exit status. */
import { Container } from "../container/container.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseName } from "../core/spec-parsing.ts";
import { KonkError } from "../errors.ts";
import { cancellation } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const stopCommand = strictCommand({
  name: "stop",
  description: "Stop a container: SIGTERM, and after a while a kill",
  examples: ["konk stop web", "konk stop web --time 60"],
  args: {
    name: { type: "positional", description: "Name of the container", required: true },
    time: { type: "string", description: "Seconds to wait before the kill", valueHint: "S", default: "10" },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const timeoutMs = parseSeconds(args.time) * 1_000;
    using cancel = cancellation();
    const container = Container.open(new Paths(args.state), parseName(args.name));
    using _lock = await container.lock("its stop");
    await container.stop(timeoutMs, cancel.first);
  },
});

function parseSeconds(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new KonkError("E_USAGE", `Cannot use --time "${text}": wanted whole seconds, 0 to 999999`);
}
