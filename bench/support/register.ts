import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/db/embedded.ts'
import { copyFolderFor } from '../../src/db/embedded/cluster.ts'
import { CACHE } from './handover-files.ts'
import type { Surroundings } from './program.ts'
import { runProgram } from './program.ts'

/** A row of `runs`, as far as the benchmark knows it. */
export interface RunRow {
  id: number
  state: string
  read: number
  new: number
  changed: number
  timings: Record<string, number>
}

/** An empty register of the benchmark's own: reference data, no enterprise. */
export interface Register extends Surroundings {
  folder: string
  version: string
  /** A superuser's connection to the register's database. */
  admin: pg.Client
}

/** A new cluster with the product's own settings, gone again with the work. */
export async function withRegister<T> (signal: AbortSignal, work: (register: Register) => Promise<T>): Promise<T> {
  await mkdir(CACHE, { recursive: true })
  const folder = await mkdtemp(join(CACHE, 'register-'))
  const dataDir = join(folder, 'data')
  try {
    const server = await startEmbedded({ dataDir })
    const admin = new pg.Client({ connectionString: Object.assign(new URL(server.adminUrl), { pathname: '/registry' }).href })
    try {
      await admin.connect()
      const { PATH, HOME } = process.env
      const env = { PATH, HOME, DATA_DIR: dataDir, DATABASE_URL: server.serviceUrl, MIGRATION_DATABASE_URL: server.ownerUrl, LOG_LEVEL: 'warn' }
      const register = { folder, version: server.version, admin, env, signal }
      await runProgram('cli/seed.js', [], register)
      return await work(register)
    } finally {
      await admin.end()
      await server.stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    // Where root could run PostgreSQL only from a copy elsewhere.
    await rm(await copyFolderFor(dataDir), { recursive: true, force: true })
  }
}

/** What PostgreSQL does by itself minutes after a load: done now, so that no case pays for the one before it. */
export async function settle ({ admin, signal }: Register): Promise<void> {
  signal.throwIfAborted()
  await admin.query('vacuum analyze')
  await admin.query('checkpoint')
}

/** The newest run; its columns are read as they come. */
export async function lastRun ({ admin }: Register): Promise<RunRow> {
  const { rows: [run] } = await admin.query<RunRow>('select * from runs order by id desc limit 1')
  if (!run) throw new Error('There is no run.')
  return run
}
