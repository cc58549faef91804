/** `konk host`: this host's identity, and the hosts that it trusts. */
import { defineCommand } from "citty";
import { allowCommand } from "./host-allow.ts";
import { initCommand } from "./host-init.ts";
import { inviteCommand, joinCommand } from "./host-join.ts";
import { listCommand, showCommand } from "./host-list.ts";
import { renameCommand, revokeCommand } from "./host-revoke.ts";
import { rotateCommand } from "./host-rotate.ts";

export const hostCommand = defineCommand({
  meta: { name: "host", description: "Manage this host's identity and the hosts it trusts" },
  subCommands: {
    init: initCommand,
    invite: inviteCommand,
    join: joinCommand,
    ls: listCommand,
    show: showCommand,
    allow: allowCommand,
    rename: renameCommand,
    revoke: revokeCommand,
    rotate: rotateCommand,
  },
});
