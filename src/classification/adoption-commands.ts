import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { adoptRules } from '../enterprises/commands.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import { DecisionRefused } from './decision-commands.ts'
import { findDraft } from './draft-queries.ts'
import type { KnownRuleSet } from './queries.ts'
import { listRuleSets } from './queries.ts'
import type { Refusal } from './judgement.ts'

export interface AdoptionAsked {
  draft: string
  /** The draft's position when it was tried. */
  position: number
  inForceFrom: Day
}

export type Adopted = AdoptionAsked & { version: number, enterprises: number }

const numbersOf = ({ version, startUpYears, largeCapitalVnd, scope, inForceFrom }: Pick<KnownRuleSet, 'version' | 'startUpYears' | 'largeCapitalVnd' | 'scope' | 'inForceFrom'>) => ({ version, startUpYears, largeCapitalVnd, scope, inForceFrom })
const wrongState = (vi: string, en: string): Refusal => ({ kind: 'wrong-state', detail: { vi, en } })
const isNoDay = (message: string): Refusal => ({ kind: 'invalid-request', path: 'inForceFrom', message })

/** Puts a draft in force from a day on, that of today or an earlier one but after the rules before it, as one block of the register. */
export const adoptRuleSet = (db: Database, { draft: code, position, inForceFrom }: AdoptionAsked, { today, by }: { today: Day, by: Author }): Promise<Adopted> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    const head = await lockHead(tx)
    // It reads every version of a register of all trades.
    await tx.execute(sql`set local statement_timeout = '10min'`)
    const draft = await findDraft(tx, code)
    if (!draft) throw new DecisionRefused({ kind: 'not-found', detail: { vi: `Không có bản thảo ${code}.`, en: `There is no draft ${code}.` } })
    if (draft.recordedFrom !== position) throw new DecisionRefused({ kind: 'precondition-failed', detail: { vi: 'Bản thảo đã được sửa từ khi được thử.', en: 'The draft has been changed since it was tried.' } })
    const before = (await listRuleSets(tx)).at(-1)!
    if (inForceFrom > today) throw new DecisionRefused(isNoDay('must not be in the future: put them in force on that day'))
    if (before.inForceFrom !== null && inForceFrom <= before.inForceFrom) throw new DecisionRefused(isNoDay(`must be after ${before.inForceFrom}, from which the rules before hold`))
    if (draft.startUpYears === before.startUpYears && draft.largeCapitalVnd === before.largeCapitalVnd && isDeepStrictEqual(draft.scope, before.scope)) {
      throw new DecisionRefused(wrongState(`Bản thảo giống bộ quy tắc ${before.version} đang có hiệu lực.`, `The draft says what rule set ${before.version} says, which is in force.`))
    }
    const { startUpYears, largeCapitalVnd, scope, summary } = draft
    const version = before.version + 1
    const { last, enterprises } = await adoptRules(tx, head, { version, draft: code, startUpYears, largeCapitalVnd, scope, summary, inForceFrom })
    await recordAudit(tx, { by, action: 'ruleset.adopt', subject: `ruleset/${version}`, before: numbersOf(before), after: { ...numbersOf({ version, startUpYears, largeCapitalVnd, scope, inForceFrom }), draft: code, enterprises } })
    return { version, draft: code, inForceFrom, position: last, enterprises }
  })
