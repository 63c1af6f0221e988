import { z } from 'zod'
import { Cursor, Limit, Page } from '../http/page.ts'

const instant = z.iso.datetime({ offset: true })
const Hash = z.string().max(64).regex(/^[0-9a-f]{64}$/)
const text = (max: number) => z.string().min(1).max(max).regex(/^[^\p{Cc}]*$/u, 'must have no control characters')

export const ListAuditQuery = z.strictObject({
  who: text(600).optional().meta({ description: 'What one caller did: `key:12`, an issuer and subject, `anonymous`, `system`.', examples: ['key:12'] }),
  action: z.string().max(60).regex(/^[a-z-]+(\.[a-z-]+)?$/, 'must be an action such as run.revert, or the first part of one').optional()
    .meta({ description: 'An action, or all of a thing: `key.revoke`, `key`.', examples: ['access.refuse'] }),
  subject: text(300).optional().meta({ description: 'What was done to one thing: `run/12`, `enterprise/0150136539`.', examples: ['run/12'] }),
  from: instant.optional().meta({ description: 'From this instant on.' }),
  until: instant.optional().meta({ description: 'Up to this instant, which is left out.' }),
  cursor: Cursor.optional(),
  limit: Limit,
})

export const AuditEntry = z.object({
  number: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Its place in the chain, without gaps.' }),
  at: instant,
  who: z.string().max(1000),
  label: z.string().max(1000),
  action: z.string().max(60),
  subject: z.string().max(1000),
  before: z.unknown().meta({ type: ['object', 'null'], description: 'What changed, as it was.' }),
  after: z.unknown().meta({ type: ['object', 'null'], description: 'What changed, as it is.' }),
  address: z.string().max(60).nullable().meta({ description: 'From where; of an anonymous caller its /24 or /48 network.' }),
  requestId: z.uuid().max(36).nullable(),
  hash: Hash.meta({ description: 'SHA-256 of the hash before it and of this entry.' }),
}).meta({
  id: 'AuditEntry',
  description: 'One entry of the trail.',
  examples: [{
    number: 481, at: '2026-11-22T03:00:00.000Z', who: 'key:12', label: 'feed-job', action: 'run.commit', subject: 'run/12', before: { state: 'open' }, after: { state: 'committing' },
    address: '203.0.113.7', requestId: '0b8ff2c5-6f1c-4a42-9f5c-7c6b5d3a1e10', hash: 'a3'.repeat(32),
  }],
})
const end = { number: z.int().min(0).max(Number.MAX_SAFE_INTEGER), hash: Hash }

const page = Page(AuditEntry, 'AuditEntries')
export const AuditPage = z.object({ ...page.shape, end: z.object(end).meta({ description: 'The end of the chain. Kept elsewhere, it proves later that nothing before it was changed or removed.' }) })
  .meta({ id: 'AuditPage', description: 'One page of the trail, the newest first.', examples: [{ items: [], next: null, position: 21_004, end: { number: 481, hash: 'a3'.repeat(32) } }] })
