import { expect, test } from "bun:test";
import { messageOf } from "../../src/errors.ts";
import { within } from "../../src/within.ts";

const never = new Promise<string>(() => undefined);

test("within() gives what came in time, also an error", async () => {
  expect(await within(Promise.resolve("here"), 1_000, () => "late")).toBe("here");
  const broken = within(Promise.reject(new Error("broken")), 1_000, () => "late");
  expect(await broken.catch(messageOf)).toBe("broken");
});

test("within() gives what onLate() returns or throws once the time is over", async () => {
  expect(await within(never, 1, () => "late")).toBe("late");
  const late = () => {
    throw new Error("no answer");
  };
  expect(await within(never, 1, late).catch(messageOf)).toBe("no answer");
});

test("within() leaves no timer behind that keeps the process from ending", async () => {
  const module = JSON.stringify(require.resolve("../../src/within.ts"));
  const program = `import { within } from ${module}; await within(Promise.resolve(), 600_000, () => 0);`;
  const child = Bun.spawn([process.execPath, "-e", program]);
  expect(await child.exited).toBe(0);
});
