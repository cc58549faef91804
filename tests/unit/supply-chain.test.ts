/** What konk is made of: pinned, checked, listed, and made the same each time. */
import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { $ } from "zx";
import manifest from "../../package.json";
import lock from "../../package-lock.json";

const repository = join(import.meta.dir, "../..");
const packages = Object.entries(
  lock.packages as Record<string, { version: string; integrity?: string; resolved?: string }>,
);

test("a package cannot change under its name: exact versions, each with a checksum of what was seen", () => {
  const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  for (const [name, version] of asked)
    expect({ name, version }).toEqual({ name, version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string });
  for (const [path, { integrity, resolved }] of packages.slice(1)) {
    expect({ path, integrity }).toEqual({ path, integrity: expect.stringMatching(/^sha512-[\w+/]{86}==$/) as string });
    expect(resolved ?? "https://").toStartWith("https://"); // without one it is the registry's
  }
});

test("nobody can put something into the executable unseen: two builds are the same, and checksums and contents are beside it", async () => {
  const folders = [mkdtempSync(join(tmpdir(), "konk-build-")), mkdtempSync(join(tmpdir(), "konk-build-"))];
  try {
    for (const folder of folders) {
      await $({ quiet: true, cwd: repository })`${process.execPath} build.ts --outfile ${join(folder, "konk")}`;
    }
    const [one, other] = folders.map((folder) => readFileSync(join(folder, "SHA256SUMS"), "utf8"));
    expect(one).toBe(other as string);
    await $({ quiet: true, cwd: folders[0] ?? "" })`sha256sum --check --strict SHA256SUMS`;
    const bom = JSON.parse(readFileSync(join(folders[0] ?? "", "konk.cdx.json"), "utf8")) as {
      bomFormat: string;
      components: { name: string; version: string; hashes: { content: string }[] }[];
    };
    expect(bom.bomFormat).toBe("CycloneDX");
    const listed = new Map(bom.components.map(({ name, version }) => [name, version]));
    for (const [name, version] of Object.entries({ ...manifest.dependencies, bun: manifest.devDependencies.bun }))
      expect({ name, version: listed.get(name) }).toEqual({ name, version });
    expect(listed.has("typescript")).toBe(false);
    for (const { hashes } of bom.components) expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
