import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Run } from './commands.ts'

export interface Gap { expected: number, received: number }

/**
 * The number that a source's next delta begins with: the first that no run in force covers. A revert gives its numbers
 * back. `also` counts runs of further states as if they were in force, such as those that wait for their turn.
 */
export async function findExpected (db: Database, source: string, also: readonly string[] = []): Promise<number> {
  const states = ['succeeded', ...also]
  const { rows: [found] } = await db.execute<{ expected: number }>(sql`
    with ranges as (
      select sequence_from as first, max(sequence_to) over (order by sequence_from, sequence_to) as reached, sequence_to as last
      from runs where source = ${source} and mode = 'push' and sequence_from is not null
        and state in (${sql.join(states.map((state) => sql`${state}`), sql`, `)})
    ), steps as (
      select first, reached, coalesce(lag(reached) over (order by first, last), 0) as before from ranges
    )
    select coalesce(min(before) filter (where first > before + 1), max(reached), 0) + 1 as expected from steps`)
  return found!.expected
}

/** What is missing before a run of the sequence may be recorded; null where nothing is. */
export async function findGap (db: Database, run: Pick<Run, 'source' | 'sequenceFrom'>, also: readonly string[] = []): Promise<Gap | null> {
  if (run.sequenceFrom === null) return null
  const expected = await findExpected(db, run.source, also)
  return run.sequenceFrom > expected ? { expected, received: run.sequenceFrom } : null
}
