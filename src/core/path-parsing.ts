/** Paths, volumes and tmpfs of a container, from the user's words. Everything here throws E_USAGE. */
import type { Volume } from "./container-spec.ts";
import { hasControlCharacters, wrong } from "./spec-parsing.ts";

/** Folders that konk fills itself, in every container and on every host. */
const reserved = ["/proc", "/sys", "/dev"];
/** The one place in them that a container may have for itself: POSIX shared memory. */
const sharedMemory = "/dev/shm";
const longestPath = 4095;

/** An absolute path in its shortest spelling: no "..", ".", "//" or slash at the end. */
export function parsePath(what: string, text: string): string {
  const isNormal = text === "/" || /^(?:\/(?!\.{1,2}(?:\/|$))[^/]+)+$/.test(text);
  if (isNormal && text.length <= longestPath && !hasControlCharacters(text)) return text;
  throw wrong(what, text, 'an absolute path without "..", ".", "//" or a slash at the end');
}

/** A root filesystem of the container's own. */
export function parseRootfs(text: string): string {
  const path = parsePath("root filesystem", text);
  if (path === "/")
    throw wrong("root filesystem", text, "a folder; without the option it is the host's own /, read-only");
  return outsideReserved("root filesystem", path);
}

/** "SRC:DST[:ro]" */
export function parseVolume(text: string): Volume {
  const parts = text.split(":");
  const [source, target, mode] = parts;
  const isForm =
    source !== undefined && target !== undefined && parts.length <= 3 && (mode === undefined || mode === "ro");
  if (!isForm) throw wrong("volume", text, "SOURCE:TARGET or SOURCE:TARGET:ro");
  return {
    source: outsideReserved("volume", parsePath("volume's source", source)),
    target: parseMountTarget("volume", target),
    readOnly: mode === "ro",
  };
}

/** Where something can be mounted inside a container. */
export function parseMountTarget(what: string, text: string): string {
  const path = parsePath(`${what}'s target`, text);
  if (path === sharedMemory) return path;
  outsideReserved(what, path);
  if (path === "/") throw wrong(what, text, "a folder below the container's root");
  return path;
}

function outsideReserved(what: string, path: string): string {
  const inside = reserved.find((folder) => isWithin(path, folder));
  if (inside !== undefined) throw wrong(what, path, `a path outside ${inside}`);
  return path;
}

/** Throws unless every mount target is there once and none is inside another: then their order does not matter. */
export function checkMountTargets(targets: readonly string[]): void {
  const sorted = [...targets].sort();
  for (const [index, target] of sorted.entries()) {
    const outer = sorted.slice(0, index).find((other) => isWithin(target, other));
    if (outer === target) throw wrong("mount", target, "each target once");
    if (outer !== undefined) throw wrong("mount", target, `a target that is not inside another one, "${outer}"`);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
