import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MemoryReserve } from "../../../src/container/memory-reserve.ts";

const wanted = 256 << 20;

/** In a process of its own: whatever else this one holds comes and goes. */
const alone = `
import { readFileSync } from "node:fs";
import { MemoryReserve } from ${JSON.stringify(join(import.meta.dir, "../../../src/container/memory-reserve.ts"))};
const resident = () => Number(readFileSync("/proc/self/statm", "utf8").split(" ")[1]) * 4096;
const reserve = new MemoryReserve();
const before = resident();
await reserve.grow(${wanted}, new AbortController().signal);
const taken = resident() - before;
await reserve.release();
await reserve.release();
console.log(JSON.stringify({ taken, left: resident() - before }));`;

test("memory that is made ready is there, and given back as soon as it is needed", () => {
  const { stdout } = Bun.spawnSync([process.execPath, "-e", alone]);
  const { taken, left } = JSON.parse(stdout.toString()) as { taken: number; left: number };
  expect(taken).toBeGreaterThan(wanted * 0.9);
  expect(left).toBeLessThan(wanted * 0.1);
});

test("a word that the container comes now is not kept waiting until all memory is ready", async () => {
  const reserve = new MemoryReserve();
  const enough = new AbortController();
  const growing = reserve.grow(wanted, enough.signal);
  enough.abort();
  await growing;
  expect(reserve.bytes).toBeLessThanOrEqual(8 << 20);
  await reserve.release();
});

test("more than the host has is not taken, and is no error", async () => {
  const total = Number(/^MemTotal:\s+(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1]) * 1024;
  const reserve = new MemoryReserve();
  await reserve.grow(total * 1e6, new AbortController().signal);
  expect(reserve.bytes).toBe(0);
  await reserve.release();
});
