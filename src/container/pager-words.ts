/** What a pager tells whoever started it, one JSON line a word on its standard output, and what its successor is told again. */

/** What happened, for whoever keeps the descriptors. Processes are numbered in the order in which they came. */
export type PagerWord =
  | { word: "ready" }
  /** CRIU's: the process has this pid in the container, and the descriptor is `fd` here. */
  | { word: "process"; pid: number; fd: number }
  | { word: "forked"; parent: number; fd: number }
  | { word: "dropped"; process: number; start: number; end: number }
  | { word: "moved"; process: number; from: number; to: number; bytes: number }
  /** CRIU has made all processes. */
  | { word: "restored" }
  /** Nothing is lacking any more. */
  | { word: "filled" };
