import { afterEach, beforeEach, expect, test } from "bun:test";
import { closeSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Container } from "../../../src/container/container.ts";
import { listenAt } from "../../../src/container/userfault.ts";
import { untilFilled } from "../../../src/migration/following.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-following-"));
  path = join(folder, "pager.sock");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Connections wait in its queue, and end with it. Its socket's file stays when it dies. */
const startPager = () => {
  const fd = listenAt(path);
  const die = () => {
    closeSync(fd);
  };
  const finish = () => {
    rmSync(path);
    die();
  };
  return { die, finish };
};

/** A container that stands still or not. */
function fakeContainer(frozen: "0" | "1" = "0") {
  const cgroup = {
    frozen,
    writeIfThere(_name: string, content: "0" | "1") {
      cgroup.frozen = content;
    },
  };
  const hasMonitor = () => true;
  const paths = { pagerSocket: path, descriptorHolder: join(folder, "descriptor-holder.json") };
  const container = { cgroup, hasMonitor, paths } as unknown as Container;
  return { cgroup, container };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo(); turns++) {
    if (turns === 2000) throw new Error("it did not come to that");
    await Bun.sleep(1);
  }
}

test("a container whose pager has finished lacks nothing, and never stood still", async () => {
  const pager = startPager();
  const { cgroup, container } = fakeContainer();
  const outcome = untilFilled(container);
  await Bun.sleep(10);
  expect(cgroup.frozen).toBe("0");
  pager.finish();
  expect([await outcome, cgroup.frozen]).toEqual(["filled", "0"]);
});

test("a container stands still while nobody gives it memory, and goes on with the next who does", async () => {
  const first = startPager();
  const { cgroup, container } = fakeContainer();
  const outcome = untilFilled(container);
  await Bun.sleep(10);
  first.die();
  await until(() => cgroup.frozen === "1");
  await Bun.sleep(20);
  expect(cgroup.frozen).toBe("1");
  const second = startPager();
  await until(() => cgroup.frozen === "0");
  second.finish();
  expect([await outcome, cgroup.frozen]).toEqual(["filled", "0"]);
});

test("a container is not left standing still by a pager that finished before anybody looked", async () => {
  const first = startPager();
  const { cgroup, container } = fakeContainer();
  const outcome = untilFilled(container);
  await Bun.sleep(10);
  first.die();
  await until(() => cgroup.frozen === "1");
  rmSync(path);
  expect([await outcome, cgroup.frozen]).toEqual(["filled", "0"]);
});

test("a container is not left standing still by a server that died while it waited for a pager", async () => {
  const pager = startPager();
  const { cgroup, container } = fakeContainer("1");
  const outcome = untilFilled(container);
  await until(() => cgroup.frozen === "0");
  pager.finish();
  expect([await outcome, cgroup.frozen]).toEqual(["filled", "0"]);
  const late = fakeContainer("1");
  expect([await untilFilled(late.container), late.cgroup.frozen]).toEqual(["filled", "0"]);
});
