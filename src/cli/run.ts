/** `konk run`: starts a container; in the foreground it follows the output and ends as the container ends. */
import { constants } from "node:os";
import type { Container } from "../container/container.ts";
import { readOutput } from "../container/output-log.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { startContainer } from "../container/start.ts";
import type { ContainerSpec, ExitStatus } from "../core/container-spec.ts";
import { parseNetwork } from "../core/network-parsing.ts";
import { checkMountTargets, parseMountTarget, parsePath, parseRootfs, parseVolume } from "../core/path-parsing.ts";
import { parseCommand, parseEnv, parseName, parseUser } from "../core/spec-parsing.ts";
import { cleanEnvironment } from "../run.ts";
import { cancellation } from "./signals.ts";
import { type CommandInput, strictCommand } from "./strict.ts";

/** How long a foreground container has to end after Ctrl-C. */
const stopMs = 10_000;

const args = {
  name: { type: "string", description: "Name of the container", valueHint: "NAME", required: true },
  mac: { type: "string", description: "Its MAC address (default: made of its first address)", valueHint: "MAC" },
  workdir: { type: "string", description: "Working folder inside", valueHint: "DIR", default: "/" },
  user: { type: "string", description: "Numeric user and group", valueHint: "UID[:GID]", default: "0:0" },
  rootfs: { type: "string", description: "Root filesystem (default: the host's own /, read-only)", valueHint: "DIR" },
  detach: { type: "boolean", alias: "d", description: "Return once it runs", default: false },
  state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
} as const;

export const runCommand = strictCommand({
  name: "run",
  description: "Start a container: a network namespace and the processes in it",
  examples: [
    "konk run --name web --ip 10.9.0.100/24 --detach -- python3 -m http.server 80",
    "konk run --name db --ip 10.9.0.7/24 --gateway 10.9.0.1 --volume /srv/db:/srv/db --tmpfs /tmp -- /srv/db/start",
  ],
  args,
  lists: {
    ip: { description: "Address and prefix length; repeatable", valueHint: "ADDR/LEN" },
    gateway: { description: "Default gateway; one a family", valueHint: "ADDR" },
    env: { description: "Environment variable; repeatable", valueHint: "K=V" },
    volume: { description: "Folder or file of the host; repeatable", valueHint: "SRC:DST[:ro]" },
    tmpfs: { description: "A fresh tmpfs, moved with the container; repeatable", valueHint: "DST" },
  },
  rest: "CMD ARGS…",
  run: async (input) => {
    using cancel = cancellation();
    const spec = specOf(input);
    const container = await startContainer(new Paths(input.args.state), spec, cancel.first);
    if (input.args.detach) {
      process.stdout.write(`${container.name}\n`);
      return;
    }
    process.exitCode = await follow(container, cancel.first, cancel.second);
  },
});

function specOf({ args: given, lists, rest }: CommandInput<typeof args>): ContainerSpec {
  const volumes = (lists["volume"] ?? []).map(parseVolume);
  const tmpfs = (lists["tmpfs"] ?? []).map((text) => parseMountTarget("tmpfs", text));
  checkMountTargets([...volumes.map(({ target }) => target), ...tmpfs]);
  return {
    name: parseName(given.name),
    command: parseCommand(rest),
    env: { PATH: cleanEnvironment.PATH, ...parseEnv(lists["env"] ?? []) },
    workdir: parsePath("working folder", given.workdir),
    user: parseUser(given.user),
    rootfs: given.rootfs === undefined ? null : parseRootfs(given.rootfs),
    volumes,
    tmpfs,
    network: parseNetwork({
      addresses: lists["ip"] ?? [],
      gateways: lists["gateway"] ?? [],
      ...(given.mac === undefined ? {} : { mac: given.mac }),
    }),
  };
}

/** Shows the output until the container has ended here. Returns the exit status: its own, 128 + number after a signal. */
async function follow(container: Container, cancelled: AbortSignal, again: AbortSignal): Promise<number> {
  const stopping = Promise.withResolvers<void>();
  cancelled.addEventListener("abort", () => {
    stopping.resolve(stop(container, again));
  });
  const hasEnded = () => container.stateIfThere()?.phase !== "running";
  for await (const piece of readOutput(container.paths.outputLog, { until: hasEnded })) process.stdout.write(piece);
  if (cancelled.aborted) await stopping.promise;
  const state = container.stateIfThere();
  return state?.phase === "exited" ? statusOf(state.status) : 0; // moved to another host, or removed: it did not fail
}

async function stop(container: Container, again: AbortSignal): Promise<void> {
  using _lock = await container.lock("its stop");
  await container.stop(stopMs, again);
}

function statusOf(status: ExitStatus): number {
  if (status.kind === "code") return status.code;
  return 128 + (Object.entries(constants.signals).find(([name]) => name === status.signal)?.[1] ?? 9);
}
