import type { Database } from '../../db/client.ts'
import { listUnread } from '../queries.ts'
import { blockOf } from '../reading/line-block.ts'
import type { Source } from '../source.ts'

const PAGE = 500

/** The rejects of a run, to be read once more; line n is the n-th of them that was not read yet. */
export const rejectedRecords = (db: Database, runId: number): Source => ({
  name: 'rejects',
  isLarge: false,
  async * batches (checkpoint) {
    let { after, lines } = (checkpoint as { after: number, lines: number } | null) ?? { after: 0, lines: 0 }
    for (;;) {
      const rows = await listUnread(db, runId, { after, limit: PAGE })
      if (rows.length === 0) return
      after = rows.at(-1)!.id
      const block = blockOf(rows.map(({ record }) => JSON.stringify(record)).join('\n'), lines + 1)
      lines += rows.length
      yield { block, decided: [], checkpoint: { after, lines } }
    }
  },
})
