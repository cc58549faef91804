/** `konk logs`: what a container wrote on its standard output and error. */
import { Container } from "../container/container.ts";
import { readOutput } from "../container/output-log.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseName } from "../core/spec-parsing.ts";
import { cancellation } from "./signals.ts";
import { strictCommand } from "./strict.ts";

export const logsCommand = strictCommand({
  name: "logs",
  description: "Show a container's output; it is kept until the container is removed",
  examples: ["konk logs web", "konk logs -f web"],
  args: {
    name: { type: "positional", description: "Name of the container", required: true },
    follow: { type: "boolean", alias: "f", description: "Go on until the container ends", default: false },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    using cancel = cancellation();
    const container = Container.open(new Paths(args.state), parseName(args.name));
    const hasEnded = () => cancel.first.aborted || container.stateIfThere()?.phase !== "running";
    const until = args.follow ? hasEnded : () => true;
    for await (const piece of readOutput(container.paths.outputLog, { until })) process.stdout.write(piece);
  },
});
