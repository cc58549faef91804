/** `konk host allow`: what a trusted host may do here, written into the policy. */
import { parseRights, withPeer } from "../core/policy.ts";
import { KonkError } from "../errors.ts";
import { changePolicy, policyPath } from "../trust/policy-file.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { strictCommand } from "./strict.ts";

export const allowCommand = strictCommand({
  name: "host allow",
  description: "Say what a trusted host may do here; holds at once",
  examples: [
    "konk host allow beta send,receive,inventory,host-root",
    "konk host allow beta none",
    "konk host allow --authority send,receive,inventory",
  ],
  args: {
    name: { type: "positional", description: "A trusted host; left out with --authority", required: true },
    rights: { type: "positional", description: "send, receive, inventory, host-root, or none", required: false },
    authority: { type: "boolean", description: "All hosts with a certificate of the authority in ca.crt" },
    ...hostArgs,
  },
  run: async ({ args }) => {
    const isAuthority = args.authority === true;
    const words = isAuthority ? args.name : args.rights;
    if (words === undefined || (isAuthority && args.rights !== undefined)) {
      throw new KonkError("E_USAGE", "Cannot change the policy: wanted one host, or --authority, and its rights");
    }
    const rights = parseRights(words);
    const name = isAuthority ? null : (await loadTrust(args)).folder.get(args.name).name;
    const path = policyPath(args.tls);
    changePolicy(path, (policy) => (name === null ? { ...policy, authority: rights } : withPeer(policy, name, rights)));
    const who = name === null ? "Hosts of the authority" : `"${name}"`;
    print(args.json, { name, rights, file: path }, [`${who} may: ${rights.join(", ") || "nothing"}`]);
  },
});
