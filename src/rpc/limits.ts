/** Sizes that both ends agree on. Bytes. */

/** Payload of one image chunk. Larger chunks cost memory, smaller ones CPU; half a MiB measured best over loopback. */
export const chunkBytes = 512 * 1024;
/** What a peer may send in one message. A chunk, or a request with thousands of file facts. */
export const maximumMessageBytes = 8 * 1024 * 1024;
