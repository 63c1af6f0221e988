import { resolve } from 'node:path'
import { startEmbedded } from './embedded.ts'
import { clusterPath, readState } from './embedded/cluster.ts'
import { EmbeddedFailure } from './embedded/failure.ts'
import { findPostmaster } from './embedded/postmaster.ts'
import { urls } from './embedded/server.ts'

export interface OpenDatabase {
  serviceUrl: string
  ownerUrl: string
  /** Stops what was started for this call; leaves a server of one's own, or another process's, alone. */
  stop: () => Promise<void>
}

export interface DatabaseSettings {
  databaseUrl?: string
  migrationDatabaseUrl?: string
  dataDir: string
}

/** The database of a command: the server of DATABASE_URL, else the embedded one; a command may share it with the process that runs it. */
export async function openDatabase (settings: DatabaseSettings, log: (message: string) => void = () => {}, mayShare = true): Promise<OpenDatabase> {
  const { databaseUrl, migrationDatabaseUrl = databaseUrl } = settings
  if (databaseUrl !== undefined) return { serviceUrl: databaseUrl, ownerUrl: migrationDatabaseUrl!, stop: async () => {} }
  const dataDir = resolve(settings.dataDir)
  try {
    const { serviceUrl, ownerUrl, stop } = await startEmbedded({ dataDir, log })
    return { serviceUrl, ownerUrl, stop }
  } catch (err) {
    const running = mayShare && err instanceof EmbeddedFailure && err.reason === 'in-use' ? await findRunning(dataDir) : undefined
    if (!running) throw err
    return { ...running, stop: async () => {} }
  }
}

async function findRunning (dataDir: string) {
  const state = await readState(dataDir)
  const postmaster = state && await findPostmaster(clusterPath(dataDir, state))
  return postmaster && urls(state, postmaster.port)
}
