/** Connections that have not said yet who they are. */
import type { Socket } from "node:net";
import { maximumGreetings } from "./limits.ts";

/**
 * Of too many the oldest goes: an honest handshake takes milliseconds, and those who only hold a place must not keep it from
 * anybody.
 */
export class Greetings {
  readonly #sockets = new Set<Socket>();

  begin(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.end(socket);
    });
    const [oldest] = this.#sockets;
    if (oldest === undefined || this.#sockets.size <= maximumGreetings) return;
    this.end(oldest); // its "close" comes later than the next connection
    oldest.destroy();
  }

  /** It has said who it is, or is gone. */
  end(socket: Socket): void {
    this.#sockets.delete(socket);
  }
}
