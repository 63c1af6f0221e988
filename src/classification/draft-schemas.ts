import { z } from 'zod'
import { Category } from '../enterprises/schemas.ts'
import { Position } from '../http/page.ts'
import { Day, prose } from '../http/query.ts'
import { ScopeChange } from '../industries/schemas.ts'
import { ProvinceCode } from '../localities/schemas.ts'

export const DraftCode = z.string().max(60).regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens, a letter first').meta({ description: 'Code of a draft.', examples: ['draft-2027'] })
const rules = {
  startUpYears: z.int().min(1).max(100).meta({ description: 'Until this anniversary of the first registration an enterprise is a start-up.' }),
  largeCapitalVnd: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: 'From this charter capital on, in VND, an enterprise is large.' }),
}
/** Nothing is said of an activity twice: neither itself nor through its class. */
const saysOnce = (changes: readonly z.output<typeof ScopeChange>[]) =>
  changes.every((one, i) => !changes.some((other, n) => n !== i && other.vsic === one.vsic && one.code.startsWith(other.code)))
const scope = z.array(ScopeChange).max(200)
const example = { startUpYears: 7, largeCapitalVnd: 200_000_000_000, scope: [{ vsic: '2025', code: '9531', isIn: true }] as const, summary: 'Bảy năm khởi nghiệp' }
/** What the examples ask about, and the sandbox has. */
export const DRAFT_EXAMPLE = { code: 'draft-2027', ...example, scope: [...example.scope] }
export const DraftRequest = z.strictObject({
  ...rules,
  scope: scope.refine(saysOnce, 'names an activity twice, itself or by its class').default([]).meta({ description: 'Where it departs from the list of the ICT scope at `GET /industries`; all of it, whatever the rules in force say.' }),
  summary: prose(2000),
}).meta({ id: 'RuleSetDraftRequest', description: 'Rules to think about.', examples: [example] })
export const Draft = z.object({ code: DraftCode, ...rules, scope, summary: z.string().max(2000), setAt: z.iso.datetime({ offset: true }), position: Position })
  .meta({ id: 'RuleSetDraft', description: 'A draft of rules: it classifies nothing.', examples: [{ code: 'draft-2027', ...example, setAt: '2026-11-22T01:12:00.000Z', position: 21004 }] })

export const TrialRequest = z.strictObject({
  day: Day.optional().meta({ format: 'date', description: 'The day to look at: today where absent, or one to come.' }),
}).meta({ id: 'RuleSetTrialRequest', description: 'What day to try a draft on.', examples: [{}] })

export const AdoptionRequest = z.strictObject({
  inForceFrom: Day.meta({ format: 'date', description: 'What is valid on this day or later is classified by it: today or earlier, and after the day of the rules before it.' }),
  position: Position.meta({ description: 'The position of the draft, as it was tried: another one has been changed since.' }),
}).meta({ id: 'RuleSetAdoptionRequest', description: 'From when a draft is in force.', examples: [{ inForceFrom: '2026-11-01', position: 21004 }] })
export const Adoption = z.object({
  version: z.int().min(1).max(10_000), draft: DraftCode, inForceFrom: z.iso.date(), position: Position.meta({ description: 'The last position of the block that it is.' }),
  enterprises: z.int().min(0).max(100_000_000).meta({ description: 'Enterprises of which it says something else than the rules before it, decided ones included.' }),
}).meta({ id: 'RuleSetAdoption', description: 'A rule set that is in force.', examples: [{ version: 2, draft: 'draft-2027', inForceFrom: '2026-11-01', position: 21715, enterprises: 710 }] })

const count = z.int().min(0).max(100_000_000)
const counts = z.object({ i: count, ii: count, iii: count, iv: count, total: count, candidates: z.object({ i: count, iii: count }) })
const kind = z.object({ basis: z.enum(['derived', 'confirmed', 'candidate']), category: Category }).nullable().meta({ description: 'Null: neither counted nor a candidate.' })
const before = { i: 0, ii: 3120, iii: 0, iv: 2904, total: 6024, candidates: { i: 12, iii: 840 } }
const after = { ...before, ii: 2410, iv: 3614 }
export const RuleSetTrial = z.object({
  draft: DraftCode,
  ruleSet: z.int().min(1).max(10_000).meta({ description: 'The version in force, that it is compared with.' }),
  day: z.iso.date(), position: Position,
  changed: count.meta({ description: 'Enterprises that would be something else.' }),
  decided: count.meta({ description: 'Enterprises that officers have decided on: they stay what they are.' }),
  nation: z.object({ before: counts, after: counts }),
  localities: z.array(z.object({ code: ProvinceCode, name: z.string().max(200), before: counts, after: counts })).max(100),
  moves: z.array(z.object({ from: kind, to: kind, enterprises: count })).max(100).meta({ description: 'What would become what, the most first.' }),
}).meta({
  id: 'RuleSetTrial',
  description: 'What a draft would do to every count of active enterprises. Nothing of it is kept.',
  examples: [{
    draft: 'draft-2027', ruleSet: 1, day: '2026-11-22', position: 21004, changed: 710, decided: 31, nation: { before, after }, localities: [{ code: '48', name: 'Đà Nẵng', before, after }],
    moves: [{ from: { basis: 'derived', category: 'ii' }, to: { basis: 'derived', category: 'iv' }, enterprises: 710 }],
  }],
})
