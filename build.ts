/**
 * Builds the one executable: `bun build.ts [--target linux-x64|linux-arm64] [--outfile PATH]`, or, with `--faults`, the one
 * that stands still where the tests of crashes want it to (src/failpoint.ts): dist/konk-faults.
 *
 * The executable reads no .env and runs no bunfig.toml of the folder it is started in, carries a source map, and knows its
 * version and commit. Two builds of one commit are the same, byte for byte. Beside the released one are a list of what is inside
 * (konk.cdx.json, CycloneDX) and SHA256SUMS. Another architecture's runtime comes from the same npm package that Bun itself was installed from.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import manifest from "./package.json";
import lock from "./package-lock.json";

const targets = { "linux-x64": "bun-linux-x64", "linux-arm64": "bun-linux-arm64" } as const;
const runtimePackages = { "linux-x64": "@oven/bun-linux-x64", "linux-arm64": "@oven/bun-linux-aarch64" } as const;
type Target = keyof typeof targets;

interface Locked {
  version?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
}

const host: Target = process.arch === "arm64" ? "linux-arm64" : "linux-x64";
const { values } = parseArgs({
  options: {
    target: { type: "string", default: host },
    outfile: { type: "string" },
    faults: { type: "boolean", default: false },
  },
  strict: true,
});
const target = parseTarget(values.target);
const name = values.faults ? "konk-faults" : "konk";
const outfile = values.outfile ?? (target === host ? `dist/${name}` : `dist/${name}-${target}`);
const version = values.faults ? `${manifest.version}+faults` : manifest.version;

const result = await Bun.build({
  entrypoints: [join(import.meta.dir, "src/main.ts")],
  compile: {
    target: targets[target],
    outfile,
    autoloadDotenv: false,
    autoloadBunfig: false,
    ...(target === host ? {} : { executablePath: await foreignRuntime(target) }),
  },
  target: "bun",
  // Compiled ahead: konk starts in a third of the time (tests/bench/start.ts). Only for the runtime that also does the compiling.
  ...(target === host ? { format: "esm" as const, bytecode: true } : {}),
  minify: { whitespace: true, syntax: true, identifiers: false },
  sourcemap: "linked",
  define: {
    "import.meta.env": "undefined", // consola reads it for the sake of other runtimes
    KONK_VERSION: JSON.stringify(version),
    KONK_COMMIT: JSON.stringify(await commit()),
    "globalThis.KONK_FAULTS": String(values.faults),
  },
});
for (const message of result.logs) console.error(message.message);
if (!result.success) process.exitCode = 1;
else {
  if (!values.faults) describeRelease(outfile);
  console.log(`${outfile} (${target}, ${version})`);
}

/** Beside the executable: what is inside it, and the checksums of both. */
function describeRelease(executable: string): void {
  writeFileSync(`${executable}.cdx.json`, sbom());
  const sums = [executable, `${executable}.cdx.json`].map((path) => {
    const sha256 = new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");
    return `${sha256}  ${basename(path)}\n`;
  });
  writeFileSync(join(dirname(executable), "SHA256SUMS"), sums.join(""));
}

/**
 * What is inside the executable, as CycloneDX tells it: the packages of package-lock.json that are not only for developers, and Bun.
 * The same text for the same lock file: no date, no serial number.
 */
function sbom(): string {
  const packages = Object.entries(lock.packages as Record<string, Locked>);
  const inside = packages.filter(([path, { dev }]) => path !== "" && (dev !== true || path === "node_modules/bun"));
  return `${JSON.stringify(
    {
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      version: 1,
      metadata: {
        component: { type: "application", name: manifest.name, version, licenses: licenses(manifest.license) },
      },
      components: inside.map(component).sort((one, other) => (one.purl < other.purl ? -1 : 1)),
    },
    null,
    2,
  )}\n`;
}

function component([path, { version = "", integrity = "", license }]: [string, Locked]) {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const content = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  return {
    type: "library",
    name,
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    hashes: [{ alg: "SHA-512", content }],
    licenses: licenses(license),
  };
}

function licenses(id: string | undefined) {
  return id === undefined ? [] : [{ expression: id }];
}

function parseTarget(text: string): Target {
  if (Object.hasOwn(targets, text)) return text as Target;
  throw new Error(`Cannot build for "${text}": expected ${Object.keys(targets).join(" or ")}`);
}

async function commit(): Promise<string> {
  const git = Bun.spawn(["git", "describe", "--always", "--dirty", "--abbrev=12"], {
    cwd: import.meta.dir,
    stderr: "ignore",
  });
  return (await git.stdout.text()).trim() || "unknown";
}

/** Fetches Bun's executable of another architecture, once, by npm. */
async function foreignRuntime(target: Target): Promise<string> {
  const runtime = manifest.devDependencies.bun;
  const cache = join(process.env["KONK_CACHE"] ?? "/var/cache/konk", `bun-${target}-${runtime}`);
  const executable = join(cache, "package/bin/bun");
  if (existsSync(executable)) return executable;
  mkdirSync(cache, { recursive: true });
  await done(["npm", "pack", "--silent", `${runtimePackages[target]}@${runtime}`, "--pack-destination", cache]);
  const [archive] = [...new Bun.Glob("*.tgz").scanSync(cache)];
  await done(["tar", "-xzf", join(cache, archive ?? "missing.tgz"), "-C", cache]);
  return executable;
}

async function done(argv: string[]): Promise<void> {
  const status = await Bun.spawn(argv, { stdout: "ignore", stderr: "inherit" }).exited;
  if (status !== 0) throw new Error(`Cannot run "${argv.join(" ")}": exit status ${status}`);
}
