/** The connection that a pager gets its pages through, and the reads of sockets that never wait. */
import { closeSync, readSync, writeSync } from "node:fs";
import { frameHeader, maximumDataPages, PageFrameReader, type PageFrameType } from "../core/page-frames.ts";
import type { PageRun } from "./process-memory.ts";
import { pollAny, writable } from "./userfault.ts";

/** Empty at the end; null when there is nothing now. */
export function readSome(fd: number, into: Uint8Array): Uint8Array | null {
  try {
    return into.subarray(0, readSync(fd, into, 0, into.length, null));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EAGAIN") return null;
    if (code === "ECONNRESET") return into.subarray(0, 0);
    throw error;
  }
}

/** The connection that a source's pages come through. What it does not read waits here: nobody else may be kept waiting. */
export class PagerFeed {
  readonly fd: number;
  readonly reader = new PageFrameReader();
  #out: Uint8Array[] = [];

  constructor(fd: number) {
    this.fd = fd;
  }

  get isBehind(): boolean {
    return this.#out.length > 0;
  }

  send(type: PageFrameType, process = 0, { address, pages }: PageRun = { address: 0, pages: 0 }): void {
    this.#out.push(frameHeader({ type, process, address, pages }));
    if (this.#out.length === 1 || this.#out.length > maximumDataPages) this.flush();
  }

  flush(): void {
    const all = Buffer.concat(this.#out);
    let sent = 0;
    try {
      while (sent < all.length) sent += writeSync(this.fd, all, sent);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN" && code !== "EPIPE" && code !== "ECONNRESET") throw error; // reading tells that it is gone
    }
    this.#out = sent < all.length ? [all.subarray(sent)] : [];
  }

  /** The last word; who does not read it in time looks at the file of the socket. */
  finish(): void {
    for (let turn = 0; turn < 100 && this.isBehind; turn++) {
      pollAny([{ fd: this.fd, events: writable }], 10);
      this.flush();
    }
    this.close();
  }

  close(): void {
    closeSync(this.fd);
  }
}
