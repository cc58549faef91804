import { describe, expect, test } from "bun:test";
import { imageFileName, imageKinds, parseImageFileName } from "../../../src/core/image-name.ts";
import { failure } from "./failure.ts";

test.each([
  ["inventory.img", "inventory", ""],
  ["core-1.img", "core", "1"],
  ["pages-52.img", "pages", "52"],
  ["pagemap-shmem-18446744073709551615.img", "pagemap-shmem", "18446744073709551615"],
  ["tcp-stream-1f3.img", "tcp-stream", "1f3"],
  ["ghost-file-a.img", "ghost-file", "a"],
  ["tmpfs-52.tar.gz.img", "tmpfs", "52"],
  ["tmpfs-dev-52.tar.gz.img", "tmpfs-dev", "52"],
  ["pipes-data.img", "pipes-data", ""],
  ["signal-s-1.img", "signal-s", "1"],
  ["netns-ct-9.img", "netns-ct", "9"],
  ["netns-9.img", "netns", "9"],
  ["binfmt-misc.img", "binfmt-misc", ""],
  ["binfmt-misc-7.img", "binfmt-misc", "7"],
  ["stats-dump.img", "stats", "dump"],
  ["route6-4.img", "route6", "4"],
  ["ip6tables-4.img", "ip6tables", "4"],
  ["log.img", "log", ""],
])("image name: %s and back", (file, kind, id) => {
  expect(parseImageFileName(file)).toEqual({ kind, id });
  expect(imageFileName({ kind, id })).toBe(file);
});

test("imageFileName: every kind has a name that reads back", () => {
  for (const kind of imageKinds) {
    const id = ["", "7", "dump"].find((candidate) => {
      try {
        return imageFileName({ kind, id: candidate }) !== "";
      } catch {
        return false;
      }
    });
    expect(parseImageFileName(imageFileName({ kind, id: id ?? "missing" }))).toEqual({ kind, id: id ?? "missing" });
  }
});

describe("a hostile peer cannot write outside the image folder", () => {
  test.each([
    ["..", ""],
    ["core", "../../etc/passwd"],
    ["core", "1/../2"],
    ["core", "1\0"],
    ["core", ""],
    ["core", "01"],
    ["core", "-1"],
    ["core", "1f"],
    ["tcp-stream", "1F"],
    ["Core", "1"],
    ["inventory", "1"],
    ["constructor", ""],
    ["amdgpu", "1"],
    ["pages", "1".repeat(21)],
    ["core\n", "1"],
    ["core", "1\n"],
    ["", "1"],
  ])("imageFileName: %j with id %j", (kind, id) => {
    expect(failure(() => imageFileName({ kind, id })).code).toBe("E_PROTOCOL");
  });

  test.each([
    "",
    ".img",
    "-.img",
    "core-.img",
    "core-1",
    "core-1.img/",
    "../core-1.img",
    "core-1.img\0",
    "CORE-1.img",
    "tmpfs-1.img",
    "core-1.tar.gz.img",
    "core--1.img",
    "parent",
    "core-1.img\n",
  ])("parseImageFileName: %j", (file) => {
    expect(failure(() => parseImageFileName(file)).code).toBe("E_PROTOCOL");
  });

  test("the message shows what it found without passing control characters on", () => {
    const { message } = failure(() => parseImageFileName("\u001b[2Jboo"));
    expect(message).not.toContain("\u001b");
    expect(message).toContain("boo");
  });
});
