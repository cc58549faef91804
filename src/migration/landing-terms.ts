/** What a landing is given, and how it ends. */
import type { Paths } from "../container/paths.ts";
import type { ContainerSpec } from "../core/container-spec.ts";
import type { NetworkState } from "../core/network-state.ts";
import type { Principal } from "../core/principal.ts";
import type { DestinationJournal } from "./phase-journal.ts";

export interface MigrationPlace {
  id: string;
  paths: Paths;
  /** Whose it is: the certificate's word, and the source's own. */
  peer: Principal;
  source: string;
  journal: DestinationJournal;
}

export interface LandingOptions extends MigrationPlace {
  spec: ContainerSpec;
  network: NetworkState;
  /** More images than this are refused. */
  limitBytes: number;
  expectedBytes: number;
  /** Whether part of its memory follows after Resume. */
  follows: boolean;
}

/** How it ended here: "running", or why not. */
export interface LandingEnd {
  result: "running" | "aborted";
  reason: string;
}
