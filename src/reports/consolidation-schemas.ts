import { z } from 'zod'
import { Day, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { BLANK_LETTER, COMPARED } from './consolidation.ts'
import { CycleCode, FormCode, instant, Period, ReporterCode, SectionCode, Sha256, version } from './schemas.ts'

const letter = {
  number: prose(60).nullable().default(null).meta({ description: 'Number and sign, such as `12/BC-BKHCN`; blank to be filled in where null.' }),
  place: prose(100).default(BLANK_LETTER.place), signedOn: Day.nullable().default(null).meta({ format: 'date', description: 'The day of signature; blank where null.' }),
  addressee: prose(300).default(BLANK_LETTER.addressee), authority: prose(200).nullable().default(null).meta({ description: 'On whose behalf it is signed, such as `KT. BỘ TRƯỞNG`.' }),
  position: prose(200).default(BLANK_LETTER.position), signatory: prose(200).nullable().default(null).meta({ description: 'Who signs; a place for the name where null.' }),
  opening: prose(4000).nullable().default(null).meta({ description: 'In place of the first paragraph.' }), conclusion: prose(20_000).nullable().default(null).meta({ description: 'Assessment and proposals of the ministry.' }),
  receivers: z.array(prose(200)).max(20).default([...BLANK_LETTER.receivers]),
}
export const LetterRequest = z.strictObject(letter).meta({ id: 'ConsolidationRequest', description: 'What the ministry writes around the figures.', examples: [{ number: '12/BC-BKHCN', signedOn: '2026-12-20', conclusion: 'Kiến nghị …' }] })

export const FORMATS = ['json', 'docx', 'pdf', 'xlsx'] as const
export const Edition = z.string().max(5).regex(/^(draft|[1-9]\d{0,3})$/, 'must be the number of an edition, or draft').meta({ description: 'Number of an edition, or `draft`: as it would be now.', examples: ['draft'] })
export const FormatQuery = z.strictObject({ format: z.enum(FORMATS).optional().meta({ description: 'The form of the answer; goes before Accept.' }) })

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
export const ConsolidationItem = z.object({ cycle: CycleCode, edition: version, sha256: Sha256, consolidatedAt: instant })
  .meta({ id: 'ConsolidationItem', description: 'A report of the nation, and how to check it.', examples: [{ cycle: 'd01-2026', edition: 1, sha256: hash, consolidatedAt: '2026-12-20T02:00:00.000Z' }] })
export const ConsolidationList = z.object({ items: z.array(ConsolidationItem).max(1000) }).meta({ id: 'ConsolidationList', description: 'The editions that were made, the oldest first.' })

const name = z.string().max(300)
const count = z.int().min(-100_000_000).max(2_000_000_000)
const figures = z.record(z.string().max(40), z.number().min(-1e12).max(1e12).nullable())
const counted = z.object(Object.fromEntries(COMPARED.map((code) => [code, count.nullable()]))).meta({ description: 'Null where the template did not ask for it, or nobody can be compared.' })
const brief = z.array(z.object({ code: ReporterCode, name, nameEn: name, state: z.string().max(20), submittedAt: instant.nullable() })).max(100)
const text = z.string().max(30_000)
const counts = (n: number) => ({ enterprises: n, 'category-i': 0, 'category-ii': 3000, 'category-iii': 0, 'category-iv': n - 3000 })
const example = {
  cycle: 'd01-2026', period: '2026', edition: 1, division: '2025' as const, reporterKind: 'localities' as const, title: 'Báo cáo hằng năm về doanh nghiệp công nghệ số', subject: 'Báo cáo …', recipient: 'Bộ Khoa học và Công nghệ', dueAt: '2026-12-09T23:59:59+07:00', rule: { code: 'd01', version: 1 }, template: { code: 'd01', version: 1 },
  letter: { ...BLANK_LETTER, receivers: [...BLANK_LETTER.receivers], number: '12/BC-BKHCN', signedOn: '2026-12-20' }, standing: { reporters: 34, submitted: 34, accepted: 34, late: [], missing: [], waiting: [] },
  localities: [{
    code: '48', name: 'Đà Nẵng', nameEn: 'Da Nang', type: 'thành phố', attempt: 1, submittedAt: '2026-12-01T02:00:00.000Z', isLate: false, sha256: hash, asOf: '2026-12-01', position: 21004, ruleSet: 1, figures: counts(6024),
    previous: { of: ['48'], counts: counts(5310) }, change: { ...counts(3714), 'category-ii': 0, enterprises: 714, 'category-iv': 714 }, changePercent: 13.45,
  }],
  totals: counts(6024), comparison: { cycle: 'd01-2025', edition: 1, sha256: hash, total: counts(5310), localities: 1, now: counts(6024), before: counts(5310), change: { ...counts(3714), 'category-ii': 0, enterprises: 714, 'category-iv': 714 }, changePercent: 13.45 },
  questions: [{ section: 'plan-issued', kind: 'yes-no', title: 'Đã ban hành kế hoạch', titleEn: 'The plan has been issued', answered: 34, yes: 30, no: 4, sum: 0 }], narratives: [{ section: 'results', title: 'Kết quả đạt được', titleEn: 'Results', items: [{ code: '48', name: 'Đà Nẵng', text: 'Kết quả …' }] }],
  comments: [], provenance: { asOfFrom: '2026-12-01', asOfTo: '2026-12-09', positionFrom: 21004, positionTo: 21090, ruleSets: [1] },
}
export const Consolidation = z.object({
  cycle: CycleCode, period: Period, edition: version, division: z.enum(['2004', '2025']), reporterKind: z.enum(['localities', 'bodies']), title: name, subject: name, recipient: name, dueAt: instant,
  rule: z.object({ code: FormCode, version }), template: z.object({ code: FormCode, version }),
  letter: z.object({ number: name.nullable(), place: name, signedOn: z.iso.date().nullable(), addressee: name, authority: name.nullable(), position: name, signatory: name.nullable(), opening: text.nullable(), conclusion: text.nullable(), receivers: z.array(name).max(20) }),
  standing: z.object({ reporters: count, submitted: count, accepted: count, late: brief, missing: brief, waiting: brief }),
  localities: z.array(z.object({
    code: ReporterCode, name, nameEn: name, type: name, attempt: version, submittedAt: instant, isLate: z.boolean(), sha256: Sha256.meta({ description: 'Of the report that was accepted.' }), asOf: z.iso.date(), position: count, ruleSet: version.nullable(), figures,
    previous: z.object({ of: z.array(ProvinceCode).max(10), counts: counted.nullable() }).nullable().meta({ description: 'A year before: of the units that it was made of, their sum; null where one of them had not reported.' }), change: counted.nullable(), changePercent: z.number().nullable(),
  })).max(100),
  totals: figures.meta({ description: 'Of localities; none of bodies, whose figures are of one nation or of overlapping places.' }),
  comparison: z.object({ cycle: CycleCode, edition: version, sha256: Sha256, total: counted, localities: count, now: counted, before: counted, change: counted, changePercent: z.number().nullable() }).nullable().meta({ description: 'To the last consolidation of a year before, over the localities that are in both.' }),
  questions: z.array(z.object({ section: SectionCode, kind: name, title: name, titleEn: name, answered: count, yes: count, no: count, sum: z.number() })).max(60),
  narratives: z.array(z.object({ section: SectionCode, title: name, titleEn: name, items: z.array(z.object({ code: ReporterCode, name, text })).max(100) })).max(60),
  comments: z.array(z.object({ code: ReporterCode, name, figure: name, text })).max(2000),
  provenance: z.object({ asOfFrom: z.iso.date().nullable(), asOfTo: z.iso.date().nullable(), positionFrom: count.nullable(), positionTo: count.nullable(), ruleSets: z.array(version).max(100) }),
}).meta({ id: 'Consolidation', description: 'One report of the nation from those that were accepted, in canonical JSON (RFC 8785).', examples: [example] })
