/** Sizes as people write them and read them. */
import { KonkError } from "../errors.ts";

const units: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** "512M" → 536870912. Throws E_USAGE. */
export function parseByteSize(option: string, text: string): number {
  const [, digits, unit] = /^(\d{1,12})([KMGT]?)$/i.exec(text) ?? [];
  const factor = unit === undefined ? undefined : units[unit.toUpperCase()];
  if (digits === undefined || factor === undefined || Number(digits) === 0) {
    throw new KonkError("E_USAGE", `Cannot use "${text}" for ${option}: expected a size such as 512M or 8G`);
  }
  return Number(digits) * factor;
}

/** 536870912 → "512 MiB" */
export function formatBytes(bytes: number): string {
  const names = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < names.length - 1) {
    value /= 1024;
    step++;
  }
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${names[step]}`;
}
