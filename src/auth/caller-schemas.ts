import { z } from 'zod'

const Provinces = z.array(z.string().max(2).regex(/^(\d{2}|\*)$/)).max(64)
const count = z.int().min(1).max(999_999_999)
const bytes = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

export const Me = z.object({
  kind: z.enum(['anonymous', 'key', 'person']).meta({ description: '`person`: somebody, or a system, that an identity provider vouches for.' }),
  name: z.string().max(600).meta({ description: 'What the trail knows the caller by.' }),
  label: z.string().max(1000).nullable(),
  scopes: z.array(z.string().max(90)).max(1000),
  provinces: z.object({ decide: Provinces, catalogue: Provinces, reports: Provinces }).meta({ description: 'For which provinces the scopes of a province hold; `*` for all.' }),
  expiresAt: z.iso.datetime({ offset: true }).nullable().meta({ description: 'When the key or token ends; null where it does not by itself.' }),
  requestsPerMinute: count.meta({ description: 'The limit of this caller.' }),
}).meta({
  id: 'Me',
  description: 'Who is asking, and what that allows.',
  examples: [{ kind: 'key', name: 'key:12', label: 'Sở KH&CN Đà Nẵng', scopes: ['decide:48'], provinces: { decide: ['48'], catalogue: [], reports: [] }, expiresAt: '2027-11-22T00:00:00.000Z', requestsPerMinute: 12_000 }],
})

export const LimitList = z.object({
  windowSeconds: count.meta({ description: 'Requests are counted for so long; all windows begin together.' }),
  requestsPerAddress: count.meta({ description: 'Requests of one address (of IPv6, one /64 network) without a key in a window.' }),
  requestsPerKey: count.meta({ description: 'Requests with one key, or of one person, in a window.' }),
  countedBy: z.enum(['instance', 'service']).meta({ description: 'Whether each instance of the service counts by itself, or all of them together.' }),
  headerBytes: bytes.meta({ description: 'Request line and headers together; more is a 431.' }),
  bodyBytes: bytes.meta({ description: 'The body of a request; more is a 413.' }),
  chunkBytes: bytes.meta({ description: 'The body of a chunk of a run, as sent.' }),
  headerSeconds: count.meta({ description: 'A request whose headers take longer to arrive is a 408.' }),
  requestSeconds: count.meta({ description: 'A request that takes longer to arrive whole is a 408.' }),
  pageItems: count.meta({ description: 'Items of a page, at most.' }),
}).meta({
  id: 'Limits',
  description: 'What one caller may ask for.',
  examples: [{ windowSeconds: 60, requestsPerAddress: 1200, requestsPerKey: 12_000, countedBy: 'instance', headerBytes: 16_384, bodyBytes: 1_048_576, chunkBytes: 67_108_864, headerSeconds: 20, requestSeconds: 300, pageItems: 1000 }],
})
