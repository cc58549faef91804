/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";
$protobuf.util.Long = null;
$protobuf.configure();

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const criu = $root.criu = (() => {

    /**
     * Namespace criu.
     * @exports criu
     * @namespace
     */
    const criu = {};

    /**
     * RequestType enum.
     * @name criu.RequestType
     * @enum {number}
     * @property {number} EMPTY=0 EMPTY value
     * @property {number} DUMP=1 DUMP value
     * @property {number} RESTORE=2 RESTORE value
     * @property {number} CHECK=3 CHECK value
     * @property {number} NOTIFY=6 NOTIFY value
     * @property {number} FEATURE_CHECK=9 FEATURE_CHECK value
     * @property {number} VERSION=10 VERSION value
     */
    criu.RequestType = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "EMPTY"] = 0;
        values[valuesById[1] = "DUMP"] = 1;
        values[valuesById[2] = "RESTORE"] = 2;
        values[valuesById[3] = "CHECK"] = 3;
        values[valuesById[6] = "NOTIFY"] = 6;
        values[valuesById[9] = "FEATURE_CHECK"] = 9;
        values[valuesById[10] = "VERSION"] = 10;
        return values;
    })();

    criu.Request = (function() {

        /**
         * Properties of a Request.
         * @typedef {Object} criu.Request.$Properties
         * @property {criu.RequestType} type Request type
         * @property {criu.Options.$Properties|null} [opts] Request opts
         * @property {boolean|null} [notifySuccess] Request notifySuccess
         * @property {boolean|null} [keepOpen] Request keepOpen
         * @property {criu.Features.$Properties|null} [features] Request features
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Request.
         * @memberof criu
         * @interface IRequest
         * @augments criu.Request.$Properties
         * @deprecated Use criu.Request.$Properties instead.
         */

        /**
         * Shape of a Request.
         * @typedef {criu.Request.$Properties} criu.Request.$Shape
         */

        /**
         * Constructs a new Request.
         * @memberof criu
         * @classdesc Represents a Request.
         * @constructor
         * @param {criu.Request.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Request = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Request type.
         * @member {criu.RequestType} type
         * @memberof criu.Request
         * @instance
         */
        Request.prototype.type = 0;

        /**
         * Request opts.
         * @member {criu.Options.$Properties|null|undefined} opts
         * @memberof criu.Request
         * @instance
         */
        Request.prototype.opts = null;

        /**
         * Request notifySuccess.
         * @member {boolean} notifySuccess
         * @memberof criu.Request
         * @instance
         */
        Request.prototype.notifySuccess = false;

        /**
         * Request keepOpen.
         * @member {boolean} keepOpen
         * @memberof criu.Request
         * @instance
         */
        Request.prototype.keepOpen = false;

        /**
         * Request features.
         * @member {criu.Features.$Properties|null|undefined} features
         * @memberof criu.Request
         * @instance
         */
        Request.prototype.features = null;

        /**
         * Encodes the specified Request message. Does not implicitly {@link criu.Request.verify|verify} messages.
         * @function encode
         * @memberof criu.Request
         * @static
         * @param {criu.Request.$Properties} message Request message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Request.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
            if (message.opts != null && $Object.hasOwnProperty.call(message, "opts"))
                $root.criu.Options.encode(message.opts, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.notifySuccess != null && $Object.hasOwnProperty.call(message, "notifySuccess"))
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.notifySuccess);
            if (message.keepOpen != null && $Object.hasOwnProperty.call(message, "keepOpen"))
                writer.uint32(/* id 4, wireType 0 =*/32).bool(message.keepOpen);
            if (message.features != null && $Object.hasOwnProperty.call(message, "features"))
                $root.criu.Features.encode(message.features, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Request message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Request
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Request & criu.Request.$Shape} Request
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Request.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Request();
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
                        value = reader.int32();
                        if ($root.criu.RequestType[value] !== $undefined)
                            message.type = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.opts = $root.criu.Options.decode(reader, reader.size(), $undefined, _depth + 1, message.opts);
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.notifySuccess = reader.bool();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.keepOpen = reader.bool();
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.features = $root.criu.Features.decode(reader, reader.size(), $undefined, _depth + 1, message.features);
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
            if (!$Object.hasOwnProperty.call(message, "type"))
                throw $util.ProtocolError("missing required 'type'", { instance: message });
            return message;
        };

        return Request;
    })();

    criu.Response = (function() {

        /**
         * Properties of a Response.
         * @typedef {Object} criu.Response.$Properties
         * @property {criu.RequestType} type Response type
         * @property {boolean} success Response success
         * @property {criu.DumpResult.$Properties|null} [dump] Response dump
         * @property {criu.RestoreResult.$Properties|null} [restore] Response restore
         * @property {criu.Notification.$Properties|null} [notify] Response notify
         * @property {number|null} [crErrno] Response crErrno
         * @property {criu.Features.$Properties|null} [features] Response features
         * @property {string|null} [crErrmsg] Response crErrmsg
         * @property {criu.Version.$Properties|null} [version] Response version
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Response.
         * @memberof criu
         * @interface IResponse
         * @augments criu.Response.$Properties
         * @deprecated Use criu.Response.$Properties instead.
         */

        /**
         * Shape of a Response.
         * @typedef {criu.Response.$Properties} criu.Response.$Shape
         */

        /**
         * Constructs a new Response.
         * @memberof criu
         * @classdesc Represents a Response.
         * @constructor
         * @param {criu.Response.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Response = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Response type.
         * @member {criu.RequestType} type
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.type = 0;

        /**
         * Response success.
         * @member {boolean} success
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.success = false;

        /**
         * Response dump.
         * @member {criu.DumpResult.$Properties|null|undefined} dump
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.dump = null;

        /**
         * Response restore.
         * @member {criu.RestoreResult.$Properties|null|undefined} restore
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.restore = null;

        /**
         * Response notify.
         * @member {criu.Notification.$Properties|null|undefined} notify
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.notify = null;

        /**
         * Response crErrno.
         * @member {number} crErrno
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.crErrno = 0;

        /**
         * Response features.
         * @member {criu.Features.$Properties|null|undefined} features
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.features = null;

        /**
         * Response crErrmsg.
         * @member {string} crErrmsg
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.crErrmsg = "";

        /**
         * Response version.
         * @member {criu.Version.$Properties|null|undefined} version
         * @memberof criu.Response
         * @instance
         */
        Response.prototype.version = null;

        /**
         * Encodes the specified Response message. Does not implicitly {@link criu.Response.verify|verify} messages.
         * @function encode
         * @memberof criu.Response
         * @static
         * @param {criu.Response.$Properties} message Response message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Response.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
            writer.uint32(/* id 2, wireType 0 =*/16).bool(message.success);
            if (message.dump != null && $Object.hasOwnProperty.call(message, "dump"))
                $root.criu.DumpResult.encode(message.dump, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.restore != null && $Object.hasOwnProperty.call(message, "restore"))
                $root.criu.RestoreResult.encode(message.restore, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
            if (message.notify != null && $Object.hasOwnProperty.call(message, "notify"))
                $root.criu.Notification.encode(message.notify, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.crErrno != null && $Object.hasOwnProperty.call(message, "crErrno"))
                writer.uint32(/* id 7, wireType 0 =*/56).int32(message.crErrno);
            if (message.features != null && $Object.hasOwnProperty.call(message, "features"))
                $root.criu.Features.encode(message.features, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
            if (message.crErrmsg != null && $Object.hasOwnProperty.call(message, "crErrmsg"))
                writer.uint32(/* id 9, wireType 2 =*/74).string(message.crErrmsg);
            if (message.version != null && $Object.hasOwnProperty.call(message, "version"))
                $root.criu.Version.encode(message.version, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Response message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Response
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Response & criu.Response.$Shape} Response
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Response.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Response();
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
                        value = reader.int32();
                        if ($root.criu.RequestType[value] !== $undefined)
                            message.type = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.success = reader.bool();
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.dump = $root.criu.DumpResult.decode(reader, reader.size(), $undefined, _depth + 1, message.dump);
                        continue;
                    }
                case 4: {
                        if (wireType !== 2)
                            break;
                        message.restore = $root.criu.RestoreResult.decode(reader, reader.size(), $undefined, _depth + 1, message.restore);
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        message.notify = $root.criu.Notification.decode(reader, reader.size(), $undefined, _depth + 1, message.notify);
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.crErrno = reader.int32();
                        continue;
                    }
                case 8: {
                        if (wireType !== 2)
                            break;
                        message.features = $root.criu.Features.decode(reader, reader.size(), $undefined, _depth + 1, message.features);
                        continue;
                    }
                case 9: {
                        if (wireType !== 2)
                            break;
                        message.crErrmsg = reader.string();
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.version = $root.criu.Version.decode(reader, reader.size(), $undefined, _depth + 1, message.version);
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
            if (!$Object.hasOwnProperty.call(message, "type"))
                throw $util.ProtocolError("missing required 'type'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "success"))
                throw $util.ProtocolError("missing required 'success'", { instance: message });
            return message;
        };

        return Response;
    })();

    criu.DumpResult = (function() {

        /**
         * Properties of a DumpResult.
         * @typedef {Object} criu.DumpResult.$Properties
         * @property {boolean|null} [restored] DumpResult restored
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DumpResult.
         * @memberof criu
         * @interface IDumpResult
         * @augments criu.DumpResult.$Properties
         * @deprecated Use criu.DumpResult.$Properties instead.
         */

        /**
         * Shape of a DumpResult.
         * @typedef {criu.DumpResult.$Properties} criu.DumpResult.$Shape
         */

        /**
         * Constructs a new DumpResult.
         * @memberof criu
         * @classdesc Represents a DumpResult.
         * @constructor
         * @param {criu.DumpResult.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DumpResult = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DumpResult restored.
         * @member {boolean} restored
         * @memberof criu.DumpResult
         * @instance
         */
        DumpResult.prototype.restored = false;

        /**
         * Encodes the specified DumpResult message. Does not implicitly {@link criu.DumpResult.verify|verify} messages.
         * @function encode
         * @memberof criu.DumpResult
         * @static
         * @param {criu.DumpResult.$Properties} message DumpResult message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DumpResult.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.restored != null && $Object.hasOwnProperty.call(message, "restored"))
                writer.uint32(/* id 1, wireType 0 =*/8).bool(message.restored);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DumpResult message from the specified reader or buffer.
         * @function decode
         * @memberof criu.DumpResult
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.DumpResult & criu.DumpResult.$Shape} DumpResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DumpResult.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.DumpResult();
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
                        message.restored = reader.bool();
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

        return DumpResult;
    })();

    criu.RestoreResult = (function() {

        /**
         * Properties of a RestoreResult.
         * @typedef {Object} criu.RestoreResult.$Properties
         * @property {number} pid RestoreResult pid
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RestoreResult.
         * @memberof criu
         * @interface IRestoreResult
         * @augments criu.RestoreResult.$Properties
         * @deprecated Use criu.RestoreResult.$Properties instead.
         */

        /**
         * Shape of a RestoreResult.
         * @typedef {criu.RestoreResult.$Properties} criu.RestoreResult.$Shape
         */

        /**
         * Constructs a new RestoreResult.
         * @memberof criu
         * @classdesc Represents a RestoreResult.
         * @constructor
         * @param {criu.RestoreResult.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RestoreResult = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RestoreResult pid.
         * @member {number} pid
         * @memberof criu.RestoreResult
         * @instance
         */
        RestoreResult.prototype.pid = 0;

        /**
         * Encodes the specified RestoreResult message. Does not implicitly {@link criu.RestoreResult.verify|verify} messages.
         * @function encode
         * @memberof criu.RestoreResult
         * @static
         * @param {criu.RestoreResult.$Properties} message RestoreResult message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RestoreResult.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).int32(message.pid);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RestoreResult message from the specified reader or buffer.
         * @function decode
         * @memberof criu.RestoreResult
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.RestoreResult & criu.RestoreResult.$Shape} RestoreResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RestoreResult.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.RestoreResult();
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
                        message.pid = reader.int32();
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
            if (!$Object.hasOwnProperty.call(message, "pid"))
                throw $util.ProtocolError("missing required 'pid'", { instance: message });
            return message;
        };

        return RestoreResult;
    })();

    criu.Notification = (function() {

        /**
         * Properties of a Notification.
         * @typedef {Object} criu.Notification.$Properties
         * @property {string|null} [script] Notification script
         * @property {number|null} [pid] Notification pid
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Notification.
         * @memberof criu
         * @interface INotification
         * @augments criu.Notification.$Properties
         * @deprecated Use criu.Notification.$Properties instead.
         */

        /**
         * Shape of a Notification.
         * @typedef {criu.Notification.$Properties} criu.Notification.$Shape
         */

        /**
         * Constructs a new Notification.
         * @memberof criu
         * @classdesc Represents a Notification.
         * @constructor
         * @param {criu.Notification.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Notification = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Notification script.
         * @member {string} script
         * @memberof criu.Notification
         * @instance
         */
        Notification.prototype.script = "";

        /**
         * Notification pid.
         * @member {number} pid
         * @memberof criu.Notification
         * @instance
         */
        Notification.prototype.pid = 0;

        /**
         * Encodes the specified Notification message. Does not implicitly {@link criu.Notification.verify|verify} messages.
         * @function encode
         * @memberof criu.Notification
         * @static
         * @param {criu.Notification.$Properties} message Notification message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Notification.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.script != null && $Object.hasOwnProperty.call(message, "script"))
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.script);
            if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.pid);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Notification message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Notification
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Notification & criu.Notification.$Shape} Notification
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Notification.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Notification();
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
                        message.script = reader.string();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.pid = reader.int32();
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

        return Notification;
    })();

    criu.Features = (function() {

        /**
         * Properties of a Features.
         * @typedef {Object} criu.Features.$Properties
         * @property {boolean|null} [memTrack] Features memTrack
         * @property {boolean|null} [lazyPages] Features lazyPages
         * @property {boolean|null} [pidfdStore] Features pidfdStore
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Features.
         * @memberof criu
         * @interface IFeatures
         * @augments criu.Features.$Properties
         * @deprecated Use criu.Features.$Properties instead.
         */

        /**
         * Shape of a Features.
         * @typedef {criu.Features.$Properties} criu.Features.$Shape
         */

        /**
         * Constructs a new Features.
         * @memberof criu
         * @classdesc Represents a Features.
         * @constructor
         * @param {criu.Features.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Features = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Features memTrack.
         * @member {boolean} memTrack
         * @memberof criu.Features
         * @instance
         */
        Features.prototype.memTrack = false;

        /**
         * Features lazyPages.
         * @member {boolean} lazyPages
         * @memberof criu.Features
         * @instance
         */
        Features.prototype.lazyPages = false;

        /**
         * Features pidfdStore.
         * @member {boolean} pidfdStore
         * @memberof criu.Features
         * @instance
         */
        Features.prototype.pidfdStore = false;

        /**
         * Encodes the specified Features message. Does not implicitly {@link criu.Features.verify|verify} messages.
         * @function encode
         * @memberof criu.Features
         * @static
         * @param {criu.Features.$Properties} message Features message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Features.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.memTrack != null && $Object.hasOwnProperty.call(message, "memTrack"))
                writer.uint32(/* id 1, wireType 0 =*/8).bool(message.memTrack);
            if (message.lazyPages != null && $Object.hasOwnProperty.call(message, "lazyPages"))
                writer.uint32(/* id 2, wireType 0 =*/16).bool(message.lazyPages);
            if (message.pidfdStore != null && $Object.hasOwnProperty.call(message, "pidfdStore"))
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.pidfdStore);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Features message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Features
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Features & criu.Features.$Shape} Features
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Features.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Features();
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
                        message.memTrack = reader.bool();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.lazyPages = reader.bool();
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.pidfdStore = reader.bool();
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

        return Features;
    })();

    criu.Version = (function() {

        /**
         * Properties of a Version.
         * @typedef {Object} criu.Version.$Properties
         * @property {number} majorNumber Version majorNumber
         * @property {number} minorNumber Version minorNumber
         * @property {string|null} [gitid] Version gitid
         * @property {number|null} [sublevel] Version sublevel
         * @property {number|null} [extra] Version extra
         * @property {string|null} [name] Version name
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Version.
         * @memberof criu
         * @interface IVersion
         * @augments criu.Version.$Properties
         * @deprecated Use criu.Version.$Properties instead.
         */

        /**
         * Shape of a Version.
         * @typedef {criu.Version.$Properties} criu.Version.$Shape
         */

        /**
         * Constructs a new Version.
         * @memberof criu
         * @classdesc Represents a Version.
         * @constructor
         * @param {criu.Version.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Version = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Version majorNumber.
         * @member {number} majorNumber
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.majorNumber = 0;

        /**
         * Version minorNumber.
         * @member {number} minorNumber
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.minorNumber = 0;

        /**
         * Version gitid.
         * @member {string} gitid
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.gitid = "";

        /**
         * Version sublevel.
         * @member {number} sublevel
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.sublevel = 0;

        /**
         * Version extra.
         * @member {number} extra
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.extra = 0;

        /**
         * Version name.
         * @member {string} name
         * @memberof criu.Version
         * @instance
         */
        Version.prototype.name = "";

        /**
         * Encodes the specified Version message. Does not implicitly {@link criu.Version.verify|verify} messages.
         * @function encode
         * @memberof criu.Version
         * @static
         * @param {criu.Version.$Properties} message Version message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Version.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).int32(message.majorNumber);
            writer.uint32(/* id 2, wireType 0 =*/16).int32(message.minorNumber);
            if (message.gitid != null && $Object.hasOwnProperty.call(message, "gitid"))
                writer.uint32(/* id 3, wireType 2 =*/26).string(message.gitid);
            if (message.sublevel != null && $Object.hasOwnProperty.call(message, "sublevel"))
                writer.uint32(/* id 4, wireType 0 =*/32).int32(message.sublevel);
            if (message.extra != null && $Object.hasOwnProperty.call(message, "extra"))
                writer.uint32(/* id 5, wireType 0 =*/40).int32(message.extra);
            if (message.name != null && $Object.hasOwnProperty.call(message, "name"))
                writer.uint32(/* id 6, wireType 2 =*/50).string(message.name);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Version message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Version
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Version & criu.Version.$Shape} Version
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Version.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Version();
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
                        message.majorNumber = reader.int32();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.minorNumber = reader.int32();
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        message.gitid = reader.string();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.sublevel = reader.int32();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.extra = reader.int32();
                        continue;
                    }
                case 6: {
                        if (wireType !== 2)
                            break;
                        message.name = reader.string();
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
            if (!$Object.hasOwnProperty.call(message, "majorNumber"))
                throw $util.ProtocolError("missing required 'majorNumber'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "minorNumber"))
                throw $util.ProtocolError("missing required 'minorNumber'", { instance: message });
            return message;
        };

        return Version;
    })();

    /**
     * CgroupMode enum.
     * @name criu.CgroupMode
     * @enum {number}
     * @property {number} IGNORE=0 IGNORE value
     * @property {number} CG_NONE=1 CG_NONE value
     * @property {number} PROPS=2 PROPS value
     * @property {number} SOFT=3 SOFT value
     * @property {number} FULL=4 FULL value
     * @property {number} STRICT=5 STRICT value
     * @property {number} DEFAULT=6 DEFAULT value
     */
    criu.CgroupMode = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[0] = "IGNORE"] = 0;
        values[valuesById[1] = "CG_NONE"] = 1;
        values[valuesById[2] = "PROPS"] = 2;
        values[valuesById[3] = "SOFT"] = 3;
        values[valuesById[4] = "FULL"] = 4;
        values[valuesById[5] = "STRICT"] = 5;
        values[valuesById[6] = "DEFAULT"] = 6;
        return values;
    })();

    /**
     * NetworkLock enum.
     * @name criu.NetworkLock
     * @enum {number}
     * @property {number} IPTABLES=1 IPTABLES value
     * @property {number} NFTABLES=2 NFTABLES value
     * @property {number} SKIP=3 SKIP value
     */
    criu.NetworkLock = (function() {
        const valuesById = $Object.create(null), values = $Object.create(valuesById);
        values[valuesById[1] = "IPTABLES"] = 1;
        values[valuesById[2] = "NFTABLES"] = 2;
        values[valuesById[3] = "SKIP"] = 3;
        return values;
    })();

    criu.InheritFd = (function() {

        /**
         * Properties of an InheritFd.
         * @typedef {Object} criu.InheritFd.$Properties
         * @property {string} key InheritFd key
         * @property {number} fd InheritFd fd
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an InheritFd.
         * @memberof criu
         * @interface IInheritFd
         * @augments criu.InheritFd.$Properties
         * @deprecated Use criu.InheritFd.$Properties instead.
         */

        /**
         * Shape of an InheritFd.
         * @typedef {criu.InheritFd.$Properties} criu.InheritFd.$Shape
         */

        /**
         * Constructs a new InheritFd.
         * @memberof criu
         * @classdesc Represents an InheritFd.
         * @constructor
         * @param {criu.InheritFd.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const InheritFd = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * InheritFd key.
         * @member {string} key
         * @memberof criu.InheritFd
         * @instance
         */
        InheritFd.prototype.key = "";

        /**
         * InheritFd fd.
         * @member {number} fd
         * @memberof criu.InheritFd
         * @instance
         */
        InheritFd.prototype.fd = 0;

        /**
         * Encodes the specified InheritFd message. Does not implicitly {@link criu.InheritFd.verify|verify} messages.
         * @function encode
         * @memberof criu.InheritFd
         * @static
         * @param {criu.InheritFd.$Properties} message InheritFd message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        InheritFd.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
            writer.uint32(/* id 2, wireType 0 =*/16).int32(message.fd);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an InheritFd message from the specified reader or buffer.
         * @function decode
         * @memberof criu.InheritFd
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.InheritFd & criu.InheritFd.$Shape} InheritFd
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        InheritFd.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.InheritFd();
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
                        message.key = reader.string();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.fd = reader.int32();
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
            if (!$Object.hasOwnProperty.call(message, "key"))
                throw $util.ProtocolError("missing required 'key'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "fd"))
                throw $util.ProtocolError("missing required 'fd'", { instance: message });
            return message;
        };

        return InheritFd;
    })();

    criu.PageServerInfo = (function() {

        /**
         * Properties of a PageServerInfo.
         * @typedef {Object} criu.PageServerInfo.$Properties
         * @property {number|null} [fd] PageServerInfo fd
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PageServerInfo.
         * @memberof criu
         * @interface IPageServerInfo
         * @augments criu.PageServerInfo.$Properties
         * @deprecated Use criu.PageServerInfo.$Properties instead.
         */

        /**
         * Shape of a PageServerInfo.
         * @typedef {criu.PageServerInfo.$Properties} criu.PageServerInfo.$Shape
         */

        /**
         * Constructs a new PageServerInfo.
         * @memberof criu
         * @classdesc Represents a PageServerInfo.
         * @constructor
         * @param {criu.PageServerInfo.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PageServerInfo = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PageServerInfo fd.
         * @member {number} fd
         * @memberof criu.PageServerInfo
         * @instance
         */
        PageServerInfo.prototype.fd = 0;

        /**
         * Encodes the specified PageServerInfo message. Does not implicitly {@link criu.PageServerInfo.verify|verify} messages.
         * @function encode
         * @memberof criu.PageServerInfo
         * @static
         * @param {criu.PageServerInfo.$Properties} message PageServerInfo message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PageServerInfo.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.fd != null && $Object.hasOwnProperty.call(message, "fd"))
                writer.uint32(/* id 4, wireType 0 =*/32).int32(message.fd);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PageServerInfo message from the specified reader or buffer.
         * @function decode
         * @memberof criu.PageServerInfo
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.PageServerInfo & criu.PageServerInfo.$Shape} PageServerInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PageServerInfo.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.PageServerInfo();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.fd = reader.int32();
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

        return PageServerInfo;
    })();

    criu.Options = (function() {

        /**
         * Properties of an Options.
         * @typedef {Object} criu.Options.$Properties
         * @property {number} imagesDirFd Options imagesDirFd
         * @property {number|null} [pid] Options pid
         * @property {boolean|null} [leaveRunning] Options leaveRunning
         * @property {boolean|null} [tcpEstablished] Options tcpEstablished
         * @property {boolean|null} [evasiveDevices] Options evasiveDevices
         * @property {boolean|null} [fileLocks] Options fileLocks
         * @property {number|null} [logLevel] Options logLevel
         * @property {string|null} [logFile] Options logFile
         * @property {criu.PageServerInfo.$Properties|null} [ps] Options ps
         * @property {boolean|null} [notifyScripts] Options notifyScripts
         * @property {string|null} [root] Options root
         * @property {boolean|null} [linkRemap] Options linkRemap
         * @property {boolean|null} [rstSibling] Options rstSibling
         * @property {Array.<criu.InheritFd.$Properties>|null} [inheritFd] Options inheritFd
         * @property {criu.CgroupMode|null} [manageCgroupsMode] Options manageCgroupsMode
         * @property {number|null} [ghostLimit] Options ghostLimit
         * @property {Array.<string>|null} [external] Options external
         * @property {string|null} [freezeCgroup] Options freezeCgroup
         * @property {number|null} [timeout] Options timeout
         * @property {boolean|null} [tcpSkipInFlight] Options tcpSkipInFlight
         * @property {boolean|null} [lazyPages] Options lazyPages
         * @property {criu.NetworkLock|null} [networkLock] Options networkLock
         * @property {boolean|null} [leaveStopped] Options leaveStopped
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Options.
         * @memberof criu
         * @interface IOptions
         * @augments criu.Options.$Properties
         * @deprecated Use criu.Options.$Properties instead.
         */

        /**
         * Shape of an Options.
         * @typedef {criu.Options.$Properties} criu.Options.$Shape
         */

        /**
         * Constructs a new Options.
         * @memberof criu
         * @classdesc Represents an Options.
         * @constructor
         * @param {criu.Options.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Options = function (properties) {
            this.inheritFd = [];
            this.external = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Options imagesDirFd.
         * @member {number} imagesDirFd
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.imagesDirFd = 0;

        /**
         * Options pid.
         * @member {number} pid
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.pid = 0;

        /**
         * Options leaveRunning.
         * @member {boolean} leaveRunning
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.leaveRunning = false;

        /**
         * Options tcpEstablished.
         * @member {boolean} tcpEstablished
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.tcpEstablished = false;

        /**
         * Options evasiveDevices.
         * @member {boolean} evasiveDevices
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.evasiveDevices = false;

        /**
         * Options fileLocks.
         * @member {boolean} fileLocks
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.fileLocks = false;

        /**
         * Options logLevel.
         * @member {number} logLevel
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.logLevel = 0;

        /**
         * Options logFile.
         * @member {string} logFile
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.logFile = "";

        /**
         * Options ps.
         * @member {criu.PageServerInfo.$Properties|null|undefined} ps
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.ps = null;

        /**
         * Options notifyScripts.
         * @member {boolean} notifyScripts
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.notifyScripts = false;

        /**
         * Options root.
         * @member {string} root
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.root = "";

        /**
         * Options linkRemap.
         * @member {boolean} linkRemap
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.linkRemap = false;

        /**
         * Options rstSibling.
         * @member {boolean} rstSibling
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.rstSibling = false;

        /**
         * Options inheritFd.
         * @member {Array.<criu.InheritFd.$Properties>} inheritFd
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.inheritFd = $util.emptyArray;

        /**
         * Options manageCgroupsMode.
         * @member {criu.CgroupMode} manageCgroupsMode
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.manageCgroupsMode = 0;

        /**
         * Options ghostLimit.
         * @member {number} ghostLimit
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.ghostLimit = 0;

        /**
         * Options external.
         * @member {Array.<string>} external
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.external = $util.emptyArray;

        /**
         * Options freezeCgroup.
         * @member {string} freezeCgroup
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.freezeCgroup = "";

        /**
         * Options timeout.
         * @member {number} timeout
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.timeout = 0;

        /**
         * Options tcpSkipInFlight.
         * @member {boolean} tcpSkipInFlight
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.tcpSkipInFlight = false;

        /**
         * Options lazyPages.
         * @member {boolean} lazyPages
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.lazyPages = false;

        /**
         * Options networkLock.
         * @member {criu.NetworkLock} networkLock
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.networkLock = 1;

        /**
         * Options leaveStopped.
         * @member {boolean} leaveStopped
         * @memberof criu.Options
         * @instance
         */
        Options.prototype.leaveStopped = false;

        /**
         * Encodes the specified Options message. Does not implicitly {@link criu.Options.verify|verify} messages.
         * @function encode
         * @memberof criu.Options
         * @static
         * @param {criu.Options.$Properties} message Options message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Options.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).int32(message.imagesDirFd);
            if (message.pid != null && $Object.hasOwnProperty.call(message, "pid"))
                writer.uint32(/* id 2, wireType 0 =*/16).int32(message.pid);
            if (message.leaveRunning != null && $Object.hasOwnProperty.call(message, "leaveRunning"))
                writer.uint32(/* id 3, wireType 0 =*/24).bool(message.leaveRunning);
            if (message.tcpEstablished != null && $Object.hasOwnProperty.call(message, "tcpEstablished"))
                writer.uint32(/* id 5, wireType 0 =*/40).bool(message.tcpEstablished);
            if (message.evasiveDevices != null && $Object.hasOwnProperty.call(message, "evasiveDevices"))
                writer.uint32(/* id 6, wireType 0 =*/48).bool(message.evasiveDevices);
            if (message.fileLocks != null && $Object.hasOwnProperty.call(message, "fileLocks"))
                writer.uint32(/* id 8, wireType 0 =*/64).bool(message.fileLocks);
            if (message.logLevel != null && $Object.hasOwnProperty.call(message, "logLevel"))
                writer.uint32(/* id 9, wireType 0 =*/72).int32(message.logLevel);
            if (message.logFile != null && $Object.hasOwnProperty.call(message, "logFile"))
                writer.uint32(/* id 10, wireType 2 =*/82).string(message.logFile);
            if (message.ps != null && $Object.hasOwnProperty.call(message, "ps"))
                $root.criu.PageServerInfo.encode(message.ps, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
            if (message.notifyScripts != null && $Object.hasOwnProperty.call(message, "notifyScripts"))
                writer.uint32(/* id 12, wireType 0 =*/96).bool(message.notifyScripts);
            if (message.root != null && $Object.hasOwnProperty.call(message, "root"))
                writer.uint32(/* id 13, wireType 2 =*/106).string(message.root);
            if (message.linkRemap != null && $Object.hasOwnProperty.call(message, "linkRemap"))
                writer.uint32(/* id 18, wireType 0 =*/144).bool(message.linkRemap);
            if (message.rstSibling != null && $Object.hasOwnProperty.call(message, "rstSibling"))
                writer.uint32(/* id 26, wireType 0 =*/208).bool(message.rstSibling);
            if (message.inheritFd != null && message.inheritFd.length)
                for (let i = 0; i < message.inheritFd.length; ++i)
                    $root.criu.InheritFd.encode(message.inheritFd[i], writer.uint32(/* id 27, wireType 2 =*/218).fork(), _depth + 1).ldelim();
            if (message.manageCgroupsMode != null && $Object.hasOwnProperty.call(message, "manageCgroupsMode"))
                writer.uint32(/* id 34, wireType 0 =*/272).int32(message.manageCgroupsMode);
            if (message.ghostLimit != null && $Object.hasOwnProperty.call(message, "ghostLimit"))
                writer.uint32(/* id 35, wireType 0 =*/280).uint32(message.ghostLimit);
            if (message.external != null && message.external.length)
                for (let i = 0; i < message.external.length; ++i)
                    writer.uint32(/* id 37, wireType 2 =*/298).string(message.external[i]);
            if (message.freezeCgroup != null && $Object.hasOwnProperty.call(message, "freezeCgroup"))
                writer.uint32(/* id 44, wireType 2 =*/354).string(message.freezeCgroup);
            if (message.timeout != null && $Object.hasOwnProperty.call(message, "timeout"))
                writer.uint32(/* id 45, wireType 0 =*/360).uint32(message.timeout);
            if (message.tcpSkipInFlight != null && $Object.hasOwnProperty.call(message, "tcpSkipInFlight"))
                writer.uint32(/* id 46, wireType 0 =*/368).bool(message.tcpSkipInFlight);
            if (message.lazyPages != null && $Object.hasOwnProperty.call(message, "lazyPages"))
                writer.uint32(/* id 48, wireType 0 =*/384).bool(message.lazyPages);
            if (message.networkLock != null && $Object.hasOwnProperty.call(message, "networkLock"))
                writer.uint32(/* id 64, wireType 0 =*/512).int32(message.networkLock);
            if (message.leaveStopped != null && $Object.hasOwnProperty.call(message, "leaveStopped"))
                writer.uint32(/* id 69, wireType 0 =*/552).bool(message.leaveStopped);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Options message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Options
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Options & criu.Options.$Shape} Options
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Options.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Options();
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
                        message.imagesDirFd = reader.int32();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.pid = reader.int32();
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.leaveRunning = reader.bool();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.tcpEstablished = reader.bool();
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.evasiveDevices = reader.bool();
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.fileLocks = reader.bool();
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.logLevel = reader.int32();
                        continue;
                    }
                case 10: {
                        if (wireType !== 2)
                            break;
                        message.logFile = reader.string();
                        continue;
                    }
                case 11: {
                        if (wireType !== 2)
                            break;
                        message.ps = $root.criu.PageServerInfo.decode(reader, reader.size(), $undefined, _depth + 1, message.ps);
                        continue;
                    }
                case 12: {
                        if (wireType !== 0)
                            break;
                        message.notifyScripts = reader.bool();
                        continue;
                    }
                case 13: {
                        if (wireType !== 2)
                            break;
                        message.root = reader.string();
                        continue;
                    }
                case 18: {
                        if (wireType !== 0)
                            break;
                        message.linkRemap = reader.bool();
                        continue;
                    }
                case 26: {
                        if (wireType !== 0)
                            break;
                        message.rstSibling = reader.bool();
                        continue;
                    }
                case 27: {
                        if (wireType !== 2)
                            break;
                        if (!(message.inheritFd && message.inheritFd.length))
                            message.inheritFd = [];
                        message.inheritFd.push($root.criu.InheritFd.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 34: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.criu.CgroupMode[value] !== $undefined)
                            message.manageCgroupsMode = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 35: {
                        if (wireType !== 0)
                            break;
                        message.ghostLimit = reader.uint32();
                        continue;
                    }
                case 37: {
                        if (wireType !== 2)
                            break;
                        if (!(message.external && message.external.length))
                            message.external = [];
                        message.external.push(reader.string());
                        continue;
                    }
                case 44: {
                        if (wireType !== 2)
                            break;
                        message.freezeCgroup = reader.string();
                        continue;
                    }
                case 45: {
                        if (wireType !== 0)
                            break;
                        message.timeout = reader.uint32();
                        continue;
                    }
                case 46: {
                        if (wireType !== 0)
                            break;
                        message.tcpSkipInFlight = reader.bool();
                        continue;
                    }
                case 48: {
                        if (wireType !== 0)
                            break;
                        message.lazyPages = reader.bool();
                        continue;
                    }
                case 64: {
                        if (wireType !== 0)
                            break;
                        value = reader.int32();
                        if ($root.criu.NetworkLock[value] !== $undefined)
                            message.networkLock = value;
                        else if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                        continue;
                    }
                case 69: {
                        if (wireType !== 0)
                            break;
                        message.leaveStopped = reader.bool();
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
            if (!$Object.hasOwnProperty.call(message, "imagesDirFd"))
                throw $util.ProtocolError("missing required 'imagesDirFd'", { instance: message });
            return message;
        };

        return Options;
    })();

    criu.PagemapHead = (function() {

        /**
         * Properties of a PagemapHead.
         * @typedef {Object} criu.PagemapHead.$Properties
         * @property {number} pagesId PagemapHead pagesId
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PagemapHead.
         * @memberof criu
         * @interface IPagemapHead
         * @augments criu.PagemapHead.$Properties
         * @deprecated Use criu.PagemapHead.$Properties instead.
         */

        /**
         * Shape of a PagemapHead.
         * @typedef {criu.PagemapHead.$Properties} criu.PagemapHead.$Shape
         */

        /**
         * Constructs a new PagemapHead.
         * @memberof criu
         * @classdesc Represents a PagemapHead.
         * @constructor
         * @param {criu.PagemapHead.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PagemapHead = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PagemapHead pagesId.
         * @member {number} pagesId
         * @memberof criu.PagemapHead
         * @instance
         */
        PagemapHead.prototype.pagesId = 0;

        /**
         * Encodes the specified PagemapHead message. Does not implicitly {@link criu.PagemapHead.verify|verify} messages.
         * @function encode
         * @memberof criu.PagemapHead
         * @static
         * @param {criu.PagemapHead.$Properties} message PagemapHead message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PagemapHead.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.pagesId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PagemapHead message from the specified reader or buffer.
         * @function decode
         * @memberof criu.PagemapHead
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.PagemapHead & criu.PagemapHead.$Shape} PagemapHead
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PagemapHead.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.PagemapHead();
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
                        message.pagesId = reader.uint32();
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
            if (!$Object.hasOwnProperty.call(message, "pagesId"))
                throw $util.ProtocolError("missing required 'pagesId'", { instance: message });
            return message;
        };

        return PagemapHead;
    })();

    criu.PagemapEntry = (function() {

        /**
         * Properties of a PagemapEntry.
         * @typedef {Object} criu.PagemapEntry.$Properties
         * @property {number} vaddr PagemapEntry vaddr
         * @property {number} compatNrPages PagemapEntry compatNrPages
         * @property {number|null} [flags] PagemapEntry flags
         * @property {number|null} [nrPages] PagemapEntry nrPages
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a PagemapEntry.
         * @memberof criu
         * @interface IPagemapEntry
         * @augments criu.PagemapEntry.$Properties
         * @deprecated Use criu.PagemapEntry.$Properties instead.
         */

        /**
         * Shape of a PagemapEntry.
         * @typedef {criu.PagemapEntry.$Properties} criu.PagemapEntry.$Shape
         */

        /**
         * Constructs a new PagemapEntry.
         * @memberof criu
         * @classdesc Represents a PagemapEntry.
         * @constructor
         * @param {criu.PagemapEntry.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const PagemapEntry = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * PagemapEntry vaddr.
         * @member {number} vaddr
         * @memberof criu.PagemapEntry
         * @instance
         */
        PagemapEntry.prototype.vaddr = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * PagemapEntry compatNrPages.
         * @member {number} compatNrPages
         * @memberof criu.PagemapEntry
         * @instance
         */
        PagemapEntry.prototype.compatNrPages = 0;

        /**
         * PagemapEntry flags.
         * @member {number} flags
         * @memberof criu.PagemapEntry
         * @instance
         */
        PagemapEntry.prototype.flags = 0;

        /**
         * PagemapEntry nrPages.
         * @member {number} nrPages
         * @memberof criu.PagemapEntry
         * @instance
         */
        PagemapEntry.prototype.nrPages = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified PagemapEntry message. Does not implicitly {@link criu.PagemapEntry.verify|verify} messages.
         * @function encode
         * @memberof criu.PagemapEntry
         * @static
         * @param {criu.PagemapEntry.$Properties} message PagemapEntry message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        PagemapEntry.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.vaddr);
            writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.compatNrPages);
            if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.flags);
            if (message.nrPages != null && $Object.hasOwnProperty.call(message, "nrPages"))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.nrPages);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a PagemapEntry message from the specified reader or buffer.
         * @function decode
         * @memberof criu.PagemapEntry
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.PagemapEntry & criu.PagemapEntry.$Shape} PagemapEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        PagemapEntry.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.PagemapEntry();
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
                        message.vaddr = reader.uint64();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.compatNrPages = reader.uint32();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.flags = reader.uint32();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.nrPages = reader.uint64();
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
            if (!$Object.hasOwnProperty.call(message, "vaddr"))
                throw $util.ProtocolError("missing required 'vaddr'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "compatNrPages"))
                throw $util.ProtocolError("missing required 'compatNrPages'", { instance: message });
            return message;
        };

        return PagemapEntry;
    })();

    criu.Core = (function() {

        /**
         * Properties of a Core.
         * @typedef {Object} criu.Core.$Properties
         * @property {Array.<criu.TaskCore.$Properties>|null} [tc] Core tc
         * @property {Array.<criu.ThreadCore.$Properties>|null} [threadCore] Core threadCore
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Core.
         * @memberof criu
         * @interface ICore
         * @augments criu.Core.$Properties
         * @deprecated Use criu.Core.$Properties instead.
         */

        /**
         * Shape of a Core.
         * @typedef {criu.Core.$Properties} criu.Core.$Shape
         */

        /**
         * Constructs a new Core.
         * @memberof criu
         * @classdesc Represents a Core.
         * @constructor
         * @param {criu.Core.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Core = function (properties) {
            this.tc = [];
            this.threadCore = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Core tc.
         * @member {Array.<criu.TaskCore.$Properties>} tc
         * @memberof criu.Core
         * @instance
         */
        Core.prototype.tc = $util.emptyArray;

        /**
         * Core threadCore.
         * @member {Array.<criu.ThreadCore.$Properties>} threadCore
         * @memberof criu.Core
         * @instance
         */
        Core.prototype.threadCore = $util.emptyArray;

        /**
         * Encodes the specified Core message. Does not implicitly {@link criu.Core.verify|verify} messages.
         * @function encode
         * @memberof criu.Core
         * @static
         * @param {criu.Core.$Properties} message Core message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Core.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.tc != null && message.tc.length)
                for (let i = 0; i < message.tc.length; ++i)
                    $root.criu.TaskCore.encode(message.tc[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.threadCore != null && message.threadCore.length)
                for (let i = 0; i < message.threadCore.length; ++i)
                    $root.criu.ThreadCore.encode(message.threadCore[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Core message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Core
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Core & criu.Core.$Shape} Core
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Core.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Core();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.tc && message.tc.length))
                            message.tc = [];
                        message.tc.push($root.criu.TaskCore.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                case 5: {
                        if (wireType !== 2)
                            break;
                        if (!(message.threadCore && message.threadCore.length))
                            message.threadCore = [];
                        message.threadCore.push($root.criu.ThreadCore.decode(reader, reader.size(), $undefined, _depth + 1));
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

        return Core;
    })();

    criu.ThreadCore = (function() {

        /**
         * Properties of a ThreadCore.
         * @typedef {Object} criu.ThreadCore.$Properties
         * @property {Array.<criu.Credentials.$Properties>|null} [creds] ThreadCore creds
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ThreadCore.
         * @memberof criu
         * @interface IThreadCore
         * @augments criu.ThreadCore.$Properties
         * @deprecated Use criu.ThreadCore.$Properties instead.
         */

        /**
         * Shape of a ThreadCore.
         * @typedef {criu.ThreadCore.$Properties} criu.ThreadCore.$Shape
         */

        /**
         * Constructs a new ThreadCore.
         * @memberof criu
         * @classdesc Represents a ThreadCore.
         * @constructor
         * @param {criu.ThreadCore.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ThreadCore = function (properties) {
            this.creds = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ThreadCore creds.
         * @member {Array.<criu.Credentials.$Properties>} creds
         * @memberof criu.ThreadCore
         * @instance
         */
        ThreadCore.prototype.creds = $util.emptyArray;

        /**
         * Encodes the specified ThreadCore message. Does not implicitly {@link criu.ThreadCore.verify|verify} messages.
         * @function encode
         * @memberof criu.ThreadCore
         * @static
         * @param {criu.ThreadCore.$Properties} message ThreadCore message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ThreadCore.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.creds != null && message.creds.length)
                for (let i = 0; i < message.creds.length; ++i)
                    $root.criu.Credentials.encode(message.creds[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ThreadCore message from the specified reader or buffer.
         * @function decode
         * @memberof criu.ThreadCore
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.ThreadCore & criu.ThreadCore.$Shape} ThreadCore
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ThreadCore.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.ThreadCore();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 10: {
                        if (wireType !== 2)
                            break;
                        if (!(message.creds && message.creds.length))
                            message.creds = [];
                        message.creds.push($root.criu.Credentials.decode(reader, reader.size(), $undefined, _depth + 1));
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

        return ThreadCore;
    })();

    criu.Credentials = (function() {

        /**
         * Properties of a Credentials.
         * @typedef {Object} criu.Credentials.$Properties
         * @property {Array.<number>|null} [capInh] Credentials capInh
         * @property {Array.<number>|null} [capPrm] Credentials capPrm
         * @property {Array.<number>|null} [capEff] Credentials capEff
         * @property {Array.<number>|null} [capBnd] Credentials capBnd
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Credentials.
         * @memberof criu
         * @interface ICredentials
         * @augments criu.Credentials.$Properties
         * @deprecated Use criu.Credentials.$Properties instead.
         */

        /**
         * Shape of a Credentials.
         * @typedef {criu.Credentials.$Properties} criu.Credentials.$Shape
         */

        /**
         * Constructs a new Credentials.
         * @memberof criu
         * @classdesc Represents a Credentials.
         * @constructor
         * @param {criu.Credentials.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Credentials = function (properties) {
            this.capInh = [];
            this.capPrm = [];
            this.capEff = [];
            this.capBnd = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Credentials capInh.
         * @member {Array.<number>} capInh
         * @memberof criu.Credentials
         * @instance
         */
        Credentials.prototype.capInh = $util.emptyArray;

        /**
         * Credentials capPrm.
         * @member {Array.<number>} capPrm
         * @memberof criu.Credentials
         * @instance
         */
        Credentials.prototype.capPrm = $util.emptyArray;

        /**
         * Credentials capEff.
         * @member {Array.<number>} capEff
         * @memberof criu.Credentials
         * @instance
         */
        Credentials.prototype.capEff = $util.emptyArray;

        /**
         * Credentials capBnd.
         * @member {Array.<number>} capBnd
         * @memberof criu.Credentials
         * @instance
         */
        Credentials.prototype.capBnd = $util.emptyArray;

        /**
         * Encodes the specified Credentials message. Does not implicitly {@link criu.Credentials.verify|verify} messages.
         * @function encode
         * @memberof criu.Credentials
         * @static
         * @param {criu.Credentials.$Properties} message Credentials message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Credentials.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.capInh != null && message.capInh.length)
                for (let i = 0; i < message.capInh.length; ++i)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.capInh[i]);
            if (message.capPrm != null && message.capPrm.length)
                for (let i = 0; i < message.capPrm.length; ++i)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.capPrm[i]);
            if (message.capEff != null && message.capEff.length)
                for (let i = 0; i < message.capEff.length; ++i)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.capEff[i]);
            if (message.capBnd != null && message.capBnd.length)
                for (let i = 0; i < message.capBnd.length; ++i)
                    writer.uint32(/* id 12, wireType 0 =*/96).uint32(message.capBnd[i]);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Credentials message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Credentials
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Credentials & criu.Credentials.$Shape} Credentials
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Credentials.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Credentials();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 9: {
                        if (wireType === 2) {
                            if (!(message.capInh && message.capInh.length))
                                message.capInh = [];
                            reader.uint32s(message.capInh);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.capInh && message.capInh.length))
                            message.capInh = [];
                        message.capInh.push(reader.uint32());
                        continue;
                    }
                case 10: {
                        if (wireType === 2) {
                            if (!(message.capPrm && message.capPrm.length))
                                message.capPrm = [];
                            reader.uint32s(message.capPrm);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.capPrm && message.capPrm.length))
                            message.capPrm = [];
                        message.capPrm.push(reader.uint32());
                        continue;
                    }
                case 11: {
                        if (wireType === 2) {
                            if (!(message.capEff && message.capEff.length))
                                message.capEff = [];
                            reader.uint32s(message.capEff);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.capEff && message.capEff.length))
                            message.capEff = [];
                        message.capEff.push(reader.uint32());
                        continue;
                    }
                case 12: {
                        if (wireType === 2) {
                            if (!(message.capBnd && message.capBnd.length))
                                message.capBnd = [];
                            reader.uint32s(message.capBnd);
                            continue;
                        }
                        if (wireType !== 0)
                            break;
                        if (!(message.capBnd && message.capBnd.length))
                            message.capBnd = [];
                        message.capBnd.push(reader.uint32());
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

        return Credentials;
    })();

    criu.Inventory = (function() {

        /**
         * Properties of an Inventory.
         * @typedef {Object} criu.Inventory.$Properties
         * @property {Array.<criu.NamespaceIds.$Properties>|null} [rootIds] Inventory rootIds
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an Inventory.
         * @memberof criu
         * @interface IInventory
         * @augments criu.Inventory.$Properties
         * @deprecated Use criu.Inventory.$Properties instead.
         */

        /**
         * Shape of an Inventory.
         * @typedef {criu.Inventory.$Properties} criu.Inventory.$Shape
         */

        /**
         * Constructs a new Inventory.
         * @memberof criu
         * @classdesc Represents an Inventory.
         * @constructor
         * @param {criu.Inventory.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Inventory = function (properties) {
            this.rootIds = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Inventory rootIds.
         * @member {Array.<criu.NamespaceIds.$Properties>} rootIds
         * @memberof criu.Inventory
         * @instance
         */
        Inventory.prototype.rootIds = $util.emptyArray;

        /**
         * Encodes the specified Inventory message. Does not implicitly {@link criu.Inventory.verify|verify} messages.
         * @function encode
         * @memberof criu.Inventory
         * @static
         * @param {criu.Inventory.$Properties} message Inventory message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Inventory.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.rootIds != null && message.rootIds.length)
                for (let i = 0; i < message.rootIds.length; ++i)
                    $root.criu.NamespaceIds.encode(message.rootIds[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an Inventory message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Inventory
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Inventory & criu.Inventory.$Shape} Inventory
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Inventory.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Inventory();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (!(message.rootIds && message.rootIds.length))
                            message.rootIds = [];
                        message.rootIds.push($root.criu.NamespaceIds.decode(reader, reader.size(), $undefined, _depth + 1));
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

        return Inventory;
    })();

    criu.NamespaceIds = (function() {

        /**
         * Properties of a NamespaceIds.
         * @typedef {Object} criu.NamespaceIds.$Properties
         * @property {number|null} [pidNsId] NamespaceIds pidNsId
         * @property {number|null} [netNsId] NamespaceIds netNsId
         * @property {number|null} [ipcNsId] NamespaceIds ipcNsId
         * @property {number|null} [utsNsId] NamespaceIds utsNsId
         * @property {number|null} [mntNsId] NamespaceIds mntNsId
         * @property {number|null} [userNsId] NamespaceIds userNsId
         * @property {number|null} [cgroupNsId] NamespaceIds cgroupNsId
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a NamespaceIds.
         * @memberof criu
         * @interface INamespaceIds
         * @augments criu.NamespaceIds.$Properties
         * @deprecated Use criu.NamespaceIds.$Properties instead.
         */

        /**
         * Shape of a NamespaceIds.
         * @typedef {criu.NamespaceIds.$Properties} criu.NamespaceIds.$Shape
         */

        /**
         * Constructs a new NamespaceIds.
         * @memberof criu
         * @classdesc Represents a NamespaceIds.
         * @constructor
         * @param {criu.NamespaceIds.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const NamespaceIds = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * NamespaceIds pidNsId.
         * @member {number} pidNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.pidNsId = 0;

        /**
         * NamespaceIds netNsId.
         * @member {number} netNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.netNsId = 0;

        /**
         * NamespaceIds ipcNsId.
         * @member {number} ipcNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.ipcNsId = 0;

        /**
         * NamespaceIds utsNsId.
         * @member {number} utsNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.utsNsId = 0;

        /**
         * NamespaceIds mntNsId.
         * @member {number} mntNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.mntNsId = 0;

        /**
         * NamespaceIds userNsId.
         * @member {number} userNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.userNsId = 0;

        /**
         * NamespaceIds cgroupNsId.
         * @member {number} cgroupNsId
         * @memberof criu.NamespaceIds
         * @instance
         */
        NamespaceIds.prototype.cgroupNsId = 0;

        /**
         * Encodes the specified NamespaceIds message. Does not implicitly {@link criu.NamespaceIds.verify|verify} messages.
         * @function encode
         * @memberof criu.NamespaceIds
         * @static
         * @param {criu.NamespaceIds.$Properties} message NamespaceIds message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        NamespaceIds.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.pidNsId != null && $Object.hasOwnProperty.call(message, "pidNsId"))
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.pidNsId);
            if (message.netNsId != null && $Object.hasOwnProperty.call(message, "netNsId"))
                writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.netNsId);
            if (message.ipcNsId != null && $Object.hasOwnProperty.call(message, "ipcNsId"))
                writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.ipcNsId);
            if (message.utsNsId != null && $Object.hasOwnProperty.call(message, "utsNsId"))
                writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.utsNsId);
            if (message.mntNsId != null && $Object.hasOwnProperty.call(message, "mntNsId"))
                writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.mntNsId);
            if (message.userNsId != null && $Object.hasOwnProperty.call(message, "userNsId"))
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.userNsId);
            if (message.cgroupNsId != null && $Object.hasOwnProperty.call(message, "cgroupNsId"))
                writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.cgroupNsId);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a NamespaceIds message from the specified reader or buffer.
         * @function decode
         * @memberof criu.NamespaceIds
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.NamespaceIds & criu.NamespaceIds.$Shape} NamespaceIds
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        NamespaceIds.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.NamespaceIds();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.pidNsId = reader.uint32();
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.netNsId = reader.uint32();
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.ipcNsId = reader.uint32();
                        continue;
                    }
                case 8: {
                        if (wireType !== 0)
                            break;
                        message.utsNsId = reader.uint32();
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.mntNsId = reader.uint32();
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.userNsId = reader.uint32();
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        message.cgroupNsId = reader.uint32();
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

        return NamespaceIds;
    })();

    criu.Mount = (function() {

        /**
         * Properties of a Mount.
         * @typedef {Object} criu.Mount.$Properties
         * @property {number|null} [fstype] Mount fstype
         * @property {number|null} [flags] Mount flags
         * @property {string|null} [mountpoint] Mount mountpoint
         * @property {number|null} [sharedId] Mount sharedId
         * @property {number|null} [masterId] Mount masterId
         * @property {string|null} [extKey] Mount extKey
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Mount.
         * @memberof criu
         * @interface IMount
         * @augments criu.Mount.$Properties
         * @deprecated Use criu.Mount.$Properties instead.
         */

        /**
         * Shape of a Mount.
         * @typedef {criu.Mount.$Properties} criu.Mount.$Shape
         */

        /**
         * Constructs a new Mount.
         * @memberof criu
         * @classdesc Represents a Mount.
         * @constructor
         * @param {criu.Mount.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Mount = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Mount fstype.
         * @member {number} fstype
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.fstype = 0;

        /**
         * Mount flags.
         * @member {number} flags
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.flags = 0;

        /**
         * Mount mountpoint.
         * @member {string} mountpoint
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.mountpoint = "";

        /**
         * Mount sharedId.
         * @member {number} sharedId
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.sharedId = 0;

        /**
         * Mount masterId.
         * @member {number} masterId
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.masterId = 0;

        /**
         * Mount extKey.
         * @member {string} extKey
         * @memberof criu.Mount
         * @instance
         */
        Mount.prototype.extKey = "";

        /**
         * Encodes the specified Mount message. Does not implicitly {@link criu.Mount.verify|verify} messages.
         * @function encode
         * @memberof criu.Mount
         * @static
         * @param {criu.Mount.$Properties} message Mount message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Mount.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.fstype != null && $Object.hasOwnProperty.call(message, "fstype"))
                writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.fstype);
            if (message.flags != null && $Object.hasOwnProperty.call(message, "flags"))
                writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.flags);
            if (message.mountpoint != null && $Object.hasOwnProperty.call(message, "mountpoint"))
                writer.uint32(/* id 7, wireType 2 =*/58).string(message.mountpoint);
            if (message.sharedId != null && $Object.hasOwnProperty.call(message, "sharedId"))
                writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.sharedId);
            if (message.masterId != null && $Object.hasOwnProperty.call(message, "masterId"))
                writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.masterId);
            if (message.extKey != null && $Object.hasOwnProperty.call(message, "extKey"))
                writer.uint32(/* id 18, wireType 2 =*/146).string(message.extKey);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Mount message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Mount
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Mount & criu.Mount.$Shape} Mount
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Mount.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Mount();
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
                        message.fstype = reader.uint32();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.flags = reader.uint32();
                        continue;
                    }
                case 7: {
                        if (wireType !== 2)
                            break;
                        message.mountpoint = reader.string();
                        continue;
                    }
                case 10: {
                        if (wireType !== 0)
                            break;
                        message.sharedId = reader.uint32();
                        continue;
                    }
                case 11: {
                        if (wireType !== 0)
                            break;
                        message.masterId = reader.uint32();
                        continue;
                    }
                case 18: {
                        if (wireType !== 2)
                            break;
                        message.extKey = reader.string();
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

        return Mount;
    })();

    criu.TaskCore = (function() {

        /**
         * Properties of a TaskCore.
         * @typedef {Object} criu.TaskCore.$Properties
         * @property {number} taskState TaskCore taskState
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a TaskCore.
         * @memberof criu
         * @interface ITaskCore
         * @augments criu.TaskCore.$Properties
         * @deprecated Use criu.TaskCore.$Properties instead.
         */

        /**
         * Shape of a TaskCore.
         * @typedef {criu.TaskCore.$Properties} criu.TaskCore.$Shape
         */

        /**
         * Constructs a new TaskCore.
         * @memberof criu
         * @classdesc Represents a TaskCore.
         * @constructor
         * @param {criu.TaskCore.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const TaskCore = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * TaskCore taskState.
         * @member {number} taskState
         * @memberof criu.TaskCore
         * @instance
         */
        TaskCore.prototype.taskState = 0;

        /**
         * Encodes the specified TaskCore message. Does not implicitly {@link criu.TaskCore.verify|verify} messages.
         * @function encode
         * @memberof criu.TaskCore
         * @static
         * @param {criu.TaskCore.$Properties} message TaskCore message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        TaskCore.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.taskState);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a TaskCore message from the specified reader or buffer.
         * @function decode
         * @memberof criu.TaskCore
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.TaskCore & criu.TaskCore.$Shape} TaskCore
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        TaskCore.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.TaskCore();
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
                        message.taskState = reader.uint32();
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
            if (!$Object.hasOwnProperty.call(message, "taskState"))
                throw $util.ProtocolError("missing required 'taskState'", { instance: message });
            return message;
        };

        return TaskCore;
    })();

    criu.Stats = (function() {

        /**
         * Properties of a Stats.
         * @typedef {Object} criu.Stats.$Properties
         * @property {criu.DumpStats.$Properties|null} [dump] Stats dump
         * @property {criu.RestoreStats.$Properties|null} [restore] Stats restore
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a Stats.
         * @memberof criu
         * @interface IStats
         * @augments criu.Stats.$Properties
         * @deprecated Use criu.Stats.$Properties instead.
         */

        /**
         * Shape of a Stats.
         * @typedef {criu.Stats.$Properties} criu.Stats.$Shape
         */

        /**
         * Constructs a new Stats.
         * @memberof criu
         * @classdesc Represents a Stats.
         * @constructor
         * @param {criu.Stats.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const Stats = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * Stats dump.
         * @member {criu.DumpStats.$Properties|null|undefined} dump
         * @memberof criu.Stats
         * @instance
         */
        Stats.prototype.dump = null;

        /**
         * Stats restore.
         * @member {criu.RestoreStats.$Properties|null|undefined} restore
         * @memberof criu.Stats
         * @instance
         */
        Stats.prototype.restore = null;

        /**
         * Encodes the specified Stats message. Does not implicitly {@link criu.Stats.verify|verify} messages.
         * @function encode
         * @memberof criu.Stats
         * @static
         * @param {criu.Stats.$Properties} message Stats message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        Stats.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.dump != null && $Object.hasOwnProperty.call(message, "dump"))
                $root.criu.DumpStats.encode(message.dump, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.restore != null && $Object.hasOwnProperty.call(message, "restore"))
                $root.criu.RestoreStats.encode(message.restore, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a Stats message from the specified reader or buffer.
         * @function decode
         * @memberof criu.Stats
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.Stats & criu.Stats.$Shape} Stats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        Stats.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.Stats();
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
                        message.dump = $root.criu.DumpStats.decode(reader, reader.size(), $undefined, _depth + 1, message.dump);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        message.restore = $root.criu.RestoreStats.decode(reader, reader.size(), $undefined, _depth + 1, message.restore);
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

        return Stats;
    })();

    criu.DumpStats = (function() {

        /**
         * Properties of a DumpStats.
         * @typedef {Object} criu.DumpStats.$Properties
         * @property {number} freezingTime DumpStats freezingTime
         * @property {number} frozenTime DumpStats frozenTime
         * @property {number} memdumpTime DumpStats memdumpTime
         * @property {number} memwriteTime DumpStats memwriteTime
         * @property {number} pagesScanned DumpStats pagesScanned
         * @property {number} pagesSkippedParent DumpStats pagesSkippedParent
         * @property {number} pagesWritten DumpStats pagesWritten
         * @property {number} pagesLazy DumpStats pagesLazy
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a DumpStats.
         * @memberof criu
         * @interface IDumpStats
         * @augments criu.DumpStats.$Properties
         * @deprecated Use criu.DumpStats.$Properties instead.
         */

        /**
         * Shape of a DumpStats.
         * @typedef {criu.DumpStats.$Properties} criu.DumpStats.$Shape
         */

        /**
         * Constructs a new DumpStats.
         * @memberof criu
         * @classdesc Represents a DumpStats.
         * @constructor
         * @param {criu.DumpStats.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const DumpStats = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * DumpStats freezingTime.
         * @member {number} freezingTime
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.freezingTime = 0;

        /**
         * DumpStats frozenTime.
         * @member {number} frozenTime
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.frozenTime = 0;

        /**
         * DumpStats memdumpTime.
         * @member {number} memdumpTime
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.memdumpTime = 0;

        /**
         * DumpStats memwriteTime.
         * @member {number} memwriteTime
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.memwriteTime = 0;

        /**
         * DumpStats pagesScanned.
         * @member {number} pagesScanned
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.pagesScanned = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * DumpStats pagesSkippedParent.
         * @member {number} pagesSkippedParent
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.pagesSkippedParent = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * DumpStats pagesWritten.
         * @member {number} pagesWritten
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.pagesWritten = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * DumpStats pagesLazy.
         * @member {number} pagesLazy
         * @memberof criu.DumpStats
         * @instance
         */
        DumpStats.prototype.pagesLazy = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified DumpStats message. Does not implicitly {@link criu.DumpStats.verify|verify} messages.
         * @function encode
         * @memberof criu.DumpStats
         * @static
         * @param {criu.DumpStats.$Properties} message DumpStats message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        DumpStats.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.freezingTime);
            writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.frozenTime);
            writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.memdumpTime);
            writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.memwriteTime);
            writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.pagesScanned);
            writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.pagesSkippedParent);
            writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.pagesWritten);
            writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.pagesLazy);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a DumpStats message from the specified reader or buffer.
         * @function decode
         * @memberof criu.DumpStats
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.DumpStats & criu.DumpStats.$Shape} DumpStats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        DumpStats.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.DumpStats();
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
                        message.freezingTime = reader.uint32();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.frozenTime = reader.uint32();
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.memdumpTime = reader.uint32();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.memwriteTime = reader.uint32();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.pagesScanned = reader.uint64();
                        continue;
                    }
                case 6: {
                        if (wireType !== 0)
                            break;
                        message.pagesSkippedParent = reader.uint64();
                        continue;
                    }
                case 7: {
                        if (wireType !== 0)
                            break;
                        message.pagesWritten = reader.uint64();
                        continue;
                    }
                case 9: {
                        if (wireType !== 0)
                            break;
                        message.pagesLazy = reader.uint64();
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
            if (!$Object.hasOwnProperty.call(message, "freezingTime"))
                throw $util.ProtocolError("missing required 'freezingTime'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "frozenTime"))
                throw $util.ProtocolError("missing required 'frozenTime'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "memdumpTime"))
                throw $util.ProtocolError("missing required 'memdumpTime'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "memwriteTime"))
                throw $util.ProtocolError("missing required 'memwriteTime'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "pagesScanned"))
                throw $util.ProtocolError("missing required 'pagesScanned'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "pagesSkippedParent"))
                throw $util.ProtocolError("missing required 'pagesSkippedParent'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "pagesWritten"))
                throw $util.ProtocolError("missing required 'pagesWritten'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "pagesLazy"))
                throw $util.ProtocolError("missing required 'pagesLazy'", { instance: message });
            return message;
        };

        return DumpStats;
    })();

    criu.RestoreStats = (function() {

        /**
         * Properties of a RestoreStats.
         * @typedef {Object} criu.RestoreStats.$Properties
         * @property {number} pagesCompared RestoreStats pagesCompared
         * @property {number} pagesSkippedCow RestoreStats pagesSkippedCow
         * @property {number} forkingTime RestoreStats forkingTime
         * @property {number} restoreTime RestoreStats restoreTime
         * @property {number|null} [pagesRestored] RestoreStats pagesRestored
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a RestoreStats.
         * @memberof criu
         * @interface IRestoreStats
         * @augments criu.RestoreStats.$Properties
         * @deprecated Use criu.RestoreStats.$Properties instead.
         */

        /**
         * Shape of a RestoreStats.
         * @typedef {criu.RestoreStats.$Properties} criu.RestoreStats.$Shape
         */

        /**
         * Constructs a new RestoreStats.
         * @memberof criu
         * @classdesc Represents a RestoreStats.
         * @constructor
         * @param {criu.RestoreStats.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const RestoreStats = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * RestoreStats pagesCompared.
         * @member {number} pagesCompared
         * @memberof criu.RestoreStats
         * @instance
         */
        RestoreStats.prototype.pagesCompared = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * RestoreStats pagesSkippedCow.
         * @member {number} pagesSkippedCow
         * @memberof criu.RestoreStats
         * @instance
         */
        RestoreStats.prototype.pagesSkippedCow = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * RestoreStats forkingTime.
         * @member {number} forkingTime
         * @memberof criu.RestoreStats
         * @instance
         */
        RestoreStats.prototype.forkingTime = 0;

        /**
         * RestoreStats restoreTime.
         * @member {number} restoreTime
         * @memberof criu.RestoreStats
         * @instance
         */
        RestoreStats.prototype.restoreTime = 0;

        /**
         * RestoreStats pagesRestored.
         * @member {number} pagesRestored
         * @memberof criu.RestoreStats
         * @instance
         */
        RestoreStats.prototype.pagesRestored = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

        /**
         * Encodes the specified RestoreStats message. Does not implicitly {@link criu.RestoreStats.verify|verify} messages.
         * @function encode
         * @memberof criu.RestoreStats
         * @static
         * @param {criu.RestoreStats.$Properties} message RestoreStats message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        RestoreStats.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.pagesCompared);
            writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.pagesSkippedCow);
            writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.forkingTime);
            writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.restoreTime);
            if (message.pagesRestored != null && $Object.hasOwnProperty.call(message, "pagesRestored"))
                writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.pagesRestored);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a RestoreStats message from the specified reader or buffer.
         * @function decode
         * @memberof criu.RestoreStats
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {criu.RestoreStats & criu.RestoreStats.$Shape} RestoreStats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        RestoreStats.decode = function (reader, length, _end, _depth, _target) {
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
            message = _target || new $root.criu.RestoreStats();
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
                        message.pagesCompared = reader.uint64();
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        message.pagesSkippedCow = reader.uint64();
                        continue;
                    }
                case 3: {
                        if (wireType !== 0)
                            break;
                        message.forkingTime = reader.uint32();
                        continue;
                    }
                case 4: {
                        if (wireType !== 0)
                            break;
                        message.restoreTime = reader.uint32();
                        continue;
                    }
                case 5: {
                        if (wireType !== 0)
                            break;
                        message.pagesRestored = reader.uint64();
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
            if (!$Object.hasOwnProperty.call(message, "pagesCompared"))
                throw $util.ProtocolError("missing required 'pagesCompared'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "pagesSkippedCow"))
                throw $util.ProtocolError("missing required 'pagesSkippedCow'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "forkingTime"))
                throw $util.ProtocolError("missing required 'forkingTime'", { instance: message });
            if (!$Object.hasOwnProperty.call(message, "restoreTime"))
                throw $util.ProtocolError("missing required 'restoreTime'", { instance: message });
            return message;
        };

        return RestoreStats;
    })();

    return criu;
})();

export {
  $root as default
};
