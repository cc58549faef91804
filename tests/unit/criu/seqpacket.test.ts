import { expect, test } from "bun:test";
import { PacketChannel } from "../../../src/criu/seqpacket.ts";
import { socketPair } from "../../../src/criu/socket-pair.ts";

async function channels() {
  const { ours, theirs } = socketPair("packets");
  return { a: await PacketChannel.open(ours), b: await PacketChannel.open(theirs) };
}

test("packets keep their order and their boundaries", async () => {
  const { a, b } = await channels();
  for (const size of [1, 300, 100_000]) a.send(new Uint8Array(size).fill(size % 251));
  for (const size of [1, 300, 100_000]) expect(await b.receive()).toEqual(new Uint8Array(size).fill(size % 251));
  a.close();
  b.close();
});

test("receive() gives null at the end, again and again, and close() may be repeated", async () => {
  const { a, b } = await channels();
  const waiting = b.receive();
  a.close();
  a.close();
  expect(await waiting).toBeNull();
  expect(await b.receive()).toBeNull();
  expect(() => b.send(new Uint8Array(1))).toThrow("is closed");
  b.close();
});

test("send() refuses what fits no packet, and tells when nobody reads", async () => {
  const { a, b } = await channels();
  expect(() => a.send(new Uint8Array(600_000))).toThrow("at most");
  const flood = () => {
    for (let i = 0; i < 100; i++) a.send(new Uint8Array(100_000));
  };
  expect(flood).toThrow("does not read");
  a.close();
  b.close();
});

test("a flood of unread packets closes the channel", async () => {
  const { a, b } = await channels();
  for (let i = 0; i < 70; i++) {
    a.send(new Uint8Array(1));
    if (i % 10 === 0) await Bun.sleep(1);
  }
  await Bun.sleep(10);
  expect(() => b.send(new Uint8Array(1))).toThrow("is closed");
  a.close();
  b.close();
});
