/** What CRIU says to a page server, as it is on the wire; the two layouts are those of CRIU up to 4.1 and since 4.2. */

export interface Said {
  command: number;
  flags?: number;
  pages?: number;
  address?: number;
  image?: bigint;
}

export function pageHeader(
  headerBytes: 24 | 32,
  { command, flags = 0, pages = 0, address = 0, image = 0n }: Said,
): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.writeUInt32LE(((flags << 16) | command) >>> 0, 0);
  if (headerBytes === 24) bytes.writeUInt32LE(pages, 4);
  else bytes.writeBigUInt64LE(BigInt(pages), 8);
  bytes.writeBigUInt64LE(BigInt(address), headerBytes - 16);
  bytes.writeBigUInt64LE(image, headerBytes - 8);
  return bytes;
}
