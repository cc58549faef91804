/** Sizes that both ends agree on. Bytes. */

/** Payload of one image chunk. Larger chunks cost memory, smaller ones CPU; half a MiB measured best over loopback. */
export const chunkBytes = 512 * 1024;
/** What a peer may send in one message. A chunk, or a request with thousands of file facts. */
export const maximumMessageBytes = 8 * 1024 * 1024;
/** A bulk frame's header names an image and carries a checksum. */
export const maximumBulkHeaderBytes = 1024;
/** ALPN name of the bulk channel, and the feature that both hosts must have for it. */
export const bulkProtocol = "konk-bulk/1";
export const bulkFeature = "bulk/1";
/** ALPN name of the conversation in which hosts come to trust each other, the only one that a stranger may have. */
export const trustProtocol = "konk-trust/1";
