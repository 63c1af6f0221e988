import { z } from 'zod'
import { Basis, Category, EnterpriseCode } from '../enterprises/schemas.ts'
import { Cursor, Limit, Page, Position } from '../http/page.ts'
import { Day } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'

const MAX = Number.MAX_SAFE_INTEGER
export const OUTCOMES = ['i', 'ii', 'iii', 'iv', 'not-digital'] as const
export const EVIDENCE_KINDS = ['dossier', 'inspection', 'document', 'declaration', 'other'] as const
export const MAX_REFERENCE = 300
export const MAX_NOTE = 2000

/** Text that a person wrote, as the database keeps it. */
export const written = (max: number, description: string, min = 1) =>
  z.string().trim().min(min).max(max).refine((text) => !text.includes('\0'), 'must not hold a NUL character').meta({ description, pattern: '\\S' })

export const DecidedOutcome = z.enum(OUTCOMES).meta({ description: 'A category of Directive 01/CT-TTg, or `not-digital`: no digital technology enterprise, whatever the rule proposes.' })
export const Evidence = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS).meta({ description: '`dossier` of the enterprise, `inspection` on the spot, `document` of an authority, `declaration` of the enterprise, or `other`.' }),
  reference: written(MAX_REFERENCE, 'By which it can be found again: number and date of the document, file number. No personal data.'),
  date: Day.nullish().meta({ format: 'date', description: 'The day of the evidence.' }),
}).meta({ id: 'Evidence', description: 'What a decision rests on. It is public.', examples: [{ kind: 'document', reference: '1234/SKHCN-CNS', date: '2026-11-18' }] })

export const note = written(MAX_NOTE, 'For officers who read it later; it is not public.')
export const effectiveFrom = Day.meta({ format: 'date', description: 'The day from which it holds in the world; today where absent. Not before the first registration, not in the future.' })

export const DecisionRequest = z.strictObject({
  outcome: DecidedOutcome,
  evidence: Evidence,
  note: note.nullish(),
  effectiveFrom: effectiveFrom.optional(),
}).meta({
  id: 'DecisionRequest',
  description: 'A decision on the category of an enterprise.',
  examples: [{ outcome: 'iii', evidence: { kind: 'dossier', reference: 'HS-48-2026-017', date: '2026-11-10' }, note: 'Ứng dụng công nghệ số trong logistics.' }],
})

export const IfMatch = z.object({
  'if-match': z.string().max(1000).optional().meta({ description: 'The `ETag` of `GET /enterprises/{code}/classification` or `GET /enterprises/{code}`; of it the version counts. Without it a 428, and a 412 where the enterprise has changed since.' }),
})

export const WithdrawQuery = z.strictObject({
  effectivefrom: Day.optional().meta({ format: 'date', description: 'From which day the rule holds again; where absent from the first day of the decision on, as if it had never been taken.' }),
  reason: written(MAX_REFERENCE, 'Why; it is public with the other decisions. No personal data.', 3),
})

export const Decision = z.object({
  id: z.int().min(1).max(MAX).meta({ description: 'Number of the decision.' }),
  outcome: z.enum([...OUTCOMES, 'rule']).meta({ description: 'What was decided; `rule` where it was left to the rule again.' }),
  effectiveFrom: z.iso.date().meta({ description: 'The day from which it holds.' }),
  evidence: z.object({ kind: z.string().max(20), reference: z.string().max(MAX_REFERENCE), date: z.iso.date().nullable() }),
  authority: z.string().max(2).regex(/^(\d{2}|\*)$/).meta({ description: 'Which authority decided: the province of 2025 by its code, or `*` for the ministry.' }),
  decidedAt: z.iso.datetime(),
  position: Position.meta({ description: 'From this position of the register on it is known.' }),
  replacedAt: z.int().min(1).max(MAX).nullable().meta({ description: 'The position at which a decision of the same day or an earlier one took its place; null while it stands.' }),
}).meta({
  id: 'Decision',
  description: 'What an authority decided of an enterprise.',
  examples: [{ id: 17, outcome: 'iii', effectiveFrom: '2026-11-22', evidence: { kind: 'dossier', reference: 'HS-48-2026-017', date: '2026-11-10' }, authority: '48', decidedAt: '2026-11-22T03:00:00.000Z', position: 21_006, replacedAt: null }],
})

const FACTS = ['status', 'province', 'main-industry'] as const
export const changedFacts = z.array(z.enum(FACTS)).max(3).meta({ description: 'Facts that have changed since the decision that holds was taken: it is to be confirmed or changed, and holds until then.' })

export const ClassificationRecord = z.object({
  code: EnterpriseCode,
  version: z.int().min(1).meta({ description: 'Version of the enterprise; `If-Match` compares it.' }),
  province: ProvinceCode.meta({ description: 'Where it stands now, division of 2025: whose officers decide.' }),
  basis: Basis.nullable().meta({ description: 'Null where it is neither a digital technology enterprise nor a candidate.' }),
  category: Category.nullable().meta({ description: 'The category that holds today.' }),
  proposal: z.object({ basis: Basis.nullable(), category: Category.nullable() }).meta({ description: 'What the rule proposes today, whether it holds or not.' }),
  changed: changedFacts,
  decisions: z.array(Decision).max(1000).meta({ description: 'All that was decided, the newest first.' }),
  position: Position,
}).meta({
  id: 'ClassificationRecord',
  description: 'How an enterprise is classified, and on what that rests.',
  examples: [{
    code: '3750002081', version: 3, province: '48', basis: 'confirmed', category: 'iii', proposal: { basis: 'candidate', category: 'iii' }, changed: [],
    decisions: [{ id: 17, outcome: 'iii', effectiveFrom: '2026-11-22', evidence: { kind: 'dossier', reference: 'HS-48-2026-017', date: '2026-11-10' }, authority: '48', decidedAt: '2026-11-22T03:00:00.000Z', position: 21_006, replacedAt: null }],
    position: 21_006,
  }],
})

export const ListDecisionsQuery = z.strictObject({
  province: ProvinceCode.optional().meta({ description: 'Of enterprises that were in this province of 2025 when it was decided.' }),
  code: EnterpriseCode.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
})

export const OfficialDecision = Decision.extend({
  code: EnterpriseCode,
  province: ProvinceCode.meta({ description: 'Where the enterprise was when it was decided.' }),
  note: z.string().max(MAX_NOTE).nullable(),
  by: z.string().max(300).meta({ description: 'What the caller is called.' }),
}).meta({
  id: 'OfficialDecision',
  description: 'A decision as officers see it.',
  examples: [{ id: 17, outcome: 'iii', effectiveFrom: '2026-11-22', evidence: { kind: 'dossier', reference: 'HS-48-2026-017', date: '2026-11-10' }, authority: '48', decidedAt: '2026-11-22T03:00:00.000Z', position: 21_006, replacedAt: null, code: '3750002081', province: '48', note: 'Ứng dụng công nghệ số trong logistics.', by: 'Sở KH&CN Đà Nẵng' }],
})
export const OfficialDecisionPage = Page(OfficialDecision, 'OfficialDecisionPage')
