import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stoppedProcesses } from "../../../src/criu/core-image.ts";
import { criu } from "../../../src/gen/criu.js";

const folder = mkdtempSync(join(tmpdir(), "konk-core-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function image(name: string, core: criu.Core.$Properties): void {
  const message = criu.Core.encode(core).finish();
  const header = Buffer.alloc(12);
  header.writeUInt32LE(0x54564319, 0);
  header.writeUInt32LE(message.length, 8);
  writeFileSync(join(folder, name), Buffer.concat([header, message]));
}

test("stoppedProcesses() finds those that a signal had stopped, and no thread", () => {
  image("core-1.img", { tc: [{ taskState: 1 }] });
  image("core-12.img", { tc: [{ taskState: 3 }] });
  image("core-13.img", {});
  image("pstree.img", { tc: [{ taskState: 3 }] });
  expect(stoppedProcesses(folder)).toEqual(new Set([12]));
});

test("stoppedProcesses() names what it cannot read", () => {
  writeFileSync(join(folder, "core-14.img"), "short");
  expect(() => stoppedProcesses(folder)).toThrow('Cannot read CRIU\'s image "core-14.img"');
});
