/** How a container's recorded state looks to people, checked against what is really there. */
import type { ContainerState, ExitStatus } from "../core/container-spec.ts";
import type { Container } from "./container.ts";
import { bootId, isAlive } from "./process-id.ts";

export interface ContainerStatus {
  name: string;
  /** "running", "exited (0)", "killed (SIGKILL)", "died with the reboot" … */
  state: string;
  phase: ContainerState["phase"];
  addresses: readonly string[];
  /** Host pid of the first process, while it lives. */
  pid: number | null;
  /** ISO 8601: since when it is in that state, where that is known. */
  since: string | null;
}

/** null when the container was removed meanwhile. */
export function statusOf(container: Container): ContainerStatus | null {
  const state = container.stateIfThere();
  if (state === null) return null;
  const pid = state.phase === "running" && isAlive(state.init) ? state.init.pid : null;
  const addresses = container.spec.network?.addresses ?? [];
  const isFrozen = pid !== null && container.cgroup.isFrozen();
  const words = isFrozen ? "frozen" : wordsFor(state, pid !== null, bootId());
  return { name: container.name, state: words, phase: state.phase, addresses, pid, since: sinceOf(state) };
}

/** `boot` is the id of the present boot: a container does not survive another one. */
export function wordsFor(state: ContainerState, isLiving: boolean, boot: string): string {
  switch (state.phase) {
    case "running":
      if (isLiving) return "running";
      return state.init.bootId === boot ? "died, its end unseen" : "died with the reboot";
    case "exited":
      return wordsForEnd(state.status);
    case "handed-over":
      return `moved to ${state.destination}`;
    case "starting":
    case "landing":
      return state.phase;
    default:
      return state satisfies never;
  }
}

function wordsForEnd(status: ExitStatus): string {
  return status.kind === "code" ? `exited (${status.code})` : `killed (${status.signal})`;
}

function sinceOf(state: ContainerState): string | null {
  if (state.phase === "running") return state.startedAt;
  return state.phase === "exited" ? state.endedAt : null;
}
