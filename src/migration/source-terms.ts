/** What a migration is given on its source. */
import type { Container } from "../container/container.ts";
import type { Paths } from "../container/paths.ts";
import type { ProcessId } from "../core/container-spec.ts";
import type { DowntimeLimit } from "../core/downtime-promise.ts";
import type { WantedMode } from "../core/memory-mode.ts";
import type { MigrationReport } from "../core/report.ts";
import type { MigrationEvent } from "../log.ts";
import type { DestinationPeer } from "./peer.ts";

export interface SourceMigrationOptions {
  id: string;
  paths: Paths;
  container: Container;
  /** The container's first process. */
  init: ProcessId;
  destination: DestinationPeer;
  /** As the user wrote it. */
  destinationHost: string;
  port: number;
  mode: WantedMode;
  limit: DowntimeLimit | null;
  /** Bytes a second before the freeze; null: as fast as it goes. */
  bandwidth: number | null;
  /** Whether its memory may follow after the hand-over, where that pays. */
  allowPostCopy: boolean;
  /** Whether the container may be held back while its memory is sent ahead. */
  throttle: boolean;
  /** What of it travelled compressed so far. */
  compression: () => MigrationReport["compression"];
  onEvent?: (event: MigrationEvent) => void;
}
