/** `konk rm`: removes what is left of a container on this host, its logs and exit status included. */
import { Container, discardDamaged } from "../container/container.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { parseName } from "../core/spec-parsing.ts";
import { KonkError } from "../errors.ts";
import { strictCommand } from "./strict.ts";

export const rmCommand = strictCommand({
  name: "rm",
  description: "Remove a container that has ended",
  examples: ["konk rm web", "konk rm -f web"],
  args: {
    name: { type: "positional", description: "Name of the container", required: true },
    force: { type: "boolean", alias: "f", description: "Kill it first, if it still runs", default: false },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const paths = new Paths(args.state);
    const name = parseName(args.name);
    const container = open(paths, name, args.force);
    if (container === null) {
      await discardDamaged(paths, name);
      return;
    }
    using _lock = await container.lock("its removal");
    if (container.state().phase === "landing" && !args.force) throw arrives(name);
    if (container.init() !== null) {
      if (!args.force) throw stillRuns(name);
      await container.stop(0);
    }
    await container.remove();
  },
});

/** null when its files are damaged and `force` says to remove it all the same. */
function open(paths: Paths, name: string, force: boolean): Container | null {
  try {
    return Container.open(paths, name);
  } catch (error) {
    if (force && Container.folderExists(paths, name)) return null;
    throw error;
  }
}

/** DANGER: this may be its only complete copy by now. */
function arrives(name: string): KonkError {
  return new KonkError("E_BUSY", `Cannot remove container "${name}": a migration brings it here`, {
    hint: 'End the migration where it comes from, by "konk recover" there, or use "konk rm -f" if that host is gone for good',
  });
}

function stillRuns(name: string): KonkError {
  return new KonkError("E_BUSY", `Cannot remove container "${name}": it runs`, {
    hint: `Stop it first with "konk stop ${name}", or use "konk rm -f ${name}"`,
  });
}
