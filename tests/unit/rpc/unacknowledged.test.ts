import { expect, test } from "bun:test";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:tls";
import { limitUnacknowledged } from "../../../src/rpc/unacknowledged.ts";
import { getOption } from "../../../src/socket-option.ts";
import { generateKey, selfSign } from "../../../src/trust/certificate.ts";

/** TCP_USER_TIMEOUT. */
const [level, option] = [6, 18];

test("a link that is down breaks the connection when the limit is over, and not after a quarter of an hour", async () => {
  const key = generateKey();
  const cert = selfSign(key, { name: "alpha", hostNames: [], addresses: ["127.0.0.1"] }, new Date());
  const listener = createServer({ key, cert }, (peer) => {
    peer.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { fd } = (socket as unknown as { _handle: { fd: number } })._handle;
  expect(getOption(fd, level, option)).toBe(0);
  limitUnacknowledged(socket, 10_000);
  expect(getOption(fd, level, option)).toBe(10_000);
  socket.destroy();
  listener.close();
});
