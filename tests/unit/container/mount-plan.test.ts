import { expect, test } from "bun:test";
import { isInsidePlannedMount, planMounts } from "../../../src/container/mount-plan.ts";
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
  expect(targets.toSorted()).toEqual(["/b", "/data/deep/a", "/dev", "/dev/konk", "/proc", "/sys", "/tmp"]);
});

test("planMounts() names volumes by their place, so that both hosts agree whatever the order of mounting", () => {
  const binds = plan.flatMap((mount) => (mount.kind === "bind" ? [[mount.key, mount.target, mount.source]] : []));
  expect(binds).toContainEqual(["volume-0", "/data/deep/a", "/run/konk/containers/web/volumes/volume-0"]);
  expect(binds).toContainEqual(["volume-1", "/b", "/run/konk/containers/web/volumes/volume-1"]);
});

test("planMounts() keeps a read-only volume, /dev and /sys read-only", () => {
  const readOnly = plan.filter(({ flags }) => flags.includes("ro")).map(({ target }) => target);
  expect(readOnly.toSorted()).toEqual(["/data/deep/a", "/dev", "/sys"]);
});

test("isInsidePlannedMount() knows which mount points the root filesystem need not have", () => {
  const inside = plan.filter((mount) => isInsidePlannedMount(plan, mount)).map(({ target }) => target);
  expect(inside).toEqual(["/dev/konk"]);
});
