import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbedded } from '../../src/db/embedded.ts'
import { CACHE as HANDOVER_CACHE } from './handover-files.ts'
import type { Surroundings } from './program.ts'
import { runProgram } from './program.ts'
import { note } from './screen.ts'

/** The database that everybody in a run asks. */
export interface Register extends Surroundings {
  /** A superuser's connection and address. */
  admin: pg.Client
  adminUrl: string
  serviceUrl: string
  version: string
}

interface Server { version: string, url: (login: 'admin' | 'owner' | 'service', database: string) => string, stop: () => Promise<void> }

const root = fileURLToPath(new URL('../../', import.meta.url))

/** A register that is filled once and kept. */
export interface Kept {
  /** Of its folder, and with `_` of its databases. */
  name: string
  /** Fills an empty database that has the present schema and reference data. */
  fill: (register: Register) => Promise<void>
}

export const folderOf = (name: string): string => join(HANDOVER_CACHE, '..', name)

/**
 * A register of so many enterprises, filled once; what is measured is a copy of it that has today's migrations and
 * reference data on top, made anew when those change.
 */
export async function withKeptRegister<T> ({ name, fill }: Kept, size: number, signal: AbortSignal, work: (register: Register) => Promise<T>): Promise<T> {
  const server = await startServer(folderOf(name))
  const loaded = `${name.replaceAll('-', '_')}_loaded_${size}`
  const measured = `${name.replaceAll('-', '_')}_${size}`
  const registerIn = async <R>(database: string, act: (register: Register) => Promise<R>) => {
    const adminUrl = server.url('admin', database)
    return await onDatabase(adminUrl, async (admin) => await act({ ...surroundings(server, database, signal), admin, adminUrl, serviceUrl: server.url('service', database), version: server.version }))
  }
  try {
    await onDatabase(server.url('admin', 'postgres'), async (admin) => {
      const fillAnew = async () => {
        await createDatabase(admin, server, loaded, 'template0')
        await runProgram('cli/seed.js', [], surroundings(server, loaded, signal))
        await registerIn(loaded, async (register) => {
          await fill(register)
          await register.admin.query('vacuum (freeze, analyze)')
        })
        await admin.query(`comment on database ${loaded} is 'loaded'`)
      }
      if (!await commentOf(admin, loaded)) await fillAnew()
      const wanted = await schemaDigest()
      if (await commentOf(admin, measured) === wanted) return
      if (!await copyOf(server, admin, loaded, measured, signal)) {
        note('The migrations do not apply to the kept register: it is filled anew')
        await fillAnew()
        if (!await copyOf(server, admin, loaded, measured, signal)) throw new Error('The migrations do not apply.')
      }
      await admin.query(`comment on database ${measured} is '${wanted}'`)
    })
    return await registerIn(measured, work)
  } finally {
    await server.stop()
  }
}

/** The server named in `BENCH_DATABASE_URL` by a superuser's login, or the embedded one with the product's own settings. */
async function startServer (folder: string): Promise<Server> {
  const named = process.env['BENCH_DATABASE_URL']
  const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  if (named) {
    const { rows: [row] } = await onDatabase(named, async (admin) => await admin.query<{ server_version: string }>('show server_version'))
    return { version: row!.server_version, url: (_login, database) => at(named, database), stop: async () => undefined }
  }
  await mkdir(folder, { recursive: true })
  const { adminUrl, ownerUrl, serviceUrl, version, stop } = await startEmbedded({ dataDir: join(folder, 'data') })
  const urls = { admin: adminUrl, owner: ownerUrl, service: serviceUrl }
  return { version, url: (login, database) => at(urls[login], database), stop }
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
