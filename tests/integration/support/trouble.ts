/**
 * Tests that share one scene, because each of them leaves both hosts as it found them, and says so if not. After a failure
 * the next one gets a fresh scene.
 */
import { afterAll, describe, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../src/errors.ts";
import type { LabOptions } from "../../hosts/lab.ts";
import { repository } from "../../hosts/machine.ts";
import { labRequirements } from "../../hosts/requirement.ts";
import { Scene } from "./scene.ts";

export type DeclareTest = (name: string, body: (scene: Scene) => Promise<void>) => void;

/** Declares tests on two hosts with servers. What a failed one leaves is kept in artifacts/. */
export function troubleTests(title: string, declare: (check: DeclareTest) => void, options: LabOptions = {}): void {
  describe.skipIf(!labRequirements())(title, () => {
    let shared: Scene | undefined;
    afterAll(async () => {
      await shared?.[Symbol.asyncDispose]();
    });
    declare((name, body) => {
      const attempt = async () => {
        shared ??= await Scene.start(options);
        const scene = shared;
        try {
          await body(scene);
          await scene.assertNothingLeft(scene.alpha, scene.beta);
        } catch (error) {
          shared = undefined;
          await keep(scene, `${title} ${name}`);
          throw error;
        }
      };
      test(name, attempt, 5 * 60_000);
    });
  });
}

async function keep(scene: Scene, name: string): Promise<void> {
  const folder = join(repository, "artifacts", name.replaceAll(/[^a-zA-Z0-9]+/g, "-").slice(0, 100));
  rmSync(folder, { recursive: true, force: true });
  await scene.lab.keepArtifacts(folder).catch((error: unknown) => {
    console.error(`no artifacts: ${messageOf(error)}`);
  });
  await scene[Symbol.asyncDispose]();
}
