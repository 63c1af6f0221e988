import { z } from 'zod'
import { Cursor, Limit, Page } from '../http/page.ts'
import { flag, fromText } from '../http/query.ts'

const MAX_LABEL = 100
const LONGEST_OVERLAP = 2_592_000
const MAX_SCOPES = 110

const instant = z.iso.datetime({ offset: true })
const Label = z.string().trim().min(1).max(MAX_LABEL).regex(/^[^\p{Cc}]*$/u, 'must have no control characters').meta({ description: 'Whose it is and what for.', examples: ['Sở KH&CN Đà Nẵng'] })
// `Scope` says the same in a form that no generator of clients reads as text.
const ScopeText = z.string().max(90).regex(/^(feed:write|feed:release|publish|webhooks|admin|(decide|catalogue|reports):(\d{2}|\*)|submit:([a-z0-9]+(-[a-z0-9]+)*|\*))$/, 'must be a scope such as feed:write, decide:48, reports:* or submit:mof').meta({
  description: 'What it opens; those of a province end in its code of the division of 2025, that of a body in its code of `GET /agencies`, or of an enterprise in that of its registration, either in `*` for all. `admin` opens everything.', examples: ['decide:48'],
})
const Scopes = z.array(ScopeText).min(1).max(MAX_SCOPES)
const Expires = instant.nullable().meta({ description: 'When it ends by itself; null for never.' })

export const KeyId = fromText(
  { type: 'integer', format: 'int64', minimum: 1, maximum: 999_999_999_999, description: 'Number of a key.', examples: [1] }, 'must be a whole number from 1',
  (text) => /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined,
)
export const ListKeysQuery = z.strictObject({ all: flag('Also those that were revoked or have expired.').optional(), cursor: Cursor.optional(), limit: Limit })

export const KeyRequest = z.strictObject({ label: Label, scopes: Scopes, expires: Expires.default(null) })
  .meta({ id: 'KeyRequest', description: 'Whose a key is to be and what it is to open.', examples: [{ label: 'Sở KH&CN Đà Nẵng', scopes: ['decide:48'], expires: '2027-11-22T00:00:00Z' }] })

export const RotateRequest = z.strictObject({
  overlap: z.int().min(0).max(LONGEST_OVERLAP).default(86_400).meta({ description: 'Seconds for which the secret until now stays valid beside the new one; 0 where it has leaked.' }),
  expires: Expires.optional().meta({ description: 'When the key ends from now on; as before where absent.' }),
}).nullish().meta({ id: 'RotateRequest', description: 'How the secret until now goes.', examples: [{ overlap: 86_400 }] })

const key = {
  id: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  label: z.string().max(1000),
  scopes: z.array(z.string().max(90)).max(1000),
  prefixes: z.array(z.string().max(20).regex(/^[\w-]+$/)).max(10).meta({ description: 'What its secrets that are valid now begin with, after the environment, the newest first.' }),
  state: z.enum(['active', 'revoked', 'expired']),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().meta({ description: 'To the minute; null where it never was.' }),
  revokedAt: instant.nullable(),
}
const example = { id: 12, label: 'Sở KH&CN Đà Nẵng', scopes: ['decide:48'], prefixes: ['5f0c2ab91e77'], state: 'active', createdAt: '2026-11-22T03:00:00.000Z', expiresAt: '2027-11-22T00:00:00.000Z', lastUsedAt: null, revokedAt: null } as const

export const Key = z.object(key).meta({ id: 'Key', description: 'A key of a machine client, without its secret.', examples: [example] })
const Secret = z.string().max(200).regex(/^vdr_/).meta({ description: 'What goes behind `Bearer`. Shown only now.' })
export const NewKey = z.object({ ...key, secret: Secret })
  .meta({ id: 'NewKey', description: 'A key with its secret.', examples: [{ ...example, secret: `vdr_live_5f0c2ab91e77_${'x'.repeat(43)}` }] })
export const KeyPage = Page(Key, 'KeyPage')
