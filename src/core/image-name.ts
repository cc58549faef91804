/**
 * Names of checkpoint images. Between hosts an image is a kind and an id, never a path; only what CRIU is known to write
 * (and the log tail that konk adds) becomes a file name at the other end.
 */
import { KonkError } from "../errors.ts";

export interface ImageName {
  /** "core", "pages", "tcp-stream" …, or "log" */
  kind: string;
  /** "1", "1f3"; empty for kinds that exist once. */
  id: string;
}

type IdForm = "none" | "decimal" | "hex" | "optional" | "word";

/** After CRIU's criu/image-desc.c. */
const kindsByForm: Record<IdForm, string> = {
  none:
    "inventory reg-files ext-files ns-files eventfd eventpoll eventpoll-tfd signalfd inotify inotify-wd fanotify fanotify-mark " +
    "pipes pipes-data fifo fifo-data pstree unixsk inetsk packetsk netlinksk sk-queues remap-fpath memfd tty tty-info " +
    "tty-data filelocks tunfile cgroup timerfd cpuinfo seccomp files bpfmap-file bpfmap-data apparmor pidfd irmap-cache log",
  decimal:
    "fdinfo pagemap pagemap-shmem core ids mm vmas sigacts itimers posix-timers creds utsns ipcns-var ipcns-shm ipcns-msg " +
    "ipcns-sem fs mountpoints netdev netns ifaddr route route6 rule iptables ip6tables nftables tmpfs tmpfs-dev autofs " +
    "rlimit pages pages-shmem signal-s signal-p userns netns-ct netns-exp timens pidns",
  hex: "ghost-file tcp-stream",
  optional: "binfmt-misc",
  word: "stats",
};

const forms = new Map<string, IdForm>(
  (Object.keys(kindsByForm) as IdForm[]).flatMap((form) =>
    kindsByForm[form].split(" ").map((kind) => [kind, form] as const),
  ),
);

/** Every kind that konk moves. */
export const imageKinds: readonly string[] = [...forms.keys()];

const ids: Record<IdForm, RegExp> = {
  none: /^$/,
  decimal: /^(?:0|[1-9][0-9]{0,19})$/,
  hex: /^(?:0|[1-9a-f][0-9a-f]{0,15})$/,
  optional: /^(?:|0|[1-9][0-9]{0,19})$/,
  word: /^(?:dump|restore)$/,
};

const archives = new Set(["tmpfs", "tmpfs-dev"]);

/** The file of an image, a plain name without folders. Throws E_PROTOCOL for any kind or id that is not known. */
export function imageFileName({ kind, id }: ImageName): string {
  if (!isKnown(kind, id)) throw unknown(`${kind}" with id "${id}`);
  return `${id === "" ? kind : `${kind}-${id}`}${archives.has(kind) ? ".tar.gz" : ""}.img`;
}

/** The image that a file holds. Throws E_PROTOCOL for any name that CRIU is not known to write. */
export function parseImageFileName(file: string): ImageName {
  const match = /^([a-z0-9-]{1,64})(\.tar\.gz)?\.img$/.exec(file);
  const stem = match?.[1];
  if (stem === undefined) throw unknown(file);
  const dash = stem.lastIndexOf("-");
  const name = forms.has(stem)
    ? { kind: stem, id: "" }
    : { kind: stem.slice(0, Math.max(dash, 0)), id: stem.slice(dash + 1) };
  if (!isKnown(name.kind, name.id) || imageFileName(name) !== file) throw unknown(file);
  return name;
}

function isKnown(kind: string, id: string): boolean {
  const form = forms.get(kind);
  return form !== undefined && ids[form].test(id);
}

function unknown(found: string): KonkError {
  const name = JSON.stringify(found.slice(0, 100)).slice(1, -1).replaceAll('\\"', '"');
  return new KonkError(
    "E_PROTOCOL",
    `Cannot accept image "${name}": wanted a kind and an id that CRIU is known to write`,
  );
}
