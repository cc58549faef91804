/** `konk inspect`: everything konk knows of one container, as JSON. */
import { Container } from "../container/container.ts";
import { statusOf } from "../container/container-status.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseName } from "../core/spec-parsing.ts";
import { strictCommand } from "./strict.ts";

export const inspectCommand = strictCommand({
  name: "inspect",
  description: "Show what konk knows of a container, as JSON",
  examples: ["konk inspect web"],
  args: {
    name: { type: "positional", description: "Name of the container", required: true },
    json: { type: "boolean", description: "JSON, as always", default: true },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const container = Container.open(new Paths(args.state), parseName(args.name));
    const { spec, paths, cgroup, mountPlan } = container;
    const facts = {
      spec,
      state: container.state(),
      status: statusOf(container),
      processes: container.processes(),
      mounts: mountPlan,
      paths: { folder: paths.folder, log: paths.outputLog, root: paths.root, netns: paths.netns, cgroup: cgroup.path },
      hostLink: spec.network === null ? null : paths.hostLink,
    };
    await Bun.write(Bun.stdout, `${JSON.stringify(facts, null, 2)}\n`);
  },
});
