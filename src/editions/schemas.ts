import { z } from 'zod'
import { Basis, Status } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { prose } from '../http/query.ts'
import { Division, ProvinceCode } from '../localities/schemas.ts'

const count = z.int().min(0).max(100_000_000)
const instant = z.iso.datetime({ offset: true })
export const Period = z.string().max(7).regex(/^20\d{2}-(0[1-9]|1[0-2])$/, 'must be a month, YYYY-MM').meta({ description: 'A month.', examples: ['2026-10'] })
export const EditionCode = z.string().max(11).regex(/^20\d{2}-(0[1-9]|1[0-2])(-([2-9]|[1-9]\d{1,2}))?$/, 'must be a month, or a month and the number of a correction').meta({ description: 'A month, and for a correction its number: `2026-10-2`.', examples: ['2026-10'] })
const Sha256 = z.string().max(64).regex(/^[0-9a-f]{64}$/).meta({ description: 'SHA-256 of the bytes of the edition as it is served without a coding.' })

const itemExample = { edition: '2026-10', period: '2026-10', corrects: null, asOf: '2026-10-31', position: 21004, ruleSet: 1, sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', publishedAt: '2026-11-03T02:00:00.000Z' }
export const EditionItem = z.object({
  edition: EditionCode, period: Period, corrects: EditionCode.nullable().meta({ description: 'The edition that it corrects.' }),
  asOf: z.iso.date(), position: Position.meta({ description: 'The position that the figures were read at.' }), ruleSet: z.int().min(1).max(10_000), sha256: Sha256, publishedAt: instant,
}).meta({ id: 'EditionItem', description: 'What an edition is and how to check it.', examples: [itemExample] })
export const EditionList = z.object({ items: z.array(EditionItem).max(10_000), position: Position }).meta({ id: 'EditionList', description: 'All editions, the newest month first.' })
export const ListEditionsQuery = z.strictObject({ format: ListFormat })

const figures = {
  i: count, ii: count, iii: count, iv: count, enterprises: count.meta({ description: 'Sum of the four categories.' }), candidates: z.object({ i: count, iii: count }),
  population: z.int().min(0).max(1_000_000_000).nullable(), per1000: z.number().min(0).max(1000).nullable(), noDensity: z.string().max(60).nullable(),
}
const nation = { i: 0, ii: 3120, iii: 0, iv: 2904, enterprises: 6024, candidates: { i: 12, iii: 840 }, population: 3065628, per1000: 1.97, noDensity: null }
const anything = z.unknown().meta({ description: 'A number, text or null.' })

export const Edition = z.object({
  edition: EditionCode,
  period: Period,
  corrects: z.object({
    edition: EditionCode, reason: z.string().max(1000).nullable(),
    differences: z.array(z.object({ path: z.string().max(200).meta({ description: 'As `/divisions/2025/localities/48/ii`: items of lists by their code.' }), was: anything, is: anything })).max(100_000),
  }).nullable().meta({ description: 'Of a correction: the edition that it takes the place of, and all that it says otherwise.' }),
  asOf: z.iso.date(), position: Position, knownAt: instant.nullable(), sourceReadAt: instant.nullable(), ruleSet: z.int().min(1).max(10_000),
  basis: z.array(Basis).max(3), status: z.array(Status).max(8), ownership: z.null(),
  populationBase: z.object({ code: z.string().max(60), asOf: z.iso.date(), source: z.string().max(300) }).nullable(),
  target: z.object({ minimum: count, dueOn: z.iso.date(), source: z.string().max(300), missing: count }).nullable(),
  densityGoal: z.object({ per1000: z.number().min(0).max(1000), dueOn: z.iso.date(), source: z.string().max(300) }).nullable(),
  divisions: z.array(z.object({
    code: Division,
    localities: z.array(z.object({ code: ProvinceCode, name: z.string().max(200), nameEn: z.string().max(200), type: z.string().max(20), ...figures })).max(100),
    nation: z.object(figures),
    unplaced: z.object({ count, groups: z.array(z.object({ code: ProvinceCode, count })).max(100) }),
  })).max(2),
}).meta({
  id: 'Edition',
  description: 'The figures of a month as they were published, in canonical JSON (RFC 8785).',
  examples: [{
    edition: '2026-10', period: '2026-10', corrects: null, asOf: '2026-10-31', position: 21004, knownAt: '2026-11-03T01:12:00.000Z', sourceReadAt: '2026-11-03T01:11:00.000Z', ruleSet: 1, basis: ['confirmed', 'derived'], status: ['active'], ownership: null,
    populationBase: { code: 'registered-2024', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' }, target: { minimum: 100000, dueOn: '2030-12-31', source: 'Directive 01/CT-TTg of 14 January 2020', missing: 93976 }, densityGoal: null,
    divisions: [{ code: '2025', localities: [{ code: '48', name: 'Đà Nẵng', nameEn: 'Da Nang', type: 'thành phố', ...nation }], nation, unplaced: { count: 0, groups: [] } }],
  }],
})

export const EditionRequest = z.strictObject({
  period: Period.meta({ description: 'A month that has ended.' }),
  reason: prose(1000).optional().meta({ description: 'For a correction: why. Without it an edition that is there stays the only one.' }),
}).meta({ id: 'EditionRequest', description: 'Which month to publish.', examples: [{ period: '2026-10' }] })
