/**
 * Makes the protobuf code in src/gen from the contracts in this folder: `bun proto/generate.ts`. With `--check` it writes
 * nothing and fails when what is there differs from what the contracts say.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dir, "..");
const contracts = ["konk", "criu"];

/** Everything konk does not use stays out: JSON conversion, reflection, services (grpc-js has its own), checks that TypeScript makes. */
const options = [
  "--target static-module --wrap esm --dependency protobufjs/minimal.js --dts --force-number",
  "--no-create --no-verify --no-convert --no-delimited --no-typeurl --no-service",
].flatMap((line) => line.split(" "));

/**
 * `--force-number` changes only the types: at run time protobufjs returns objects for 64-bit integers whenever it finds the
 * package "long". Telling it that there is none makes the types true. Integers above 2^53 would lose bits.
 */
const numbers = `import $protobuf from "protobufjs/minimal.js";
$protobuf.util.Long = null;
$protobuf.configure();
`;

async function generate(contract: string, folder: string): Promise<Record<string, string>> {
  const js = join(folder, `${contract}.js`);
  const pbjs = join(root, "node_modules/protobufjs-cli/bin/pbjs");
  const proto = join(root, "proto", `${contract}.proto`);
  const child = Bun.spawn([process.execPath, pbjs, ...options, "--out", js, proto], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  if ((await child.exited) !== 0)
    throw new Error(`Cannot generate code from "${proto}": pbjs ended with ${child.exitCode}`);
  const code = await readFile(js, "utf8");
  const types = await readFile(js.replace(/js$/, "d.ts"), "utf8");
  return {
    [`${contract}.js`]: code.replace(/^import \$protobuf .*\n/m, numbers),
    [`${contract}.d.ts`]: types.replace(/^import Long = .*\n/m, ""),
  };
}

async function generateAll(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), "konk-proto-"));
  try {
    const parts = await Promise.all(contracts.map(async (contract) => await generate(contract, folder)));
    return Object.assign({}, ...parts) as Record<string, string>;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const check = process.argv.includes("--check");
for (const [name, text] of Object.entries(await generateAll())) {
  const path = join(root, "src/gen", name);
  if (!check) await writeFile(path, text);
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
    console.error(`src/gen/${name} is not what its contract says: run "bun proto/generate.ts"`);
    process.exitCode = 1;
  }
}
