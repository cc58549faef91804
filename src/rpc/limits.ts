/** Sizes that both ends agree on. Bytes. */

/** Payload of one image chunk. Larger chunks cost memory, smaller ones CPU; half a MiB measured best over loopback. */
export const chunkBytes = 512 * 1024;
/** What a peer may send in one message. A chunk, or a request with thousands of file facts. */
export const maximumMessageBytes = 8 * 1024 * 1024;
/** A bulk frame's header names an image and carries a checksum. */
export const maximumBulkHeaderBytes = 1024;
/** Connections in all, and of one certificate: a source has two for each migration under way. */
export const maximumConnections = 256;
export const maximumConnectionsOfOne = 64;
/** Connections that are still in their handshake. */
export const maximumGreetings = 64;
/** Calls at a time on one connection. */
export const maximumStreams = 64;
/** Who does not say who it is for so long is sent away. Milliseconds. */
export const handshakeMs = 10_000;
/** ALPN name of the connection for pages that follow a container. */
export const pagesProtocol = "konk-pages/1";
/** ALPN name of the bulk channel, and the feature that both hosts must have for it. */
export const bulkProtocol = "konk-bulk/1";
export const bulkFeature = "bulk/1";
/** The receiving end of the bulk channel unpacks chunks that were compressed by zstd. */
export const packedFeature = "bulk-zstd/1";
/** ALPN name of the conversation in which hosts come to trust each other, the only one that a stranger may have. */
export const trustProtocol = "konk-trust/1";
