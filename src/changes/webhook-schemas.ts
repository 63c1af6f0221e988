import { z } from 'zod'
import { Category } from '../enterprises/schemas.ts'
import { Cursor, Limit, Page } from '../http/page.ts'
import { fromText, keepable } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { MOST_WEBHOOKS } from './webhook-commands.ts'
import { ENTERPRISE_EVENTS, REGISTER_EVENTS } from './webhook-events.ts'
import { MESSAGE_TYPE } from './webhook-outbox.ts'
import { OUTCOMES } from './webhook-request.ts'

const MAX_URL = 2000
const LONGEST_OVERLAP = 604_800

const instant = z.iso.datetime({ offset: true })
const count = z.int().min(0).max(2_147_483_647)
const position = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const messageId = z.string().max(100).regex(/^msg_[0-9a-f]+$/).meta({ description: '`webhook-id` of the message; the same at each attempt.' })

export const WebhookId = fromText(
  { type: 'integer', format: 'int64', minimum: 1, maximum: 999_999_999_999, description: 'Number of a webhook.', examples: [1] }, 'must be a whole number from 1',
  (text) => /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined,
)
export const ListDeliveriesQuery = z.strictObject({ cursor: Cursor.optional(), limit: Limit })

const eachOnce = <T>(items: T[]) => [...new Set(items)]
const Url = keepable(z.string().max(MAX_URL).regex(/^https?:\/\/[^\s\\]+$/i, 'must be an address that begins with https://')).meta({
  description: 'Where to send to: https, on the open internet, on port 443 or one from 1024 on, without user name, password or fragment.',
  examples: ['https://portal.example.org/registry-changes'],
})
const Types = z.array(z.enum([...ENTERPRISE_EVENTS, ...REGISTER_EVENTS])).min(1).max(ENTERPRISE_EVENTS.length + REGISTER_EVENTS.length)
  .meta({ description: 'Which events to tell of. Null for all that are about an enterprise.' })
const Provinces = z.array(ProvinceCode).min(1).max(34).meta({ description: 'Only enterprises that are or were until now in one of these provinces of the division of 2025; null for all.' })
const Categories = z.array(Category).min(1).max(4).meta({ description: 'Only enterprises that are or were until now in one of these categories, also as candidates; null for all.' })

export const types = (given: z.output<typeof Types> | null | undefined) => given ? eachOnce(given) : given === null ? [...ENTERPRISE_EVENTS] : undefined
export const each = <T>(given: T[] | null | undefined): T[] | null | undefined => given ? eachOnce(given).sort() : given

const after = position.optional().meta({ description: 'Tell what comes behind this position, from 0; from now on where absent. It is strict, as in the change feed.' })

export const WebhookRequest = z.strictObject({
  url: Url,
  types: Types.nullable().default(null),
  provinces: Provinces.nullable().default(null),
  categories: Categories.nullable().default(null),
  after,
}).meta({ id: 'WebhookRequest', description: 'What a webhook is to be told, and where.', examples: [{ url: 'https://portal.example.org/registry-changes', provinces: ['48', '79'] }] })

export const WebhookChange = z.strictObject({
  url: Url.optional(),
  types: Types.nullable().optional(),
  provinces: Provinces.nullable().optional(),
  categories: Categories.nullable().optional(),
  state: z.enum(['active', 'disabled']).optional().meta({ description: '`active` goes on where it stopped, at once; `disabled` stops it.' }),
  after: after.meta({ description: 'Go on behind this position, back or forth; what is under way is dropped.' }),
}).meta({ id: 'WebhookChange', description: 'What is to change of a webhook; what is absent stays.', examples: [{ state: 'active' }] })

export const SecretRequest = z.strictObject({
  overlap: z.int().min(0).max(LONGEST_OVERLAP).default(86_400).meta({ description: 'Seconds for which the secret until now signs beside the new one; 0 where it has leaked.' }),
}).nullish().meta({ id: 'SecretRequest', description: 'How the old secret goes.', examples: [{ overlap: 86_400 }] })

const Secret = z.string().max(100).regex(/^whsec_/).meta({ description: 'What deliveries are signed with. Shown only now.' })

const webhook = {
  id: z.int().min(1),
  url: z.string().max(MAX_URL),
  types: z.array(z.enum([...ENTERPRISE_EVENTS, ...REGISTER_EVENTS])).max(20),
  provinces: z.array(ProvinceCode).max(34).nullable(),
  categories: z.array(Category).max(4).nullable(),
  state: z.enum(['active', 'disabled']),
  notice: z.object({
    reason: z.enum(['failures', 'gone', 'owner']).meta({ description: '`failures`: too many attempts in a row failed; `gone`: the receiver answered 410; `owner`: by a request.' }),
    since: instant,
    detail: z.string().max(500),
  }).nullable().meta({ description: 'Why it is disabled; null while it is active.' }),
  position: position.meta({ description: 'Everything up to this position was told.' }),
  pending: z.object({
    id: messageId,
    until: position,
    failures: count.meta({ description: 'Attempts that have failed.' }),
    nextAttemptAt: instant.nullable().meta({ description: 'Null where it is under way, or disabled.' }),
  }).nullable().meta({ description: 'The message that has not arrived yet; later ones wait for it.' }),
  secrets: z.array(z.object({
    createdAt: instant,
    expiresAt: instant.nullable().meta({ description: 'Until when it signs; null for the newest.' }),
  })).max(2).meta({ description: 'Those that sign now, the newest first.' }),
  createdBy: z.string().max(200).meta({ description: 'The label of the key.' }),
  createdAt: instant,
}
const example = {
  id: 1, url: 'https://portal.example.org/registry-changes', types: ['enterprise.registered', 'enterprise.changed'], provinces: ['48', '79'], categories: null,
  state: 'active', notice: null, position: 3617, pending: null, secrets: [{ createdAt: '2026-11-22T03:00:00.000Z', expiresAt: null }],
  createdBy: 'portal', createdAt: '2026-11-22T03:00:00.000Z',
}
const secret = 'whsec_VGhpcyBzZWNyZXQgaXMgYW4gZXhhbXBsZSwgbm8gbW9yZS4='

export const Webhook = z.object(webhook).meta({ id: 'Webhook', description: 'Who is told of changes, and how far.', examples: [example] })
export const NewWebhook = z.object({ ...webhook, secret: Secret }).meta({ id: 'NewWebhook', description: 'A webhook with the secret that its receiver needs.', examples: [{ ...example, secret }] })
export const WebhookList = z.object({ items: z.array(Webhook).max(MOST_WEBHOOKS) }).meta({ id: 'WebhookList', description: 'The webhooks of a key.' })
export const NewSecret = z.object({ secret: Secret }).meta({ id: 'NewSecret', description: 'A secret that signs from now on.', examples: [{ secret }] })

export const Delivery = z.object({
  messageId,
  type: z.enum([MESSAGE_TYPE, 'webhook.test']),
  after: position.nullable().meta({ description: 'The message tells what is behind this position; null of a test.' }),
  until: position.nullable().meta({ description: 'And up to this one.' }),
  attempt: count.min(1).meta({ description: 'Which attempt it was since the last that succeeded.' }),
  at: instant,
  durationMs: count,
  outcome: z.enum(OUTCOMES).meta({ description: '`delivered` for 2xx, `gone` for 410, `redirected` for 3xx, which is not followed, `refused` for any other status; `timeout`, `unreachable` and `forbidden` (a private address) had none.' }),
  status: z.int().min(100).max(999).nullable().meta({ description: 'The HTTP status; null where none came.' }),
  error: z.string().max(100).nullable().meta({ description: 'What went wrong below HTTP, such as `ECONNREFUSED`.' }),
}).meta({
  id: 'Delivery',
  description: 'One attempt to tell a webhook something.',
  examples: [{ messageId: 'msg_0f8fad5bd9cb469fa16570867728950e', type: MESSAGE_TYPE, after: 3600, until: 3617, attempt: 1, at: '2026-11-22T03:00:01.000Z', durationMs: 84, outcome: 'delivered', status: 204, error: null }],
})
export const DeliveryPage = Page(Delivery, 'DeliveryPage')
