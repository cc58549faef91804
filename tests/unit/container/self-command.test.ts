import { expect, test } from "bun:test";
import { readlinkSync, realpathSync } from "node:fs";
import { programAt } from "../../../src/container/self-command.ts";

test("a server whose executable was replaced, or removed, starts its monitors from the program it is itself", () => {
  for (const path of ["/usr/bin/env", `${process.execPath} (deleted)`]) {
    const program = programAt(path);
    expect(readlinkSync(program)).toBe(realpathSync(process.execPath));
  }
});

test("an executable that is still in its place is called by its name", () => {
  expect(programAt(process.execPath)).toBe(process.execPath);
});
