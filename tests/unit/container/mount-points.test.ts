import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlannedMount } from "../../../src/container/mount-plan.ts";
import { prepareMountPoints } from "../../../src/container/mount-points.ts";

let root: string;
let source: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "konk-root-"));
  source = join(root, "source-file");
  writeFileSync(source, "");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const folder = (target: string): PlannedMount => ({ kind: "fresh", type: "tmpfs", target, flags: [], data: "" });
const file = (target: string): PlannedMount => ({ kind: "bind", key: "volume-0", source, target, flags: [] });

test("prepareMountPoints() makes what is missing in a writable root, and says what it made, parents first", () => {
  const made = prepareMountPoints(root, true, [folder("/a/b"), file("/c/d.txt")]);
  expect(made).toEqual([join(root, "a"), join(root, "a/b"), join(root, "c"), join(root, "c/d.txt")]);
  expect(statSync(join(root, "c/d.txt")).isFile()).toBe(true);
  expect(prepareMountPoints(root, true, [folder("/a/b"), file("/c/d.txt")])).toEqual([]);
});

test("prepareMountPoints() refuses a missing mount point in a read-only root and makes nothing", () => {
  expect(() => prepareMountPoints(root, false, [folder("/a")])).toThrow(
    'Cannot mount on "/a": found no such path, and the container\'s root is read-only',
  );
  expect(existsSync(join(root, "a"))).toBe(false);
});

test("prepareMountPoints() refuses to be led out of the root by a symbolic link", () => {
  symlinkSync("/etc", join(root, "link"));
  expect(() => prepareMountPoints(root, true, [folder("/link/konk")])).toThrow(
    'Cannot mount on "/link/konk": "/link" is a symbolic link in the root, wanted a folder',
  );
});

test("prepareMountPoints() refuses a folder where a file goes", () => {
  mkdirSync(join(root, "d"));
  expect(() => prepareMountPoints(root, true, [file("/d")])).toThrow("is a folder in the root, wanted a file");
});
