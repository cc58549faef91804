/** One line from a connection, and no more of it than a line may have. */
import type { TLSSocket } from "node:tls";
import { maximumTrustMessageBytes } from "../core/join-messages.ts";
import { KonkError } from "../errors.ts";

/** Throws E_PROTOCOL when the connection ends before the line does, or the line does not end. */
export async function readLine(socket: TLSSocket): Promise<string> {
  let text = Buffer.alloc(0);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const onData = (data: Buffer) => {
    text = Buffer.concat([text, data]);
    const end = text.indexOf("\n");
    if (end >= 0) resolve(text.toString("utf8", 0, end));
    else if (text.length > maximumTrustMessageBytes)
      reject(new KonkError("E_PROTOCOL", "Cannot read a line: it does not end"));
  };
  const onEnd = () => {
    reject(new KonkError("E_PROTOCOL", "Cannot read a line: the other host ended the connection"));
  };
  socket.on("data", onData).once("end", onEnd).once("close", onEnd).once("error", onEnd);
  try {
    return await promise;
  } finally {
    socket.off("data", onData).off("end", onEnd).off("close", onEnd).off("error", onEnd);
  }
}
