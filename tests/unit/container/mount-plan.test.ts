import { expect, test } from "bun:test";
import { hiddenFolders, hiddenIn, isInsidePlannedMount, planMounts } from "../../../src/container/mount-plan.ts";
import type { ContainerSpec } from "../../../src/core/container-spec.ts";

const host = { dev: "/run/konk/dev", logs: "/state/web/logs", volumes: "/run/konk/containers/web/volumes" };
const spec: ContainerSpec = {
  name: "web",
  command: ["true"],
  env: {},
  workdir: "/",
  user: { uid: 0, gid: 0 },
  rootfs: null,
  volumes: [
    { source: "/srv/a", target: "/data/deep/a", readOnly: true },
    { source: "/srv/b", target: "/b", readOnly: false },
  ],
  tmpfs: ["/tmp"],
  network: null,
};
const plan = planMounts(spec, host);

test("planMounts() puts parents before what is mounted in them", () => {
  const targets = plan.map(({ target }) => target);
  expect(targets.indexOf("/dev")).toBeLessThan(targets.indexOf("/dev/konk"));
  expect(targets.indexOf("/proc")).toBeLessThan(targets.indexOf("/proc/sys"));
  expect(targets.indexOf("/proc/sys")).toBeLessThan(targets.indexOf("/proc/sys/net"));
  const folders = targets.filter((target) => !target.startsWith("/proc/") && !hiddenFolders.includes(target));
  expect(folders.toSorted()).toEqual(["/b", "/data/deep/a", "/dev", "/dev/konk", "/proc", "/sys", "/tmp"]);
});

test("planMounts() names volumes by their place, so that both hosts agree whatever the order of mounting", () => {
  const binds = plan.flatMap((mount) => (mount.kind === "bind" ? [[mount.key, mount.target, mount.source]] : []));
  expect(binds).toContainEqual(["volume-0", "/data/deep/a", "/run/konk/containers/web/volumes/volume-0"]);
  expect(binds).toContainEqual(["volume-1", "/b", "/run/konk/containers/web/volumes/volume-1"]);
});

test("planMounts() keeps a read-only volume, /dev, /sys and what is the host's in /proc read-only", () => {
  const readOnly = plan.filter(({ flags }) => flags.includes("ro")).map(({ target }) => target);
  for (const target of ["/data/deep/a", "/dev", "/sys", "/proc/sys", "/proc/sysrq-trigger"])
    expect(readOnly).toContain(target);
  expect(readOnly).not.toContain("/proc");
  expect(readOnly).not.toContain("/proc/sys/net"); // the container's own network
});

test("planMounts() hides konk's keys and state in the host's root, under the same names on every host", () => {
  const hidden = plan.flatMap((mount) => (mount.kind === "bind" && mount.source.endsWith("/empty") ? [mount] : []));
  expect(Object.fromEntries(hidden.map(({ key, target }) => [key, target]))).toEqual({
    "hidden-etc-konk": "/etc/konk",
    "hidden-var-lib-konk": "/var/lib/konk",
    "hidden-root-.ssh": "/root/.ssh",
  });
  expect(hiddenIn({ ...spec, rootfs: "/srv/root" })).toEqual([]);
});

test("hiddenIn() leaves what the user mounts there to the user", () => {
  const volumes = [{ source: "/srv/home", target: "/root", readOnly: false }];
  expect(hiddenIn({ ...spec, volumes, tmpfs: ["/etc/konk"] })).toEqual(["/var/lib/konk"]);
  expect(hiddenIn({ ...spec, volumes: [], tmpfs: ["/roo"] })).toContain("/root/.ssh");
});

test("isInsidePlannedMount() knows which mount points the root filesystem need not have", () => {
  const inside = plan.filter((mount) => isInsidePlannedMount(plan, mount)).map(({ target }) => target);
  expect(inside.filter((target) => !target.startsWith("/proc/"))).toEqual(["/dev/konk"]);
});
