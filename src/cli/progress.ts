/** What `konk migrate` shows while it works: one line that changes, on a terminal only; with --verbose a line a step. */
import { formatBytes } from "../core/byte-size.ts";
import { log, type MigrationEvent } from "../log.ts";

export interface ProgressLine extends Disposable {
  show: (event: MigrationEvent) => void;
}

/** Shortest time between two changes of the line, in milliseconds: writing to a terminal is slow. */
const intervalMs = 100;
const eraseLine = "\r\u001b[K";

export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  let step = "";
  let shownAtMs = 0;
  const draw = (text: string) => {
    if (stream.isTTY) stream.write(`${eraseLine}${text}`);
  };
  return {
    show: (event) => {
      if (event.kind === "step") {
        step = event.step;
        log.debug(`${step} at ${event.atMs.toFixed(1)} ms`);
        draw(step);
      } else if (event.kind === "progress" && performance.now() - shownAtMs > intervalMs) {
        shownAtMs = performance.now();
        draw(`sending memory: ${formatBytes(event.sentBytes)} of about ${formatBytes(event.expectedBytes)}`);
      }
    },
    [Symbol.dispose]: () => {
      draw("");
    },
  };
}
