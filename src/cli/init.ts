/** `konk init` (hidden): becomes the first process of a container. Started by its monitor in fresh namespaces. */
import { Container } from "../container/container.ts";
import { becomeContainer } from "../container/init.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseName } from "../core/spec-parsing.ts";
import { strictCommand } from "./strict.ts";

export const initCommand = strictCommand({
  name: "init",
  description: "Become a container's first process (konk's own use)",
  hidden: true,
  examples: [],
  args: {
    name: { type: "positional", description: "Name of the container", required: true },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const container = Container.open(new Paths(args.state), parseName(args.name));
    becomeContainer(container.spec, container.paths, container.mountPlan);
    process.exitCode = 1; // the monitor knows why
    await Promise.resolve();
  },
});
