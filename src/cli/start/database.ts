import { fileURLToPath } from 'node:url'
import type { Config } from '../../config.ts'
import { connect } from '../../db/client.ts'
import { migrateDatabase } from '../../db/migrate.ts'
import type { OpenDatabase } from '../../db/open.ts'
import { openDatabase } from '../../db/open.ts'
import type { LoadedFile } from '../../journal/reference-data.ts'
import { loadReferenceData } from '../../journal/reference-data.ts'
import { stopSignal } from './failure.ts'

const SEEDS = fileURLToPath(new URL('../../../seeds', import.meta.url))

export type Ready = ReturnType<typeof connect> & { serviceUrl: string, stop: () => Promise<void> }

/** Opens the database, brings its schema up to date and connects as the service. */
export async function readyDatabase (config: Config, log?: (message: string) => void, mayShare = true): Promise<Ready> {
  const opened = await openDatabase(config, log, mayShare)
  try {
    await migrateDatabase({ migrationUrl: opened.ownerUrl, serviceUrl: opened.serviceUrl, log: (message) => process.stderr.write(`${message}\n`) })
  } catch (err) {
    await opened.stop()
    throw err
  }
  return connected(opened)
}

function connected ({ serviceUrl, stop }: OpenDatabase): Ready {
  const { close, ...client } = connect(serviceUrl)
  return {
    ...client, close, serviceUrl,
    stop: async () => {
      await close()
      await stop()
    },
  }
}

/** Loads the seed files that changed. */
export const loadSeeds = ({ db }: Pick<Ready, 'db'>): Promise<LoadedFile[]> => loadReferenceData(db, SEEDS)

/** A connection for one piece of work, cleaned up whatever happens, Ctrl-C included. */
export async function withDatabase (config: Config, work: (database: Ready & { signal: AbortSignal }) => Promise<void>): Promise<void> {
  const signal = stopSignal()
  const database = await readyDatabase(config)
  try {
    await work({ ...database, signal })
  } finally {
    await database.stop()
    // What a shell answers for a program that Ctrl-C ended: nobody may take it for done.
    if (signal.aborted) process.exitCode = 130
  }
}
