import type { LookupAddress } from 'node:dns'
import { lookup as resolveName } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Thrown for an address that no webhook may go to; the message goes behind the name of the field. */
export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
  readonly code = 'EFORBIDDEN'
}

export type Resolve = (hostname: string) => Promise<LookupAddress[]>

/** What may be asked for, and how names are found. */
export interface AddressRules {
  /** Also private addresses and plain http: for development and closed networks. */
  allowPrivate: boolean
  resolve: Resolve
}

export const resolveAll: Resolve = (hostname) => resolveName(hostname, { all: true })

/** Ports below are other protocols'; a receiver of its own lives above. */
const LEAST_OWN_PORT = 1024

/** A host name once it is in ASCII. */
const NAME = /^[\w-]+(\.[\w-]+)*$/

/** IANA's special-purpose registry for IPv4, multicast, and the public address of a cloud's own host. */
const SPECIAL = blockList('ipv4', [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32',
])
// All other IPv6 is local, reserved, or an IPv4 address in disguise.
const GLOBAL_6 = blockList('ipv6', ['2000::/3'])
/** Protocol assignments with Teredo, documentation, and 6to4 within the global ones. */
const SPECIAL_6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'])

function blockList (family: 'ipv4' | 'ipv6', subnets: string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/')
    list.addSubnet(net, Number(prefix), family)
  }
  return list
}

/** Whether an IP address belongs to the open internet. What is no address, or has a zone, does not. */
export function isPublic (address: string): boolean {
  switch (address.includes('%') ? 0 : isIP(address)) {
    case 4: return !SPECIAL.check(address, 'ipv4')
    case 6: return GLOBAL_6.check(address, 'ipv6') && !SPECIAL_6.check(address, 'ipv6')
    default: return false
  }
}

/** The address as it will be asked, in the one way to write it. Asks no resolver. */
export function readUrl (text: string, { allowPrivate }: Pick<AddressRules, 'allowPrivate'>): URL {
  // The parser would drop tabs and line ends and take a backslash for a slash.
  if (/[\s\\\p{Cc}]/u.test(text) || !URL.canParse(text)) throw new ForbiddenAddress('is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) throw new ForbiddenAddress('must begin with https://')
  if (url.username !== '' || url.password !== '') throw new ForbiddenAddress('must not hold a user name or password')
  if (url.hash !== '') throw new ForbiddenAddress('must not have a fragment')
  if (url.port !== '' && Number(url.port) < LEAST_OWN_PORT) throw new ForbiddenAddress(`must have the port of its scheme or one from ${LEAST_OWN_PORT} on`)
  // Without the dot that ends an absolute name: it is in no certificate.
  if (/[^.]\.$/.test(url.hostname)) url.hostname = url.hostname.slice(0, -1)
  const host = hostOf(url)
  if (!isIP(host) && (!NAME.test(host) || host.length > 253)) throw new ForbiddenAddress('has no host that can be found')
  if (!allowPrivate && (isIP(host) ? !isPublic(host) : /(^|\.)localhost$/.test(host))) throw new ForbiddenAddress('must be on the open internet, not a private or reserved address')
  return url
}

/** Without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '')

/** All addresses that a name stands for. One that is not public spoils the others: whoever answers may choose which is taken. */
export async function findAddresses (hostname: string, { allowPrivate, resolve }: AddressRules): Promise<LookupAddress[]> {
  const addresses = await resolve(hostname)
  if (addresses.length === 0) throw Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' })
  if (!allowPrivate && !addresses.every(({ address }) => isPublic(address))) throw new ForbiddenAddress('stands for a private or reserved address')
  return addresses
}

/** Reads the address and looks its host up, as a delivery would. */
export async function checkUrl (text: string, rules: AddressRules): Promise<string> {
  const url = readUrl(text, rules)
  if (isIP(hostOf(url))) return url.href
  await findAddresses(hostOf(url), rules).catch((err: unknown) => {
    throw err instanceof ForbiddenAddress ? err : new ForbiddenAddress('has a host that cannot be found')
  })
  return url.href
}
