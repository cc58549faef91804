/** The README's own commands, typed as they stand, on two hosts that have never seen konk. */
import { expect } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import { repository } from "../../hosts/machine.ts";
import type { Machine } from "../machine.ts";
import { assertOneCopy, removeContainers, type Story, story } from "../story.ts";

interface Typing {
  /** "at the workstation", "on both hosts" … as the fence of the block says. */
  where: string;
  commands: string;
}

/** The blocks that the README marks as typed, in order. */
function typings(): Typing[] {
  const text = readFileSync(join(repository, "README.md"), "utf8");
  const blocks = text.matchAll(/```sh \((.+)\)\n([\s\S]*?)```/g);
  return [...blocks].map(([, where = "", commands = ""]) => ({ where, commands }));
}

/** As if konk had never been there. */
async function forget(machine: Machine): Promise<void> {
  await machine.script(`
    if command -v konk >/dev/null; then konk server uninstall || true; konk network rm || true; fi
    grep -o ' /run/konk[^ ]*' /proc/mounts | sort -r | xargs -r umount --lazy
    rm -rf --one-file-system /usr/local/bin/konk /etc/konk /var/lib/konk /run/konk /root/*.key /root/*.crt
    sed -i '/ alpha$/d; / beta$/d' /etc/hosts`);
}

/** The workstation's ssh and scp know the machines by name. */
function workstation(folder: string, sshConfig: string) {
  for (const name of ["ssh", "scp"]) {
    const wrapper = `#!/bin/sh\nexec /usr/bin/${name} -F ${sshConfig} "$@"\n`;
    mkdirSync(join(folder, "bin"), { recursive: true });
    Bun.spawnSync(["install", "-m", "755", "/dev/stdin", join(folder, "bin", name)], { stdin: Buffer.from(wrapper) });
  }
  const PATH = `${folder}/bin:${repository}/node_modules/.bin:${process.env["PATH"]}`;
  return async (commands: string, cwd: string) => {
    const { exitCode, stdout, stderr } = await $({
      quiet: true,
      nothrow: true,
      cwd,
      env: { ...process.env, PATH },
    })`bash -euo pipefail -c ${commands}`.timeout("300s");
    expect({ commands, exitCode, output: exitCode === 0 ? "" : stdout + stderr }).toEqual({
      commands,
      exitCode: 0,
      output: "",
    });
  };
}

async function type({ where, commands }: Typing, { alpha, beta, sshConfig }: Story, folder: string): Promise<void> {
  const local = workstation(folder, sshConfig);
  if (where === "at the workstation, in the repository") await local(commands, repository);
  else if (where === "at the workstation") await local(commands, folder);
  else {
    const hosts = { "on both hosts": [alpha, beta], "on alpha": [alpha] }[where];
    if (hosts === undefined) throw new Error(`Cannot type "${where}": expected a host or the workstation`);
    await Promise.all(
      hosts.map(async (host) => await host.script(`export DEBIAN_FRONTEND=noninteractive\n${commands}`)),
    );
  }
}

story(
  "the README's quick start, typed line by line on two fresh hosts",
  async (told) => {
    const { alpha, beta, both, lan, note } = told;
    for (const machine of both) await removeContainers(machine);
    for (const machine of both) await forget(machine);
    const folder = mkdtempSync(join(tmpdir(), "konk-workstation-"));
    try {
      const typed = typings();
      expect(typed.length).toBeGreaterThan(5);
      for (const typing of typed) await type(typing, told, folder);
      note(`${typed.reduce((count, { commands }) => count + commands.trim().split("\n").length, 0)} lines typed`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await assertOneCopy("web", beta, alpha);
    expect(await lan.httpStatus("10.9.0.100")).toBe(200);
  },
  { prepared: false, minutes: 15 },
);
