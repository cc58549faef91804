/** The way from a source's stream of pages to the pager of its container here, which is a process of its own, and back. */
import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { KonkError, messageOf } from "../errors.ts";
import { writeAll } from "../write-all.ts";

/** Tells the pager that a source speaks and nobody who only watches. */
const hello = new Uint8Array(1);

/** Ends when the pager has nothing more to say. Throws E_TRANSFER when there is none, or none any more. */
export async function* throughPager(
  path: string,
  incoming: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const socket = await connectTo(path);
  const end = () => {
    socket.destroy();
  };
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end(); // while it connected
  socket.write(hello);
  writeAll(socket, incoming).then(end, end);
  try {
    for await (const bytes of socket as AsyncIterable<Uint8Array>) yield bytes;
  } catch (error) {
    throw new KonkError("E_TRANSFER", `The pager is gone: ${messageOf(error)}`, { cause: error });
  } finally {
    signal.removeEventListener("abort", end);
    end();
  }
}

/** Resolves when the pager that listens there ends, or at once when nobody does. */
export async function pagerEnds(path: string): Promise<void> {
  try {
    const socket = await connectTo(path);
    socket.resume();
    await once(socket, "close");
  } catch {
    // nobody listens
  }
}

/** Whether somebody listens there. */
export async function pagerAnswers(path: string): Promise<boolean> {
  try {
    (await connectTo(path)).destroy();
    return true;
  } catch {
    return false;
  }
}

async function connectTo(path: string): Promise<Socket> {
  const socket = createConnection({ path });
  try {
    await once(socket, "connect");
  } catch (error) {
    socket.destroy();
    throw new KonkError("E_TRANSFER", `Cannot reach the pager: ${messageOf(error)}`, { cause: error });
  }
  socket.on("error", () => undefined); // "close" follows
  return socket;
}
