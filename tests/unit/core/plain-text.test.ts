import { expect, test } from "bun:test";
import { plain } from "../../../src/core/plain-text.ts";

test("another host's words cannot move the cursor, forge a line of the log, or turn the text around", () => {
  expect(plain("a\u001b[2Jb\nc\td\u202ee\ud800")).toBe("a\\u{1b}[2Jb\\u{a}c\\u{9}d\\u{202e}e\\u{d800}");
  expect(plain("größer → 한국 🙂")).toBe("größer → 한국 🙂");
  expect(plain("x".repeat(5000), 10)).toBe("xxxxxxxxxx…");
});
