/** CRIU's image files: magic numbers, then messages, each after its length; all little-endian. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { KonkError, messageOf } from "../errors.ts";

const inventory = "inventory.img";
/** The inventory's own; all others begin with a common one and then their own. */
const magic = { inventory: 0x58313116, common: 0x54564319 } as const;
const wordBytes = 4;

/** Every message of an image. Throws E_CRIU for a file that is not one, and for what `decode` does not understand. */
export function readMessages<T>(path: string, decode: (bytes: Uint8Array) => T): T[] {
  const file = readFileSync(path);
  try {
    const isInventory = basename(path) === inventory;
    if (file.readUInt32LE(0) !== (isInventory ? magic.inventory : magic.common))
      throw new Error("it has another format");
    const messages: T[] = [];
    for (let at = wordBytes * (isInventory ? 1 : 2); at < file.length; ) {
      const end = at + wordBytes + file.readUInt32LE(at);
      if (end > file.length) throw new Error("it is cut off");
      messages.push(decode(file.subarray(at + wordBytes, end)));
      at = end;
    }
    return messages;
  } catch (error) {
    throw new KonkError("E_CRIU", `Cannot read CRIU's image "${basename(path)}": ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The only message of an image. */
export function readMessage<T>(path: string, decode: (bytes: Uint8Array) => T): T {
  const [message, second] = readMessages(path, decode);
  if (message !== undefined && second === undefined) return message;
  throw new KonkError("E_CRIU", `Cannot read CRIU's image "${basename(path)}": wanted one message in it`);
}
