/** `konk ps`: the containers of this host. */
import { Container } from "../container/container.ts";
import { type ContainerStatus, statusOf } from "../container/container-status.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { strictCommand } from "./strict.ts";

export const psCommand = strictCommand({
  name: "ps",
  description: "List the containers of this host",
  examples: ["konk ps", "konk ps --json"],
  args: {
    json: { type: "boolean", description: "One JSON array", default: false },
    state: { type: "string", description: "State folder", valueHint: "DIR", default: defaultStateFolder },
  },
  run: async ({ args }) => {
    const statuses = Container.list(new Paths(args.state)).flatMap((container) => statusOf(container) ?? []);
    await Bun.write(Bun.stdout, args.json ? `${JSON.stringify(statuses, null, 2)}\n` : renderTable(statuses));
  },
});

/** Columns as wide as their widest cell. */
export function renderTable(statuses: readonly ContainerStatus[]): string {
  const rows = [
    ["NAME", "STATE", "ADDRESS", "PID", "SINCE"],
    ...statuses.map(({ name, state, addresses, pid, since }) => {
      return [name, state, addresses[0] ?? "-", pid === null ? "-" : String(pid), since ?? "-"];
    }),
  ];
  const widths = rows.reduce<number[]>((wide, row) => row.map((cell, at) => Math.max(cell.length, wide[at] ?? 0)), []);
  const lines = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
