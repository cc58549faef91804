/**
 * Runs CriuService against real CRIU and prints what happened as one line of JSON. criu.test.ts compiles it and starts it
 * in the root filesystem that has CRIU, once for each scenario: a compiled binary in a world of its own, as on a host.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { CriuService, type Notification, type OnNotify, type Verdict } from "../../src/criu/criu-service.ts";
import { parseDumpStats, parseRestoreStats } from "../../src/criu/stats.ts";
import { KonkError } from "../../src/errors.ts";
import { run } from "../../src/run.ts";

const cgroup = `/sys/fs/cgroup/unified/konk-criu-test-${Number(process.argv[3])}`;
const images = "/tmp/images";
const prefix = ["nsenter", "--net=/run/netns/ct"];
const names = ["first", "first-thread", "child", "child-thread"];

const freeze = (on: boolean) => writeFileSync(`${cgroup}/cgroup.freeze`, on ? "1" : "0");
const members = () => readFileSync(`${cgroup}/cgroup.procs`, "utf8").split("\n").filter(Boolean).map(Number);
const count = (name: string) => Number(readFileSync(`/run/ct/run/${name}`, "utf8"));

/** How many of the four beacons count right now. */
async function alive(): Promise<number> {
  const before = names.map(count);
  await Bun.sleep(150);
  return names.filter((name, i) => count(name) !== before[i]).length;
}

async function startContainer(): Promise<{ pid: number; parent: Bun.Subprocess }> {
  for (const folder of ["/run/ct/root", "/run/ct/run", images, cgroup]) mkdirSync(folder, { recursive: true });
  await run(["mount", "--bind", "/", "/run/ct/root"]);
  await run(["ip", "netns", "add", "ct"]);
  await run(["ip", "-n", "ct", "link", "set", "lo", "up"]);
  const unshare = ["unshare", "-p", "-m", "-u", "-i", "-f", "python3", "/root/criu-container.py"];
  const parent = Bun.spawn([...prefix, ...unshare], { stdio: ["ignore", "inherit", "inherit"] });
  const children = `/proc/${parent.pid}/task/${parent.pid}/children`;
  while (!names.every((name) => existsSync(`/run/ct/run/${name}`))) await Bun.sleep(10);
  const pid = Number(readFileSync(children, "utf8"));
  const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8"));
  for (const member of [pid, child]) writeFileSync(`${cgroup}/cgroup.procs`, String(member));
  return { pid, parent };
}

const common = { imagesDir: images, root: "/run/ct/root", timeoutMs: 20_000 };
const mounts = (run: string) => [
  { key: "dev", path: "/dev" },
  { key: "run", path: run },
];
const dumpOptions = (pid: number) => ({
  ...common,
  pid,
  logFile: "dump.log",
  freezeCgroup: cgroup,
  externalMounts: mounts("/run"),
});
const restoreOptions = { ...common, logFile: "restore.log", externalMounts: mounts("/run/ct/run") };

const heard: string[] = [];
/** Remembers each notification and answers "continue", except where `at` says otherwise. */
function on(at: Record<string, (notification: Notification) => Verdict | Promise<Verdict>>): OnNotify {
  return async (notification) => {
    heard.push(notification.script);
    return (await at[notification.script]?.(notification)) ?? "continue";
  };
}

async function dumpAway(): Promise<void> {
  const { pid, parent } = await startContainer();
  await using service = await CriuService.start({ prefix });
  freeze(true);
  await service.dump({ ...dumpOptions(pid), leaveRunning: false }, on({}));
  await parent.exited;
  freeze(false);
}

/** Restores from inside the cgroup, so that the tree is born in it. CRIU leaves it as soon as the first process exists. */
async function restore(service: CriuService, at: Parameters<typeof on>[0]) {
  writeFileSync(`${cgroup}/cgroup.procs`, String(service.pid));
  const leave = (): Verdict => {
    writeFileSync("/sys/fs/cgroup/unified/cgroup.procs", String(service.pid));
    return "continue";
  };
  return await service.restore(restoreOptions, on({ "setup-namespaces": leave, ...at }));
}

const scenarios: Record<string, () => Promise<unknown>> = {
  async facts() {
    await using service = await CriuService.start();
    const version = await service.version();
    const features = await service.featureCheck();
    await using second = await CriuService.start();
    await second.check();
    return { version, features };
  },
  async refusedDump() {
    const { pid } = await startContainer();
    await using service = await CriuService.start({ prefix });
    await service.version();
    freeze(true);
    let held = -1;
    const outcome = await service.dump(
      dumpOptions(pid),
      on({
        "post-dump": async (): Promise<Verdict> => {
          held = await alive();
          return "refuse";
        },
      }),
    );
    freeze(false);
    return { outcome, heard, held, after: await alive() };
  },
  async answeredDump() {
    await dumpAway();
    return {
      heard,
      after: await alive(),
      members: members(),
      stats: parseDumpStats(readFileSync(`${images}/stats-dump`)),
    };
  },
  async killedAtPostDump() {
    const { pid } = await startContainer();
    await using service = await CriuService.start({ prefix });
    freeze(true);
    const fenceAndKill = async (): Promise<Verdict> => {
      freeze(true);
      await service.kill();
      return await new Promise<Verdict>(() => undefined);
    };
    const outcome = await service.dump(dumpOptions(pid), on({ "post-dump": fenceAndKill }));
    const held = await alive();
    freeze(false);
    return { outcome, held, after: await alive() };
  },
  async heldRestore() {
    await dumpAway();
    const before = names.map(count);
    await using service = await CriuService.start({ prefix });
    const hold = (): Verdict => {
      freeze(true);
      return "continue";
    };
    const outcome = await restore(service, { "pre-resume": hold });
    const exited = await service.exited;
    const held = await alive();
    const inside = members().length;
    freeze(false);
    const after = await alive();
    const lost = names.filter((name, i) => count(name) < (before[i] ?? 0));
    return {
      outcome: outcome.outcome,
      exited,
      held,
      inside,
      after,
      lost,
      stats: parseRestoreStats(readFileSync(`${images}/stats-restore`)),
    };
  },
  async refusedRestore() {
    await dumpAway();
    await using service = await CriuService.start({ prefix });
    const outcome = await restore(service, { "post-restore": () => "refuse" });
    return { outcome, members: members(), after: await alive() };
  },
  async failedRestore() {
    await dumpAway();
    rmSync(`${images}/pages-1.img`);
    await using service = await CriuService.start({ prefix });
    return await restore(service, {});
  },
  async failedDump() {
    await using service = await CriuService.start({ prefix: [] });
    mkdirSync(images, { recursive: true });
    return await service.dump({ ...dumpOptions(999_999), freezeCgroup: "/nowhere" }, on({}));
  },
};

async function report(): Promise<unknown> {
  try {
    return await scenarios[process.argv[2] ?? ""]?.();
  } catch (error) {
    if (!(error instanceof KonkError)) throw error;
    const { code, message, lines, hint } = error;
    return { code, message, lines, hint };
  }
}

async function cleanUp(): Promise<void> {
  if (!existsSync(cgroup)) return;
  writeFileSync(`${cgroup}/cgroup.kill`, "1");
  for (let i = 0; i < 100 && members().length > 0; i++) await Bun.sleep(10);
  rmdirSync(cgroup);
}

try {
  console.log(JSON.stringify(await report()));
} finally {
  await cleanUp();
}
