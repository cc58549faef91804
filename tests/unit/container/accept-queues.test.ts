import { expect, test } from "bun:test";
import { waitingIn } from "../../../src/container/accept-queues.ts";

// As Linux prints them: /proc/net/tcp.
const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const listening =
  "   0: 00000000:1B58 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2413 1 0 100 0 0 10 0";
const queued =
  "   0: 00000000:1B58 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 2413 1 0 100 0 0 10 0";
const halfOpen = "   1: 6400090A:1B58 0100090A:D3F2 03 00000000:00000000 01:0000006C 00000000     0        0 0 1 0";
const unread =
  "   2: 6400090A:1B58 0100090A:D3F2 01 00000000:00000400 00:00000000 00000000     0        0 2414 1 0 20 4 30 10 -1";

test("who waits to be accepted is seen, and unread bytes of others are not taken for them", () => {
  expect(waitingIn([head, queued, unread, ""].join("\n"))).toBe(true);
  expect(waitingIn([head, listening, halfOpen, ""].join("\n"))).toBe(true);
  expect(waitingIn([head, listening, unread, ""].join("\n"))).toBe(false);
  expect(waitingIn("")).toBe(false);
});
