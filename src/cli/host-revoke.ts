/** `konk host revoke` and `konk host rename`: the end of trust, and another name for it. */
import { withPeer } from "../core/policy.ts";
import { parseName } from "../core/spec-parsing.ts";
import { changePolicy, policyPath } from "../trust/policy-file.ts";
import { hostArgs, loadTrust, print } from "./host-options.ts";
import { strictCommand } from "./strict.ts";

export const revokeCommand = strictCommand({
  name: "host revoke",
  description: "Trust a host no more: its connections end, and it cannot come back by itself",
  examples: ["konk host revoke beta"],
  args: { name: { type: "positional", description: "A trusted host", required: true }, ...hostArgs },
  run: async ({ args }) => {
    const trust = await loadTrust(args);
    const { name, certificate } = trust.folder.get(args.name);
    trust.folder.remove(name);
    changePolicy(policyPath(args.tls), (policy) => withPeer(policy, name, null));
    const still = trust.identity.authority !== null && certificate.verify(trust.authorityKey());
    const warning = `The authority in ${trust.identity.files.authority} has signed its certificate, too: by that it is still trusted`;
    print(args.json, { name, revoked: true, stillTrustedByAuthority: still }, [
      `This host trusts "${name}" no more; run "konk host revoke" there, too, if it is to forget this one`,
      ...(still ? [warning] : []),
    ]);
  },
});

export const renameCommand = strictCommand({
  name: "host rename",
  description: "Call a trusted host by another name, under which containers can be sent to it as well",
  examples: ["konk host rename beta rack2-beta"],
  args: {
    old: { type: "positional", description: "A trusted host", required: true },
    new: { type: "positional", description: "Its new name here", required: true },
    ...hostArgs,
  },
  run: async ({ args }) => {
    const name = parseName(args.new);
    const trust = await loadTrust(args);
    const { name: old } = trust.folder.get(args.old);
    trust.folder.rename(old, name);
    changePolicy(policyPath(args.tls), (policy) => {
      const rights = Object.hasOwn(policy.peers, old) ? policy.peers[old] : undefined;
      return rights === undefined ? policy : withPeer(withPeer(policy, old, null), name, rights);
    });
    print(args.json, { old, name }, [`"${old}" is "${name}" here from now on`]);
  },
});
