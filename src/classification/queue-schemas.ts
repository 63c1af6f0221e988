import { z } from 'zod'
import { Basis, Category, EnterpriseCode, Status } from '../enterprises/schemas.ts'
import { Cursor, Limit, Page, Position } from '../http/page.ts'
import { flag, list } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'

export const REVIEW_KINDS = ['candidate', 'flagged', 'address'] as const
const MAX_MINUTES = 480
const count = z.int().min(0).max(2_147_483_647)

export const ReviewKind = z.enum(REVIEW_KINDS).meta({ description: '`candidate`: the rule proposes, nobody has decided. `flagged`: decided, and the facts have changed since. `address`: leaves the commune open.' })

export const ListQueueQuery = z.strictObject({
  province: ProvinceCode.optional().meta({ description: 'Where the enterprise stands now, division of 2025; where absent all provinces that the caller may decide for.' }),
  kind: list(ReviewKind, { description: 'Kinds, parted by commas.' }).optional(),
  claimed: flag('Only what somebody is at work on, or what nobody is.').optional(),
  cursor: Cursor.optional(),
  limit: Limit,
})

export const Claim = z.object({
  code: EnterpriseCode,
  by: z.string().max(300).meta({ description: 'Who is at work on it.' }),
  isMine: z.boolean().meta({ description: 'Whether that is the caller.' }),
  until: z.iso.datetime().meta({ description: 'When it is free again by itself.' }),
}).meta({ id: 'Claim', description: 'Who is at work on an enterprise.', examples: [{ code: '3750002081', by: 'Sở KH&CN Đà Nẵng', isMine: true, until: '2026-11-22T04:00:00.000Z' }] })

export const Released = z.object({ code: EnterpriseCode, claim: z.null() }).meta({ id: 'ReleasedClaim', description: 'Nobody is at work on it.', examples: [{ code: '3750002081', claim: null }] })

export const ClaimRequest = z.strictObject({
  minutes: z.int().min(1).max(MAX_MINUTES).optional().meta({ description: `For how long, at most ${MAX_MINUTES}; an hour where absent.` }),
}).nullish().meta({ id: 'ClaimRequest', description: 'For how long an enterprise is claimed.', examples: [{ minutes: 60 }] })

export const ReviewItem = z.object({
  code: EnterpriseCode,
  kind: ReviewKind,
  name: z.string().max(2000),
  province: ProvinceCode,
  status: Status,
  registeredOn: z.iso.date(),
  basis: Basis.nullable(),
  category: Category.nullable().meta({ description: 'What holds today: proposed of a candidate, decided of a flagged one.' }),
  reasons: z.array(z.string().max(30)).max(3).meta({ description: 'Of a flagged decision the facts that have changed; of an address why it is open.' }),
  version: z.int().min(1).meta({ description: 'What `If-Match` of a decision has to name, as `"v<version>.0"`, and a row of a file in its column `version`.' }),
  since: z.iso.datetime().meta({ description: 'From when it waits.' }),
  until: z.iso.date().nullable().meta({ description: 'From this day on there is nothing to decide: the candidacy lapses.' }),
  claim: Claim.omit({ code: true }).nullable().meta({ description: 'Who is at work on it; null where nobody is.' }),
}).meta({
  id: 'ReviewItem',
  description: 'An enterprise that waits for an officer.',
  examples: [{
    code: '3750002081', kind: 'candidate', name: 'CÔNG TY TNHH THÍ DỤ', province: '48', status: 'active', registeredOn: '2024-03-17', basis: 'candidate', category: 'iii', reasons: [],
    version: 1, since: '2026-11-01T02:00:00.000Z', until: '2029-03-17', claim: null,
  }],
})
export const ReviewPage = Page(ReviewItem, 'ReviewPage')

export const QueueCounts = z.object({
  items: z.array(z.object({
    province: ProvinceCode,
    candidate: count, flagged: count, address: count,
    claimed: count.meta({ description: 'Of these, what somebody is at work on.' }),
    oldest: z.iso.datetime().nullable().meta({ description: 'From when the first of them waits.' }),
  })).max(100),
  total: z.object({ candidate: count, flagged: count, address: count, claimed: count, oldest: z.iso.datetime().nullable() }).meta({ description: 'Of all these provinces.' }),
  position: Position,
}).meta({
  id: 'QueueCounts',
  description: 'How much waits in each province.',
  examples: [{ items: [{ province: '48', candidate: 412, flagged: 3, address: 27, claimed: 2, oldest: '2026-11-01T02:00:00.000Z' }], total: { candidate: 412, flagged: 3, address: 27, claimed: 2, oldest: '2026-11-01T02:00:00.000Z' }, position: 21_006 }],
})
