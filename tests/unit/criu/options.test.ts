import { expect, test } from "bun:test";
import { dumpOptions, restoreOptions } from "../../../src/criu/options.ts";
import { criu } from "../../../src/gen/criu.js";

const common = { imagesDir: "/images", root: "/run/root", logFile: "criu.log" };

test("dumpOptions() names external mounts by their place inside", () => {
  const options = dumpOptions(
    {
      ...common,
      pid: 7,
      externalMounts: [{ key: "dev", path: "/dev" }],
      freezeCgroup: "/cg",
    },
    7,
  );
  expect(options).toMatchObject({ external: ["mnt[/dev]:dev"], pid: 7, freezeCgroup: "/cg", leaveRunning: true });
});

test("restoreOptions() gives external mounts their place on the host", () => {
  const options = restoreOptions({ ...common, externalMounts: [{ key: "dev", path: "/run/konk/dev" }] }, 7);
  expect(options).toMatchObject({ external: ["mnt[dev]:/run/konk/dev"], rstSibling: true, leaveStopped: false });
});

test("what CRIU checks again at the restore is the same at both ends", () => {
  const dump = dumpOptions({ ...common, pid: 7, externalMounts: [] }, 7);
  const restore = restoreOptions({ ...common, externalMounts: [] }, 7);
  for (const key of ["tcpEstablished", "fileLocks", "root", "manageCgroupsMode", "notifyScripts"] as const) {
    expect(restore[key]).toEqual(dump[key]);
  }
});

test("zero and false reach the wire", () => {
  const bytes = criu.Options.encode(restoreOptions({ ...common, externalMounts: [] }, 7)).finish();
  const decoded = criu.Options.decode(bytes);
  expect(decoded.imagesDirFd).toBe(7);
  expect(Object.hasOwn(decoded, "manageCgroupsMode")).toBe(true);
});
