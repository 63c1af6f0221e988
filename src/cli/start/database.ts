import { fileURLToPath } from 'node:url'
import type { Config } from '../../config.ts'
import { connect } from '../../db/client.ts'
import { migrateDatabase } from '../../db/migrate.ts'
import type { OpenDatabase } from '../../db/open.ts'
import { openDatabase } from '../../db/open.ts'
import type { LoadedFile } from '../../journal/reference-data.ts'
import { loadReferenceData } from '../../journal/reference-data.ts'

const SEEDS = fileURLToPath(new URL('../../../seeds', import.meta.url))

export type Ready = ReturnType<typeof connect> & { serviceUrl: string, stop: () => Promise<void> }

/** Opens the database, brings its schema up to date and connects as the service. */
export async function readyDatabase (config: Config, log?: (message: string) => void): Promise<Ready> {
  const opened = await openDatabase(config, log)
  try {
    await migrateDatabase({ migrationUrl: opened.ownerUrl, serviceUrl: opened.serviceUrl })
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

/** A connection for one piece of work, cleaned up whatever happens. */
export async function withDatabase<T> (config: Config, work: (database: Ready) => Promise<T>): Promise<T> {
  const database = await readyDatabase(config)
  try {
    return await work(database)
  } finally {
    await database.stop()
  }
}
