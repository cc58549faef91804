/**
 * The process that gives a restored container the memory that follows it. CRIU passes it a userfaultfd of every process, whose
 * threads then wait for each page that they touch and lack; the pages come from the source through konk's server
 * (core/page-frames.ts), what is waited for first. It is one loop over poll(2), without the event loop of the runtime.
 *
 * DANGER: when nobody holds a process's userfaultfd any more the kernel forgets it, and what that process lacks reads as zero.
 * So whoever started this process is told of each descriptor, keeps a duplicate, and starts a successor when this one dies;
 * the successor learns from `history` what its predecessors were told.
 */

import { closeSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pageBytes } from "../core/page-bytes.ts";
import type { PageFrame } from "../core/page-frames.ts";
import { KonkError, messageOf } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import { LazyFiller, type LazyProcess } from "./lazy-filler.ts";
import { LazyImage } from "./lazy-image.ts";
import { loadLazyImages } from "./lazy-image-files.ts";
import { LazyMemory } from "./lazy-memory.ts";
import { PagerDoubt } from "./pager-doubt.ts";
import { PagerFeed, readSome } from "./pager-feed.ts";
import type { PagerWord } from "./pager-words.ts";
import {
  accept,
  type Fault,
  faults,
  listenAt,
  pollAny,
  readable,
  receiveDescriptor,
  wake,
  writable,
} from "./userfault.ts";

export interface PagerOptions {
  /** Folder of the checkpoint images, with CRIU's socket and the pages that were sent ahead. */
  imagesFolder: string;
  /** Where konk's server connects; the file is there as long as pages are lacking. */
  socket: string;
  /** A file that tells whether it is just being told of a change. */
  doubt: string;
  /** What an earlier pager said, and for each process the descriptor of it here. */
  history: readonly PagerWord[];
  descriptors: readonly number[];
  /** Whether nothing of the container is left. */
  isOver: () => boolean;
}

/** CRIU's name for the socket, in the folder of the images. */
const criuSocket = "lazy-pages.socket";
/** What CRIU sends in place of a pid when all processes are made. */
const restoreFinished = 0x52535446;
const feedBytes = 1 << 20;
/** All that a process may have mapped on x86-64; a kernel with fewer addresses refuses. */
const addresses = { start: 1 << 16, bytes: 2 ** 47 - (1 << 17) };
/** Who listens to what this process says. */
const keeper = 1;
/** Without one nobody else ends this process when the container ends. Milliseconds. */
const lookEveryMs = 1_000;

export class Pager {
  readonly #options: PagerOptions;
  readonly #doubt: PagerDoubt;
  readonly #criuListener: number;
  readonly #listener: number;
  readonly #incoming = new Uint8Array(feedBytes);
  readonly #filler = new LazyFiller(({ process, address }) => {
    this.#feed?.send("wanted", process, { address, pages: 1 });
  });
  /** By the pid in the container. */
  readonly #images = new Map<number, LazyImage>();
  #criu: number | null = null;
  #feed: PagerFeed | null = null;
  readonly #watchers = new Set<number>();
  #isKept = true;

  constructor(options: PagerOptions) {
    this.#options = options;
    this.#doubt = new PagerDoubt(options.doubt);
    this.#criuListener = listenAt(join(options.imagesFolder, criuSocket));
    this.#listener = listenAt(options.socket);
    if (options.history.length > 0) this.#resume();
    this.#say({ word: "ready" });
  }

  /** Returns when nothing is lacking, or nothing of the container is left. Throws what makes it impossible to go on. */
  run(): void {
    while (!this.#filler.isFilled) {
      const ready = pollAny(this.#waitsFor(), this.#patienceMs);
      if (ready.has(keeper)) this.#isKept = false;
      if (!this.#isKept && ready.size === 0 && this.#options.isOver()) return;
      this.#hearAll(ready);
      if (this.#filler.hasDue) this.#filler.fillNext();
    }
    this.#finish();
  }

  #hearAll(ready: ReadonlySet<number>): void {
    this.#hearProcesses(ready);
    if (this.#criu !== null && ready.has(this.#criu)) this.#hearCriu(this.#criu);
    if (ready.has(this.#criuListener)) this.#criu = accept(this.#criuListener, { blocking: true }) ?? this.#criu;
    for (const watcher of this.#watchers) if (ready.has(watcher)) this.#hearWatcher(watcher);
    if (ready.has(this.#listener)) this.#welcome();
    if (this.#feed && ready.has(this.#feed.fd)) this.#hearFeed(this.#feed);
  }

  #finish(): void {
    if (globalThis.KONK_FAULTS) failpoint("pager:filled");
    rmSync(this.#options.socket, { force: true }); // before the source hears of it
    if (globalThis.KONK_FAULTS) failpoint("pager:unlisted");
    this.#feed?.send("filled");
    this.#feed?.finish();
    this.#say({ word: "filled" });
  }

  get #patienceMs(): number {
    if (this.#filler.hasDue) return 0;
    return this.#isKept ? -1 : lookEveryMs;
  }

  #waitsFor(): { fd: number; events: number }[] {
    const processes = this.#filler.processes.map(({ fd }) => fd);
    const fds = [this.#criuListener, this.#listener, ...this.#watchers, ...processes];
    if (this.#criu !== null) fds.push(this.#criu);
    const waits = fds.map((fd) => ({ fd, events: readable }));
    if (this.#isKept) waits.push({ fd: keeper, events: 0 }); // only its end
    if (this.#feed) waits.push({ fd: this.#feed.fd, events: readable | (this.#feed.isBehind ? writable : 0) });
    return waits;
  }

  #hearProcesses(ready: ReadonlySet<number>): void {
    for (const [number, process] of this.#filler.processes.entries()) {
      if (!ready.has(process.fd)) continue;
      for (const fault of faults(process.fd, this.#doubt)) this.#obey(number, process, fault);
    }
  }

  #obey(number: number, process: LazyProcess, fault: Fault): void {
    const { memory } = process;
    switch (fault.kind) {
      case "touched":
        this.#filler.serve(process, fault.address - (fault.address % pageBytes));
        return;
      case "forked":
        if (globalThis.KONK_FAULTS) failpoint("pager:forked");
        this.#say({ word: "forked", parent: number, fd: fault.fd });
        this.#doubt.end();
        this.#filler.add({ fd: fault.fd, memory: new LazyMemory(memory.image, memory) });
        return;
      case "moved":
        this.#say({ word: "moved", process: number, from: fault.from, to: fault.to, bytes: fault.bytes });
        this.#doubt.end();
        memory.move(fault.from, fault.to, fault.bytes);
        return;
      case "dropped":
        this.#say({ word: "dropped", process: number, start: fault.start, end: fault.end });
        this.#doubt.end();
        memory.drop(fault.start, fault.end);
        return;
      default:
        fault satisfies never;
    }
  }

  #hearCriu(fd: number): void {
    const word = Buffer.alloc(4);
    if (readSync(fd, word, 0, 4, null) < 4) {
      closeSync(fd); // CRIU is done, or dead: then so is what it made
      this.#criu = null;
      return;
    }
    const pid = word.readInt32LE(0);
    if (pid === restoreFinished) {
      if (globalThis.KONK_FAULTS) failpoint("pager:restored:before");
      this.#say({ word: "restored" });
      this.#filler.restored = true;
      if (globalThis.KONK_FAULTS) failpoint("pager:restored:after");
    } else if (pid > 0) {
      const descriptor = receiveDescriptor(fd);
      if (descriptor === null) throw new KonkError("E_CRIU", "CRIU names a process and passes no userfaultfd");
      if (globalThis.KONK_FAULTS) failpoint("pager:descriptor");
      this.#say({ word: "process", pid, fd: descriptor });
      this.#filler.add({ fd: descriptor, memory: new LazyMemory(this.#image(pid)) });
    }
  }

  #image(id: number): LazyImage {
    this.#loadImages();
    const image = this.#images.get(id) ?? new LazyImage(id, [], null, { fd: -1, bytes: 0 });
    this.#images.set(id, image);
    return image;
  }

  #loadImages(): void {
    if (this.#images.size > 0) return;
    for (const image of loadLazyImages(this.#options.imagesFolder)) this.#images.set(image.id, image);
  }

  #welcome(): void {
    const fd = accept(this.#listener, { blocking: false });
    if (fd !== null) this.#watchers.add(fd);
  }

  /** Who says a word is a source's; who only listens wants to know when this process ends. */
  #hearWatcher(fd: number): void {
    this.#watchers.delete(fd);
    if (readSome(fd, this.#incoming.subarray(0, 1))?.length !== 1) {
      closeSync(fd);
      return;
    }
    this.#feed?.close();
    this.#feed = new PagerFeed(fd);
    this.#loadImages();
    for (const image of this.#images.values()) {
      for (const run of image.missing()) this.#feed.send("missing", image.id, run);
    }
    this.#feed.send("listed");
    for (const { process, address } of this.#filler.wanted) this.#feed.send("wanted", process, { address, pages: 1 });
  }

  #hearFeed(feed: PagerFeed): void {
    try {
      feed.flush();
      const bytes = readSome(feed.fd, this.#incoming);
      if (bytes === null) return;
      if (bytes.length === 0) throw new KonkError("E_TRANSFER", "the source is gone");
      for (const frame of feed.reader.read(bytes)) this.#take(frame);
    } catch (error) {
      writeSync(2, `Pages stop coming: ${messageOf(error)}\n`); // until it connects again
      feed.close();
      this.#feed = null;
    }
  }

  #take({ type, process, address, pages, data }: PageFrame): void {
    const image = this.#images.get(process);
    if (image === undefined) throw new KonkError("E_PROTOCOL", `Process ${process} lacks nothing`);
    if (globalThis.KONK_FAULTS) failpoint("pager:page");
    if (type === "data" && data) this.#filler.came(image, image.store(address, data));
    else if (type === "same") this.#filler.came(image, image.keep(address, pages));
    else throw new KonkError("E_PROTOCOL", `A source does not say "${type}"`);
  }

  /** Takes over from a pager that died. What it filled is found filled; what somebody waits for is told again. */
  #resume(): void {
    for (const said of this.#options.history) this.#recall(said);
    for (const { fd, memory } of this.#filler.processes) {
      for (const run of memory.lackingRuns(0, memory.image.pages)) wake(fd, run.address, run.pages * pageBytes);
      wake(fd, addresses.start, addresses.bytes); // also who waits for what nobody has to bring
    }
  }

  #recall(said: PagerWord): void {
    const { processes } = this.#filler;
    const add = (memory: LazyMemory) => {
      this.#filler.add({ fd: this.#options.descriptors[processes.length] ?? -1, memory });
    };
    switch (said.word) {
      case "process":
        add(new LazyMemory(this.#image(said.pid)));
        return;
      case "forked": {
        const parent = processes[said.parent]?.memory;
        if (parent) add(new LazyMemory(parent.image, parent));
        return;
      }
      case "moved":
        processes[said.process]?.memory.move(said.from, said.to, said.bytes);
        return;
      case "dropped":
        processes[said.process]?.memory.drop(said.start, said.end);
        return;
      case "restored":
        this.#filler.restored = true;
        return;
      case "ready":
      case "filled":
        return; // of that pager itself
      default:
        said satisfies never;
    }
  }

  /** Nobody may listen any more: then that one's duplicates are gone, and nothing else can be done about it here. */
  #say(word: PagerWord): void {
    try {
      writeSync(1, `${JSON.stringify(word)}\n`);
    } catch {
      // EPIPE
    }
  }
}
