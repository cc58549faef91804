/**
 * The conversation of a migration as the source sees it: the interface of a destination. rpc/ carries it over gRPC,
 * {@link MigrationServer} implements it, and tests talk to it without a network.
 *
 * Every call but sendImages may be repeated: the answer is the same and nothing happens twice.
 */
import type { HostFacts, Refusal } from "../core/compatibility.ts";
import type { TimedStep } from "../core/report.ts";

export const protocolVersion = 1;

/** The destination keeps pages that are sent before the freeze. */
export const preCopyFeature = "pre-copy/1";

/** The destination can run a container whose memory follows. */
export const postCopyFeature = "post-copy/1";

export interface Hello {
  protocol: number;
  konkVersion: string;
  features: readonly string[];
}

export interface HelloReply extends Hello {
  facts: HostFacts;
}

/** A regular file that the container's processes use and that is not part of the checkpoint. */
export interface FileFact {
  /** Inside the container. */
  path: string;
  sizeBytes: number;
  sha256: Uint8Array;
}

/** How the destination can tell that a volume is the same there. */
export interface VolumeProof {
  target: string;
  /** Read-only volumes: digest of names, modes, sizes and contents; empty for writable ones. */
  treeSha256: Uint8Array;
  /** Writable volumes: name of a file that was just made in the volume's root; empty for read-only ones. */
  marker: string;
}

export interface PrepareRequest {
  migrationId: string;
  source: string;
  sourceBootId: string;
  specJson: string;
  networkJson: string;
  files: readonly FileFact[];
  volumes: readonly VolumeProof[];
  expectedBytes: number;
  /** Only the refusals are wanted: the source has some of its own. */
  checkOnly: boolean;
  /** Part of its memory follows after Resume. */
  postCopy: boolean;
}

export interface ImageChunk {
  kind: string;
  id: string;
  offset: number;
  data: Uint8Array;
  last: boolean;
  /** It belongs to the pages that are sent ahead: at any offset, and again and again. */
  store?: boolean;
  /** For whoever sends it: called once `data` is copied or gone, so that its memory may be used again. */
  release?: () => void;
}

/** How much was sent; the destination compares it with what it has. */
export interface ImageTotals {
  images: number;
  bytes: number;
}

/** "never-ran": the destination has journalled that it never ran the container and never will. */
export type ResumeAnswer = RunningAnswer | { outcome: "never-ran" };

export interface RunningAnswer {
  outcome: "running";
  steps: readonly TimedStep[];
  /** Part of its memory is still on its way. */
  follows: boolean;
}

export interface DestinationPeer {
  hello(hello: Hello, signal: AbortSignal): Promise<HelloReply>;
  /** An empty list means: the landing zone stands, unless only a check was asked for. Otherwise nothing is kept. */
  prepare(request: PrepareRequest, signal: AbortSignal): Promise<readonly Refusal[]>;
  sendImages(migrationId: string, chunks: AsyncIterable<ImageChunk>, signal: AbortSignal): Promise<ImageTotals>;
  /** Resolves when the tree is HELD. */
  restore(migrationId: string, totals: ImageTotals, signal: AbortSignal): Promise<readonly TimedStep[]>;
  /** Resolves when the container runs on the destination, or when it is certain that it never will. */
  resume(migrationId: string, signal: AbortSignal): Promise<ResumeAnswer>;
  /**
   * The pages that follow: what the source says goes in, what the destination says comes out (core/page-frames.ts). Begun
   * after Restore, and again whenever it ends too early.
   */
  follow(
    migrationId: string,
    outgoing: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>>;
  abort(migrationId: string, reason: string, signal: AbortSignal): Promise<void>;
  /**
   * Post-copy: the memory that is still missing is gone with the source's tree. What runs there without it is killed, then it
   * is journalled; nothing happens when nothing is missing any more, and to what does not run in this way.
   */
  torn(migrationId: string, signal: AbortSignal): Promise<void>;
  /** The destination's phase, "unknown" when it never heard of the migration. */
  query(migrationId: string, signal: AbortSignal): Promise<string>;
}
