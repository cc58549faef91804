/** The whole of `konk run --detach`: from a specification to a running container, or to an error and nothing left. */
import { closeSync, openSync } from "node:fs";
import type { ContainerSpec } from "../core/container-spec.ts";
import { KonkError } from "../errors.ts";
import { cleanEnvironment } from "../run.ts";
import { within } from "../within.ts";
import { assertAddressFree } from "./address-probe.ts";
import { bridgeExists, bridgeName } from "./bridge.ts";
import { Container } from "./container.ts";
import { attach } from "./host-link.ts";
import { lastWords, type MonitorReport } from "./monitor.ts";
import { configureAddresses } from "./netns.ts";
import type { Paths } from "./paths.ts";
import { scopePrefix } from "./scope.ts";
import { selfCommand } from "./self-command.ts";

/** A monitor that has not said how the start went by then is taken for hung. */
const startMs = 30_000;

/**
 * Starts a container; it runs when this returns, whatever becomes of this process. Throws E_EXISTS, E_ADDRESS_TAKEN, E_CONFIG,
 * E_NETWORK, E_START, and after each of them nothing is left.
 */
export async function startContainer(host: Paths, spec: ContainerSpec, signal: AbortSignal): Promise<Container> {
  await using undo = new AsyncDisposableStack();
  if (spec.network !== null) await assertBridge(spec.name, signal);
  const container = await Container.build(host, spec, { phase: "starting" }, {}, undo, signal);
  using _lock = await container.lock("its start");
  if (spec.network !== null) {
    // After the claim, so that of two starts at once each sees the other.
    const others = Container.list(host).filter(({ name }) => name !== spec.name);
    await assertAddressFree(spec.network, { known: new Map(others.flatMap(addressesInUse)), signal });
    await configureAddresses(container.paths, spec.network, signal);
    await attach(container.paths.hostLink, signal);
  }
  await startMonitor(container, undo, signal);
  undo.move();
  return container;
}

async function assertBridge(name: string, signal: AbortSignal): Promise<void> {
  if (await bridgeExists(signal)) return;
  throw new KonkError("E_NETWORK", `Cannot connect container "${name}": found no bridge "${bridgeName}" on this host`, {
    hint: 'Make it with "konk network init --uplink IFACE"',
  });
}

/** Address (without prefix length) and owner. A container that has ended keeps its name, not its address. */
function addressesInUse(container: Container): [string, string][] {
  const state = container.stateIfThere();
  const hasEnded =
    state === null || state.phase === "exited" || (state.phase === "running" && container.init() === null);
  const addresses = hasEnded ? [] : (container.spec.network?.addresses ?? []);
  return addresses.map((address) => [address.split("/")[0] ?? address, container.name]);
}

async function startMonitor(container: Container, undo: AsyncDisposableStack, signal: AbortSignal): Promise<void> {
  const prefix = await scopePrefix(container.name, signal);
  const log = openSync(container.paths.monitorLog, "a", 0o600);
  const argv = [...prefix, ...selfCommand(), "monitor", "start", container.name, "--state", container.stateFolder];
  const child = Bun.spawn(argv, {
    stdio: ["ignore", "pipe", log],
    env: { ...cleanEnvironment },
    cwd: "/",
    detached: true, // a session of its own: a hang-up or Ctrl-C here is not its business
  });
  closeSync(log);
  undo.defer(async () => {
    child.kill("SIGKILL");
    await child.exited;
  });
  const report = await within(firstLine(child.stdout, signal), startMs, () => {
    throw new KonkError("E_TIMEOUT", `Cannot start container "${container.name}": no word after ${startMs} ms`, {
      lines: lastWords(container),
    });
  });
  const outcome = JSON.parse(report === "" ? "{}" : report) as Partial<MonitorReport>;
  if (outcome.started === true) {
    child.unref();
    return;
  }
  if (outcome.started === false) throw new KonkError("E_START", outcome.message ?? "", outcome);
  throw new KonkError("E_START", `Cannot start container "${container.name}": its monitor ended without a word`, {
    lines: lastWords(container),
  });
}

/** The first line of the stream, or what came before its end. Throws the signal's reason. */
async function firstLine(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    aborted.reject(signal.reason as Error);
  };
  signal.addEventListener("abort", abort, { once: true });
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await Promise.race([reader.read(), aborted.promise]);
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  signal.removeEventListener("abort", abort);
  await reader.cancel(); // an open stream would keep this process alive
  return text.split("\n")[0] ?? "";
}
