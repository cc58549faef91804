/** What a container that arrives needs before its source freezes it: everything is built, warm and off the bridge. */
import { Announcer } from "../container/announce.ts";
import { Container } from "../container/container.ts";
import { LinkSwitch } from "../container/host-link.ts";
import { applyNetwork } from "../container/network-apply.ts";
import { captureNetwork } from "../container/network-snapshot.ts";
import { ImageStore } from "./image-store.ts";
import { freeBytes } from "./image-tmpfs.ts";
import type { LandingOptions } from "./landing-terms.ts";
import { RestoreAgent } from "./restore-agent.ts";

/** What a landing has; a tree that an earlier server process brought to HELD needs no images and no agent. */
export interface LandingZone {
  container: Container;
  /** Until it runs here nobody else may change it: it may be the only complete copy. */
  lock: Disposable;
  link: LinkSwitch | undefined;
  announcer: Announcer | undefined;
  store?: ImageStore;
  agent?: RestoreAgent;
}

/** How much of the disk's free room a container's output may take. */
const logShare = 0.5;

/** How long a server that starts waits for a command that is busy with a tree that it holds: nobody else would tend it. */
const lockPatienceMs = 10_000;

const purpose = (id: string) => `a migration that brings it here (${id})`;

/** With a warm CRIU in it. A failure leaves nothing behind. */
export async function buildLandingZone(options: LandingOptions, signal: AbortSignal): Promise<LandingZone> {
  const { id, paths, spec, network, limitBytes, expectedBytes, follows } = options;
  await using undo = new AsyncDisposableStack();
  const had = network.eth0 ? { ifindex: network.eth0.ifindex, mtu: network.eth0.mtu } : {};
  const container = await Container.buildLanding(paths, spec, { migrationId: id, ...had }, signal);
  undo.defer(async () => {
    await container.dismantle({ folder: true });
  });
  const lock = undo.use(await container.lock(purpose(id)));
  await applyNetwork(container.paths, network, signal);
  const link = network.eth0 ? undo.use(await LinkSwitch.prepare(container.paths.hostLink)) : undefined;
  const announcer = network.eth0 ? undo.use(Announcer.prepare(container.paths, network)) : undefined;
  const folder = paths.migrationImages(id);
  const { outputLog: logPath, logs } = container.paths;
  const logLimitBytes = Math.floor((await freeBytes(logs)) * logShare);
  const store = await ImageStore.create({ folder, logPath, logLimitBytes, limitBytes, expectedBytes }, signal);
  undo.defer(() => {
    store.remove();
  });
  const restore = { imagesFolder: folder, expectedBytes, mayFollowBytes: follows ? limitBytes : 0 };
  const agent = await RestoreAgent.start(container, restore, signal);
  options.journal.advance("built");
  undo.move();
  return { container, lock, store, agent, announcer, link };
}

/** Of a tree that an earlier server process brought as far as HELD. */
export async function adoptLandingZone(id: string, container: Container): Promise<LandingZone> {
  const { network } = container.spec;
  const lock = await container.lock(purpose(id), { waitMs: lockPatienceMs });
  const link = network ? await LinkSwitch.prepare(container.paths.hostLink) : undefined;
  const announcer = network ? Announcer.prepare(container.paths, await captureNetwork(container.paths)) : undefined;
  return { container, lock, link, announcer };
}
