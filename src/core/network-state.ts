/**
 * What belongs to a container's network namespace and that konk carries itself, because CRIU runs inside it and does not
 * look: addresses with their flags, routes, rules, neighbours, `net.*` sysctls, MTU, the interface's index and nft rules.
 */

export interface InterfaceState {
  /** The kernel's index; sockets remember it. */
  ifindex: number;
  mtu: number;
  mac: string;
}

export interface AddressState {
  /** "10.9.0.100/24" */
  address: string;
  interface: "eth0" | "lo";
  broadcast: string | null;
  scope: string;
  /** iproute2 words: "noprefixroute", "nodad", "home" … */
  flags: readonly string[];
}

/** A neighbour entry that resolved; the destination seeds it as stale, so that traffic needs no ARP round first. */
export interface NeighbourState {
  address: string;
  lladdr: string;
  permanent: boolean;
}

export interface NetworkState {
  eth0: InterfaceState | null;
  addresses: readonly AddressState[];
  /** Lines of `ip route save` are binary, so routes travel as `ip route add` arguments, in the order to add them. */
  routes: readonly (readonly string[])[];
  /** As `ip rule add` arguments, without the three built-in ones. */
  rules: readonly (readonly string[])[];
  neighbours: readonly NeighbourState[];
  /** Only those that differ from a fresh namespace of this kernel. "net.ipv4.tcp_keepalive_time" → "600" */
  sysctls: Readonly<Record<string, string>>;
  /** `nft list ruleset` of the namespace, empty when there is none. */
  nft: string;
}
