import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'

export interface MigrateOptions {
  /** The owner's login. */
  migrationUrl: string
  /** The service's login; when it is another role it is given what it needs. */
  serviceUrl?: string
  readerRole?: string
  folder?: string
}

/** One level below the root from `src/` as from `dist/`. */
const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url))
const LOCK = 7_406_172_031

/** Brings the schema up to this code's and grants the other logins their rights; returns how many migrations it applied. */
export async function migrateDatabase (options: MigrateOptions): Promise<number> {
  const { migrationUrl, serviceUrl, readerRole = 'registry_reader', folder = FOLDER } = options
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
    await grant(client, serviceUrl === undefined ? undefined : loginOf(serviceUrl), readerRole)
    return planned.length - before.length
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

async function grant (client: pg.Client, service: string | undefined, reader: string) {
  const { rows: [owner] } = await client.query<{ name: string }>('select current_user as name')
  if (service && service !== owner?.name) {
    if (!await hasRole(client, service)) throw new Error(`The login ${service} of DATABASE_URL does not exist on the server. Create it, or use the owner's login for both.`)
    await client.query(serviceGrants(client.escapeIdentifier(service)))
    await grantMaintenance(client, client.escapeIdentifier(service))
  }
  if (reader !== service && reader !== owner?.name && await hasRole(client, reader)) await client.query(readerGrants(client.escapeIdentifier(reader)))
}

async function hasRole (client: pg.Client, role: string) {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  return rowCount === 1
}

/** A run of the whole register refreshes the planner's statistics. Before version 17 only an owner can: there autovacuum does, a little later. */
async function grantMaintenance (client: pg.Client, role: string) {
  const { rows: [server] } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version")
  if (server!.version >= 170_000) await client.query(`grant maintain on public.enterprise_versions, public.known_records, public.search_texts, public.search_names, public.search_words to ${role}`)
}

// Functions are everyone's to execute unless that is revoked.
const serviceGrants = (role: string) => `
  grant usage on schema public, drizzle to ${role};
  grant usage, create on schema staging to ${role};
  grant select, insert, update, delete on all tables in schema public to ${role};
  grant usage, select on all sequences in schema public to ${role};
  grant select on drizzle.__drizzle_migrations to ${role};`

// Keys stay out: even their hashes are no reader's business. So do webhooks: their secrets sign, and addresses often hold some too.
const readerGrants = (role: string) => `
  grant usage on schema public to ${role};
  grant select on all tables in schema public to ${role};
  revoke all on public.keys, public.webhooks, public.webhook_secrets, public.webhook_attempts from ${role};`
