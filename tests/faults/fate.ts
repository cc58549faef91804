/** Whether a cell may be a container's end, and whether that end was the one it had to be. */
import { type Cell, disturbanceOf, type Fault, modeOf } from "./matrix.ts";
import type { Journals } from "./observation.ts";

/** Who knows what a process lacks dies with these; there is nobody else. */
const partings: readonly Fault[] = ["pager and destination's monitor", "all of konk and CRIU"];

/** Whether the destination's last entry is one of these. */
function isThere({ destination }: Journals, ...phases: readonly string[]): boolean {
  return phases.includes(destination.at(-1)?.phase ?? "unknown");
}

/** The way alone ends it, whatever the fault is. */
export function mustEnd({ stop }: Cell): boolean {
  return ["ended", "torn"].includes(disturbanceOf(stop.way));
}

/** Whether nothing of it need run any more, by what the journals said before the fault and say after it. */
export function mayEnd(cell: Cell, before: Journals, after: Journals): boolean {
  const { stop, fault } = cell;
  const follows = modeOf(stop.way) === "post-copy";
  if (mustEnd(cell)) return true;
  if (fault === "destination's power") return isThere(after, "done", "lost");
  if (fault === "source's power")
    return follows ? !isThere(before, "done") : !before.destination.some(({ phase }) => phase === "held");
  return follows && isHandedOver(cell, before) && (partings.includes(fault) || mayReadZeros(cell));
}

/** `running:before` stands between the last look at who fills it and the entry; what dies in there dies too late to be seen. */
function isHandedOver({ stop }: Cell, before: Journals): boolean {
  return isThere(before, "running", "following") || stop.failpoint === "destination:running:before";
}

/** By design: the pager has the only descriptor of a child that was just born, which reads zeros for what it lacks when that is gone. */
export function mayReadZeros({ stop, fault }: Cell): boolean {
  return stop.failpoint === "pager:forked" && (fault.startsWith("pager") || fault === "all of konk and CRIU");
}

/** In post-copy it is lost with whoever has a part of it. */
export function endOf({ stop }: Cell, after: Journals): "dies" | "lost" | "ended" {
  if (disturbanceOf(stop.way) === "ended") return "ended";
  return modeOf(stop.way) === "post-copy" && isThere(after, "lost") ? "lost" : "dies";
}
