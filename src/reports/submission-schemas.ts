import { z } from 'zod'
import { Position } from '../http/page.ts'
import { prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { CycleCode, FigureCode, FormCode, instant, Period, ReporterCode, SectionCode, Sha256, version } from './schemas.ts'
import { MAX_TEXT } from './template.ts'

const place = ProvinceCode.nullable().meta({ description: 'The locality whose figures these are, in the division of the cycle; null for the nation.' })
export const IfMatch = z.object({
  'if-match': z.string().max(1000).optional().meta({ description: 'The `ETag` of the report as it was read; of it the version counts. Without it a 428, and a 412 where the report has changed since.' }),
})
const isText = (text: string) => !text.includes('\0') && text.isWellFormed()
const value = z.union([z.string().trim().max(MAX_TEXT).refine(isText, 'must be text without NUL characters and lone surrogates'), z.number().min(-1e9).max(1e9), z.boolean()])
  .meta({ description: 'Text (paragraphs parted by an empty line, list items begin with `- `), a number or true or false, as the section asks.' })
const answers = z.array(z.strictObject({ section: SectionCode, value })).max(60)
const comments = z.array(z.strictObject({ figure: FigureCode, text: prose(2000) })).max(20).meta({ description: 'On figures of the registry, which nobody edits.' })
const contentExample = { answers: [{ section: 'results', value: 'Kết quả nổi bật …' }, { section: 'plan-issued', value: true }], comments: [{ figure: 'enterprises' as const, text: 'Địa phương thống kê thêm hợp tác xã.' }] }
export const SubmissionRequest = z.strictObject({ answers, comments: comments.default([]) }).meta({ id: 'SubmissionRequest', description: 'What is written so far; all of it, each time.', examples: [contentExample] })

const reviewComments = z.array(z.strictObject({ section: SectionCode.nullable().default(null).meta({ description: 'What it is about; null for the whole.' }), text: prose(2000) })).max(60)
export const ReviewRequest = z.strictObject({
  outcome: z.enum(['accepted', 'returned']), comments: reviewComments.default([]).meta({ description: 'What is to be mended: a report is not returned without one.' }),
}).meta({ id: 'SubmissionReviewRequest', description: 'What becomes of a report.', examples: [{ outcome: 'returned', comments: [{ section: 'results', text: 'Đề nghị bổ sung số liệu.' }] }] })

const attached = z.object({ name: z.string().max(150), mediaType: z.string().max(100), size: z.int().min(0).max(2 ** 31 - 1), sha256: Sha256 })
const figure = z.object({ code: FigureCode, name: z.string().max(200), unit: z.string().max(60), value: z.number().min(-1e12).max(1e12).nullable().meta({ description: 'Null where there is nothing to reckon it from.' }) })
const provenance = z.object({
  asOf: z.iso.date().meta({ description: 'The day of the figures.' }), comparedWith: z.iso.date(), position: Position, knownAt: instant.nullable(), sourceReadAt: instant.nullable(), ruleSet: version.nullable(),
  division: z.enum(['2004', '2025']), status: z.array(z.string().max(40)).max(8), basis: z.array(z.string().max(40)).max(3),
  populationBase: z.object({ code: z.string().max(60), asOf: z.iso.date(), source: z.string().max(300) }).nullable(),
})
const provenanceExample = {
  asOf: '2026-12-01', comparedWith: '2025-12-01', position: 21004, knownAt: '2026-12-01T01:12:00.000Z', sourceReadAt: '2026-12-01T01:11:00.000Z', ruleSet: 1, division: '2025' as const, status: ['active'], basis: ['confirmed', 'derived'],
  populationBase: { code: 'registered-2024', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' },
}
const STATES = ['missing', 'draft', 'submitted', 'returned', 'accepted'] as const
const State = z.enum(STATES).meta({ description: '`missing`: nothing written; `returned`: to be mended and submitted again.' })
const attempt = z.object({
  number: version, submittedAt: instant, isLate: z.boolean(), sha256: Sha256.meta({ description: 'Of the bytes of its document.' }),
  outcome: z.enum(['accepted', 'returned']).nullable(), reviewedAt: instant.nullable(), comments: z.array(z.object({ section: SectionCode.nullable(), text: z.string().max(2000) })).max(60),
})
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

export const Submission = z.object({
  cycle: CycleCode, locality: z.object({ code: ReporterCode, name: z.string().max(300), type: z.string().max(20) }).meta({ description: 'Who reports: a locality, or a body.' }), place,
  state: State, version: z.int().min(0).max(1_000_000), dueAt: instant, submittedAt: instant.nullable().meta({ description: 'Of the first attempt: by it the report is late or not.' }), isLate: z.boolean().nullable(),
  isOverdue: z.boolean(),
  answers: z.array(z.object({ section: SectionCode, value })).max(60), comments: z.array(z.object({ figure: FigureCode, text: z.string().max(2000) })).max(20), attachments: z.array(attached).max(100),
  figures: z.array(figure).max(30), isFrozen: z.boolean().meta({ description: 'Figures of a draft are those of now; of what was submitted, those of then.' }),
  figuresSha256: Sha256.meta({ description: 'Of figures and provenance in canonical JSON.' }), provenance, attempts: z.array(attempt).max(1000),
}).meta({
  id: 'Submission', description: 'The report of a locality, for it and for the ministry.',
  examples: [{
    cycle: 'd01-2026', locality: { code: '48', name: 'Đà Nẵng', type: 'thành phố' }, place: '48', state: 'draft', version: 3, dueAt: '2026-12-09T23:59:59+07:00', submittedAt: null, isLate: null, isOverdue: false, ...contentExample, attachments: [],
    figures: [{ code: 'enterprises', name: 'Tổng số doanh nghiệp công nghệ số', unit: 'doanh nghiệp', value: 6024 }], isFrozen: false, figuresSha256: hash, provenance: provenanceExample, attempts: [],
  }],
})
export const AttemptNumber = z.string().max(4).regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1')
export const DocumentQuery = z.strictObject({ attempt: AttemptNumber.optional().meta({ description: 'Which attempt; where absent the report as it would be submitted now.' }) })
export const AttachmentQuery = z.strictObject({ attempt: AttemptNumber.optional().meta({ description: 'As it was submitted with which attempt; where absent as it is attached now.' }) })
export const SubmissionDocument = z.object({
  cycle: CycleCode, period: Period, rule: z.object({ code: FormCode, version }), template: z.object({ code: FormCode, version }),
  locality: z.object({ code: ReporterCode, name: z.string().max(300), nameEn: z.string().max(300), type: z.string().max(20), division: z.enum(['2004', '2025']) }), place,
  attempt: version, dueAt: instant, submittedAt: instant, isLate: z.boolean(), figures: z.array(figure.pick({ code: true, value: true })).max(30), provenance, figuresSha256: Sha256,
  answers: z.array(z.object({ section: SectionCode, value })).max(60), comments: z.array(z.object({ figure: FigureCode, text: z.string().max(2000) })).max(20), attachments: z.array(attached).max(100),
}).meta({
  id: 'SubmissionDocument', description: 'A report as it was submitted, in canonical JSON (RFC 8785).',
  examples: [{
    cycle: 'd01-2026', period: '2026', rule: { code: 'd01', version: 1 }, template: { code: 'd01', version: 1 }, locality: { code: '48', name: 'Đà Nẵng', nameEn: 'Da Nang', type: 'thành phố', division: '2025' }, place: '48', attempt: 1,
    dueAt: '2026-12-09T23:59:59+07:00', submittedAt: '2026-12-01T02:00:00.000Z', isLate: false, figures: [{ code: 'enterprises', value: 6024 }], provenance: provenanceExample, figuresSha256: hash, ...contentExample, attachments: [],
  }],
})

const count = z.int().min(0).max(1000)
export const StandingItem = z.object({
  code: ReporterCode, name: z.string().max(300), state: State, attempts: count, submittedAt: instant.nullable(), isLate: z.boolean().nullable(), returnedAt: instant.nullable(), acceptedAt: instant.nullable(),
  isOverdue: z.boolean(), updatedAt: instant.nullable(),
}).meta({ id: 'ReportStandingItem', description: 'Where a locality or a body stands in a cycle.' })
const standing = { code: '48', name: 'Đà Nẵng', state: 'returned' as const, attempts: 1, submittedAt: '2026-12-01T02:00:00.000Z', isLate: false, returnedAt: '2026-12-03T02:00:00.000Z', acceptedAt: null, isOverdue: false, updatedAt: '2026-12-03T02:00:00.000Z' }
export const Standing = z.object({
  cycle: CycleCode, dueAt: instant, daysLeft: z.int().min(-100_000).max(100_000).meta({ description: 'Whole days to the last one; below zero once it has passed.' }), items: z.array(StandingItem).max(100), position: Position,
}).meta({ id: 'ReportStanding', description: 'Where everybody stands whom the key is for.', examples: [{ cycle: 'd01-2026', dueAt: '2026-12-09T23:59:59+07:00', daysLeft: 6, items: [standing], position: 21004 }] })

export const FileName = z.string().max(150).regex(/^[^\p{C}\\/:*?"<>|. ][^\p{C}\\/:*?"<>|]*\.[A-Za-z]{3,4}$/u, 'must be a file name that ends in pdf, docx, xlsx, png or jpg').meta({ description: 'Name of an attached file.', examples: ['ke-hoach.pdf'] })
export const Attachment = attached.meta({ id: 'ReportAttachment', description: 'A file that was attached.', examples: [{ name: 'ke-hoach.pdf', mediaType: 'application/pdf', size: 183_204, sha256: hash }] })

const Email = z.string().max(200).regex(/^[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'must be an e-mail address')
export const Contacts = z.object({ locality: ReporterCode, addresses: z.array(Email).max(5) }).meta({ id: 'ReportContacts', description: 'Where a locality or a body wants to be written to.', examples: [{ locality: '48', addresses: ['so-khcn@example.org'] }] })
export const ContactsRequest = z.strictObject({ addresses: z.array(Email).max(5).meta({ description: 'Mailboxes of the agency; none for no letters.' }) }).meta({ id: 'ReportContactsRequest', description: 'Where to write to.', examples: [{ addresses: ['so-khcn@example.org'] }] })

const letter = { locality: '48', kind: 'due-in-7', address: 'so-khcn@example.org', state: 'sent' as const, writtenAt: '2026-12-02T01:00:20.000Z', sentAt: '2026-12-02T01:00:21.000Z', tries: 1, failure: null }
export const LetterItem = z.object({
  locality: ReporterCode, kind: z.string().max(40).meta({ description: '`due-in-7` (so many days before the last one), `overdue`, `accepted` or `returned`.' }), address: z.string().max(200),
  state: z.enum(['waiting', 'sent', 'given-up']).meta({ description: '`sent`: the mail server has taken it; `given-up`: it refused it for good, or put it off for three days.' }),
  writtenAt: instant, sentAt: instant.nullable(), tries: z.int().min(0).max(1000), failure: z.string().max(400).nullable().meta({ description: 'Why it did not go out when it was tried last.' }),
}).meta({ id: 'ReportLetter', description: 'A letter to one mailbox.', examples: [letter] })
export const LetterList = z.object({ items: z.array(LetterItem).max(100_000) }).meta({ id: 'ReportLetterList', description: 'Letters of a cycle, in the order in which they were written.', examples: [{ items: [letter] }] })
