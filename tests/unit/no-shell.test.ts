/** No shell ever gets a word of a peer or a user: there is none. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const sources = join(import.meta.dir, "../../src");

test("no source starts a shell, evaluates text, or takes zx or Bun's own shell", () => {
  const shells =
    /["'`](?:\/bin\/)?(?:sh|bash|dash)["'`]|child_process|\beval\(|new Function\(|from "zx"|Bun\.\$|\{[^}]*\$[^}]*\} from "bun"/;
  const guilty = [...new Bun.Glob("**/*.ts").scanSync(sources)]
    .filter((file) => !file.startsWith("gen/"))
    .filter((file) => shells.test(readFileSync(join(sources, file), "utf8").replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, "")));
  expect(guilty).toEqual([]);
});
