/** CriuService with real CRIU, from a compiled binary. Needs root and the lab's root filesystem. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachedTree } from "../hosts/machine.ts";
import { labRequirements } from "../hosts/requirement.ts";

const rootfs = cachedTree();
const ready = labRequirements(false);

const bin = mkdtempSync(join(tmpdir(), "konk-criu-driver-"));
afterAll(() => rmSync(bin, { recursive: true }));

beforeAll(() => {
  if (!ready) return;
  const driver = join(import.meta.dir, "criu-driver.ts");
  Bun.spawnSync([process.execPath, "build", "--compile", driver, "--outfile", join(bin, "criu-driver")]);
  copyFileSync(join(import.meta.dir, "criu-container.py"), join(bin, "criu-container.py"));
}, 60_000);

/** The root filesystem read-only, what programs write in on tmpfs; every process ends with the first one. */
const enter = `set -e
mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"
mount -t proc proc "$1/proc"; mount --rbind /sys "$1/sys"; mount --rbind /dev "$1/dev"
for folder in run tmp root; do mount -t tmpfs tmpfs "$1/$folder"; done
cp "$2"/* "$1/root/"
cd "$1"; pivot_root . mnt; umount -l /mnt; cd /root
ip link set lo up
./criu-driver "$3" "$4" && exit 0 || exit $?`; // not exec: the driver must not be the reaper of its pid namespace

async function scenario(name: string): Promise<unknown> {
  const isolate = ["unshare", "-m", "-p", "-n", "-f", "--kill-child", "--propagation", "private"];
  const argv = [...isolate, "bash", "-c", enter, "bash", rootfs, bin, name, String(process.pid)];
  const child = Bun.spawn(argv, { stdio: ["ignore", "pipe", "pipe"], timeout: 40_000, killSignal: "SIGKILL" });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (stdout.trim() === "") throw new Error(`no result of "${name}": ${stderr}`);
  return JSON.parse(stdout);
}

const check = test.skipIf(!ready);

check(
  "version(), featureCheck() and check() answer",
  async () => {
    expect(await scenario("facts")).toMatchObject({ version: { text: expect.stringMatching(/^4\.\d/) as string } });
  },
  60_000,
);

check(
  "dump() held and refused at post-dump: everything runs on",
  async () => {
    expect(await scenario("refusedDump")).toEqual({
      outcome: { outcome: "refused", script: "post-dump" },
      heard: ["pre-dump", "query-ext-files", "post-dump"],
      held: 0,
      after: 4,
    });
  },
  60_000,
);

check(
  "dump() answered without leaveRunning: nothing is left",
  async () => {
    const result = await scenario("answeredDump");
    expect(result).toMatchObject({ heard: ["pre-dump", "query-ext-files", "post-dump"], after: 0, members: [] });
    expect(result).toMatchObject({ stats: { pagesWritten: expect.any(Number) as number } });
  },
  60_000,
);

check(
  "CRIU killed at post-dump behind the fence: frozen, then whole",
  async () => {
    expect(await scenario("killedAtPostDump")).toEqual({ outcome: { outcome: "killed" }, held: 0, after: 4 });
  },
  60_000,
);

check(
  "restore() held at pre-resume: frozen after CRIU left, then counting on from where it was",
  async () => {
    expect(await scenario("heldRestore")).toMatchObject({
      outcome: "restored",
      exited: "exit status 0",
      held: 0,
      inside: 2,
      after: 4,
      lost: [],
    });
  },
  60_000,
);

check(
  "restore() refused at post-restore: CRIU kills what it made",
  async () => {
    expect(await scenario("refusedRestore")).toEqual({
      outcome: { outcome: "refused", script: "post-restore" },
      members: [],
      after: 0,
    });
  },
  60_000,
);

check(
  "restore() without the pages: CRIU's reason is in the error",
  async () => {
    expect(await scenario("failedRestore")).toMatchObject({
      code: "E_RESTORE",
      message: expect.stringMatching(/Can't read async pr bytes/) as string,
    });
  },
  60_000,
);

check(
  "dump() of nothing: CRIU's reason is in the error",
  async () => {
    expect(await scenario("failedDump")).toMatchObject({
      code: "E_DUMP",
      message: expect.stringMatching(/cgroup/) as string,
    });
  },
  60_000,
);
