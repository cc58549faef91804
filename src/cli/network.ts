/** `konk network`: the bridge that containers are attached to. */
import { defineCommand } from "citty";
import { initNetwork, listNetwork, type NetworkListing, removeNetwork } from "../container/bridge.ts";
import { forgetNetwork, keepNetwork } from "../container/kept-network.ts";
import { bridgeName } from "../container/net-commands.ts";
import { defaultStateFolder, Paths } from "../container/paths.ts";
import { strictCommand } from "./strict.ts";

const json = { type: "boolean", description: "Print JSON" } as const;
const state = {
  type: "string",
  description: "State folder",
  valueHint: "DIR",
  default: defaultStateFolder,
} as const;

const init = strictCommand({
  name: "network init",
  description: `Make the bridge ${bridgeName}, or bring it in order; konk server makes it again after a reboot`,
  examples: ["konk network init --uplink eth1", "konk network init --uplink eth0 --keep-addresses"],
  args: {
    uplink: { type: "string", description: "Network card that leads to the other hosts", valueHint: "IFACE" },
    "keep-addresses": { type: "boolean", description: "Move the card's addresses and routes to the bridge" },
    json,
    state,
  },
  run: async ({ args }) => {
    const { uplink } = args;
    const options = { ...(uplink === undefined ? {} : { uplink }), keepAddresses: args["keep-addresses"] === true };
    await initNetwork(options);
    keepNetwork(new Paths(args.state), options);
    print(await listNetwork(), args.json === true);
  },
});

const ls = strictCommand({
  name: "network ls",
  description: "Show the bridge and what is attached to it",
  examples: ["konk network ls --json"],
  args: { json },
  run: async ({ args }) => {
    print(await listNetwork(), args.json === true);
  },
});

const rm = strictCommand({
  name: "network rm",
  description: "Remove the bridge; the uplink gets its addresses back",
  examples: ["konk network rm"],
  args: { json, state },
  run: async ({ args }) => {
    await removeNetwork();
    forgetNetwork(new Paths(args.state));
    print(null, args.json === true);
  },
});

export const networkCommand = defineCommand({
  meta: { name: "network", description: "Manage the bridge that containers are attached to" },
  subCommands: { init, ls, rm },
});

function print(listing: NetworkListing | null, asJson: boolean): void {
  process.stdout.write(asJson ? `${JSON.stringify(listing)}\n` : table(listing));
}

function table(listing: NetworkListing | null): string {
  if (listing === null) return `no bridge "${bridgeName}" on this host\n`;
  const rows = [
    { name: listing.bridge, kind: "bridge", mac: listing.mac, up: listing.up, addresses: listing.addresses },
    ...listing.ports.map((port) => ({ ...port, addresses: [] })),
  ];
  const lines = rows.map(({ name, kind, mac, up, addresses }) =>
    [name.padEnd(15), kind.padEnd(9), mac, up ? "up  " : "down", addresses.join(" ")].join("  ").trimEnd(),
  );
  return `${["INTERFACE      ", "KIND     ", "MAC              ", "LINK", "ADDRESSES"].join("  ")}\n${lines.join("\n")}\n`;
}
