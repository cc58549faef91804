/** What an arriving container cannot share with those that are here: its name and its addresses. */
import type { Container } from "../container/container.ts";
import type { Refusal } from "../core/compatibility.ts";
import type { ContainerSpec } from "../core/container-spec.ts";

export function conflicts(present: readonly Container[], spec: ContainerSpec, host: string): Refusal[] {
  return present.flatMap((other): Refusal[] => {
    if (other.spec.name === spec.name) {
      const reason = `A container named "${spec.name}" is already on ${host}`;
      return [{ check: "name", reason, fix: `Remove it there with "konk rm ${spec.name}"` }];
    }
    const taken = other.spec.network?.addresses.filter((address) => hasAddress(spec, address)) ?? [];
    return taken.map((address) => ({
      check: "address",
      reason: `Address ${address} belongs to container "${other.spec.name}" on ${host}`,
      fix: `Remove "${other.spec.name}" there`,
    }));
  });
}

function hasAddress(spec: ContainerSpec, address: string): boolean {
  const bare = (text: string) => text.split("/")[0];
  return spec.network?.addresses.some((own) => bare(own) === bare(address)) ?? false;
}
