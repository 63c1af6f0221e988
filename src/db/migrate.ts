import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { Roles } from './roles.ts'
import { grantRights, hasRole, makeRoles, ROLES } from './roles.ts'

export interface MigrateOptions {
  /** The owner's login. */
  migrationUrl: string
  /** The service's login; when it is another role it is given what it needs. */
  serviceUrl?: string
  /** Made where they are missing. */
  roles?: Roles
  /** Told what could not be done and is not needed for going on. */
  log?: (message: string) => void
  folder?: string
}

/** One level below the root from `src/` as from `dist/`. */
const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))
const LOCK = 7_406_172_031

/** Brings the schema up to this code's and grants the other logins their rights; returns how many migrations it applied. */
export async function migrateDatabase (options: MigrateOptions): Promise<number> {
  const { migrationUrl, serviceUrl, roles = ROLES, log = () => {}, folder = FOLDER } = options
  const client = new pg.Client({ connectionString: migrationUrl, application_name: 'registry-migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    // API and worker may start together: the second waits here and then finds nothing to do.
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const planned = await plannedMigrations(folder)
    const before = await appliedMigrations(client)
    refuseMismatch(planned, before)
    await migrate(drizzle({ client }), { migrationsFolder: folder })
    const count = planned.length - before.length
    const missing = await makeRoles(client, roles)
    if (missing.length > 0 && count > 0) log(`This login may not create roles, so there is no ${missing.join(' and no ')}. Have a superuser create them to run the service with fewer rights; everything works without.`)
    const login = serviceUrl === undefined ? undefined : loginOf(serviceUrl)
    if (login !== undefined && !await hasRole(client, login)) throw new Error(`The login ${login} of DATABASE_URL does not exist on the server. Create it, or use the owner's login for both.`)
    await grantRights(client, login === undefined ? [roles.service] : [roles.service, login], [roles.reader])
    return count
  } finally {
    await client.end()
  }
}

async function plannedMigrations (folder: string): Promise<number[]> {
  const journal = JSON.parse(await readFile(join(folder, 'meta', '_journal.json'), 'utf8')) as { entries: Array<{ when: number }> }
  return journal.entries.map((entry) => entry.when)
}

async function appliedMigrations (client: pg.Client): Promise<number[]> {
  const { rows: [found] } = await client.query<{ table: string | null }>("select to_regclass('drizzle.__drizzle_migrations')::text as table")
  if (!found?.table) return []
  const { rows } = await client.query<{ when: string }>('select created_at::text as when from drizzle.__drizzle_migrations order by created_at')
  return rows.map((row) => Number(row.when))
}

function refuseMismatch (planned: number[], applied: number[]) {
  const unknown = applied.filter((when) => !planned.includes(when))
  if (unknown.length > 0) {
    throw new Error(`The database is newer than this program: it has ${applied.length} migrations, ${unknown.length} of them unknown here, ` +
      `and this program brings ${planned.length}. Run the newer release, or point it at another database.`)
  }
  // Drizzle goes by the latest timestamp alone and would pass over such a file without a word.
  const latest = Math.max(...applied)
  const late = planned.filter((when) => when < latest && !applied.includes(when))
  if (late.length > 0) {
    throw new Error(`${late.length} migrations are dated before the latest one in the database and would never run. Generate them anew, so that they come last.`)
  }
}

const loginOf = (url: string) => decodeURIComponent(new URL(url).username)
