import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbedded } from '../../../src/db/embedded.ts'
import { CACHE as HANDOVER_CACHE, handoverFiles } from '../handover-files.ts'
import type { Surroundings } from '../program.ts'
import { runProgram } from '../program.ts'
import { note, number, seconds } from '../screen.ts'

/** The database that everybody in a run asks. */
export interface Register extends Surroundings {
  /** A superuser's connection and address. */
  admin: pg.Client
  adminUrl: string
  serviceUrl: string
  version: string
}

interface Server { version: string, url: (login: 'admin' | 'owner' | 'service', database: string) => string, stop: () => Promise<void> }

const root = fileURLToPath(new URL('../../../', import.meta.url))
export const CACHE = join(HANDOVER_CACHE, '../bench-http')
const MEASURED = 'bench_http'

/**
 * A register of so many enterprises. It is loaded once by the front door and kept; what is measured is a copy of it that
 * has today's migrations and reference data on top, made anew when those change.
 */
export async function withRegister<T> (size: number, signal: AbortSignal, work: (register: Register) => Promise<T>): Promise<T> {
  const server = await startServer()
  const loaded = `${MEASURED}_loaded_${size}`
  const measured = `${MEASURED}_${size}`
  try {
    await onDatabase(server.url('admin', 'postgres'), async (admin) => {
      if (!await commentOf(admin, loaded)) await loadAnew(server, admin, loaded, size, signal)
      const wanted = await schemaDigest()
      if (await commentOf(admin, measured) === wanted) return
      if (!await copyOf(server, admin, loaded, measured, signal)) {
        note('The migrations do not apply to the kept register: it is loaded anew')
        await loadAnew(server, admin, loaded, size, signal)
        if (!await copyOf(server, admin, loaded, measured, signal)) throw new Error('The migrations do not apply.')
      }
      await admin.query(`comment on database ${measured} is '${wanted}'`)
    })
    const adminUrl = server.url('admin', measured)
    return await onDatabase(adminUrl, async (admin) => {
      // A restart empties the memory of PostgreSQL; no side is to be the one that fills it.
      await warm(admin)
      return await work({ ...surroundings(server, measured, signal), admin, adminUrl, serviceUrl: server.url('service', measured), version: server.version })
    })
  } finally {
    await server.stop()
  }
}

/** The server named in `BENCH_DATABASE_URL` by a superuser's login, or the embedded one with the product's own settings. */
async function startServer (): Promise<Server> {
  const named = process.env['BENCH_DATABASE_URL']
  const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  if (named) {
    const { rows: [row] } = await onDatabase(named, async (admin) => await admin.query<{ server_version: string }>('show server_version'))
    return { version: row!.server_version, url: (_login, database) => at(named, database), stop: async () => undefined }
  }
  await mkdir(CACHE, { recursive: true })
  const { adminUrl, ownerUrl, serviceUrl, version, stop } = await startEmbedded({ dataDir: join(CACHE, 'data') })
  const urls = { admin: adminUrl, owner: ownerUrl, service: serviceUrl }
  return { version, url: (login, database) => at(urls[login], database), stop }
}

async function loadAnew (server: Server, admin: pg.Client, database: string, size: number, signal: AbortSignal) {
  const files = await handoverFiles(size, signal)
  note(`Loading ${number(files.whole.records)} records by the front door; the next run finds them`)
  await createDatabase(admin, server, database, 'template0')
  const around = surroundings(server, database, signal)
  await runProgram('cli/seed.js', [], around)
  const { seconds: took } = await runProgram('cli/sync.js', ['--file', files.whole.path, '--cutoff', files.cutoff], around)
  note(`Loaded in ${seconds(took)}`)
  await onDatabase(server.url('admin', database), async (client) => { await client.query('vacuum (freeze, analyze)') })
  await admin.query(`comment on database ${database} is 'loaded'`)
}

/** False where the migrations do not go on from the ones that the register was loaded with. */
async function copyOf (server: Server, admin: pg.Client, loaded: string, measured: string, signal: AbortSignal): Promise<boolean> {
  note('Copying the register and bringing the copy up to date')
  await createDatabase(admin, server, measured, loaded)
  try {
    await runProgram('cli/seed.js', [], surroundings(server, measured, signal))
  } catch (err) {
    signal.throwIfAborted()
    note(String(err))
    return false
  }
  await onDatabase(server.url('admin', measured), async (client) => { await client.query('vacuum analyze') })
  return true
}

async function createDatabase (admin: pg.Client, server: Server, database: string, template: string) {
  const owner = decodeURIComponent(new URL(server.url('owner', database)).username)
  await admin.query(`drop database if exists ${database} with (force)`)
  await admin.query(`create database ${database} owner ${admin.escapeIdentifier(owner)} encoding 'UTF8' template ${template} strategy file_copy`)
}

function surroundings (server: Server, database: string, signal: AbortSignal): Surroundings {
  const { PATH, HOME } = process.env
  return { signal, env: { PATH, HOME, DATABASE_URL: server.url('service', database), MIGRATION_DATABASE_URL: server.url('owner', database), LOG_LEVEL: 'warn' } }
}

async function onDatabase<T> (connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString })
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

async function commentOf (admin: pg.Client, database: string): Promise<string | undefined> {
  const { rows: [row] } = await admin.query<{ comment: string | null }>("select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1", [database])
  return row?.comment ?? undefined
}

async function schemaDigest (): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of ['migrations', 'seeds']) {
    for (const name of (await readdir(join(root, folder))).filter((file) => /\.(sql|csv)$/.test(file)).sort()) hash.update(name).update(await readFile(join(root, folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

const warm = (admin: pg.Client) => admin.query('select count(*), sum(length(name)), sum(position) from enterprise_versions where is_current')
