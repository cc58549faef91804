/** `konk monitor` (hidden): the resident parent of one container's first process. Other commands of konk start it. */
import { defineCommand } from "citty";
import { Container } from "../container/container.ts";
import { endDescriptorHolder } from "../container/descriptor-holder.ts";
import { runMonitor } from "../container/monitor.ts";
import { Pager } from "../container/pager.ts";
import type { PagerWord } from "../container/pager-words.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { monitorRestore } from "../container/restore-monitor.ts";
import { parseName } from "../core/spec-parsing.ts";
import { strictCommand } from "./strict.ts";

const args = {
  name: { type: "positional", description: "Name of the container", required: true },
  state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
} as const;

const startCommand = strictCommand({
  name: "monitor start",
  description: "Start a container's first process and stay until it ends (konk's own use)",
  hidden: true,
  examples: [],
  args,
  run: async ({ args: given }) => {
    await runMonitor(Container.open(new Paths(given.state), parseName(given.name)));
  },
});

const restoreCommand = strictCommand({
  name: "monitor restore",
  description: "Restore a container that arrives and stay until it ends (konk's own use)",
  hidden: true,
  examples: [],
  args: {
    ...args,
    images: { type: "string", description: "Folder with the checkpoint images", valueHint: "DIR", required: true },
    memory: { type: "string", description: "Memory to make ready", valueHint: "BYTES", default: "0" },
    follow: { type: "string", description: "Memory that may follow", valueHint: "BYTES", default: "0" },
  },
  run: async ({ args: given }) => {
    const container = Container.open(new Paths(given.state), parseName(given.name));
    const { images: imagesFolder, memory, follow } = given;
    const options = { imagesFolder, expectedBytes: Number(memory), mayFollowBytes: Number(follow) };
    await monitorRestore(container, options);
  },
});

const pagerCommand = strictCommand({
  name: "monitor pager",
  description: "Give a restored container the memory that follows it (konk's own use)",
  hidden: true,
  examples: [],
  args: {
    ...args,
    images: { type: "string", description: "Folder with the checkpoint images", valueHint: "DIR", required: true },
    descriptors: { type: "string", description: "How many are inherited", valueHint: "COUNT", default: "0" },
  },
  run: async ({ args: given }) => {
    const { paths, cgroup } = Container.open(new Paths(given.state), parseName(given.name));
    const lines = (await Bun.stdin.text()).split("\n").filter(Boolean);
    const history = lines.map((line) => JSON.parse(line) as PagerWord);
    const descriptors = Array.from({ length: Number(given.descriptors) }, (_, index) => firstInherited + index);
    const isOver = () => cgroup.pids().length === 0;
    new Pager({
      imagesFolder: given.images,
      socket: paths.pagerSocket,
      doubt: paths.pagerDoubt,
      history,
      descriptors,
      isOver,
    }).run();
    endDescriptorHolder(paths); // whoever started it may be dead
  },
});

/** After the standard ones. */
const firstInherited = 3;

export const monitorCommand = defineCommand({
  meta: { name: "monitor", description: "Parents of containers (konk's own use)", hidden: true },
  subCommands: { start: startCommand, restore: restoreCommand, pager: pagerCommand },
});
