import { expect, test } from "bun:test";
import { scopeCommand, scopeName } from "../../../src/container/scope.ts";
import { parseProperties } from "../../../src/systemd.ts";

test("a monitor is born in a delegated scope of konk.slice that goes away by itself", () => {
  const command = scopeCommand("web", { oomPolicy: true });
  expect(command.slice(0, 5)).toEqual(["systemd-run", "--scope", "--quiet", "--collect", "--no-ask-password"]);
  expect(command).toContain("--slice=konk.slice");
  expect(command).toContain("--unit=konk-web.scope");
  expect(command).toContain("--property=Delegate=yes");
  expect(command).toContain("--property=TimeoutStopSec=10s");
  expect(command.at(-1)).toBe("--"); // whatever follows is the command, never an option
});

test("a systemd before 253, which would refuse OOMPolicy= in a scope, is not asked for it", () => {
  expect(scopeCommand("web", { oomPolicy: true })).toContain("--property=OOMPolicy=continue");
  expect(scopeCommand("web", { oomPolicy: false }).join(" ")).not.toContain("OOMPolicy");
});

test("dashes of a name stay as they are: in a scope's name they nest nothing", () => {
  expect(scopeName("a-b")).toBe("konk-a-b.scope");
});

test("what systemctl show prints is read whatever the values contain", () => {
  const text = "OOMPolicy=\nLoadState=not-found\nDescription=a=b\n\n";
  expect(parseProperties(text)).toEqual({ OOMPolicy: "", LoadState: "not-found", Description: "a=b" });
});
