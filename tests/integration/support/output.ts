/** Workloads that tell of themselves in their output, a line of JSON at a time: it goes where the container goes. */
import type { Host } from "../../hosts/host.ts";
import { until } from "../../hosts/machine.ts";

/** A workload that says nothing new for that long is taken for hung. */
const patienceMs = 60_000;

/** The first line that the container says on this host after now and that `wanted` holds for. */
export async function nextLine<T>(host: Host, name: string, what: string, wanted: (line: T) => boolean): Promise<T> {
  const { length } = await lines(host, name);
  let found: T | undefined;
  const look = async () => {
    found = (await lines(host, name))
      .slice(length)
      .map((line) => JSON.parse(line) as T)
      .find(wanted);
    return found !== undefined;
  };
  await until(what, look, patienceMs);
  return found as T;
}

/** Whole lines only. */
async function lines(host: Host, name: string): Promise<string[]> {
  return (await host.check(["konk", "logs", name])).split("\n").slice(0, -1);
}
