/** Everything that reads a peer's bytes, in this process: whatever comes, the answer is a value or an error of konk's own. */
import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageFileName, parseImageFileName } from "../../src/core/image-name.ts";
import { parseNetworkStateJson, parseSpecJson } from "../../src/core/peer-json.ts";
import { readClaims } from "../../src/criu/claims.ts";
import { checkMemory } from "../../src/criu/memory-check.ts";
import { PagemapImage } from "../../src/criu/pagemap-image.ts";
import { KonkError } from "../../src/errors.ts";
import { criu } from "../../src/gen/criu.js";
import { ByteReader, framePrefix, readFrames } from "../../src/rpc/bulk-frames.ts";
import { unpack } from "../../src/rpc/zstd.ts";
import { Dice } from "./dice.ts";
import { anyImage, anyLength, anyPacked, plainNetwork, plainSpec, poison, spoilJson } from "./words.ts";

setDefaultTimeout(60_000); // a second or two, alone; the matrix of faults runs beside it

const times = 5_000;
const seed = Number(process.env["KONK_FUZZ_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const folder = mkdtempSync(join(tmpdir(), "konk-fuzz-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs `attempt` with other chances each time; anything but an error of konk's own is a find. */
async function fuzz(attempt: (dice: Dice) => unknown): Promise<void> {
  for (let number = 0; number < times; number += 1) {
    const dice = new Dice(seed * 100_003 + number);
    try {
      await attempt(dice);
    } catch (error) {
      if (error instanceof KonkError && error.code !== "E_BUG") continue;
      throw new Error(`Found with seed ${seed}, input ${number}`, { cause: error });
    }
  }
}

test("no image is stored outside of its folder, whatever it is called", async () => {
  await fuzz((dice) => {
    const name = anyImage(dice);
    const mutant = {
      kind: dice.mutate(Buffer.from(name.kind)).toString(),
      id: dice.mutate(Buffer.from(name.id)).toString(),
    };
    const file = imageFileName(dice.chance(0.5) ? name : mutant);
    expect(file).toMatch(/^[a-z0-9-]+(\.tar\.gz)?\.img$/);
    expect(imageFileName(parseImageFileName(file))).toBe(file);
  });
});

test("documents of a peer are read or refused", async () => {
  await fuzz((dice) => {
    if (dice.chance(0.5)) parseSpecJson(spoilJson(dice, plainSpec("web")));
    const { sysctls } = parseNetworkStateJson(spoilJson(dice, plainNetwork()));
    for (const name of Object.keys(sysctls)) expect(name).not.toContain("//");
  });
});

test("frames of the bulk channel are read or refused, however they are cut", async () => {
  await fuzz(async (dice) => {
    const frames = Array.from({ length: dice.below(4) }, () => {
      const [header, data] = [dice.bytes(dice.below(60)), dice.bytes(dice.below(300))];
      return Buffer.concat([framePrefix(header, data.length), data]);
    });
    const bytes = dice.mutate(Buffer.concat([...frames, Buffer.alloc(8)]));
    async function* pieces() {
      for (let at = 0; at < bytes.length; ) {
        const size = 1 + dice.below(200);
        yield bytes.subarray(at, at + size);
        at += size;
      }
      await Promise.resolve();
    }
    for await (const { header } of readFrames(new ByteReader(pieces())))
      expect(header.length).toBeLessThanOrEqual(1024);
  });
});

test("compressed chunks are as long as was said, and no longer than a chunk, or refused", async () => {
  await fuzz(async (dice) => {
    const data = dice.bytes(dice.below(300));
    const bytes = anyLength(dice, data);
    const content = await unpack(anyPacked(dice, data), bytes);
    expect(content).toHaveLength(bytes);
    expect(content.length).toBeLessThanOrEqual(512 << 10);
  });
});

test("images of CRIU are read or refused", async () => {
  const word = (number: number) => Buffer.from(Uint32Array.of(number).buffer);
  const image = (magic: number[], message: Uint8Array) =>
    Buffer.concat([...magic.map(word), word(message.length), message]);
  const ids = { pidNsId: 2, mntNsId: 3, utsNsId: 4, ipcNsId: 5 };
  const images = {
    "inventory.img": image([0x58313116], criu.Inventory.encode({ rootIds: [ids] }).finish()),
    "ids-1.img": image([0x54564319, 1], criu.NamespaceIds.encode(ids).finish()),
    "core-1.img": image([0x54564319, 1], criu.Core.encode({ threadCore: [{ creds: [{ capEff: [1, 2] }] }] }).finish()),
    "mountpoints-1.img": image([0x54564319, 1], criu.Mount.encode({ mountpoint: dicePath(), fstype: 1 }).finish()),
  };
  const pagemap = new PagemapImage(1);
  for (const address of [0x1000, 0x5000, 0x7fff_0000_0000]) pagemap.add(address, 1, 4);
  writeFileSync(join(folder, "pages-1.img"), Buffer.alloc(3 * 4096));
  await fuzz((dice) => {
    for (const [name, bytes] of Object.entries({ ...images, "pagemap-1.img": pagemap.finish() }))
      writeFileSync(join(folder, name), dice.chance(0.4) ? dice.mutate(bytes) : bytes);
    if (dice.chance(0.5)) readClaims(folder);
    else checkMemory(folder, { mayFollowBytes: 0 });
  });
});

function dicePath(): string {
  return new Dice(seed).pick(poison);
}
