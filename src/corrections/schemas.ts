import { z } from 'zod'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, flag, list, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { FIELDS } from './field.ts'

export const STATES = ['open', 'acknowledged', 'accepted', 'rejected', 'withdrawn'] as const
const MAX_VALUE = 2000
const MAX_NOTE = 2000
const MAX_REFERENCE = 300
const MAX = Number.MAX_SAFE_INTEGER

export const CorrectionNumber = z.string().max(15).regex(/^[1-9]\d{0,14}$/, 'must be the number of a report').meta({ description: 'Number of the report.', examples: ['1'] })
export const CorrectionField = z.enum(FIELDS).meta({ description: 'The member of the enterprise that is wrong.' })
export const CorrectionState = z.enum(STATES).meta({ description: '`open` until the registration authority has seen it, then `acknowledged`; `accepted` or `rejected` by it; `withdrawn` by whoever reported it.' })
const evidence = <Date extends z.ZodType>(day: Date) => ({
  kind: z.enum(['dossier', 'inspection', 'document', 'declaration', 'other']).meta({ description: '`dossier` of the enterprise, `inspection` on the spot, `document` of an authority, `declaration` of the enterprise, or `other`.' }),
  reference: prose(MAX_REFERENCE).meta({ description: 'By which it can be found again: number and date of the document, file number. No personal data.' }),
  date: day,
})

export const CorrectionRequest = z.strictObject({
  code: EnterpriseCode,
  field: CorrectionField,
  proposed: prose(MAX_VALUE).nullable().meta({ description: 'What it should say: text; the code of a status, legal type, province or commune of 2025; a day; VND as decimal text; activity codes parted by blanks, the main one first. Null where there is no such name, or no capital.' }),
  evidence: z.strictObject(evidence(Day.nullish().meta({ format: 'date', description: 'The day of the evidence.' }))),
  note: prose(MAX_NOTE).nullish().meta({ description: 'For the registration authority. No personal data.' }),
}).meta({
  id: 'CorrectionRequest',
  description: 'That the register is wrong in one field of an enterprise.',
  examples: [{ code: '3750002081', field: 'commune', proposed: '20194', evidence: { kind: 'inspection', reference: 'BB-48-2026-031', date: '2026-11-18' }, note: 'Đã chuyển trụ sở, biển hiệu tại địa chỉ mới.' }],
})

export const CorrectionAnswer = z.strictObject({
  state: z.enum(['acknowledged', 'accepted', 'rejected']).meta({ description: 'What becomes of it. `acknowledged`: it is being looked at.' }),
  note: prose(MAX_NOTE).nullish().meta({ description: 'Why; needed of a rejection. No personal data.' }),
  reference: prose(MAX_REFERENCE).nullish().meta({ description: 'The authority\'s own number of it.' }),
}).meta({ id: 'CorrectionAnswer', description: 'What the registration authority says of a report.', examples: [{ state: 'accepted', note: null, reference: 'ĐKKD-2026-1187' }] })

export const WithdrawCorrectionQuery = z.strictObject({ reason: prose(MAX_NOTE).meta({ description: 'Why it is taken back.' }) })

const value = z.string().max(MAX_VALUE).nullable()
export const Correction = z.object({
  id: z.int().min(1).max(MAX).meta({ description: 'Number of the report.' }),
  code: EnterpriseCode,
  field: CorrectionField,
  said: value.meta({ description: 'What the register said when it was reported.' }),
  version: z.int().min(1).meta({ description: 'In which version of the enterprise it said so.' }),
  proposed: value.meta({ description: 'What it should say.' }),
  evidence: z.object(evidence(z.iso.date().nullable())),
  note: z.string().max(MAX_NOTE).nullable(),
  province: ProvinceCode.meta({ description: 'Where the enterprise stood when it was reported.' }),
  authority: z.string().max(2).regex(/^(\d{2}|\*)$/).meta({ description: 'Who reported it: the province of 2025 by its code, or `*` for the ministry.' }),
  reportedAt: z.iso.datetime(),
  state: CorrectionState,
  changedAt: z.iso.datetime().meta({ description: 'Since when it is in this state.' }),
  answer: z.string().max(MAX_NOTE).nullable().meta({ description: 'What the registration authority said of it, or why it was taken back.' }),
  answerReference: z.string().max(MAX_REFERENCE).nullable().meta({ description: 'The authority\'s own number of it.' }),
  feedSays: value.meta({ description: 'What the feed says now.' }),
  hasFollowed: z.boolean().meta({ description: 'Whether that is what was proposed, whatever was answered. Letter case and spacing do not matter, nor does the order of activities behind the main one.' }),
  followedAt: z.int().min(0).max(MAX).nullable().meta({ description: 'The position of the register from which it does.' }),
  position: Position.meta({ description: 'The position of the register from which the report is in this state.' }),
}).meta({
  id: 'Correction',
  description: 'A report to the registration authority. It changes nothing of the enterprise: only the feed does.',
  examples: [{
    id: 1, code: '3750002081', field: 'commune', said: '26890', version: 2, proposed: '20194', evidence: { kind: 'inspection', reference: 'BB-48-2026-031', date: '2026-11-18' }, note: null,
    province: '79', authority: '79', reportedAt: '2026-11-22T03:00:00.000Z', state: 'accepted', changedAt: '2026-11-23T02:00:00.000Z', answer: null, answerReference: 'ĐKKD-2026-1187',
    feedSays: '20194', hasFollowed: true, followedAt: 21_040, position: 21_031,
  }],
})
export type Correction = z.output<typeof Correction>
export const CorrectionPage = Page(Correction, 'CorrectionPage')

export const ListCorrectionsQuery = z.strictObject({
  code: EnterpriseCode.optional(),
  province: ProvinceCode.optional().meta({ description: 'Of enterprises that stood in this province of 2025 when it was reported.' }),
  field: list(CorrectionField, { description: 'Fields, parted by commas.' }).optional(),
  state: list(CorrectionState, { description: 'States, parted by commas.' }).optional(),
  followed: flag('Only those that the feed has followed, or those that it has not.').optional(),
  cursor: Cursor.optional(),
  limit: LimitOfFile,
  format: ListFormat,
})
