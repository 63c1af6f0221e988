import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import t from 'tap'
import type { Test } from 'tap'
import { migrateDatabase } from '../src/db/migrate.ts'
import { ROLES } from '../src/db/roles.ts'
import { createDatabase, urlFor, withAdmin } from './support/database.ts'

const run = promisify(execFile)
const random = () => randomBytes(6).toString('hex')

const journal = JSON.parse(await readFile('migrations/meta/_journal.json', 'utf8')) as { entries: Array<{ when: number, tag: string }> }

/** Tables that only lend their shape to staging tables. */
const SHAPES = ['seen_records', 'staged_units', 'staged_versions']

async function createEmpty (t: Test) {
  const name = `registry_test_${random()}`
  await withAdmin((admin) => admin.query(`create database ${name} encoding 'UTF8' template template0`))
  t.teardown(() => withAdmin((admin) => admin.query(`drop database ${name} with (force)`)))
  return urlFor(name)
}

/** To be asked for before the database, so that it is dropped after it, with all that was granted there. */
async function createLogin (t: Test) {
  const [username, password] = [`registry_test_${random()}`, random()]
  await withAdmin((admin) => admin.query(`create role ${username} login password '${password}'`))
  t.teardown(() => withAdmin((admin) => admin.query(`drop role ${username}`)))
  return { name: username, at: (url: string) => Object.assign(new URL(url), { username, password }).href }
}

async function query (t: Test, url: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end())
  return (text: string) => client.query(text)
}

t.test('the journal names every file, in rising time', async (t) => {
  const files = (await readdir('migrations')).filter((name) => name.endsWith('.sql')).sort()
  t.strictSame(journal.entries.map((entry) => `${entry.tag}.sql`), files)
  const times = journal.entries.map((entry) => entry.when)
  t.strictSame(times, [...new Set(times)].sort((a, b) => a - b), 'or Drizzle would pass over a file')
})

t.test('the migrations say what the tables say', async (t) => {
  // Within the project, as drizzle-kit takes its folders relative to where it runs.
  await mkdir('node_modules/.cache', { recursive: true })
  const copy = await mkdtemp('node_modules/.cache/migrations-')
  t.teardown(() => rm(copy, { recursive: true }))
  await cp('migrations', copy, { recursive: true })
  const kit = (...args: string[]) => run(process.execPath, ['node_modules/drizzle-kit/bin.cjs', ...args, '--dialect=postgresql', `--out=./${copy}`])
  const { stdout } = await kit('generate', '--schema=./src/**/*tables.ts')
  t.match(stdout, /No schema changes/, 'nothing is left to generate')
  t.strictSame((await readdir(copy)).sort(), (await readdir('migrations')).sort())
  t.match((await kit('check')).stdout, /Everything's fine/, 'and the snapshots agree with each other')
})

t.test('an empty database takes them all, once', async (t) => {
  const migrationUrl = await createEmpty(t)
  const [first, second] = await Promise.all([migrateDatabase({ migrationUrl }), migrateDatabase({ migrationUrl })])
  t.strictSame([first, second].sort(), [0, journal.entries.length], 'also when two processes begin at once')
  t.equal(await migrateDatabase({ migrationUrl }), 0)
})

t.test('a database that does not fit is refused', async (t) => {
  const migrationUrl = await createDatabase(t)
  const sql = await query(t, migrationUrl)
  await sql("insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)")
  await t.rejects(migrateDatabase({ migrationUrl }), { message: /newer than this program/ }, 'when it is newer than the code')
  await sql('delete from drizzle.__drizzle_migrations where created_at = 9999999999999')
  await sql(`delete from drizzle.__drizzle_migrations where created_at = ${journal.entries[0]!.when}`)
  await t.rejects(migrateDatabase({ migrationUrl }), { message: /would never run/ }, 'when an older file was never applied')
})

t.test('every table has a primary key', async (t) => {
  const sql = await query(t, await createDatabase(t))
  const { rows } = await sql(`
    select relname as name from pg_class c
    where relkind = 'r' and relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conrelid = c.oid and contype = 'p')`)
  t.strictSame(rows.map(({ name }) => name).sort(), SHAPES)
})

t.test('the service may work and not rebuild', async (t) => {
  const login = await createLogin(t)
  const migrationUrl = await createEmpty(t)
  const serviceUrl = login.at(migrationUrl)
  await migrateDatabase({ migrationUrl, serviceUrl })
  const sql = await query(t, serviceUrl)
  await t.resolves(sql("insert into keys (label, scopes) values ('a', '{}') returning id"))
  await t.resolves(sql('update register_head set position = position'))
  await t.resolves(sql("delete from keys where label = 'a'"))
  await t.resolves(sql('create unlogged table staging.run_1 (like public.staged_versions)'), 'it makes its staging tables')
  await t.resolves(sql("select public.fold('Đà Nẵng')"))
  await t.resolves(sql('select count(*) from drizzle.__drizzle_migrations'), 'it can tell whether the schema is ready')
  await t.resolves(sql("insert into audit_entries (who, label, action, subject) values ('key:1', 'a', 'b', 'c')"), 'it adds to the trail')
  for (const change of ["update audit_entries set who = 'x'", 'delete from audit_entries', 'truncate audit_entries', 'update audit_head set number = 0', 'delete from audit_head',
    "insert into audit_entries (who, label, action, subject, number, hash) values ('a', 'b', 'c', 'd', 2, 'e')"]) await t.rejects(sql(change), { code: '42501' }, change)
  t.match((await sql('select number from audit_entries')).rows, [{ number: '1' }], 'which the database numbers')
  await t.rejects(sql('create table public.mine (id int)'), { code: '42501' })
  await t.rejects(sql('drop table public.events'), { code: '42501' })
  await t.rejects(sql('delete from drizzle.__drizzle_migrations'), { code: '42501' })
})

t.test('a reader sees everything but keys, webhooks, persons, the trail and what holds drafts', async (t) => {
  const login = await createLogin(t)
  const migrationUrl = await createEmpty(t)
  await migrateDatabase({ migrationUrl, roles: { ...ROLES, reader: login.name } })
  const sql = await query(t, login.at(migrationUrl))
  await t.resolves(sql('select * from enterprise_versions'))
  for (const table of ['keys', 'webhooks', 'webhook_secrets', 'webhook_attempts', 'audit_entries', 'key_secrets', 'focal_point_persons', 'supplies', 'demands', 'survey_answers', 'corrections', 'drafted_plans', 'proposals', 'proposal_messages', 'recognitions', 'annual_returns']) await t.rejects(sql(`select * from ${table}`), { code: '42501' }, table)
  await t.rejects(sql('update register_head set position = 0'), { code: '42501' })
})

t.test('a service login that the server does not have is named', async (t) => {
  const migrationUrl = await createEmpty(t)
  const serviceUrl = Object.assign(new URL(migrationUrl), { username: 'registry_absent' }).href
  await t.rejects(migrateDatabase({ migrationUrl, serviceUrl }), { message: /registry_absent .* does not exist/ })
})

/** Names that no server has; dropped with the test, after its databases. */
async function strangeRoles (t: Test) {
  const name = random()
  const roles = { owner: `registry_test_${name}_owner`, service: `registry_test_${name}_service`, reader: `registry_test_${name}_reader` }
  t.teardown(() => withAdmin(async (admin) => { for (const role of Object.values(roles)) await admin.query(`drop role if exists ${role}`) }))
  return roles
}

t.test('the roles of a register are made once for a server, whoever comes first', async (t) => {
  const roles = await strangeRoles(t)
  const databases = [await createEmpty(t), await createEmpty(t), await createEmpty(t)]
  await Promise.all(databases.map((migrationUrl) => migrateDatabase({ migrationUrl, roles })))
  for (const url of databases) {
    const sql = await query(t, url)
    t.match((await sql(`select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = any ('{${Object.values(roles).join(',')}}')`)).rows,
      Array.from({ length: 3 }, () => ({ rolcanlogin: false, rolsuper: false, rolcreaterole: false, rolcreatedb: false })))
    await sql(`set role ${roles.service}`)
    await t.resolves(sql("insert into audit_entries (who, label, action, subject) values ('key:1', 'a', 'b', 'c')"))
    await t.rejects(sql('delete from audit_entries'), { code: '42501' })
    await t.rejects(sql('update audit_entries set hash = null'), { code: '42501' })
    await t.rejects(sql('create table public.mine (id int)'), { code: '42501' })
    await sql(`set role ${roles.reader}`)
    await t.resolves(sql('select * from enterprise_versions'))
    await t.rejects(sql('select * from keys'), { code: '42501' })
    await sql('reset role')
  }
})

t.test('a login that may not create roles says so and goes on', async (t) => {
  const roles = await strangeRoles(t)
  const login = await createLogin(t)
  const migrationUrl = await createEmpty(t)
  await withAdmin((admin) => admin.query(`alter database ${new URL(migrationUrl).pathname.slice(1)} owner to ${login.name}`))
  const said: string[] = []
  t.equal(await migrateDatabase({ migrationUrl: login.at(migrationUrl), roles, log: (message) => said.push(message) }), journal.entries.length)
  t.match(said, [roles.service])
  t.equal(said.length, 1)
  await migrateDatabase({ migrationUrl: login.at(migrationUrl), roles, log: (message) => said.push(message) })
  t.equal(said.length, 1, 'once, and not at each start')
  const sql = await query(t, login.at(migrationUrl))
  await t.resolves(sql("insert into audit_entries (who, label, action, subject) values ('key:1', 'a', 'b', 'c')"), 'the owner works as the service')
  await t.rejects(sql('delete from audit_entries'), { code: '42501' }, 'and cannot change the trail by mistake either')
})
