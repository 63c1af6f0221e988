import type { FastifyBaseLogger } from 'fastify'
import type { FeedVsic, Thresholds } from '../config.ts'
import { connect } from '../db/client.ts'
import type { Run } from './commands.ts'
import { noRun } from './presentation.ts'
import { findRun } from './queries.ts'
import { sharedReaders } from './reading/shared-readers.ts'
import { createRecorder } from './recorder.ts'

export interface InletOptions {
  databaseUrl: string
  vsic: FeedVsic
  thresholds: Thresholds
  now: () => Date
}

const APPLICATION = 'registry-push'
/** Connections for short questions, the recording of runs, and their locks. */
const POOL = 6
/** A chunk holds one as long as its sender takes: slow ones must not keep the others from being recorded. */
const UPLOADS = 5

export type Inlet = ReturnType<typeof createInlet>

/** What the routes of the inlet share. Connections of its own: taking a chunk or recording a run may last longer than any request for reading may. */
export function createInlet ({ databaseUrl, vsic, thresholds, now }: InletOptions, log: FastifyBaseLogger) {
  const { db, pool, close } = connect(databaseUrl, { applicationName: APPLICATION, max: POOL })
  const uploads = connect(databaseUrl, { applicationName: APPLICATION, max: UPLOADS })
  const readers = sharedReaders(db, vsic)
  const recorder = createRecorder({ db, pool, now, thresholds }, log)
  return {
    db, pool, vsic, thresholds, now, readers, recorder,
    uploads: uploads.pool,
    existing: async (id: number): Promise<Run> => {
      const run = await findRun(db, id)
      if (!run) throw noRun(id)
      return run
    },
    close: async () => {
      await recorder.stop()
      await readers.close()
      await Promise.all([close(), uploads.close()])
    },
  }
}
