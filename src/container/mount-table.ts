/** The mounts of this process's mount namespace, from /proc/self/mountinfo. */
import { readFileSync } from "node:fs";

export interface MountEntry {
  mountPoint: string;
  type: string;
  /** Per-mount options: "ro", "nodev", "relatime" … */
  options: readonly string[];
}

export function readMounts(): MountEntry[] {
  return parseMounts(readFileSync("/proc/self/mountinfo", "utf8"));
}

/** Parses the text of a mountinfo file; octal escapes of spaces and the like are undone. */
export function parseMounts(text: string): MountEntry[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [fixed = "", rest = ""] = line.split(" - ");
    const fields = fixed.split(" ");
    return {
      mountPoint: (fields[4] ?? "").replace(/\\(\d{3})/g, (_, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      ),
      type: rest.split(" ")[0] ?? "",
      options: (fields[5] ?? "").split(","),
    };
  });
}
