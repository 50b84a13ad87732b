import { BlockList, isIP } from "node:net";

/** Networks that are not the public internet, and single addresses at which clouds tell secrets of a machine. */
const closed4 = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"],
  ...["198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"],
];
/** Within the public part of IPv6: those that carry an IPv4 address, and those for documentation. */
const closed6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];
const open6 = "2000::/3";

const closed = listOf([...closed4, ...closed6]);
const public6 = listOf([open6]);

/** Whether an IP address belongs to the public internet. One that embeds an IPv4 address never counts as public. */
export function isPublicIp(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !closed.check(ip, "ipv4");
  return family === 6 && !ip.includes("%") && public6.check(ip, "ipv6") && !closed.check(ip, "ipv6");
}

export function isAmong(list: BlockList, ip: string): boolean {
  return list.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4");
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [ip = "", bits] = network.split("/");
    list.addSubnet(ip, Number(bits), ip.includes(":") ? "ipv6" : "ipv4");
  }
  return list;
}
