/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";
$protobuf.util.Long = null;
$protobuf.configure();

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const konk = $root.konk = (() => {

    /**
     * Namespace konk.
     * @exports konk
     * @namespace
     */
    const konk = {};

    konk.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof konk
         * @namespace
         */
        const v1 = {};

        v1.HelloRequest = (function() {

            /**
             * Properties of a HelloRequest.
             * @typedef {Object} konk.v1.HelloRequest.$Properties
             * @property {number|null} [protocol] HelloRequest protocol
             * @property {string|null} [konkVersion] HelloRequest konkVersion
             * @property {Array.<string>|null} [features] HelloRequest features
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HelloRequest.
             * @memberof konk.v1
             * @interface IHelloRequest
             * @augments konk.v1.HelloRequest.$Properties
             * @deprecated Use konk.v1.HelloRequest.$Properties instead.
             */

            /**
             * Shape of a HelloRequest.
             * @typedef {konk.v1.HelloRequest.$Properties} konk.v1.HelloRequest.$Shape
             */

            /**
             * Constructs a new HelloRequest.
             * @memberof konk.v1
             * @classdesc Represents a HelloRequest.
             * @constructor
             * @param {konk.v1.HelloRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HelloRequest = function (properties) {
                this.features = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HelloRequest protocol.
             * @member {number} protocol
             * @memberof konk.v1.HelloRequest
             * @instance
             */
            HelloRequest.prototype.protocol = 0;

            /**
             * HelloRequest konkVersion.
             * @member {string} konkVersion
             * @memberof konk.v1.HelloRequest
             * @instance
             */
            HelloRequest.prototype.konkVersion = "";

            /**
             * HelloRequest features.
             * @member {Array.<string>} features
             * @memberof konk.v1.HelloRequest
             * @instance
             */
            HelloRequest.prototype.features = $util.emptyArray;

            /**
             * Encodes the specified HelloRequest message. Does not implicitly {@link konk.v1.HelloRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.HelloRequest
             * @static
             * @param {konk.v1.HelloRequest.$Properties} message HelloRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HelloRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.konkVersion != null && $Object.hasOwnProperty.call(message, "konkVersion") && message.konkVersion !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.konkVersion);
                if (message.features != null && message.features.length)
                    for (let i = 0; i < message.features.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.features[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HelloRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.HelloRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.HelloRequest & konk.v1.HelloRequest.$Shape} HelloRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HelloRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.HelloRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.konkVersion = value;
                            else
                                delete message.konkVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.features && message.features.length))
                                message.features = [];
                            message.features.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HelloRequest;
        })();

        v1.HelloReply = (function() {

            /**
             * Properties of a HelloReply.
             * @typedef {Object} konk.v1.HelloReply.$Properties
             * @property {number|null} [protocol] HelloReply protocol
             * @property {string|null} [konkVersion] HelloReply konkVersion
             * @property {Array.<string>|null} [features] HelloReply features
             * @property {konk.v1.HostFacts.$Properties|null} [facts] HelloReply facts
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HelloReply.
             * @memberof konk.v1
             * @interface IHelloReply
             * @augments konk.v1.HelloReply.$Properties
             * @deprecated Use konk.v1.HelloReply.$Properties instead.
             */

            /**
             * Shape of a HelloReply.
             * @typedef {konk.v1.HelloReply.$Properties} konk.v1.HelloReply.$Shape
             */

            /**
             * Constructs a new HelloReply.
             * @memberof konk.v1
             * @classdesc Represents a HelloReply.
             * @constructor
             * @param {konk.v1.HelloReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HelloReply = function (properties) {
                this.features = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HelloReply protocol.
             * @member {number} protocol
             * @memberof konk.v1.HelloReply
             * @instance
             */
            HelloReply.prototype.protocol = 0;

            /**
             * HelloReply konkVersion.
             * @member {string} konkVersion
             * @memberof konk.v1.HelloReply
             * @instance
             */
            HelloReply.prototype.konkVersion = "";

            /**
             * HelloReply features.
             * @member {Array.<string>} features
             * @memberof konk.v1.HelloReply
             * @instance
             */
            HelloReply.prototype.features = $util.emptyArray;

            /**
             * HelloReply facts.
             * @member {konk.v1.HostFacts.$Properties|null|undefined} facts
             * @memberof konk.v1.HelloReply
             * @instance
             */
            HelloReply.prototype.facts = null;

            /**
             * Encodes the specified HelloReply message. Does not implicitly {@link konk.v1.HelloReply.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.HelloReply
             * @static
             * @param {konk.v1.HelloReply.$Properties} message HelloReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HelloReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.konkVersion != null && $Object.hasOwnProperty.call(message, "konkVersion") && message.konkVersion !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.konkVersion);
                if (message.features != null && message.features.length)
                    for (let i = 0; i < message.features.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.features[i]);
                if (message.facts != null && $Object.hasOwnProperty.call(message, "facts"))
                    $root.konk.v1.HostFacts.encode(message.facts, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HelloReply message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.HelloReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.HelloReply & konk.v1.HelloReply.$Shape} HelloReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HelloReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.HelloReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.konkVersion = value;
                            else
                                delete message.konkVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.features && message.features.length))
                                message.features = [];
                            message.features.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.facts = $root.konk.v1.HostFacts.decode(reader, reader.size(), $undefined, _depth + 1, message.facts);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HelloReply;
        })();

        v1.HostFacts = (function() {

            /**
             * Properties of a HostFacts.
             * @typedef {Object} konk.v1.HostFacts.$Properties
             * @property {string|null} [hostname] HostFacts hostname
             * @property {string|null} [arch] HostFacts arch
             * @property {string|null} [kernel] HostFacts kernel
             * @property {string|null} [criu] HostFacts criu
             * @property {string|null} [bootId] HostFacts bootId
             * @property {Array.<string>|null} [cpuFlags] HostFacts cpuFlags
             * @property {Array.<string>|null} [lsm] HostFacts lsm
             * @property {number|null} [imageBudgetBytes] HostFacts imageBudgetBytes
             * @property {number|null} [availableMemoryBytes] HostFacts availableMemoryBytes
             * @property {boolean|null} [bridge] HostFacts bridge
             * @property {Array.<string>|null} [missingPackages] HostFacts missingPackages
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HostFacts.
             * @memberof konk.v1
             * @interface IHostFacts
             * @augments konk.v1.HostFacts.$Properties
             * @deprecated Use konk.v1.HostFacts.$Properties instead.
             */

            /**
             * Shape of a HostFacts.
             * @typedef {konk.v1.HostFacts.$Properties} konk.v1.HostFacts.$Shape
             */

            /**
             * Constructs a new HostFacts.
             * @memberof konk.v1
             * @classdesc Represents a HostFacts.
             * @constructor
             * @param {konk.v1.HostFacts.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HostFacts = function (properties) {
                this.cpuFlags = [];
                this.lsm = [];
                this.missingPackages = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HostFacts hostname.
             * @member {string} hostname
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.hostname = "";

            /**
             * HostFacts arch.
             * @member {string} arch
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.arch = "";

            /**
             * HostFacts kernel.
             * @member {string} kernel
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.kernel = "";

            /**
             * HostFacts criu.
             * @member {string} criu
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.criu = "";

            /**
             * HostFacts bootId.
             * @member {string} bootId
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.bootId = "";

            /**
             * HostFacts cpuFlags.
             * @member {Array.<string>} cpuFlags
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.cpuFlags = $util.emptyArray;

            /**
             * HostFacts lsm.
             * @member {Array.<string>} lsm
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.lsm = $util.emptyArray;

            /**
             * HostFacts imageBudgetBytes.
             * @member {number} imageBudgetBytes
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.imageBudgetBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HostFacts availableMemoryBytes.
             * @member {number} availableMemoryBytes
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.availableMemoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * HostFacts bridge.
             * @member {boolean} bridge
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.bridge = false;

            /**
             * HostFacts missingPackages.
             * @member {Array.<string>} missingPackages
             * @memberof konk.v1.HostFacts
             * @instance
             */
            HostFacts.prototype.missingPackages = $util.emptyArray;

            /**
             * Encodes the specified HostFacts message. Does not implicitly {@link konk.v1.HostFacts.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.HostFacts
             * @static
             * @param {konk.v1.HostFacts.$Properties} message HostFacts message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HostFacts.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.hostname);
                if (message.arch != null && $Object.hasOwnProperty.call(message, "arch") && message.arch !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.arch);
                if (message.kernel != null && $Object.hasOwnProperty.call(message, "kernel") && message.kernel !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.kernel);
                if (message.criu != null && $Object.hasOwnProperty.call(message, "criu") && message.criu !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.criu);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.bootId);
                if (message.cpuFlags != null && message.cpuFlags.length)
                    for (let i = 0; i < message.cpuFlags.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.cpuFlags[i]);
                if (message.lsm != null && message.lsm.length)
                    for (let i = 0; i < message.lsm.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.lsm[i]);
                if (message.imageBudgetBytes != null && $Object.hasOwnProperty.call(message, "imageBudgetBytes") && (typeof message.imageBudgetBytes === "object" ? message.imageBudgetBytes.low || message.imageBudgetBytes.high : message.imageBudgetBytes !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.imageBudgetBytes);
                if (message.availableMemoryBytes != null && $Object.hasOwnProperty.call(message, "availableMemoryBytes") && (typeof message.availableMemoryBytes === "object" ? message.availableMemoryBytes.low || message.availableMemoryBytes.high : message.availableMemoryBytes !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.availableMemoryBytes);
                if (message.bridge != null && $Object.hasOwnProperty.call(message, "bridge") && message.bridge !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.bridge);
                if (message.missingPackages != null && message.missingPackages.length)
                    for (let i = 0; i < message.missingPackages.length; ++i)
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.missingPackages[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HostFacts message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.HostFacts
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.HostFacts & konk.v1.HostFacts.$Shape} HostFacts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HostFacts.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.HostFacts();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.arch = value;
                            else
                                delete message.arch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kernel = value;
                            else
                                delete message.kernel;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.criu = value;
                            else
                                delete message.criu;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.cpuFlags && message.cpuFlags.length))
                                message.cpuFlags = [];
                            message.cpuFlags.push(reader.stringVerify());
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lsm && message.lsm.length))
                                message.lsm = [];
                            message.lsm.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.imageBudgetBytes = value;
                            else
                                delete message.imageBudgetBytes;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.availableMemoryBytes = value;
                            else
                                delete message.availableMemoryBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.bridge = value;
                            else
                                delete message.bridge;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.missingPackages && message.missingPackages.length))
                                message.missingPackages = [];
                            message.missingPackages.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HostFacts;
        })();

        v1.PrepareRequest = (function() {

            /**
             * Properties of a PrepareRequest.
             * @typedef {Object} konk.v1.PrepareRequest.$Properties
             * @property {string|null} [migrationId] PrepareRequest migrationId
             * @property {string|null} [source] PrepareRequest source
             * @property {string|null} [sourceBootId] PrepareRequest sourceBootId
             * @property {string|null} [specJson] PrepareRequest specJson
             * @property {string|null} [networkJson] PrepareRequest networkJson
             * @property {Array.<konk.v1.FileFact.$Properties>|null} [files] PrepareRequest files
             * @property {Array.<konk.v1.VolumeProof.$Properties>|null} [volumes] PrepareRequest volumes
             * @property {number|null} [expectedBytes] PrepareRequest expectedBytes
             * @property {boolean|null} [postCopy] PrepareRequest postCopy
             * @property {boolean|null} [checkOnly] PrepareRequest checkOnly
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PrepareRequest.
             * @memberof konk.v1
             * @interface IPrepareRequest
             * @augments konk.v1.PrepareRequest.$Properties
             * @deprecated Use konk.v1.PrepareRequest.$Properties instead.
             */

            /**
             * Shape of a PrepareRequest.
             * @typedef {konk.v1.PrepareRequest.$Properties} konk.v1.PrepareRequest.$Shape
             */

            /**
             * Constructs a new PrepareRequest.
             * @memberof konk.v1
             * @classdesc Represents a PrepareRequest.
             * @constructor
             * @param {konk.v1.PrepareRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PrepareRequest = function (properties) {
                this.files = [];
                this.volumes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PrepareRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.migrationId = "";

            /**
             * PrepareRequest source.
             * @member {string} source
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.source = "";

            /**
             * PrepareRequest sourceBootId.
             * @member {string} sourceBootId
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.sourceBootId = "";

            /**
             * PrepareRequest specJson.
             * @member {string} specJson
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.specJson = "";

            /**
             * PrepareRequest networkJson.
             * @member {string} networkJson
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.networkJson = "";

            /**
             * PrepareRequest files.
             * @member {Array.<konk.v1.FileFact.$Properties>} files
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.files = $util.emptyArray;

            /**
             * PrepareRequest volumes.
             * @member {Array.<konk.v1.VolumeProof.$Properties>} volumes
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.volumes = $util.emptyArray;

            /**
             * PrepareRequest expectedBytes.
             * @member {number} expectedBytes
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.expectedBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * PrepareRequest postCopy.
             * @member {boolean} postCopy
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.postCopy = false;

            /**
             * PrepareRequest checkOnly.
             * @member {boolean} checkOnly
             * @memberof konk.v1.PrepareRequest
             * @instance
             */
            PrepareRequest.prototype.checkOnly = false;

            /**
             * Encodes the specified PrepareRequest message. Does not implicitly {@link konk.v1.PrepareRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.PrepareRequest
             * @static
             * @param {konk.v1.PrepareRequest.$Properties} message PrepareRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PrepareRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.source);
                if (message.sourceBootId != null && $Object.hasOwnProperty.call(message, "sourceBootId") && message.sourceBootId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.sourceBootId);
                if (message.specJson != null && $Object.hasOwnProperty.call(message, "specJson") && message.specJson !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.specJson);
                if (message.networkJson != null && $Object.hasOwnProperty.call(message, "networkJson") && message.networkJson !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.networkJson);
                if (message.files != null && message.files.length)
                    for (let i = 0; i < message.files.length; ++i)
                        $root.konk.v1.FileFact.encode(message.files[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.volumes != null && message.volumes.length)
                    for (let i = 0; i < message.volumes.length; ++i)
                        $root.konk.v1.VolumeProof.encode(message.volumes[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.expectedBytes != null && $Object.hasOwnProperty.call(message, "expectedBytes") && (typeof message.expectedBytes === "object" ? message.expectedBytes.low || message.expectedBytes.high : message.expectedBytes !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.expectedBytes);
                if (message.checkOnly != null && $Object.hasOwnProperty.call(message, "checkOnly") && message.checkOnly !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.checkOnly);
                if (message.postCopy != null && $Object.hasOwnProperty.call(message, "postCopy") && message.postCopy !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.postCopy);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PrepareRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.PrepareRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.PrepareRequest & konk.v1.PrepareRequest.$Shape} PrepareRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PrepareRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.PrepareRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.sourceBootId = value;
                            else
                                delete message.sourceBootId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.specJson = value;
                            else
                                delete message.specJson;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkJson = value;
                            else
                                delete message.networkJson;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.files && message.files.length))
                                message.files = [];
                            message.files.push($root.konk.v1.FileFact.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.volumes && message.volumes.length))
                                message.volumes = [];
                            message.volumes.push($root.konk.v1.VolumeProof.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.expectedBytes = value;
                            else
                                delete message.expectedBytes;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.postCopy = value;
                            else
                                delete message.postCopy;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.checkOnly = value;
                            else
                                delete message.checkOnly;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PrepareRequest;
        })();

        v1.FileFact = (function() {

            /**
             * Properties of a FileFact.
             * @typedef {Object} konk.v1.FileFact.$Properties
             * @property {string|null} [path] FileFact path
             * @property {number|null} [sizeBytes] FileFact sizeBytes
             * @property {Uint8Array|null} [sha256] FileFact sha256
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FileFact.
             * @memberof konk.v1
             * @interface IFileFact
             * @augments konk.v1.FileFact.$Properties
             * @deprecated Use konk.v1.FileFact.$Properties instead.
             */

            /**
             * Shape of a FileFact.
             * @typedef {konk.v1.FileFact.$Properties} konk.v1.FileFact.$Shape
             */

            /**
             * Constructs a new FileFact.
             * @memberof konk.v1
             * @classdesc Represents a FileFact.
             * @constructor
             * @param {konk.v1.FileFact.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FileFact = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FileFact path.
             * @member {string} path
             * @memberof konk.v1.FileFact
             * @instance
             */
            FileFact.prototype.path = "";

            /**
             * FileFact sizeBytes.
             * @member {number} sizeBytes
             * @memberof konk.v1.FileFact
             * @instance
             */
            FileFact.prototype.sizeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FileFact sha256.
             * @member {Uint8Array} sha256
             * @memberof konk.v1.FileFact
             * @instance
             */
            FileFact.prototype.sha256 = $util.newBuffer([]);

            /**
             * Encodes the specified FileFact message. Does not implicitly {@link konk.v1.FileFact.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.FileFact
             * @static
             * @param {konk.v1.FileFact.$Properties} message FileFact message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FileFact.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.sizeBytes != null && $Object.hasOwnProperty.call(message, "sizeBytes") && (typeof message.sizeBytes === "object" ? message.sizeBytes.low || message.sizeBytes.high : message.sizeBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sizeBytes);
                if (message.sha256 != null && $Object.hasOwnProperty.call(message, "sha256") && message.sha256.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.sha256);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FileFact message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.FileFact
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.FileFact & konk.v1.FileFact.$Shape} FileFact
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FileFact.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.FileFact();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sizeBytes = value;
                            else
                                delete message.sizeBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.sha256 = value;
                            else
                                delete message.sha256;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FileFact;
        })();

        v1.VolumeProof = (function() {

            /**
             * Properties of a VolumeProof.
             * @typedef {Object} konk.v1.VolumeProof.$Properties
             * @property {string|null} [target] VolumeProof target
             * @property {Uint8Array|null} [treeSha256] VolumeProof treeSha256
             * @property {string|null} [marker] VolumeProof marker
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a VolumeProof.
             * @memberof konk.v1
             * @interface IVolumeProof
             * @augments konk.v1.VolumeProof.$Properties
             * @deprecated Use konk.v1.VolumeProof.$Properties instead.
             */

            /**
             * Shape of a VolumeProof.
             * @typedef {konk.v1.VolumeProof.$Properties} konk.v1.VolumeProof.$Shape
             */

            /**
             * Constructs a new VolumeProof.
             * @memberof konk.v1
             * @classdesc Represents a VolumeProof.
             * @constructor
             * @param {konk.v1.VolumeProof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const VolumeProof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * VolumeProof target.
             * @member {string} target
             * @memberof konk.v1.VolumeProof
             * @instance
             */
            VolumeProof.prototype.target = "";

            /**
             * VolumeProof treeSha256.
             * @member {Uint8Array} treeSha256
             * @memberof konk.v1.VolumeProof
             * @instance
             */
            VolumeProof.prototype.treeSha256 = $util.newBuffer([]);

            /**
             * VolumeProof marker.
             * @member {string} marker
             * @memberof konk.v1.VolumeProof
             * @instance
             */
            VolumeProof.prototype.marker = "";

            /**
             * Encodes the specified VolumeProof message. Does not implicitly {@link konk.v1.VolumeProof.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.VolumeProof
             * @static
             * @param {konk.v1.VolumeProof.$Properties} message VolumeProof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            VolumeProof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.target);
                if (message.treeSha256 != null && $Object.hasOwnProperty.call(message, "treeSha256") && message.treeSha256.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.treeSha256);
                if (message.marker != null && $Object.hasOwnProperty.call(message, "marker") && message.marker !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.marker);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a VolumeProof message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.VolumeProof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.VolumeProof & konk.v1.VolumeProof.$Shape} VolumeProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            VolumeProof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.VolumeProof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.treeSha256 = value;
                            else
                                delete message.treeSha256;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.marker = value;
                            else
                                delete message.marker;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return VolumeProof;
        })();

        v1.PrepareReply = (function() {

            /**
             * Properties of a PrepareReply.
             * @typedef {Object} konk.v1.PrepareReply.$Properties
             * @property {Array.<konk.v1.Refusal.$Properties>|null} [refusals] PrepareReply refusals
             * @property {Uint8Array|null} [bulkToken] PrepareReply bulkToken
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PrepareReply.
             * @memberof konk.v1
             * @interface IPrepareReply
             * @augments konk.v1.PrepareReply.$Properties
             * @deprecated Use konk.v1.PrepareReply.$Properties instead.
             */

            /**
             * Shape of a PrepareReply.
             * @typedef {konk.v1.PrepareReply.$Properties} konk.v1.PrepareReply.$Shape
             */

            /**
             * Constructs a new PrepareReply.
             * @memberof konk.v1
             * @classdesc Represents a PrepareReply.
             * @constructor
             * @param {konk.v1.PrepareReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PrepareReply = function (properties) {
                this.refusals = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PrepareReply refusals.
             * @member {Array.<konk.v1.Refusal.$Properties>} refusals
             * @memberof konk.v1.PrepareReply
             * @instance
             */
            PrepareReply.prototype.refusals = $util.emptyArray;

            /**
             * PrepareReply bulkToken.
             * @member {Uint8Array} bulkToken
             * @memberof konk.v1.PrepareReply
             * @instance
             */
            PrepareReply.prototype.bulkToken = $util.newBuffer([]);

            /**
             * Encodes the specified PrepareReply message. Does not implicitly {@link konk.v1.PrepareReply.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.PrepareReply
             * @static
             * @param {konk.v1.PrepareReply.$Properties} message PrepareReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PrepareReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.refusals != null && message.refusals.length)
                    for (let i = 0; i < message.refusals.length; ++i)
                        $root.konk.v1.Refusal.encode(message.refusals[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.bulkToken != null && $Object.hasOwnProperty.call(message, "bulkToken") && message.bulkToken.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.bulkToken);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PrepareReply message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.PrepareReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.PrepareReply & konk.v1.PrepareReply.$Shape} PrepareReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PrepareReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.PrepareReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.refusals && message.refusals.length))
                                message.refusals = [];
                            message.refusals.push($root.konk.v1.Refusal.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.bulkToken = value;
                            else
                                delete message.bulkToken;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return PrepareReply;
        })();

        v1.Refusal = (function() {

            /**
             * Properties of a Refusal.
             * @typedef {Object} konk.v1.Refusal.$Properties
             * @property {string|null} [check] Refusal check
             * @property {string|null} [reason] Refusal reason
             * @property {string|null} [fix] Refusal fix
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refusal.
             * @memberof konk.v1
             * @interface IRefusal
             * @augments konk.v1.Refusal.$Properties
             * @deprecated Use konk.v1.Refusal.$Properties instead.
             */

            /**
             * Shape of a Refusal.
             * @typedef {konk.v1.Refusal.$Properties} konk.v1.Refusal.$Shape
             */

            /**
             * Constructs a new Refusal.
             * @memberof konk.v1
             * @classdesc Represents a Refusal.
             * @constructor
             * @param {konk.v1.Refusal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refusal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refusal check.
             * @member {string} check
             * @memberof konk.v1.Refusal
             * @instance
             */
            Refusal.prototype.check = "";

            /**
             * Refusal reason.
             * @member {string} reason
             * @memberof konk.v1.Refusal
             * @instance
             */
            Refusal.prototype.reason = "";

            /**
             * Refusal fix.
             * @member {string} fix
             * @memberof konk.v1.Refusal
             * @instance
             */
            Refusal.prototype.fix = "";

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link konk.v1.Refusal.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.Refusal
             * @static
             * @param {konk.v1.Refusal.$Properties} message Refusal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.check != null && $Object.hasOwnProperty.call(message, "check") && message.check !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.check);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.fix != null && $Object.hasOwnProperty.call(message, "fix") && message.fix !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.fix);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.Refusal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.Refusal & konk.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.Refusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.check = value;
                            else
                                delete message.check;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fix = value;
                            else
                                delete message.fix;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Refusal;
        })();

        v1.ImageChunk = (function() {

            /**
             * Properties of an ImageChunk.
             * @typedef {Object} konk.v1.ImageChunk.$Properties
             * @property {string|null} [migrationId] ImageChunk migrationId
             * @property {string|null} [kind] ImageChunk kind
             * @property {string|null} [id] ImageChunk id
             * @property {number|null} [offset] ImageChunk offset
             * @property {Uint8Array|null} [data] ImageChunk data
             * @property {boolean|null} [last] ImageChunk last
             * @property {Uint8Array|null} [xxhash3] ImageChunk xxhash3
             * @property {boolean|null} [store] ImageChunk store
             * @property {number|null} [unpackedBytes] ImageChunk unpackedBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ImageChunk.
             * @memberof konk.v1
             * @interface IImageChunk
             * @augments konk.v1.ImageChunk.$Properties
             * @deprecated Use konk.v1.ImageChunk.$Properties instead.
             */

            /**
             * Shape of an ImageChunk.
             * @typedef {konk.v1.ImageChunk.$Properties} konk.v1.ImageChunk.$Shape
             */

            /**
             * Constructs a new ImageChunk.
             * @memberof konk.v1
             * @classdesc Represents an ImageChunk.
             * @constructor
             * @param {konk.v1.ImageChunk.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ImageChunk = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ImageChunk migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.migrationId = "";

            /**
             * ImageChunk kind.
             * @member {string} kind
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.kind = "";

            /**
             * ImageChunk id.
             * @member {string} id
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.id = "";

            /**
             * ImageChunk offset.
             * @member {number} offset
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ImageChunk data.
             * @member {Uint8Array} data
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.data = $util.newBuffer([]);

            /**
             * ImageChunk last.
             * @member {boolean} last
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.last = false;

            /**
             * ImageChunk xxhash3.
             * @member {Uint8Array} xxhash3
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.xxhash3 = $util.newBuffer([]);

            /**
             * ImageChunk store.
             * @member {boolean} store
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.store = false;

            /**
             * ImageChunk unpackedBytes.
             * @member {number} unpackedBytes
             * @memberof konk.v1.ImageChunk
             * @instance
             */
            ImageChunk.prototype.unpackedBytes = 0;

            /**
             * Encodes the specified ImageChunk message. Does not implicitly {@link konk.v1.ImageChunk.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.ImageChunk
             * @static
             * @param {konk.v1.ImageChunk.$Properties} message ImageChunk message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ImageChunk.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.id);
                if (message.offset != null && $Object.hasOwnProperty.call(message, "offset") && (typeof message.offset === "object" ? message.offset.low || message.offset.high : message.offset !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.offset);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.data);
                if (message.last != null && $Object.hasOwnProperty.call(message, "last") && message.last !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.last);
                if (message.xxhash3 != null && $Object.hasOwnProperty.call(message, "xxhash3") && message.xxhash3.length)
                    writer.uint32(/* id 7, wireType 2 =*/58).bytes(message.xxhash3);
                if (message.store != null && $Object.hasOwnProperty.call(message, "store") && message.store !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.store);
                if (message.unpackedBytes != null && $Object.hasOwnProperty.call(message, "unpackedBytes") && message.unpackedBytes !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.unpackedBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an ImageChunk message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.ImageChunk
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.ImageChunk & konk.v1.ImageChunk.$Shape} ImageChunk
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ImageChunk.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.ImageChunk();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.offset = value;
                            else
                                delete message.offset;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.last = value;
                            else
                                delete message.last;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.xxhash3 = value;
                            else
                                delete message.xxhash3;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.store = value;
                            else
                                delete message.store;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.unpackedBytes = value;
                            else
                                delete message.unpackedBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ImageChunk;
        })();

        v1.BulkOpen = (function() {

            /**
             * Properties of a BulkOpen.
             * @typedef {Object} konk.v1.BulkOpen.$Properties
             * @property {string|null} [migrationId] BulkOpen migrationId
             * @property {Uint8Array|null} [token] BulkOpen token
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BulkOpen.
             * @memberof konk.v1
             * @interface IBulkOpen
             * @augments konk.v1.BulkOpen.$Properties
             * @deprecated Use konk.v1.BulkOpen.$Properties instead.
             */

            /**
             * Shape of a BulkOpen.
             * @typedef {konk.v1.BulkOpen.$Properties} konk.v1.BulkOpen.$Shape
             */

            /**
             * Constructs a new BulkOpen.
             * @memberof konk.v1
             * @classdesc Represents a BulkOpen.
             * @constructor
             * @param {konk.v1.BulkOpen.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BulkOpen = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BulkOpen migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.BulkOpen
             * @instance
             */
            BulkOpen.prototype.migrationId = "";

            /**
             * BulkOpen token.
             * @member {Uint8Array} token
             * @memberof konk.v1.BulkOpen
             * @instance
             */
            BulkOpen.prototype.token = $util.newBuffer([]);

            /**
             * Encodes the specified BulkOpen message. Does not implicitly {@link konk.v1.BulkOpen.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.BulkOpen
             * @static
             * @param {konk.v1.BulkOpen.$Properties} message BulkOpen message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BulkOpen.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.token != null && $Object.hasOwnProperty.call(message, "token") && message.token.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.token);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BulkOpen message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.BulkOpen
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.BulkOpen & konk.v1.BulkOpen.$Shape} BulkOpen
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BulkOpen.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.BulkOpen();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.token = value;
                            else
                                delete message.token;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BulkOpen;
        })();

        v1.BulkReply = (function() {

            /**
             * Properties of a BulkReply.
             * @typedef {Object} konk.v1.BulkReply.$Properties
             * @property {konk.v1.ImagesReceived.$Properties|null} [received] BulkReply received
             * @property {konk.v1.Error.$Properties|null} [error] BulkReply error
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BulkReply.
             * @memberof konk.v1
             * @interface IBulkReply
             * @augments konk.v1.BulkReply.$Properties
             * @deprecated Use konk.v1.BulkReply.$Properties instead.
             */

            /**
             * Shape of a BulkReply.
             * @typedef {konk.v1.BulkReply.$Properties} konk.v1.BulkReply.$Shape
             */

            /**
             * Constructs a new BulkReply.
             * @memberof konk.v1
             * @classdesc Represents a BulkReply.
             * @constructor
             * @param {konk.v1.BulkReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BulkReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BulkReply received.
             * @member {konk.v1.ImagesReceived.$Properties|null|undefined} received
             * @memberof konk.v1.BulkReply
             * @instance
             */
            BulkReply.prototype.received = null;

            /**
             * BulkReply error.
             * @member {konk.v1.Error.$Properties|null|undefined} error
             * @memberof konk.v1.BulkReply
             * @instance
             */
            BulkReply.prototype.error = null;

            /**
             * Encodes the specified BulkReply message. Does not implicitly {@link konk.v1.BulkReply.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.BulkReply
             * @static
             * @param {konk.v1.BulkReply.$Properties} message BulkReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BulkReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.received != null && $Object.hasOwnProperty.call(message, "received"))
                    $root.konk.v1.ImagesReceived.encode(message.received, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.error != null && $Object.hasOwnProperty.call(message, "error"))
                    $root.konk.v1.Error.encode(message.error, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BulkReply message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.BulkReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.BulkReply & konk.v1.BulkReply.$Shape} BulkReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BulkReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.BulkReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.received = $root.konk.v1.ImagesReceived.decode(reader, reader.size(), $undefined, _depth + 1, message.received);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.error = $root.konk.v1.Error.decode(reader, reader.size(), $undefined, _depth + 1, message.error);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BulkReply;
        })();

        v1.ImagesReceived = (function() {

            /**
             * Properties of an ImagesReceived.
             * @typedef {Object} konk.v1.ImagesReceived.$Properties
             * @property {number|null} [images] ImagesReceived images
             * @property {number|null} [bytes] ImagesReceived bytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ImagesReceived.
             * @memberof konk.v1
             * @interface IImagesReceived
             * @augments konk.v1.ImagesReceived.$Properties
             * @deprecated Use konk.v1.ImagesReceived.$Properties instead.
             */

            /**
             * Shape of an ImagesReceived.
             * @typedef {konk.v1.ImagesReceived.$Properties} konk.v1.ImagesReceived.$Shape
             */

            /**
             * Constructs a new ImagesReceived.
             * @memberof konk.v1
             * @classdesc Represents an ImagesReceived.
             * @constructor
             * @param {konk.v1.ImagesReceived.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ImagesReceived = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ImagesReceived images.
             * @member {number} images
             * @memberof konk.v1.ImagesReceived
             * @instance
             */
            ImagesReceived.prototype.images = 0;

            /**
             * ImagesReceived bytes.
             * @member {number} bytes
             * @memberof konk.v1.ImagesReceived
             * @instance
             */
            ImagesReceived.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ImagesReceived message. Does not implicitly {@link konk.v1.ImagesReceived.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.ImagesReceived
             * @static
             * @param {konk.v1.ImagesReceived.$Properties} message ImagesReceived message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ImagesReceived.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.images != null && $Object.hasOwnProperty.call(message, "images") && message.images !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.images);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an ImagesReceived message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.ImagesReceived
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.ImagesReceived & konk.v1.ImagesReceived.$Shape} ImagesReceived
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ImagesReceived.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.ImagesReceived();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.images = value;
                            else
                                delete message.images;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ImagesReceived;
        })();

        v1.RestoreRequest = (function() {

            /**
             * Properties of a RestoreRequest.
             * @typedef {Object} konk.v1.RestoreRequest.$Properties
             * @property {string|null} [migrationId] RestoreRequest migrationId
             * @property {number|null} [images] RestoreRequest images
             * @property {number|null} [bytes] RestoreRequest bytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RestoreRequest.
             * @memberof konk.v1
             * @interface IRestoreRequest
             * @augments konk.v1.RestoreRequest.$Properties
             * @deprecated Use konk.v1.RestoreRequest.$Properties instead.
             */

            /**
             * Shape of a RestoreRequest.
             * @typedef {konk.v1.RestoreRequest.$Properties} konk.v1.RestoreRequest.$Shape
             */

            /**
             * Constructs a new RestoreRequest.
             * @memberof konk.v1
             * @classdesc Represents a RestoreRequest.
             * @constructor
             * @param {konk.v1.RestoreRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RestoreRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RestoreRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.RestoreRequest
             * @instance
             */
            RestoreRequest.prototype.migrationId = "";

            /**
             * RestoreRequest images.
             * @member {number} images
             * @memberof konk.v1.RestoreRequest
             * @instance
             */
            RestoreRequest.prototype.images = 0;

            /**
             * RestoreRequest bytes.
             * @member {number} bytes
             * @memberof konk.v1.RestoreRequest
             * @instance
             */
            RestoreRequest.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified RestoreRequest message. Does not implicitly {@link konk.v1.RestoreRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.RestoreRequest
             * @static
             * @param {konk.v1.RestoreRequest.$Properties} message RestoreRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RestoreRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.images != null && $Object.hasOwnProperty.call(message, "images") && message.images !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.images);
                if (message.bytes != null && $Object.hasOwnProperty.call(message, "bytes") && (typeof message.bytes === "object" ? message.bytes.low || message.bytes.high : message.bytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.bytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RestoreRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.RestoreRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.RestoreRequest & konk.v1.RestoreRequest.$Shape} RestoreRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RestoreRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.RestoreRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.images = value;
                            else
                                delete message.images;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.bytes = value;
                            else
                                delete message.bytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RestoreRequest;
        })();

        v1.Held = (function() {

            /**
             * Properties of a Held.
             * @typedef {Object} konk.v1.Held.$Properties
             * @property {Array.<konk.v1.TimedStep.$Properties>|null} [steps] Held steps
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Held.
             * @memberof konk.v1
             * @interface IHeld
             * @augments konk.v1.Held.$Properties
             * @deprecated Use konk.v1.Held.$Properties instead.
             */

            /**
             * Shape of a Held.
             * @typedef {konk.v1.Held.$Properties} konk.v1.Held.$Shape
             */

            /**
             * Constructs a new Held.
             * @memberof konk.v1
             * @classdesc Represents a Held.
             * @constructor
             * @param {konk.v1.Held.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Held = function (properties) {
                this.steps = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Held steps.
             * @member {Array.<konk.v1.TimedStep.$Properties>} steps
             * @memberof konk.v1.Held
             * @instance
             */
            Held.prototype.steps = $util.emptyArray;

            /**
             * Encodes the specified Held message. Does not implicitly {@link konk.v1.Held.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.Held
             * @static
             * @param {konk.v1.Held.$Properties} message Held message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Held.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.steps != null && message.steps.length)
                    for (let i = 0; i < message.steps.length; ++i)
                        $root.konk.v1.TimedStep.encode(message.steps[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Held message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.Held
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.Held & konk.v1.Held.$Shape} Held
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Held.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.Held();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.steps && message.steps.length))
                                message.steps = [];
                            message.steps.push($root.konk.v1.TimedStep.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Held;
        })();

        v1.ResumeRequest = (function() {

            /**
             * Properties of a ResumeRequest.
             * @typedef {Object} konk.v1.ResumeRequest.$Properties
             * @property {string|null} [migrationId] ResumeRequest migrationId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ResumeRequest.
             * @memberof konk.v1
             * @interface IResumeRequest
             * @augments konk.v1.ResumeRequest.$Properties
             * @deprecated Use konk.v1.ResumeRequest.$Properties instead.
             */

            /**
             * Shape of a ResumeRequest.
             * @typedef {konk.v1.ResumeRequest.$Properties} konk.v1.ResumeRequest.$Shape
             */

            /**
             * Constructs a new ResumeRequest.
             * @memberof konk.v1
             * @classdesc Represents a ResumeRequest.
             * @constructor
             * @param {konk.v1.ResumeRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ResumeRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ResumeRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.ResumeRequest
             * @instance
             */
            ResumeRequest.prototype.migrationId = "";

            /**
             * Encodes the specified ResumeRequest message. Does not implicitly {@link konk.v1.ResumeRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.ResumeRequest
             * @static
             * @param {konk.v1.ResumeRequest.$Properties} message ResumeRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ResumeRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ResumeRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.ResumeRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.ResumeRequest & konk.v1.ResumeRequest.$Shape} ResumeRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ResumeRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.ResumeRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ResumeRequest;
        })();

        v1.Resumed = (function() {

            /**
             * Properties of a Resumed.
             * @typedef {Object} konk.v1.Resumed.$Properties
             * @property {Array.<konk.v1.TimedStep.$Properties>|null} [steps] Resumed steps
             * @property {boolean|null} [neverRan] Resumed neverRan
             * @property {boolean|null} [follows] Resumed follows
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Resumed.
             * @memberof konk.v1
             * @interface IResumed
             * @augments konk.v1.Resumed.$Properties
             * @deprecated Use konk.v1.Resumed.$Properties instead.
             */

            /**
             * Shape of a Resumed.
             * @typedef {konk.v1.Resumed.$Properties} konk.v1.Resumed.$Shape
             */

            /**
             * Constructs a new Resumed.
             * @memberof konk.v1
             * @classdesc Represents a Resumed.
             * @constructor
             * @param {konk.v1.Resumed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Resumed = function (properties) {
                this.steps = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Resumed steps.
             * @member {Array.<konk.v1.TimedStep.$Properties>} steps
             * @memberof konk.v1.Resumed
             * @instance
             */
            Resumed.prototype.steps = $util.emptyArray;

            /**
             * Resumed neverRan.
             * @member {boolean} neverRan
             * @memberof konk.v1.Resumed
             * @instance
             */
            Resumed.prototype.neverRan = false;

            /**
             * Resumed follows.
             * @member {boolean} follows
             * @memberof konk.v1.Resumed
             * @instance
             */
            Resumed.prototype.follows = false;

            /**
             * Encodes the specified Resumed message. Does not implicitly {@link konk.v1.Resumed.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.Resumed
             * @static
             * @param {konk.v1.Resumed.$Properties} message Resumed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Resumed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.steps != null && message.steps.length)
                    for (let i = 0; i < message.steps.length; ++i)
                        $root.konk.v1.TimedStep.encode(message.steps[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.neverRan != null && $Object.hasOwnProperty.call(message, "neverRan") && message.neverRan !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.neverRan);
                if (message.follows != null && $Object.hasOwnProperty.call(message, "follows") && message.follows !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.follows);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Resumed message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.Resumed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.Resumed & konk.v1.Resumed.$Shape} Resumed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Resumed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.Resumed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.steps && message.steps.length))
                                message.steps = [];
                            message.steps.push($root.konk.v1.TimedStep.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.neverRan = value;
                            else
                                delete message.neverRan;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.follows = value;
                            else
                                delete message.follows;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Resumed;
        })();

        v1.FollowingBytes = (function() {

            /**
             * Properties of a FollowingBytes.
             * @typedef {Object} konk.v1.FollowingBytes.$Properties
             * @property {string|null} [migrationId] FollowingBytes migrationId
             * @property {Uint8Array|null} [data] FollowingBytes data
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FollowingBytes.
             * @memberof konk.v1
             * @interface IFollowingBytes
             * @augments konk.v1.FollowingBytes.$Properties
             * @deprecated Use konk.v1.FollowingBytes.$Properties instead.
             */

            /**
             * Shape of a FollowingBytes.
             * @typedef {konk.v1.FollowingBytes.$Properties} konk.v1.FollowingBytes.$Shape
             */

            /**
             * Constructs a new FollowingBytes.
             * @memberof konk.v1
             * @classdesc Represents a FollowingBytes.
             * @constructor
             * @param {konk.v1.FollowingBytes.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FollowingBytes = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FollowingBytes migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.FollowingBytes
             * @instance
             */
            FollowingBytes.prototype.migrationId = "";

            /**
             * FollowingBytes data.
             * @member {Uint8Array} data
             * @memberof konk.v1.FollowingBytes
             * @instance
             */
            FollowingBytes.prototype.data = $util.newBuffer([]);

            /**
             * Encodes the specified FollowingBytes message. Does not implicitly {@link konk.v1.FollowingBytes.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.FollowingBytes
             * @static
             * @param {konk.v1.FollowingBytes.$Properties} message FollowingBytes message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FollowingBytes.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.data != null && $Object.hasOwnProperty.call(message, "data") && message.data.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.data);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FollowingBytes message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.FollowingBytes
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.FollowingBytes & konk.v1.FollowingBytes.$Shape} FollowingBytes
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FollowingBytes.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.FollowingBytes();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.data = value;
                            else
                                delete message.data;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FollowingBytes;
        })();

        v1.TornRequest = (function() {

            /**
             * Properties of a TornRequest.
             * @typedef {Object} konk.v1.TornRequest.$Properties
             * @property {string|null} [migrationId] TornRequest migrationId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TornRequest.
             * @memberof konk.v1
             * @interface ITornRequest
             * @augments konk.v1.TornRequest.$Properties
             * @deprecated Use konk.v1.TornRequest.$Properties instead.
             */

            /**
             * Shape of a TornRequest.
             * @typedef {konk.v1.TornRequest.$Properties} konk.v1.TornRequest.$Shape
             */

            /**
             * Constructs a new TornRequest.
             * @memberof konk.v1
             * @classdesc Represents a TornRequest.
             * @constructor
             * @param {konk.v1.TornRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TornRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TornRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.TornRequest
             * @instance
             */
            TornRequest.prototype.migrationId = "";

            /**
             * Encodes the specified TornRequest message. Does not implicitly {@link konk.v1.TornRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.TornRequest
             * @static
             * @param {konk.v1.TornRequest.$Properties} message TornRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TornRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TornRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.TornRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.TornRequest & konk.v1.TornRequest.$Shape} TornRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TornRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.TornRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TornRequest;
        })();

        v1.TornReply = (function() {

            /**
             * Properties of a TornReply.
             * @typedef {Object} konk.v1.TornReply.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TornReply.
             * @memberof konk.v1
             * @interface ITornReply
             * @augments konk.v1.TornReply.$Properties
             * @deprecated Use konk.v1.TornReply.$Properties instead.
             */

            /**
             * Shape of a TornReply.
             * @typedef {konk.v1.TornReply.$Properties} konk.v1.TornReply.$Shape
             */

            /**
             * Constructs a new TornReply.
             * @memberof konk.v1
             * @classdesc Represents a TornReply.
             * @constructor
             * @param {konk.v1.TornReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TornReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified TornReply message. Does not implicitly {@link konk.v1.TornReply.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.TornReply
             * @static
             * @param {konk.v1.TornReply.$Properties} message TornReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TornReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TornReply message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.TornReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.TornReply & konk.v1.TornReply.$Shape} TornReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TornReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.TornReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TornReply;
        })();

        v1.TimedStep = (function() {

            /**
             * Properties of a TimedStep.
             * @typedef {Object} konk.v1.TimedStep.$Properties
             * @property {string|null} [step] TimedStep step
             * @property {number|null} [atMs] TimedStep atMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TimedStep.
             * @memberof konk.v1
             * @interface ITimedStep
             * @augments konk.v1.TimedStep.$Properties
             * @deprecated Use konk.v1.TimedStep.$Properties instead.
             */

            /**
             * Shape of a TimedStep.
             * @typedef {konk.v1.TimedStep.$Properties} konk.v1.TimedStep.$Shape
             */

            /**
             * Constructs a new TimedStep.
             * @memberof konk.v1
             * @classdesc Represents a TimedStep.
             * @constructor
             * @param {konk.v1.TimedStep.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TimedStep = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TimedStep step.
             * @member {string} step
             * @memberof konk.v1.TimedStep
             * @instance
             */
            TimedStep.prototype.step = "";

            /**
             * TimedStep atMs.
             * @member {number} atMs
             * @memberof konk.v1.TimedStep
             * @instance
             */
            TimedStep.prototype.atMs = 0;

            /**
             * Encodes the specified TimedStep message. Does not implicitly {@link konk.v1.TimedStep.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.TimedStep
             * @static
             * @param {konk.v1.TimedStep.$Properties} message TimedStep message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TimedStep.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.step);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && !$Object.is(message.atMs, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.atMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TimedStep message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.TimedStep
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.TimedStep & konk.v1.TimedStep.$Shape} TimedStep
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TimedStep.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.TimedStep();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TimedStep;
        })();

        v1.AbortRequest = (function() {

            /**
             * Properties of an AbortRequest.
             * @typedef {Object} konk.v1.AbortRequest.$Properties
             * @property {string|null} [migrationId] AbortRequest migrationId
             * @property {string|null} [reason] AbortRequest reason
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AbortRequest.
             * @memberof konk.v1
             * @interface IAbortRequest
             * @augments konk.v1.AbortRequest.$Properties
             * @deprecated Use konk.v1.AbortRequest.$Properties instead.
             */

            /**
             * Shape of an AbortRequest.
             * @typedef {konk.v1.AbortRequest.$Properties} konk.v1.AbortRequest.$Shape
             */

            /**
             * Constructs a new AbortRequest.
             * @memberof konk.v1
             * @classdesc Represents an AbortRequest.
             * @constructor
             * @param {konk.v1.AbortRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AbortRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AbortRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.AbortRequest
             * @instance
             */
            AbortRequest.prototype.migrationId = "";

            /**
             * AbortRequest reason.
             * @member {string} reason
             * @memberof konk.v1.AbortRequest
             * @instance
             */
            AbortRequest.prototype.reason = "";

            /**
             * Encodes the specified AbortRequest message. Does not implicitly {@link konk.v1.AbortRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.AbortRequest
             * @static
             * @param {konk.v1.AbortRequest.$Properties} message AbortRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AbortRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.reason);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AbortRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.AbortRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.AbortRequest & konk.v1.AbortRequest.$Shape} AbortRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AbortRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.AbortRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AbortRequest;
        })();

        v1.Aborted = (function() {

            /**
             * Properties of an Aborted.
             * @typedef {Object} konk.v1.Aborted.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Aborted.
             * @memberof konk.v1
             * @interface IAborted
             * @augments konk.v1.Aborted.$Properties
             * @deprecated Use konk.v1.Aborted.$Properties instead.
             */

            /**
             * Shape of an Aborted.
             * @typedef {konk.v1.Aborted.$Properties} konk.v1.Aborted.$Shape
             */

            /**
             * Constructs a new Aborted.
             * @memberof konk.v1
             * @classdesc Represents an Aborted.
             * @constructor
             * @param {konk.v1.Aborted.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Aborted = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Aborted message. Does not implicitly {@link konk.v1.Aborted.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.Aborted
             * @static
             * @param {konk.v1.Aborted.$Properties} message Aborted message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Aborted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Aborted message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.Aborted
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.Aborted & konk.v1.Aborted.$Shape} Aborted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Aborted.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.Aborted();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Aborted;
        })();

        v1.QueryRequest = (function() {

            /**
             * Properties of a QueryRequest.
             * @typedef {Object} konk.v1.QueryRequest.$Properties
             * @property {string|null} [migrationId] QueryRequest migrationId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a QueryRequest.
             * @memberof konk.v1
             * @interface IQueryRequest
             * @augments konk.v1.QueryRequest.$Properties
             * @deprecated Use konk.v1.QueryRequest.$Properties instead.
             */

            /**
             * Shape of a QueryRequest.
             * @typedef {konk.v1.QueryRequest.$Properties} konk.v1.QueryRequest.$Shape
             */

            /**
             * Constructs a new QueryRequest.
             * @memberof konk.v1
             * @classdesc Represents a QueryRequest.
             * @constructor
             * @param {konk.v1.QueryRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const QueryRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * QueryRequest migrationId.
             * @member {string} migrationId
             * @memberof konk.v1.QueryRequest
             * @instance
             */
            QueryRequest.prototype.migrationId = "";

            /**
             * Encodes the specified QueryRequest message. Does not implicitly {@link konk.v1.QueryRequest.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.QueryRequest
             * @static
             * @param {konk.v1.QueryRequest.$Properties} message QueryRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            QueryRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.migrationId != null && $Object.hasOwnProperty.call(message, "migrationId") && message.migrationId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.migrationId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a QueryRequest message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.QueryRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.QueryRequest & konk.v1.QueryRequest.$Shape} QueryRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            QueryRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.QueryRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.migrationId = value;
                            else
                                delete message.migrationId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueryRequest;
        })();

        v1.QueryReply = (function() {

            /**
             * Properties of a QueryReply.
             * @typedef {Object} konk.v1.QueryReply.$Properties
             * @property {string|null} [phase] QueryReply phase
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a QueryReply.
             * @memberof konk.v1
             * @interface IQueryReply
             * @augments konk.v1.QueryReply.$Properties
             * @deprecated Use konk.v1.QueryReply.$Properties instead.
             */

            /**
             * Shape of a QueryReply.
             * @typedef {konk.v1.QueryReply.$Properties} konk.v1.QueryReply.$Shape
             */

            /**
             * Constructs a new QueryReply.
             * @memberof konk.v1
             * @classdesc Represents a QueryReply.
             * @constructor
             * @param {konk.v1.QueryReply.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const QueryReply = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * QueryReply phase.
             * @member {string} phase
             * @memberof konk.v1.QueryReply
             * @instance
             */
            QueryReply.prototype.phase = "";

            /**
             * Encodes the specified QueryReply message. Does not implicitly {@link konk.v1.QueryReply.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.QueryReply
             * @static
             * @param {konk.v1.QueryReply.$Properties} message QueryReply message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            QueryReply.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.phase);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a QueryReply message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.QueryReply
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.QueryReply & konk.v1.QueryReply.$Shape} QueryReply
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            QueryReply.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.QueryReply();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueryReply;
        })();

        v1.Error = (function() {

            /**
             * Properties of an Error.
             * @typedef {Object} konk.v1.Error.$Properties
             * @property {string|null} [code] Error code
             * @property {string|null} [message] Error message
             * @property {string|null} [hint] Error hint
             * @property {string|null} [host] Error host
             * @property {Array.<string>|null} [lines] Error lines
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Error.
             * @memberof konk.v1
             * @interface IError
             * @augments konk.v1.Error.$Properties
             * @deprecated Use konk.v1.Error.$Properties instead.
             */

            /**
             * Shape of an Error.
             * @typedef {konk.v1.Error.$Properties} konk.v1.Error.$Shape
             */

            /**
             * Constructs a new Error.
             * @memberof konk.v1
             * @classdesc Represents an Error.
             * @constructor
             * @param {konk.v1.Error.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Error = function (properties) {
                this.lines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Error code.
             * @member {string} code
             * @memberof konk.v1.Error
             * @instance
             */
            Error.prototype.code = "";

            /**
             * Error message.
             * @member {string} message
             * @memberof konk.v1.Error
             * @instance
             */
            Error.prototype.message = "";

            /**
             * Error hint.
             * @member {string} hint
             * @memberof konk.v1.Error
             * @instance
             */
            Error.prototype.hint = "";

            /**
             * Error host.
             * @member {string} host
             * @memberof konk.v1.Error
             * @instance
             */
            Error.prototype.host = "";

            /**
             * Error lines.
             * @member {Array.<string>} lines
             * @memberof konk.v1.Error
             * @instance
             */
            Error.prototype.lines = $util.emptyArray;

            /**
             * Encodes the specified Error message. Does not implicitly {@link konk.v1.Error.verify|verify} messages.
             * @function encode
             * @memberof konk.v1.Error
             * @static
             * @param {konk.v1.Error.$Properties} message Error message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Error.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.hint != null && $Object.hasOwnProperty.call(message, "hint") && message.hint !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.hint);
                if (message.host != null && $Object.hasOwnProperty.call(message, "host") && message.host !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.host);
                if (message.lines != null && message.lines.length)
                    for (let i = 0; i < message.lines.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.lines[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Error message from the specified reader or buffer.
             * @function decode
             * @memberof konk.v1.Error
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {konk.v1.Error & konk.v1.Error.$Shape} Error
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Error.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.konk.v1.Error();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hint = value;
                            else
                                delete message.hint;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.host = value;
                            else
                                delete message.host;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lines && message.lines.length))
                                message.lines = [];
                            message.lines.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Error;
        })();

        return v1;
    })();

    return konk;
})();

export {
  $root as default
};
