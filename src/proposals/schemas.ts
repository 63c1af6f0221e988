import { z } from 'zod'
import { AgencyCode } from '../agencies/schemas.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { fromText, list, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'

export const KINDS = ['question', 'difficulty', 'proposal'] as const
export const STATES = ['open', 'answered', 'withdrawn'] as const
export const SIDES = ['sender', 'addressee'] as const
const MAX_TEXT = 10_000
const MOST_ENTERPRISES = 1000
const MAX = Number.MAX_SAFE_INTEGER

export const ProposalNumber = z.string().max(15).regex(/^[1-9]\d{0,14}$/, 'must be the number of a proposal').meta({ description: 'Number of the proposal.', examples: ['1'] })
const Kind = z.enum(KINDS).meta({ description: 'A `question`, a `difficulty` that somebody has met, or a `proposal` of something to be done.' })
const State = z.enum(STATES).meta({ description: '`open` while its sender waits for the other side, `answered` while it does not, `withdrawn` for good.' })
const Side = z.enum(SIDES).meta({ description: 'Who speaks: whoever raised it, or with whom it was raised.' })
const text = z.string().max(MAX_TEXT)
const name = z.string().max(300).nullable()
const province = ProvinceCode.nullable()

const message = { side: 'addressee' as const, text: 'Thời hạn là ngày 09/12.', saidAt: '2026-11-23T02:00:00.000Z' }
const asked = { kind: 'question' as const, agency: 'so-kh-cn-48', addressee: 'most', enterprises: ['3750002081'], title: 'Thời hạn báo cáo năm 2026', text: 'Đề nghị cho biết thời hạn báo cáo năm 2026.' }
export const Proposal = z.object({
  id: z.int().min(1).max(MAX), kind: Kind,
  agency: AgencyCode.meta({ description: 'The body that raises it: a department, an association.' }), agencyName: name.meta({ description: 'As it is called today.' }), province: province.meta({ description: 'Whose officers write for it; null at the centre.' }),
  addressee: AgencyCode.meta({ description: 'The body that it is raised with.' }), addresseeName: name, addresseeProvince: province,
  enterprises: z.array(EnterpriseCode).max(MOST_ENTERPRISES).meta({ description: 'On whose behalf; none for its own.' }),
  title: z.string().max(300), text, sentAt: z.iso.datetime(), state: State, changedAt: z.iso.datetime().meta({ description: 'Since when it is in this state.' }),
  reason: z.string().max(1000).nullable().meta({ description: 'Why it was taken back.' }),
  messages: z.array(z.object({ side: Side, text, saidAt: z.iso.datetime() })).max(MAX_TEXT).meta({ description: 'What was said to it since, the oldest first.' }),
  position: Position.meta({ description: 'The position of the register from which it stands so.' }),
}).meta({
  id: 'Proposal', description: 'What a body raises with another.',
  examples: [{ id: 1, ...asked, agencyName: 'Sở Khoa học và Công nghệ thành phố Đà Nẵng', province: '48', addresseeName: 'Bộ Khoa học và Công nghệ', addresseeProvince: null, sentAt: '2026-11-22T03:00:00.000Z', state: 'answered', changedAt: message.saidAt, reason: null, messages: [message], position: 21_031 }],
})
export type Proposal = z.output<typeof Proposal>
export const ProposalPage = Page(Proposal, 'ProposalPage')

const waited = { type: 'integer', format: 'int32', minimum: 0, maximum: 3660, description: 'Only those that are open and have waited for so many days or longer.' }
export const ListProposalsQuery = z.strictObject({
  kind: Kind.optional(), state: list(State, { description: 'States, parted by commas.' }).optional(),
  agency: AgencyCode.optional().meta({ description: 'Only those that this body raised.' }), addressee: AgencyCode.optional().meta({ description: 'Only those that were raised with this body.' }),
  enterprise: EnterpriseCode.optional().meta({ description: 'Only those on behalf of this enterprise.' }),
  waiting: fromText(waited, 'must be a whole number of days from 0 to 3660', (given) => /^\d{1,4}$/.test(given) && Number(given) <= 3660 ? Number(given) : undefined).optional(),
  cursor: Cursor.optional(), limit: LimitOfFile, format: ListFormat,
})

export const ProposalRequest = z.strictObject({
  kind: Kind, agency: AgencyCode, addressee: AgencyCode, enterprises: z.array(EnterpriseCode).max(MOST_ENTERPRISES).default([]), title: prose(300), text: prose(MAX_TEXT).meta({ description: 'No personal data.' }),
}).meta({ id: 'ProposalRequest', description: 'What a body raises with another.', examples: [asked] })
export const MessageRequest = z.strictObject({ side: Side, text: prose(MAX_TEXT).meta({ description: 'No personal data.' }) }).meta({ id: 'ProposalMessage', description: 'What one side says.', examples: [{ side: message.side, text: message.text }] })
export const WithdrawProposalQuery = z.strictObject({ reason: prose(1000).meta({ description: 'Why it is taken back.', examples: ['Đã được giải quyết'] }) })
