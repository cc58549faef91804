import * as $protobuf from "protobufjs/minimal.js";

/** Namespace konk. */
export namespace konk {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a HelloRequest.
         * @deprecated Use konk.v1.HelloRequest.$Properties instead.
         */
        interface IHelloRequest extends konk.v1.HelloRequest.$Properties {
        }

        /** Represents a HelloRequest. */
        class HelloRequest {

            /**
             * Constructs a new HelloRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.HelloRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HelloRequest protocol. */
            protocol: number;

            /** HelloRequest konkVersion. */
            konkVersion: string;

            /** HelloRequest features. */
            features: string[];

            /**
             * Encodes the specified HelloRequest message. Does not implicitly {@link konk.v1.HelloRequest.verify|verify} messages.
             * @param message HelloRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.HelloRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HelloRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.HelloRequest & konk.v1.HelloRequest.$Shape} HelloRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.HelloRequest & konk.v1.HelloRequest.$Shape;
        }

        namespace HelloRequest {

            /** Properties of a HelloRequest. */
            interface $Properties {

                /** HelloRequest protocol */
                protocol?: (number|null);

                /** HelloRequest konkVersion */
                konkVersion?: (string|null);

                /** HelloRequest features */
                features?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HelloRequest. */
            type $Shape = konk.v1.HelloRequest.$Properties;
        }

        /**
         * Properties of a HelloReply.
         * @deprecated Use konk.v1.HelloReply.$Properties instead.
         */
        interface IHelloReply extends konk.v1.HelloReply.$Properties {
        }

        /** Represents a HelloReply. */
        class HelloReply {

            /**
             * Constructs a new HelloReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.HelloReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HelloReply protocol. */
            protocol: number;

            /** HelloReply konkVersion. */
            konkVersion: string;

            /** HelloReply features. */
            features: string[];

            /** HelloReply facts. */
            facts?: (konk.v1.HostFacts.$Properties|null);

            /**
             * Encodes the specified HelloReply message. Does not implicitly {@link konk.v1.HelloReply.verify|verify} messages.
             * @param message HelloReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.HelloReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HelloReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.HelloReply & konk.v1.HelloReply.$Shape} HelloReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.HelloReply & konk.v1.HelloReply.$Shape;
        }

        namespace HelloReply {

            /** Properties of a HelloReply. */
            interface $Properties {

                /** HelloReply protocol */
                protocol?: (number|null);

                /** HelloReply konkVersion */
                konkVersion?: (string|null);

                /** HelloReply features */
                features?: (string[]|null);

                /** HelloReply facts */
                facts?: (konk.v1.HostFacts.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HelloReply. */
            type $Shape = konk.v1.HelloReply.$Properties;
        }

        /**
         * Properties of a HostFacts.
         * @deprecated Use konk.v1.HostFacts.$Properties instead.
         */
        interface IHostFacts extends konk.v1.HostFacts.$Properties {
        }

        /** Represents a HostFacts. */
        class HostFacts {

            /**
             * Constructs a new HostFacts.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.HostFacts.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HostFacts hostname. */
            hostname: string;

            /** HostFacts arch. */
            arch: string;

            /** HostFacts kernel. */
            kernel: string;

            /** HostFacts criu. */
            criu: string;

            /** HostFacts bootId. */
            bootId: string;

            /** HostFacts cpuFlags. */
            cpuFlags: string[];

            /** HostFacts lsm. */
            lsm: string[];

            /** HostFacts imageBudgetBytes. */
            imageBudgetBytes: number;

            /** HostFacts availableMemoryBytes. */
            availableMemoryBytes: number;

            /** HostFacts bridge. */
            bridge: boolean;

            /** HostFacts missingPackages. */
            missingPackages: string[];

            /**
             * Encodes the specified HostFacts message. Does not implicitly {@link konk.v1.HostFacts.verify|verify} messages.
             * @param message HostFacts message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.HostFacts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HostFacts message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.HostFacts & konk.v1.HostFacts.$Shape} HostFacts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.HostFacts & konk.v1.HostFacts.$Shape;
        }

        namespace HostFacts {

            /** Properties of a HostFacts. */
            interface $Properties {

                /** HostFacts hostname */
                hostname?: (string|null);

                /** HostFacts arch */
                arch?: (string|null);

                /** HostFacts kernel */
                kernel?: (string|null);

                /** HostFacts criu */
                criu?: (string|null);

                /** HostFacts bootId */
                bootId?: (string|null);

                /** HostFacts cpuFlags */
                cpuFlags?: (string[]|null);

                /** HostFacts lsm */
                lsm?: (string[]|null);

                /** HostFacts imageBudgetBytes */
                imageBudgetBytes?: (number|null);

                /** HostFacts availableMemoryBytes */
                availableMemoryBytes?: (number|null);

                /** HostFacts bridge */
                bridge?: (boolean|null);

                /** HostFacts missingPackages */
                missingPackages?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HostFacts. */
            type $Shape = konk.v1.HostFacts.$Properties;
        }

        /**
         * Properties of a PrepareRequest.
         * @deprecated Use konk.v1.PrepareRequest.$Properties instead.
         */
        interface IPrepareRequest extends konk.v1.PrepareRequest.$Properties {
        }

        /** Represents a PrepareRequest. */
        class PrepareRequest {

            /**
             * Constructs a new PrepareRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.PrepareRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrepareRequest migrationId. */
            migrationId: string;

            /** PrepareRequest source. */
            source: string;

            /** PrepareRequest sourceBootId. */
            sourceBootId: string;

            /** PrepareRequest specJson. */
            specJson: string;

            /** PrepareRequest networkJson. */
            networkJson: string;

            /** PrepareRequest files. */
            files: konk.v1.FileFact.$Properties[];

            /** PrepareRequest volumes. */
            volumes: konk.v1.VolumeProof.$Properties[];

            /** PrepareRequest expectedBytes. */
            expectedBytes: number;

            /** PrepareRequest postCopy. */
            postCopy: boolean;

            /** PrepareRequest checkOnly. */
            checkOnly: boolean;

            /**
             * Encodes the specified PrepareRequest message. Does not implicitly {@link konk.v1.PrepareRequest.verify|verify} messages.
             * @param message PrepareRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.PrepareRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrepareRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.PrepareRequest & konk.v1.PrepareRequest.$Shape} PrepareRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.PrepareRequest & konk.v1.PrepareRequest.$Shape;
        }

        namespace PrepareRequest {

            /** Properties of a PrepareRequest. */
            interface $Properties {

                /** PrepareRequest migrationId */
                migrationId?: (string|null);

                /** PrepareRequest source */
                source?: (string|null);

                /** PrepareRequest sourceBootId */
                sourceBootId?: (string|null);

                /** PrepareRequest specJson */
                specJson?: (string|null);

                /** PrepareRequest networkJson */
                networkJson?: (string|null);

                /** PrepareRequest files */
                files?: (konk.v1.FileFact.$Properties[]|null);

                /** PrepareRequest volumes */
                volumes?: (konk.v1.VolumeProof.$Properties[]|null);

                /** PrepareRequest expectedBytes */
                expectedBytes?: (number|null);

                /** PrepareRequest postCopy */
                postCopy?: (boolean|null);

                /** PrepareRequest checkOnly */
                checkOnly?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrepareRequest. */
            type $Shape = konk.v1.PrepareRequest.$Properties;
        }

        /**
         * Properties of a FileFact.
         * @deprecated Use konk.v1.FileFact.$Properties instead.
         */
        interface IFileFact extends konk.v1.FileFact.$Properties {
        }

        /** Represents a FileFact. */
        class FileFact {

            /**
             * Constructs a new FileFact.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.FileFact.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FileFact path. */
            path: string;

            /** FileFact sizeBytes. */
            sizeBytes: number;

            /** FileFact sha256. */
            sha256: Uint8Array;

            /**
             * Encodes the specified FileFact message. Does not implicitly {@link konk.v1.FileFact.verify|verify} messages.
             * @param message FileFact message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.FileFact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FileFact message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.FileFact & konk.v1.FileFact.$Shape} FileFact
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.FileFact & konk.v1.FileFact.$Shape;
        }

        namespace FileFact {

            /** Properties of a FileFact. */
            interface $Properties {

                /** FileFact path */
                path?: (string|null);

                /** FileFact sizeBytes */
                sizeBytes?: (number|null);

                /** FileFact sha256 */
                sha256?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FileFact. */
            type $Shape = konk.v1.FileFact.$Properties;
        }

        /**
         * Properties of a VolumeProof.
         * @deprecated Use konk.v1.VolumeProof.$Properties instead.
         */
        interface IVolumeProof extends konk.v1.VolumeProof.$Properties {
        }

        /** Represents a VolumeProof. */
        class VolumeProof {

            /**
             * Constructs a new VolumeProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.VolumeProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** VolumeProof target. */
            target: string;

            /** VolumeProof treeSha256. */
            treeSha256: Uint8Array;

            /** VolumeProof marker. */
            marker: string;

            /**
             * Encodes the specified VolumeProof message. Does not implicitly {@link konk.v1.VolumeProof.verify|verify} messages.
             * @param message VolumeProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.VolumeProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a VolumeProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.VolumeProof & konk.v1.VolumeProof.$Shape} VolumeProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.VolumeProof & konk.v1.VolumeProof.$Shape;
        }

        namespace VolumeProof {

            /** Properties of a VolumeProof. */
            interface $Properties {

                /** VolumeProof target */
                target?: (string|null);

                /** VolumeProof treeSha256 */
                treeSha256?: (Uint8Array|null);

                /** VolumeProof marker */
                marker?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a VolumeProof. */
            type $Shape = konk.v1.VolumeProof.$Properties;
        }

        /**
         * Properties of a PrepareReply.
         * @deprecated Use konk.v1.PrepareReply.$Properties instead.
         */
        interface IPrepareReply extends konk.v1.PrepareReply.$Properties {
        }

        /** Represents a PrepareReply. */
        class PrepareReply {

            /**
             * Constructs a new PrepareReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.PrepareReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PrepareReply refusals. */
            refusals: konk.v1.Refusal.$Properties[];

            /** PrepareReply bulkToken. */
            bulkToken: Uint8Array;

            /**
             * Encodes the specified PrepareReply message. Does not implicitly {@link konk.v1.PrepareReply.verify|verify} messages.
             * @param message PrepareReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.PrepareReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PrepareReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.PrepareReply & konk.v1.PrepareReply.$Shape} PrepareReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.PrepareReply & konk.v1.PrepareReply.$Shape;
        }

        namespace PrepareReply {

            /** Properties of a PrepareReply. */
            interface $Properties {

                /** PrepareReply refusals */
                refusals?: (konk.v1.Refusal.$Properties[]|null);

                /** PrepareReply bulkToken */
                bulkToken?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PrepareReply. */
            type $Shape = konk.v1.PrepareReply.$Properties;
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use konk.v1.Refusal.$Properties instead.
         */
        interface IRefusal extends konk.v1.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal check. */
            check: string;

            /** Refusal reason. */
            reason: string;

            /** Refusal fix. */
            fix: string;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link konk.v1.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.Refusal & konk.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.Refusal & konk.v1.Refusal.$Shape;
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal check */
                check?: (string|null);

                /** Refusal reason */
                reason?: (string|null);

                /** Refusal fix */
                fix?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = konk.v1.Refusal.$Properties;
        }

        /**
         * Properties of an ImageChunk.
         * @deprecated Use konk.v1.ImageChunk.$Properties instead.
         */
        interface IImageChunk extends konk.v1.ImageChunk.$Properties {
        }

        /** Represents an ImageChunk. */
        class ImageChunk {

            /**
             * Constructs a new ImageChunk.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.ImageChunk.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImageChunk migrationId. */
            migrationId: string;

            /** ImageChunk kind. */
            kind: string;

            /** ImageChunk id. */
            id: string;

            /** ImageChunk offset. */
            offset: number;

            /** ImageChunk data. */
            data: Uint8Array;

            /** ImageChunk last. */
            last: boolean;

            /** ImageChunk xxhash3. */
            xxhash3: Uint8Array;

            /** ImageChunk store. */
            store: boolean;

            /** ImageChunk unpackedBytes. */
            unpackedBytes: number;

            /**
             * Encodes the specified ImageChunk message. Does not implicitly {@link konk.v1.ImageChunk.verify|verify} messages.
             * @param message ImageChunk message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.ImageChunk.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImageChunk message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.ImageChunk & konk.v1.ImageChunk.$Shape} ImageChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.ImageChunk & konk.v1.ImageChunk.$Shape;
        }

        namespace ImageChunk {

            /** Properties of an ImageChunk. */
            interface $Properties {

                /** ImageChunk migrationId */
                migrationId?: (string|null);

                /** ImageChunk kind */
                kind?: (string|null);

                /** ImageChunk id */
                id?: (string|null);

                /** ImageChunk offset */
                offset?: (number|null);

                /** ImageChunk data */
                data?: (Uint8Array|null);

                /** ImageChunk last */
                last?: (boolean|null);

                /** ImageChunk xxhash3 */
                xxhash3?: (Uint8Array|null);

                /** ImageChunk store */
                store?: (boolean|null);

                /** ImageChunk unpackedBytes */
                unpackedBytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImageChunk. */
            type $Shape = konk.v1.ImageChunk.$Properties;
        }

        /**
         * Properties of a BulkOpen.
         * @deprecated Use konk.v1.BulkOpen.$Properties instead.
         */
        interface IBulkOpen extends konk.v1.BulkOpen.$Properties {
        }

        /** Represents a BulkOpen. */
        class BulkOpen {

            /**
             * Constructs a new BulkOpen.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.BulkOpen.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BulkOpen migrationId. */
            migrationId: string;

            /** BulkOpen token. */
            token: Uint8Array;

            /**
             * Encodes the specified BulkOpen message. Does not implicitly {@link konk.v1.BulkOpen.verify|verify} messages.
             * @param message BulkOpen message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.BulkOpen.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BulkOpen message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.BulkOpen & konk.v1.BulkOpen.$Shape} BulkOpen
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.BulkOpen & konk.v1.BulkOpen.$Shape;
        }

        namespace BulkOpen {

            /** Properties of a BulkOpen. */
            interface $Properties {

                /** BulkOpen migrationId */
                migrationId?: (string|null);

                /** BulkOpen token */
                token?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BulkOpen. */
            type $Shape = konk.v1.BulkOpen.$Properties;
        }

        /**
         * Properties of a BulkReply.
         * @deprecated Use konk.v1.BulkReply.$Properties instead.
         */
        interface IBulkReply extends konk.v1.BulkReply.$Properties {
        }

        /** Represents a BulkReply. */
        class BulkReply {

            /**
             * Constructs a new BulkReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.BulkReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BulkReply received. */
            received?: (konk.v1.ImagesReceived.$Properties|null);

            /** BulkReply error. */
            error?: (konk.v1.Error.$Properties|null);

            /**
             * Encodes the specified BulkReply message. Does not implicitly {@link konk.v1.BulkReply.verify|verify} messages.
             * @param message BulkReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.BulkReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BulkReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.BulkReply & konk.v1.BulkReply.$Shape} BulkReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.BulkReply & konk.v1.BulkReply.$Shape;
        }

        namespace BulkReply {

            /** Properties of a BulkReply. */
            interface $Properties {

                /** BulkReply received */
                received?: (konk.v1.ImagesReceived.$Properties|null);

                /** BulkReply error */
                error?: (konk.v1.Error.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BulkReply. */
            type $Shape = konk.v1.BulkReply.$Properties;
        }

        /**
         * Properties of an ImagesReceived.
         * @deprecated Use konk.v1.ImagesReceived.$Properties instead.
         */
        interface IImagesReceived extends konk.v1.ImagesReceived.$Properties {
        }

        /** Represents an ImagesReceived. */
        class ImagesReceived {

            /**
             * Constructs a new ImagesReceived.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.ImagesReceived.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImagesReceived images. */
            images: number;

            /** ImagesReceived bytes. */
            bytes: number;

            /**
             * Encodes the specified ImagesReceived message. Does not implicitly {@link konk.v1.ImagesReceived.verify|verify} messages.
             * @param message ImagesReceived message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.ImagesReceived.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImagesReceived message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.ImagesReceived & konk.v1.ImagesReceived.$Shape} ImagesReceived
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.ImagesReceived & konk.v1.ImagesReceived.$Shape;
        }

        namespace ImagesReceived {

            /** Properties of an ImagesReceived. */
            interface $Properties {

                /** ImagesReceived images */
                images?: (number|null);

                /** ImagesReceived bytes */
                bytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImagesReceived. */
            type $Shape = konk.v1.ImagesReceived.$Properties;
        }

        /**
         * Properties of a RestoreRequest.
         * @deprecated Use konk.v1.RestoreRequest.$Properties instead.
         */
        interface IRestoreRequest extends konk.v1.RestoreRequest.$Properties {
        }

        /** Represents a RestoreRequest. */
        class RestoreRequest {

            /**
             * Constructs a new RestoreRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.RestoreRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RestoreRequest migrationId. */
            migrationId: string;

            /** RestoreRequest images. */
            images: number;

            /** RestoreRequest bytes. */
            bytes: number;

            /**
             * Encodes the specified RestoreRequest message. Does not implicitly {@link konk.v1.RestoreRequest.verify|verify} messages.
             * @param message RestoreRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.RestoreRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RestoreRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.RestoreRequest & konk.v1.RestoreRequest.$Shape} RestoreRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.RestoreRequest & konk.v1.RestoreRequest.$Shape;
        }

        namespace RestoreRequest {

            /** Properties of a RestoreRequest. */
            interface $Properties {

                /** RestoreRequest migrationId */
                migrationId?: (string|null);

                /** RestoreRequest images */
                images?: (number|null);

                /** RestoreRequest bytes */
                bytes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RestoreRequest. */
            type $Shape = konk.v1.RestoreRequest.$Properties;
        }

        /**
         * Properties of a Held.
         * @deprecated Use konk.v1.Held.$Properties instead.
         */
        interface IHeld extends konk.v1.Held.$Properties {
        }

        /** Represents a Held. */
        class Held {

            /**
             * Constructs a new Held.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.Held.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Held steps. */
            steps: konk.v1.TimedStep.$Properties[];

            /**
             * Encodes the specified Held message. Does not implicitly {@link konk.v1.Held.verify|verify} messages.
             * @param message Held message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.Held.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Held message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.Held & konk.v1.Held.$Shape} Held
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.Held & konk.v1.Held.$Shape;
        }

        namespace Held {

            /** Properties of a Held. */
            interface $Properties {

                /** Held steps */
                steps?: (konk.v1.TimedStep.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Held. */
            type $Shape = konk.v1.Held.$Properties;
        }

        /**
         * Properties of a ResumeRequest.
         * @deprecated Use konk.v1.ResumeRequest.$Properties instead.
         */
        interface IResumeRequest extends konk.v1.ResumeRequest.$Properties {
        }

        /** Represents a ResumeRequest. */
        class ResumeRequest {

            /**
             * Constructs a new ResumeRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.ResumeRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ResumeRequest migrationId. */
            migrationId: string;

            /**
             * Encodes the specified ResumeRequest message. Does not implicitly {@link konk.v1.ResumeRequest.verify|verify} messages.
             * @param message ResumeRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.ResumeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ResumeRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.ResumeRequest & konk.v1.ResumeRequest.$Shape} ResumeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.ResumeRequest & konk.v1.ResumeRequest.$Shape;
        }

        namespace ResumeRequest {

            /** Properties of a ResumeRequest. */
            interface $Properties {

                /** ResumeRequest migrationId */
                migrationId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ResumeRequest. */
            type $Shape = konk.v1.ResumeRequest.$Properties;
        }

        /**
         * Properties of a Resumed.
         * @deprecated Use konk.v1.Resumed.$Properties instead.
         */
        interface IResumed extends konk.v1.Resumed.$Properties {
        }

        /** Represents a Resumed. */
        class Resumed {

            /**
             * Constructs a new Resumed.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.Resumed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Resumed steps. */
            steps: konk.v1.TimedStep.$Properties[];

            /** Resumed neverRan. */
            neverRan: boolean;

            /** Resumed follows. */
            follows: boolean;

            /**
             * Encodes the specified Resumed message. Does not implicitly {@link konk.v1.Resumed.verify|verify} messages.
             * @param message Resumed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.Resumed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Resumed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.Resumed & konk.v1.Resumed.$Shape} Resumed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.Resumed & konk.v1.Resumed.$Shape;
        }

        namespace Resumed {

            /** Properties of a Resumed. */
            interface $Properties {

                /** Resumed steps */
                steps?: (konk.v1.TimedStep.$Properties[]|null);

                /** Resumed neverRan */
                neverRan?: (boolean|null);

                /** Resumed follows */
                follows?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Resumed. */
            type $Shape = konk.v1.Resumed.$Properties;
        }

        /**
         * Properties of a FollowingBytes.
         * @deprecated Use konk.v1.FollowingBytes.$Properties instead.
         */
        interface IFollowingBytes extends konk.v1.FollowingBytes.$Properties {
        }

        /** Represents a FollowingBytes. */
        class FollowingBytes {

            /**
             * Constructs a new FollowingBytes.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.FollowingBytes.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FollowingBytes migrationId. */
            migrationId: string;

            /** FollowingBytes data. */
            data: Uint8Array;

            /**
             * Encodes the specified FollowingBytes message. Does not implicitly {@link konk.v1.FollowingBytes.verify|verify} messages.
             * @param message FollowingBytes message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.FollowingBytes.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FollowingBytes message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.FollowingBytes & konk.v1.FollowingBytes.$Shape} FollowingBytes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.FollowingBytes & konk.v1.FollowingBytes.$Shape;
        }

        namespace FollowingBytes {

            /** Properties of a FollowingBytes. */
            interface $Properties {

                /** FollowingBytes migrationId */
                migrationId?: (string|null);

                /** FollowingBytes data */
                data?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FollowingBytes. */
            type $Shape = konk.v1.FollowingBytes.$Properties;
        }

        /**
         * Properties of a TornRequest.
         * @deprecated Use konk.v1.TornRequest.$Properties instead.
         */
        interface ITornRequest extends konk.v1.TornRequest.$Properties {
        }

        /** Represents a TornRequest. */
        class TornRequest {

            /**
             * Constructs a new TornRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.TornRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TornRequest migrationId. */
            migrationId: string;

            /**
             * Encodes the specified TornRequest message. Does not implicitly {@link konk.v1.TornRequest.verify|verify} messages.
             * @param message TornRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.TornRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TornRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.TornRequest & konk.v1.TornRequest.$Shape} TornRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.TornRequest & konk.v1.TornRequest.$Shape;
        }

        namespace TornRequest {

            /** Properties of a TornRequest. */
            interface $Properties {

                /** TornRequest migrationId */
                migrationId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TornRequest. */
            type $Shape = konk.v1.TornRequest.$Properties;
        }

        /**
         * Properties of a TornReply.
         * @deprecated Use konk.v1.TornReply.$Properties instead.
         */
        interface ITornReply extends konk.v1.TornReply.$Properties {
        }

        /** Represents a TornReply. */
        class TornReply {

            /**
             * Constructs a new TornReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.TornReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified TornReply message. Does not implicitly {@link konk.v1.TornReply.verify|verify} messages.
             * @param message TornReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.TornReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TornReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.TornReply & konk.v1.TornReply.$Shape} TornReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.TornReply & konk.v1.TornReply.$Shape;
        }

        namespace TornReply {

            /** Properties of a TornReply. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TornReply. */
            type $Shape = konk.v1.TornReply.$Properties;
        }

        /**
         * Properties of a TimedStep.
         * @deprecated Use konk.v1.TimedStep.$Properties instead.
         */
        interface ITimedStep extends konk.v1.TimedStep.$Properties {
        }

        /** Represents a TimedStep. */
        class TimedStep {

            /**
             * Constructs a new TimedStep.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.TimedStep.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TimedStep step. */
            step: string;

            /** TimedStep atMs. */
            atMs: number;

            /**
             * Encodes the specified TimedStep message. Does not implicitly {@link konk.v1.TimedStep.verify|verify} messages.
             * @param message TimedStep message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.TimedStep.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TimedStep message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.TimedStep & konk.v1.TimedStep.$Shape} TimedStep
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.TimedStep & konk.v1.TimedStep.$Shape;
        }

        namespace TimedStep {

            /** Properties of a TimedStep. */
            interface $Properties {

                /** TimedStep step */
                step?: (string|null);

                /** TimedStep atMs */
                atMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TimedStep. */
            type $Shape = konk.v1.TimedStep.$Properties;
        }

        /**
         * Properties of an AbortRequest.
         * @deprecated Use konk.v1.AbortRequest.$Properties instead.
         */
        interface IAbortRequest extends konk.v1.AbortRequest.$Properties {
        }

        /** Represents an AbortRequest. */
        class AbortRequest {

            /**
             * Constructs a new AbortRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.AbortRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AbortRequest migrationId. */
            migrationId: string;

            /** AbortRequest reason. */
            reason: string;

            /**
             * Encodes the specified AbortRequest message. Does not implicitly {@link konk.v1.AbortRequest.verify|verify} messages.
             * @param message AbortRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.AbortRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AbortRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.AbortRequest & konk.v1.AbortRequest.$Shape} AbortRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.AbortRequest & konk.v1.AbortRequest.$Shape;
        }

        namespace AbortRequest {

            /** Properties of an AbortRequest. */
            interface $Properties {

                /** AbortRequest migrationId */
                migrationId?: (string|null);

                /** AbortRequest reason */
                reason?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AbortRequest. */
            type $Shape = konk.v1.AbortRequest.$Properties;
        }

        /**
         * Properties of an Aborted.
         * @deprecated Use konk.v1.Aborted.$Properties instead.
         */
        interface IAborted extends konk.v1.Aborted.$Properties {
        }

        /** Represents an Aborted. */
        class Aborted {

            /**
             * Constructs a new Aborted.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.Aborted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Aborted message. Does not implicitly {@link konk.v1.Aborted.verify|verify} messages.
             * @param message Aborted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.Aborted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Aborted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.Aborted & konk.v1.Aborted.$Shape} Aborted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.Aborted & konk.v1.Aborted.$Shape;
        }

        namespace Aborted {

            /** Properties of an Aborted. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Aborted. */
            type $Shape = konk.v1.Aborted.$Properties;
        }

        /**
         * Properties of a QueryRequest.
         * @deprecated Use konk.v1.QueryRequest.$Properties instead.
         */
        interface IQueryRequest extends konk.v1.QueryRequest.$Properties {
        }

        /** Represents a QueryRequest. */
        class QueryRequest {

            /**
             * Constructs a new QueryRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.QueryRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** QueryRequest migrationId. */
            migrationId: string;

            /**
             * Encodes the specified QueryRequest message. Does not implicitly {@link konk.v1.QueryRequest.verify|verify} messages.
             * @param message QueryRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.QueryRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a QueryRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.QueryRequest & konk.v1.QueryRequest.$Shape} QueryRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.QueryRequest & konk.v1.QueryRequest.$Shape;
        }

        namespace QueryRequest {

            /** Properties of a QueryRequest. */
            interface $Properties {

                /** QueryRequest migrationId */
                migrationId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a QueryRequest. */
            type $Shape = konk.v1.QueryRequest.$Properties;
        }

        /**
         * Properties of a QueryReply.
         * @deprecated Use konk.v1.QueryReply.$Properties instead.
         */
        interface IQueryReply extends konk.v1.QueryReply.$Properties {
        }

        /** Represents a QueryReply. */
        class QueryReply {

            /**
             * Constructs a new QueryReply.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.QueryReply.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** QueryReply phase. */
            phase: string;

            /**
             * Encodes the specified QueryReply message. Does not implicitly {@link konk.v1.QueryReply.verify|verify} messages.
             * @param message QueryReply message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.QueryReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a QueryReply message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.QueryReply & konk.v1.QueryReply.$Shape} QueryReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.QueryReply & konk.v1.QueryReply.$Shape;
        }

        namespace QueryReply {

            /** Properties of a QueryReply. */
            interface $Properties {

                /** QueryReply phase */
                phase?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a QueryReply. */
            type $Shape = konk.v1.QueryReply.$Properties;
        }

        /**
         * Properties of an Error.
         * @deprecated Use konk.v1.Error.$Properties instead.
         */
        interface IError extends konk.v1.Error.$Properties {
        }

        /** Represents an Error. */
        class Error {

            /**
             * Constructs a new Error.
             * @param [properties] Properties to set
             */
            constructor(properties?: konk.v1.Error.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Error code. */
            code: string;

            /** Error message. */
            message: string;

            /** Error hint. */
            hint: string;

            /** Error host. */
            host: string;

            /** Error lines. */
            lines: string[];

            /**
             * Encodes the specified Error message. Does not implicitly {@link konk.v1.Error.verify|verify} messages.
             * @param message Error message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: konk.v1.Error.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Error message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {konk.v1.Error & konk.v1.Error.$Shape} Error
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): konk.v1.Error & konk.v1.Error.$Shape;
        }

        namespace Error {

            /** Properties of an Error. */
            interface $Properties {

                /** Error code */
                code?: (string|null);

                /** Error message */
                message?: (string|null);

                /** Error hint */
                hint?: (string|null);

                /** Error host */
                host?: (string|null);

                /** Error lines */
                lines?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Error. */
            type $Shape = konk.v1.Error.$Properties;
        }
    }
}
