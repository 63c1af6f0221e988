import { dayOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Letter } from './consolidation.ts'
import { consolidate } from './consolidation.ts'
import { findConsolidation, readSources } from './consolidation-queries.ts'
import type { Cycle } from './queries.ts'
import { consolidations } from './tables.ts'

/** Thrown where nothing has been accepted, or where the edition before says the same. */
export class NothingToConsolidate extends Error {
  override name = 'NothingToConsolidate'
}

/** Freezes the report of the nation as an edition of its own. Read under the writer's lock: nothing is accepted meanwhile. */
export const consolidateCycle = (db: Database, cycle: Cycle, letter: Letter, now: Date, by: Author) =>
  db.transaction(async (tx) => (await recordPublication(tx, { by, action: 'report.consolidate', subject: `report-consolidation/${cycle.code}` }, async (recordedFrom) => {
    const sources = await readSources(tx, cycle, letter, dayOf(now))
    if (sources.accepted.length === 0) throw new NothingToConsolidate('none')
    const before = await findConsolidation(tx, cycle.code)
    if (before && canonicalJson(consolidate({ ...sources, edition: before.edition })) === before.document) throw new NothingToConsolidate('same')
    const document = canonicalJson(consolidate(sources))
    const [row] = await tx.insert(consolidations).values({ cycle: cycle.code, edition: sources.edition, document, sha256: sha256Of(document), consolidatedAt: now, recordedFrom }).returning()
    return { detail: { code: cycle.code, value: sources.edition, sha256: row!.sha256 }, after: { edition: sources.edition, sha256: row!.sha256 }, result: row! }
  }))!)
