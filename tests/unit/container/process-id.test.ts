import { expect, test } from "bun:test";
import { parseMounts } from "../../../src/container/mount-table.ts";
import { catchesSignal, isAlive, processId, signalsOf } from "../../../src/container/process-id.ts";

test("isAlive() is true of this very process only", () => {
  const id = processId(process.pid);
  if (id === null) throw new Error("this process has no identity");
  expect(isAlive(id)).toBe(true);
  expect(isAlive({ ...id, startTime: id.startTime + 1 })).toBe(false);
  expect(isAlive({ ...id, bootId: "another boot" })).toBe(false);
});

test("processId() of an ended process is null", async () => {
  const child = Bun.spawn(["true"]);
  await child.exited;
  expect(processId(child.pid)).toBeNull();
});

test("catchesSignal() sees handlers, not defaults", () => {
  const listener = () => {
    // being there is all it is for
  };
  process.on("SIGUSR2", listener);
  expect(catchesSignal(process.pid, 12)).toBe(true);
  process.off("SIGUSR2", listener);
  expect(catchesSignal(process.pid, 9)).toBe(false);
  expect(signalsOf(999_999_999, "SigCgt")).toEqual([]);
});

test("parseMounts() undoes escapes and is not confused by optional fields", () => {
  const text =
    "29 24 0:26 / /mnt/a\\040b rw,nodev shared:5 master:2 - tmpfs none rw,size=4k\n31 24 0:28 / /x ro - proc proc rw\n";
  expect(parseMounts(text)).toEqual([
    { mountPoint: "/mnt/a b", type: "tmpfs", options: ["rw", "nodev"] },
    { mountPoint: "/x", type: "proc", options: ["ro"] },
  ]);
});
