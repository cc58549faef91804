/**
 * The first process of a container, from the moment it is alone in fresh pid, mount, uts, ipc and cgroup namespaces until it becomes
 * the user's program. Everything here is synchronous and happens in this one thread: execve ends the others.
 *
 * CRIU's terms: the process is a session leader inside its pid namespace, all its open files lie in its own mount tree, and
 * nothing else is open.
 */
import { accessSync, constants, existsSync, openSync, readlinkSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ContainerSpec, ProcessId } from "../core/container-spec.ts";
import { asKonkError, KonkError } from "../errors.ts";
import { dropCapabilities } from "./capabilities.ts";
import * as libc from "./libc.ts";
import { logsTarget, type PlannedMount } from "./mount-plan.ts";
import type { ContainerPaths } from "./paths.ts";
import { processId, signalsOf } from "./process-id.ts";

/** Soft limit of open files, as programs expect it; they may raise it to the hard one. */
const openFilesSoftLimit = 1024;
const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What the first process tells its monitor before it becomes the user's program: a line each, then the end of the pipe. */
export interface StartReport {
  /** Itself, as the host sees it. */
  init?: ProcessId;
  /** Said right before execve: what follows is an error, or nothing. */
  executing?: true;
  error?: { message: string; hint?: string };
}

/** Becomes the container's program. Returns only when that failed; the monitor has been told why then. */
export function becomeContainer(spec: ContainerSpec, paths: ContainerPaths, plan: readonly PlannedMount[]): void {
  const report = openSync(paths.startReport, "w"); // close-on-exec: its end tells the monitor that execve succeeded
  const tell = (line: StartReport) => {
    writeSync(report, `${JSON.stringify(line)}\n`);
  };
  try {
    const init = processId(Number(readlinkSync("/proc/self"))); // still the host's /proc
    if (init !== null) tell({ init });
    enterMountTree(paths.root, plan);
    libc.setHostname(spec.name);
    libc.newSession();
    becomeProgram(spec, () => {
      tell({ executing: true });
    });
  } catch (error) {
    const { message, hint } = asKonkError(error);
    const text = error instanceof KonkError ? message : `Cannot start container "${spec.name}": ${message}`;
    tell({ error: { message: text, ...(hint === undefined ? {} : { hint }) } });
  }
}

function enterMountTree(root: string, plan: readonly PlannedMount[]): void {
  for (const mount of plan) {
    const target = join(root, mount.target);
    if (mount.kind === "bind") libc.mountBind(mount.source, target, mount.flags);
    else if (mount.kind === "fresh") libc.mountFilesystem(mount.type, target, mount.flags, mount.data);
    else if (existsSync(target)) libc.mountBind(target, target, mount.flags);
  }
  process.chdir(root);
  libc.pivotToWorkingFolder();
  process.chdir("/");
}

function becomeProgram(spec: ContainerSpec, beforeExecute: () => void): void {
  // Opened as root and inside the new root: a descriptor from another mount namespace could not be dumped.
  const input = openSync("/dev/null", "r");
  const output = openSync(`${logsTarget}/output.log`, "a");
  const ignored = signalsOf("self", "SigIgn");
  dropCapabilities();
  libc.becomeUser(spec.user.uid, spec.user.gid);
  enterWorkdir(spec);
  const program = findProgram(spec);
  process.umask(0o022);
  libc.resetSignals(ignored);
  libc.limitOpenFiles(openFilesSoftLimit);
  libc.duplicateDescriptor(input, 0);
  libc.duplicateDescriptor(output, 1);
  libc.duplicateDescriptor(output, 2);
  libc.closeOnExecFrom(3);
  beforeExecute();
  try {
    libc.execute(program, spec.command, spec.env);
  } catch (error) {
    throw notStarted(spec, `"${program}" is there but the kernel does not run it (${reasonOf(error)})`, {
      cause: error,
      hint: "Check that it is made for this processor, and that the interpreter it names exists in the container",
    });
  }
}

function enterWorkdir(spec: ContainerSpec): void {
  try {
    process.chdir(spec.workdir);
  } catch (error) {
    throw notStarted(spec, `cannot enter working folder "${spec.workdir}" (${reasonOf(error)})`, {
      cause: error,
      hint: "Choose a --workdir that exists in the container and that its user may enter",
    });
  }
}

/** Path of the program inside the container: PATH applies to a name without a slash. */
function findProgram(spec: ContainerSpec): string {
  const [name = ""] = spec.command;
  const folders = (spec.env["PATH"] ?? searchPath).split(":").map((folder) => folder || ".");
  const candidates = name.includes("/") ? [name] : folders.map((folder) => join(folder, name));
  const program = candidates.find(isExecutable);
  if (program !== undefined) return program;
  const where = name.includes("/") ? "" : ` in PATH "${folders.join(":")}"`;
  throw notStarted(spec, `found no executable program "${name}"${where}`, {
    hint: "Check the name, and that the container's root filesystem or a volume has it",
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not for this user
  }
}

function notStarted(spec: ContainerSpec, why: string, details: { hint: string; cause?: unknown }): KonkError {
  return new KonkError("E_START", `Cannot start container "${spec.name}": ${why}`, details);
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
}
