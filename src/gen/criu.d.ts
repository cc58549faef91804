import * as $protobuf from "protobufjs/minimal.js";

/** Namespace criu. */
export namespace criu {

    /** RequestType enum. */
    enum RequestType {

        /** EMPTY value */
        EMPTY = 0,

        /** DUMP value */
        DUMP = 1,

        /** RESTORE value */
        RESTORE = 2,

        /** CHECK value */
        CHECK = 3,

        /** NOTIFY value */
        NOTIFY = 6,

        /** FEATURE_CHECK value */
        FEATURE_CHECK = 9,

        /** VERSION value */
        VERSION = 10
    }

    /**
     * Properties of a Request.
     * @deprecated Use criu.Request.$Properties instead.
     */
    interface IRequest extends criu.Request.$Properties {
    }

    /** Represents a Request. */
    class Request {

        /**
         * Constructs a new Request.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Request.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Request type. */
        type: criu.RequestType;

        /** Request opts. */
        opts?: (criu.Options.$Properties|null);

        /** Request notifySuccess. */
        notifySuccess: boolean;

        /** Request keepOpen. */
        keepOpen: boolean;

        /** Request features. */
        features?: (criu.Features.$Properties|null);

        /**
         * Encodes the specified Request message. Does not implicitly {@link criu.Request.verify|verify} messages.
         * @param message Request message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Request.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Request message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Request & criu.Request.$Shape} Request
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Request & criu.Request.$Shape;
    }

    namespace Request {

        /** Properties of a Request. */
        interface $Properties {

            /** Request type */
            type: criu.RequestType;

            /** Request opts */
            opts?: (criu.Options.$Properties|null);

            /** Request notifySuccess */
            notifySuccess?: (boolean|null);

            /** Request keepOpen */
            keepOpen?: (boolean|null);

            /** Request features */
            features?: (criu.Features.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Request. */
        type $Shape = criu.Request.$Properties;
    }

    /**
     * Properties of a Response.
     * @deprecated Use criu.Response.$Properties instead.
     */
    interface IResponse extends criu.Response.$Properties {
    }

    /** Represents a Response. */
    class Response {

        /**
         * Constructs a new Response.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Response.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Response type. */
        type: criu.RequestType;

        /** Response success. */
        success: boolean;

        /** Response dump. */
        dump?: (criu.DumpResult.$Properties|null);

        /** Response restore. */
        restore?: (criu.RestoreResult.$Properties|null);

        /** Response notify. */
        notify?: (criu.Notification.$Properties|null);

        /** Response crErrno. */
        crErrno: number;

        /** Response features. */
        features?: (criu.Features.$Properties|null);

        /** Response crErrmsg. */
        crErrmsg: string;

        /** Response version. */
        version?: (criu.Version.$Properties|null);

        /**
         * Encodes the specified Response message. Does not implicitly {@link criu.Response.verify|verify} messages.
         * @param message Response message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Response.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Response message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Response & criu.Response.$Shape} Response
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Response & criu.Response.$Shape;
    }

    namespace Response {

        /** Properties of a Response. */
        interface $Properties {

            /** Response type */
            type: criu.RequestType;

            /** Response success */
            success: boolean;

            /** Response dump */
            dump?: (criu.DumpResult.$Properties|null);

            /** Response restore */
            restore?: (criu.RestoreResult.$Properties|null);

            /** Response notify */
            notify?: (criu.Notification.$Properties|null);

            /** Response crErrno */
            crErrno?: (number|null);

            /** Response features */
            features?: (criu.Features.$Properties|null);

            /** Response crErrmsg */
            crErrmsg?: (string|null);

            /** Response version */
            version?: (criu.Version.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Response. */
        type $Shape = criu.Response.$Properties;
    }

    /**
     * Properties of a DumpResult.
     * @deprecated Use criu.DumpResult.$Properties instead.
     */
    interface IDumpResult extends criu.DumpResult.$Properties {
    }

    /** Represents a DumpResult. */
    class DumpResult {

        /**
         * Constructs a new DumpResult.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.DumpResult.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DumpResult restored. */
        restored: boolean;

        /**
         * Encodes the specified DumpResult message. Does not implicitly {@link criu.DumpResult.verify|verify} messages.
         * @param message DumpResult message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.DumpResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DumpResult message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.DumpResult & criu.DumpResult.$Shape} DumpResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.DumpResult & criu.DumpResult.$Shape;
    }

    namespace DumpResult {

        /** Properties of a DumpResult. */
        interface $Properties {

            /** DumpResult restored */
            restored?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DumpResult. */
        type $Shape = criu.DumpResult.$Properties;
    }

    /**
     * Properties of a RestoreResult.
     * @deprecated Use criu.RestoreResult.$Properties instead.
     */
    interface IRestoreResult extends criu.RestoreResult.$Properties {
    }

    /** Represents a RestoreResult. */
    class RestoreResult {

        /**
         * Constructs a new RestoreResult.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.RestoreResult.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RestoreResult pid. */
        pid: number;

        /**
         * Encodes the specified RestoreResult message. Does not implicitly {@link criu.RestoreResult.verify|verify} messages.
         * @param message RestoreResult message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.RestoreResult.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RestoreResult message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.RestoreResult & criu.RestoreResult.$Shape} RestoreResult
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.RestoreResult & criu.RestoreResult.$Shape;
    }

    namespace RestoreResult {

        /** Properties of a RestoreResult. */
        interface $Properties {

            /** RestoreResult pid */
            pid: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RestoreResult. */
        type $Shape = criu.RestoreResult.$Properties;
    }

    /**
     * Properties of a Notification.
     * @deprecated Use criu.Notification.$Properties instead.
     */
    interface INotification extends criu.Notification.$Properties {
    }

    /** Represents a Notification. */
    class Notification {

        /**
         * Constructs a new Notification.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Notification.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Notification script. */
        script: string;

        /** Notification pid. */
        pid: number;

        /**
         * Encodes the specified Notification message. Does not implicitly {@link criu.Notification.verify|verify} messages.
         * @param message Notification message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Notification.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Notification message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Notification & criu.Notification.$Shape} Notification
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Notification & criu.Notification.$Shape;
    }

    namespace Notification {

        /** Properties of a Notification. */
        interface $Properties {

            /** Notification script */
            script?: (string|null);

            /** Notification pid */
            pid?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Notification. */
        type $Shape = criu.Notification.$Properties;
    }

    /**
     * Properties of a Features.
     * @deprecated Use criu.Features.$Properties instead.
     */
    interface IFeatures extends criu.Features.$Properties {
    }

    /** Represents a Features. */
    class Features {

        /**
         * Constructs a new Features.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Features.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Features memTrack. */
        memTrack: boolean;

        /** Features lazyPages. */
        lazyPages: boolean;

        /** Features pidfdStore. */
        pidfdStore: boolean;

        /**
         * Encodes the specified Features message. Does not implicitly {@link criu.Features.verify|verify} messages.
         * @param message Features message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Features.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Features message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Features & criu.Features.$Shape} Features
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Features & criu.Features.$Shape;
    }

    namespace Features {

        /** Properties of a Features. */
        interface $Properties {

            /** Features memTrack */
            memTrack?: (boolean|null);

            /** Features lazyPages */
            lazyPages?: (boolean|null);

            /** Features pidfdStore */
            pidfdStore?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Features. */
        type $Shape = criu.Features.$Properties;
    }

    /**
     * Properties of a Version.
     * @deprecated Use criu.Version.$Properties instead.
     */
    interface IVersion extends criu.Version.$Properties {
    }

    /** Represents a Version. */
    class Version {

        /**
         * Constructs a new Version.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Version.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Version majorNumber. */
        majorNumber: number;

        /** Version minorNumber. */
        minorNumber: number;

        /** Version gitid. */
        gitid: string;

        /** Version sublevel. */
        sublevel: number;

        /** Version extra. */
        extra: number;

        /** Version name. */
        name: string;

        /**
         * Encodes the specified Version message. Does not implicitly {@link criu.Version.verify|verify} messages.
         * @param message Version message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Version.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Version message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Version & criu.Version.$Shape} Version
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Version & criu.Version.$Shape;
    }

    namespace Version {

        /** Properties of a Version. */
        interface $Properties {

            /** Version majorNumber */
            majorNumber: number;

            /** Version minorNumber */
            minorNumber: number;

            /** Version gitid */
            gitid?: (string|null);

            /** Version sublevel */
            sublevel?: (number|null);

            /** Version extra */
            extra?: (number|null);

            /** Version name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Version. */
        type $Shape = criu.Version.$Properties;
    }

    /** CgroupMode enum. */
    enum CgroupMode {

        /** IGNORE value */
        IGNORE = 0,

        /** CG_NONE value */
        CG_NONE = 1,

        /** PROPS value */
        PROPS = 2,

        /** SOFT value */
        SOFT = 3,

        /** FULL value */
        FULL = 4,

        /** STRICT value */
        STRICT = 5,

        /** DEFAULT value */
        DEFAULT = 6
    }

    /** NetworkLock enum. */
    enum NetworkLock {

        /** IPTABLES value */
        IPTABLES = 1,

        /** NFTABLES value */
        NFTABLES = 2,

        /** SKIP value */
        SKIP = 3
    }

    /**
     * Properties of an InheritFd.
     * @deprecated Use criu.InheritFd.$Properties instead.
     */
    interface IInheritFd extends criu.InheritFd.$Properties {
    }

    /** Represents an InheritFd. */
    class InheritFd {

        /**
         * Constructs a new InheritFd.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.InheritFd.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InheritFd key. */
        key: string;

        /** InheritFd fd. */
        fd: number;

        /**
         * Encodes the specified InheritFd message. Does not implicitly {@link criu.InheritFd.verify|verify} messages.
         * @param message InheritFd message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.InheritFd.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InheritFd message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.InheritFd & criu.InheritFd.$Shape} InheritFd
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.InheritFd & criu.InheritFd.$Shape;
    }

    namespace InheritFd {

        /** Properties of an InheritFd. */
        interface $Properties {

            /** InheritFd key */
            key: string;

            /** InheritFd fd */
            fd: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InheritFd. */
        type $Shape = criu.InheritFd.$Properties;
    }

    /**
     * Properties of a PageServerInfo.
     * @deprecated Use criu.PageServerInfo.$Properties instead.
     */
    interface IPageServerInfo extends criu.PageServerInfo.$Properties {
    }

    /** Represents a PageServerInfo. */
    class PageServerInfo {

        /**
         * Constructs a new PageServerInfo.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.PageServerInfo.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PageServerInfo fd. */
        fd: number;

        /**
         * Encodes the specified PageServerInfo message. Does not implicitly {@link criu.PageServerInfo.verify|verify} messages.
         * @param message PageServerInfo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.PageServerInfo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PageServerInfo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.PageServerInfo & criu.PageServerInfo.$Shape} PageServerInfo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.PageServerInfo & criu.PageServerInfo.$Shape;
    }

    namespace PageServerInfo {

        /** Properties of a PageServerInfo. */
        interface $Properties {

            /** PageServerInfo fd */
            fd?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PageServerInfo. */
        type $Shape = criu.PageServerInfo.$Properties;
    }

    /**
     * Properties of an Options.
     * @deprecated Use criu.Options.$Properties instead.
     */
    interface IOptions extends criu.Options.$Properties {
    }

    /** Represents an Options. */
    class Options {

        /**
         * Constructs a new Options.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Options.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Options imagesDirFd. */
        imagesDirFd: number;

        /** Options pid. */
        pid: number;

        /** Options leaveRunning. */
        leaveRunning: boolean;

        /** Options tcpEstablished. */
        tcpEstablished: boolean;

        /** Options evasiveDevices. */
        evasiveDevices: boolean;

        /** Options fileLocks. */
        fileLocks: boolean;

        /** Options logLevel. */
        logLevel: number;

        /** Options logFile. */
        logFile: string;

        /** Options ps. */
        ps?: (criu.PageServerInfo.$Properties|null);

        /** Options notifyScripts. */
        notifyScripts: boolean;

        /** Options root. */
        root: string;

        /** Options linkRemap. */
        linkRemap: boolean;

        /** Options rstSibling. */
        rstSibling: boolean;

        /** Options inheritFd. */
        inheritFd: criu.InheritFd.$Properties[];

        /** Options manageCgroupsMode. */
        manageCgroupsMode: criu.CgroupMode;

        /** Options ghostLimit. */
        ghostLimit: number;

        /** Options external. */
        external: string[];

        /** Options freezeCgroup. */
        freezeCgroup: string;

        /** Options timeout. */
        timeout: number;

        /** Options tcpSkipInFlight. */
        tcpSkipInFlight: boolean;

        /** Options lazyPages. */
        lazyPages: boolean;

        /** Options networkLock. */
        networkLock: criu.NetworkLock;

        /** Options leaveStopped. */
        leaveStopped: boolean;

        /**
         * Encodes the specified Options message. Does not implicitly {@link criu.Options.verify|verify} messages.
         * @param message Options message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Options.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Options message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Options & criu.Options.$Shape} Options
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Options & criu.Options.$Shape;
    }

    namespace Options {

        /** Properties of an Options. */
        interface $Properties {

            /** Options imagesDirFd */
            imagesDirFd: number;

            /** Options pid */
            pid?: (number|null);

            /** Options leaveRunning */
            leaveRunning?: (boolean|null);

            /** Options tcpEstablished */
            tcpEstablished?: (boolean|null);

            /** Options evasiveDevices */
            evasiveDevices?: (boolean|null);

            /** Options fileLocks */
            fileLocks?: (boolean|null);

            /** Options logLevel */
            logLevel?: (number|null);

            /** Options logFile */
            logFile?: (string|null);

            /** Options ps */
            ps?: (criu.PageServerInfo.$Properties|null);

            /** Options notifyScripts */
            notifyScripts?: (boolean|null);

            /** Options root */
            root?: (string|null);

            /** Options linkRemap */
            linkRemap?: (boolean|null);

            /** Options rstSibling */
            rstSibling?: (boolean|null);

            /** Options inheritFd */
            inheritFd?: (criu.InheritFd.$Properties[]|null);

            /** Options manageCgroupsMode */
            manageCgroupsMode?: (criu.CgroupMode|null);

            /** Options ghostLimit */
            ghostLimit?: (number|null);

            /** Options external */
            external?: (string[]|null);

            /** Options freezeCgroup */
            freezeCgroup?: (string|null);

            /** Options timeout */
            timeout?: (number|null);

            /** Options tcpSkipInFlight */
            tcpSkipInFlight?: (boolean|null);

            /** Options lazyPages */
            lazyPages?: (boolean|null);

            /** Options networkLock */
            networkLock?: (criu.NetworkLock|null);

            /** Options leaveStopped */
            leaveStopped?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Options. */
        type $Shape = criu.Options.$Properties;
    }

    /**
     * Properties of a PagemapHead.
     * @deprecated Use criu.PagemapHead.$Properties instead.
     */
    interface IPagemapHead extends criu.PagemapHead.$Properties {
    }

    /** Represents a PagemapHead. */
    class PagemapHead {

        /**
         * Constructs a new PagemapHead.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.PagemapHead.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PagemapHead pagesId. */
        pagesId: number;

        /**
         * Encodes the specified PagemapHead message. Does not implicitly {@link criu.PagemapHead.verify|verify} messages.
         * @param message PagemapHead message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.PagemapHead.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PagemapHead message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.PagemapHead & criu.PagemapHead.$Shape} PagemapHead
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.PagemapHead & criu.PagemapHead.$Shape;
    }

    namespace PagemapHead {

        /** Properties of a PagemapHead. */
        interface $Properties {

            /** PagemapHead pagesId */
            pagesId: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PagemapHead. */
        type $Shape = criu.PagemapHead.$Properties;
    }

    /**
     * Properties of a PagemapEntry.
     * @deprecated Use criu.PagemapEntry.$Properties instead.
     */
    interface IPagemapEntry extends criu.PagemapEntry.$Properties {
    }

    /** Represents a PagemapEntry. */
    class PagemapEntry {

        /**
         * Constructs a new PagemapEntry.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.PagemapEntry.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PagemapEntry vaddr. */
        vaddr: number;

        /** PagemapEntry compatNrPages. */
        compatNrPages: number;

        /** PagemapEntry flags. */
        flags: number;

        /** PagemapEntry nrPages. */
        nrPages: number;

        /**
         * Encodes the specified PagemapEntry message. Does not implicitly {@link criu.PagemapEntry.verify|verify} messages.
         * @param message PagemapEntry message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.PagemapEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PagemapEntry message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.PagemapEntry & criu.PagemapEntry.$Shape} PagemapEntry
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.PagemapEntry & criu.PagemapEntry.$Shape;
    }

    namespace PagemapEntry {

        /** Properties of a PagemapEntry. */
        interface $Properties {

            /** PagemapEntry vaddr */
            vaddr: number;

            /** PagemapEntry compatNrPages */
            compatNrPages: number;

            /** PagemapEntry flags */
            flags?: (number|null);

            /** PagemapEntry nrPages */
            nrPages?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PagemapEntry. */
        type $Shape = criu.PagemapEntry.$Properties;
    }

    /**
     * Properties of a Core.
     * @deprecated Use criu.Core.$Properties instead.
     */
    interface ICore extends criu.Core.$Properties {
    }

    /** Represents a Core. */
    class Core {

        /**
         * Constructs a new Core.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Core.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Core tc. */
        tc: criu.TaskCore.$Properties[];

        /** Core threadCore. */
        threadCore: criu.ThreadCore.$Properties[];

        /**
         * Encodes the specified Core message. Does not implicitly {@link criu.Core.verify|verify} messages.
         * @param message Core message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Core.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Core message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Core & criu.Core.$Shape} Core
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Core & criu.Core.$Shape;
    }

    namespace Core {

        /** Properties of a Core. */
        interface $Properties {

            /** Core tc */
            tc?: (criu.TaskCore.$Properties[]|null);

            /** Core threadCore */
            threadCore?: (criu.ThreadCore.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Core. */
        type $Shape = criu.Core.$Properties;
    }

    /**
     * Properties of a ThreadCore.
     * @deprecated Use criu.ThreadCore.$Properties instead.
     */
    interface IThreadCore extends criu.ThreadCore.$Properties {
    }

    /** Represents a ThreadCore. */
    class ThreadCore {

        /**
         * Constructs a new ThreadCore.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.ThreadCore.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ThreadCore creds. */
        creds: criu.Credentials.$Properties[];

        /**
         * Encodes the specified ThreadCore message. Does not implicitly {@link criu.ThreadCore.verify|verify} messages.
         * @param message ThreadCore message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.ThreadCore.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ThreadCore message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.ThreadCore & criu.ThreadCore.$Shape} ThreadCore
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.ThreadCore & criu.ThreadCore.$Shape;
    }

    namespace ThreadCore {

        /** Properties of a ThreadCore. */
        interface $Properties {

            /** ThreadCore creds */
            creds?: (criu.Credentials.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ThreadCore. */
        type $Shape = criu.ThreadCore.$Properties;
    }

    /**
     * Properties of a Credentials.
     * @deprecated Use criu.Credentials.$Properties instead.
     */
    interface ICredentials extends criu.Credentials.$Properties {
    }

    /** Represents a Credentials. */
    class Credentials {

        /**
         * Constructs a new Credentials.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Credentials.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Credentials capInh. */
        capInh: number[];

        /** Credentials capPrm. */
        capPrm: number[];

        /** Credentials capEff. */
        capEff: number[];

        /** Credentials capBnd. */
        capBnd: number[];

        /**
         * Encodes the specified Credentials message. Does not implicitly {@link criu.Credentials.verify|verify} messages.
         * @param message Credentials message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Credentials.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Credentials message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Credentials & criu.Credentials.$Shape} Credentials
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Credentials & criu.Credentials.$Shape;
    }

    namespace Credentials {

        /** Properties of a Credentials. */
        interface $Properties {

            /** Credentials capInh */
            capInh?: (number[]|null);

            /** Credentials capPrm */
            capPrm?: (number[]|null);

            /** Credentials capEff */
            capEff?: (number[]|null);

            /** Credentials capBnd */
            capBnd?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Credentials. */
        type $Shape = criu.Credentials.$Properties;
    }

    /**
     * Properties of an Inventory.
     * @deprecated Use criu.Inventory.$Properties instead.
     */
    interface IInventory extends criu.Inventory.$Properties {
    }

    /** Represents an Inventory. */
    class Inventory {

        /**
         * Constructs a new Inventory.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Inventory.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Inventory rootIds. */
        rootIds: criu.NamespaceIds.$Properties[];

        /**
         * Encodes the specified Inventory message. Does not implicitly {@link criu.Inventory.verify|verify} messages.
         * @param message Inventory message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Inventory.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Inventory message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Inventory & criu.Inventory.$Shape} Inventory
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Inventory & criu.Inventory.$Shape;
    }

    namespace Inventory {

        /** Properties of an Inventory. */
        interface $Properties {

            /** Inventory rootIds */
            rootIds?: (criu.NamespaceIds.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Inventory. */
        type $Shape = criu.Inventory.$Properties;
    }

    /**
     * Properties of a NamespaceIds.
     * @deprecated Use criu.NamespaceIds.$Properties instead.
     */
    interface INamespaceIds extends criu.NamespaceIds.$Properties {
    }

    /** Represents a NamespaceIds. */
    class NamespaceIds {

        /**
         * Constructs a new NamespaceIds.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.NamespaceIds.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NamespaceIds pidNsId. */
        pidNsId: number;

        /** NamespaceIds netNsId. */
        netNsId: number;

        /** NamespaceIds ipcNsId. */
        ipcNsId: number;

        /** NamespaceIds utsNsId. */
        utsNsId: number;

        /** NamespaceIds mntNsId. */
        mntNsId: number;

        /** NamespaceIds userNsId. */
        userNsId: number;

        /** NamespaceIds cgroupNsId. */
        cgroupNsId: number;

        /**
         * Encodes the specified NamespaceIds message. Does not implicitly {@link criu.NamespaceIds.verify|verify} messages.
         * @param message NamespaceIds message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.NamespaceIds.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NamespaceIds message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.NamespaceIds & criu.NamespaceIds.$Shape} NamespaceIds
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.NamespaceIds & criu.NamespaceIds.$Shape;
    }

    namespace NamespaceIds {

        /** Properties of a NamespaceIds. */
        interface $Properties {

            /** NamespaceIds pidNsId */
            pidNsId?: (number|null);

            /** NamespaceIds netNsId */
            netNsId?: (number|null);

            /** NamespaceIds ipcNsId */
            ipcNsId?: (number|null);

            /** NamespaceIds utsNsId */
            utsNsId?: (number|null);

            /** NamespaceIds mntNsId */
            mntNsId?: (number|null);

            /** NamespaceIds userNsId */
            userNsId?: (number|null);

            /** NamespaceIds cgroupNsId */
            cgroupNsId?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NamespaceIds. */
        type $Shape = criu.NamespaceIds.$Properties;
    }

    /**
     * Properties of a Mount.
     * @deprecated Use criu.Mount.$Properties instead.
     */
    interface IMount extends criu.Mount.$Properties {
    }

    /** Represents a Mount. */
    class Mount {

        /**
         * Constructs a new Mount.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Mount.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Mount fstype. */
        fstype: number;

        /** Mount flags. */
        flags: number;

        /** Mount mountpoint. */
        mountpoint: string;

        /** Mount sharedId. */
        sharedId: number;

        /** Mount masterId. */
        masterId: number;

        /** Mount extKey. */
        extKey: string;

        /**
         * Encodes the specified Mount message. Does not implicitly {@link criu.Mount.verify|verify} messages.
         * @param message Mount message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Mount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Mount message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Mount & criu.Mount.$Shape} Mount
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Mount & criu.Mount.$Shape;
    }

    namespace Mount {

        /** Properties of a Mount. */
        interface $Properties {

            /** Mount fstype */
            fstype?: (number|null);

            /** Mount flags */
            flags?: (number|null);

            /** Mount mountpoint */
            mountpoint?: (string|null);

            /** Mount sharedId */
            sharedId?: (number|null);

            /** Mount masterId */
            masterId?: (number|null);

            /** Mount extKey */
            extKey?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Mount. */
        type $Shape = criu.Mount.$Properties;
    }

    /**
     * Properties of a TaskCore.
     * @deprecated Use criu.TaskCore.$Properties instead.
     */
    interface ITaskCore extends criu.TaskCore.$Properties {
    }

    /** Represents a TaskCore. */
    class TaskCore {

        /**
         * Constructs a new TaskCore.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.TaskCore.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TaskCore taskState. */
        taskState: number;

        /**
         * Encodes the specified TaskCore message. Does not implicitly {@link criu.TaskCore.verify|verify} messages.
         * @param message TaskCore message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.TaskCore.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TaskCore message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.TaskCore & criu.TaskCore.$Shape} TaskCore
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.TaskCore & criu.TaskCore.$Shape;
    }

    namespace TaskCore {

        /** Properties of a TaskCore. */
        interface $Properties {

            /** TaskCore taskState */
            taskState: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TaskCore. */
        type $Shape = criu.TaskCore.$Properties;
    }

    /**
     * Properties of a Stats.
     * @deprecated Use criu.Stats.$Properties instead.
     */
    interface IStats extends criu.Stats.$Properties {
    }

    /** Represents a Stats. */
    class Stats {

        /**
         * Constructs a new Stats.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.Stats.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Stats dump. */
        dump?: (criu.DumpStats.$Properties|null);

        /** Stats restore. */
        restore?: (criu.RestoreStats.$Properties|null);

        /**
         * Encodes the specified Stats message. Does not implicitly {@link criu.Stats.verify|verify} messages.
         * @param message Stats message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.Stats.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Stats message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.Stats & criu.Stats.$Shape} Stats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.Stats & criu.Stats.$Shape;
    }

    namespace Stats {

        /** Properties of a Stats. */
        interface $Properties {

            /** Stats dump */
            dump?: (criu.DumpStats.$Properties|null);

            /** Stats restore */
            restore?: (criu.RestoreStats.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Stats. */
        type $Shape = criu.Stats.$Properties;
    }

    /**
     * Properties of a DumpStats.
     * @deprecated Use criu.DumpStats.$Properties instead.
     */
    interface IDumpStats extends criu.DumpStats.$Properties {
    }

    /** Represents a DumpStats. */
    class DumpStats {

        /**
         * Constructs a new DumpStats.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.DumpStats.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DumpStats freezingTime. */
        freezingTime: number;

        /** DumpStats frozenTime. */
        frozenTime: number;

        /** DumpStats memdumpTime. */
        memdumpTime: number;

        /** DumpStats memwriteTime. */
        memwriteTime: number;

        /** DumpStats pagesScanned. */
        pagesScanned: number;

        /** DumpStats pagesSkippedParent. */
        pagesSkippedParent: number;

        /** DumpStats pagesWritten. */
        pagesWritten: number;

        /** DumpStats pagesLazy. */
        pagesLazy: number;

        /**
         * Encodes the specified DumpStats message. Does not implicitly {@link criu.DumpStats.verify|verify} messages.
         * @param message DumpStats message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.DumpStats.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DumpStats message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.DumpStats & criu.DumpStats.$Shape} DumpStats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.DumpStats & criu.DumpStats.$Shape;
    }

    namespace DumpStats {

        /** Properties of a DumpStats. */
        interface $Properties {

            /** DumpStats freezingTime */
            freezingTime: number;

            /** DumpStats frozenTime */
            frozenTime: number;

            /** DumpStats memdumpTime */
            memdumpTime: number;

            /** DumpStats memwriteTime */
            memwriteTime: number;

            /** DumpStats pagesScanned */
            pagesScanned: number;

            /** DumpStats pagesSkippedParent */
            pagesSkippedParent: number;

            /** DumpStats pagesWritten */
            pagesWritten: number;

            /** DumpStats pagesLazy */
            pagesLazy: number;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DumpStats. */
        type $Shape = criu.DumpStats.$Properties;
    }

    /**
     * Properties of a RestoreStats.
     * @deprecated Use criu.RestoreStats.$Properties instead.
     */
    interface IRestoreStats extends criu.RestoreStats.$Properties {
    }

    /** Represents a RestoreStats. */
    class RestoreStats {

        /**
         * Constructs a new RestoreStats.
         * @param [properties] Properties to set
         */
        constructor(properties?: criu.RestoreStats.$Properties);

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RestoreStats pagesCompared. */
        pagesCompared: number;

        /** RestoreStats pagesSkippedCow. */
        pagesSkippedCow: number;

        /** RestoreStats forkingTime. */
        forkingTime: number;

        /** RestoreStats restoreTime. */
        restoreTime: number;

        /** RestoreStats pagesRestored. */
        pagesRestored: number;

        /**
         * Encodes the specified RestoreStats message. Does not implicitly {@link criu.RestoreStats.verify|verify} messages.
         * @param message RestoreStats message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: criu.RestoreStats.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RestoreStats message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {criu.RestoreStats & criu.RestoreStats.$Shape} RestoreStats
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): criu.RestoreStats & criu.RestoreStats.$Shape;
    }

    namespace RestoreStats {

        /** Properties of a RestoreStats. */
        interface $Properties {

            /** RestoreStats pagesCompared */
            pagesCompared: number;

            /** RestoreStats pagesSkippedCow */
            pagesSkippedCow: number;

            /** RestoreStats forkingTime */
            forkingTime: number;

            /** RestoreStats restoreTime */
            restoreTime: number;

            /** RestoreStats pagesRestored */
            pagesRestored?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RestoreStats. */
        type $Shape = criu.RestoreStats.$Properties;
    }
}
