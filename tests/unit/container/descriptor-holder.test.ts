import { afterEach, beforeEach, expect, test } from "bun:test";
import { closeSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "bun";
import { DescriptorHolder, endDescriptorHolder } from "../../../src/container/descriptor-holder.ts";
import { Paths } from "../../../src/container/paths.ts";
import { pollAny, readable } from "../../../src/container/userfault.ts";
import { socketPair } from "../../../src/criu/socket-pair.ts";

const container = new Paths("/var/lib/konk").container("web");
let folder: string;
let paths: typeof container;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "konk-holder-"));
  paths = Object.create(container, { descriptorHolder: { value: join(folder, "holder.json") } }) as typeof container;
});
afterEach(() => {
  endDescriptorHolder(paths);
  rmSync(folder, { recursive: true, force: true });
});

/** Command lines of the holders that are children of this process, and live. */
function sleepers(): string[] {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  const commands = pids.map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim());
  return commands.filter((command) => command.startsWith("sleep"));
}

/** Whether nobody holds the other end any more. */
const isReleased = (fd: number, withinMs: number) => pollAny([{ fd, events: readable }], withinMs).has(fd);

test("what only the holder has stays open, also when whoever gave it is gone, until it is ended", () => {
  const { ours, theirs } = socketPair("stream");
  DescriptorHolder.start(paths).hold(theirs);
  closeSync(theirs);
  expect(isReleased(ours, 200)).toBe(false);
  endDescriptorHolder(paths);
  expect(isReleased(ours, 5_000)).toBe(true);
  closeSync(ours);
});

/** A program like those in containers: not of every right, and of few descriptors. Returns what it says. */
async function passesOne(): Promise<string> {
  const lessened = process.getuid?.() === 0 ? ["setpriv", "--bounding-set", "-sys_admin,-sys_resource"] : [];
  const program = "import socket; pair = socket.socketpair(); socket.send_fds(pair[0], [b'x'], [0]); print('passed')";
  return await $`${lessened} prlimit --nofile=200 python3 -c ${program} 2>&1`.nothrow().text();
}

test("many are all held, and the other programs of their user may pass some too", async () => {
  const pairs = Array.from({ length: 300 }, () => socketPair("stream"));
  using holder = DescriptorHolder.start(paths);
  for (const { theirs } of pairs) holder.hold(theirs);
  expect(await passesOne()).toBe("passed\n");
  for (const { theirs } of pairs) closeSync(theirs);
  expect(pairs.filter(({ ours }) => isReleased(ours, 0))).toEqual([]);
  expect(sleepers()).toEqual(["sleep infinity"]);
  endDescriptorHolder(paths);
  expect(pairs.filter(({ ours }) => !isReleased(ours, 5_000))).toEqual([]);
  for (const { ours } of pairs) closeSync(ours);
});

test("a holder that cannot be noted does not stay behind, where nobody would end it", async () => {
  rmSync(folder, { recursive: true });
  expect(() => DescriptorHolder.start(paths)).toThrow("ENOENT");
  for (let turns = 0; turns < 200 && sleepers().length > 0; turns++) await Bun.sleep(10);
  expect(sleepers()).toEqual([]);
});
