import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { findPackage, prepareBinaries } from '../../src/db/embedded/binaries.ts'
import { isAlive, waitForEnd } from '../../src/db/embedded/running-process.ts'
import type { EmbeddedPostgres } from '../../src/db/embedded.ts'
import { startEmbedded } from '../../src/db/embedded.ts'

const settings = { fsync: 'off', shared_buffers: '16MB', max_connections: '20' }
const isRoot = process.getuid?.() === 0

await mkdir('node_modules/.cache', { recursive: true })
// Closed to everyone else, as mkdtemp makes it: like a checkout in root's home.
const base = resolve(await mkdtemp('node_modules/.cache/embedded-'))
const dataDir = join(base, 'data')
const cluster = join(dataDir, 'postgres')
t.teardown(() => rm(base, { recursive: true, force: true }))

const start = (options: Partial<Parameters<typeof startEmbedded>[0]> = {}) => startEmbedded({ dataDir, settings, ...options })

async function ask (url: string, text: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = async (folder = cluster) => Number((await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n')[0])

/** A Node process of its own that starts the database and holds it, deaf to Ctrl-C. */
async function hold (): Promise<{ child: ChildProcess, server: EmbeddedPostgres }> {
  const script = `
    process.on('SIGINT', () => {})
    const { startEmbedded } = await import('./src/db/embedded.ts')
    console.log(JSON.stringify(await startEmbedded(${JSON.stringify({ dataDir, settings })})))
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const [line] = await once(child.stdout!, 'data') as [Buffer]
  return { child, server: JSON.parse(line.toString()) as EmbeddedPostgres }
}

t.test('starts a real server with a database and its logins', async (t) => {
  const messages: string[] = []
  const server = await start({ log: (message) => messages.push(message) })
  t.match(server, { strategy: isRoot ? String : 'direct', reused: false, version: /^\d+\.\d+$/ })
  t.match(messages.join('\n'), new RegExp(`PostgreSQL ${server.version} runs .*port ${server.port}`), 'it says how it runs')
  t.strictSame(await ask(server.ownerUrl, `
    select current_user::text as login, current_setting('listen_addresses') as address, pg_encoding_to_char(encoding) as encoding, upper('đ') as upper
    from pg_database where datname = current_database()`), [{ login: 'registry_owner', address: '127.0.0.1', encoding: 'UTF8', upper: 'Đ' }])
  t.match(await ask(server.serviceUrl, 'select current_user as login'), [{ login: 'registry_service' }])
  t.match(await ask(server.readerUrl, 'select current_user as login'), [{ login: 'registry_reader' }])
  t.match(await ask(server.adminUrl, 'select rolsuper from pg_roles where rolname = current_user'), [{ rolsuper: true }])
  await ask(server.ownerUrl, 'create table kept as select 42 as answer')

  const wrong = Object.assign(new URL(server.ownerUrl), { password: 'guessed' }).href
  await t.rejects(ask(wrong, 'select 1'), { code: '28P01' }, 'a password is asked for')
  t.equal((await stat(join(dataDir, 'postgres.json'))).mode & 0o777, 0o600, 'and kept for the owner alone')
  await t.rejects(start(), { reason: 'in-use', message: /this very process/ }, 'nobody starts it twice')

  await server.stop()
  await t.resolves(server.stop(), 'and it may be stopped twice')
  await t.rejects(access(join(cluster, 'postmaster.pid')), { code: 'ENOENT' }, 'the end leaves no pid file')
  t.strictSame((await readdir(dataDir)).sort(), ['postgres', 'postgres.json', 'postgres.log'], 'and nothing else')
})

t.test('keeps data, port and passwords from start to start', async (t) => {
  const { port } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as { port: number }
  const server = await start()
  t.equal(server.port, port)
  t.strictSame(await ask(server.ownerUrl, 'select answer from kept'), [{ answer: 42 }])
  await server.stop()
})

t.test('is held by one process at a time, survives its death and is taken over', async (t) => {
  const { child, server: held } = await hold()
  const pid = await postmasterPid()
  await t.rejects(start(), { reason: 'in-use', message: new RegExp(`process ${child.pid}`) }, 'a second process learns who holds it')

  process.kill(-child.pid!, 'SIGINT')
  await new Promise((resolve) => setTimeout(resolve, 200))
  t.strictSame(await ask(held.ownerUrl, 'select answer from kept'), [{ answer: 42 }], 'Ctrl-C in the terminal leaves the end to the service')

  child.kill('SIGKILL')
  await once(child, 'exit')
  t.ok(isAlive(pid), 'the server outlives a kill -9 of Node')
  const server = await start()
  t.match(server, { reused: true, port: held.port, ownerUrl: held.ownerUrl })
  t.strictSame(await ask(server.serviceUrl, 'select 1 as one'), [{ one: 1 }])
  await server.stop()
  t.notOk(isAlive(pid), 'and is stopped by who took it over')
})

t.test('takes over on the port that is wanted now', async (t) => {
  const first = await start()
  const pid = await postmasterPid()
  first.leave()
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  free.close()
  const second = await start({ port })
  t.match(second, { reused: false, port })
  t.notOk(isAlive(pid), 'the one on another port is stopped first')
  await second.stop()
})

t.test('recovers from a crash of the server', async (t) => {
  const first = await start()
  await ask(first.ownerUrl, 'update kept set answer = 43')
  const pid = await postmasterPid()
  process.kill(pid, 'SIGKILL')
  await waitForEnd(pid, 5000)
  first.leave()
  const server = await start()
  t.equal(server.reused, false)
  t.strictSame(await ask(server.ownerUrl, 'select answer from kept'), [{ answer: 43 }])
  await server.stop()
})

t.test('is not misled by a pid file whose number went to another program', async (t) => {
  await writeFile(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n0\n1\n\n127.0.0.1\n\nready\n`)
  const server = await start()
  t.equal(server.reused, false)
  await server.stop()
})

t.test('says what to do about a port that is taken', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  await t.rejects(start({ port }), { reason: 'port', message: new RegExp(`Port ${port} .* another program has it`) })

  const statePath = join(dataDir, 'postgres.json')
  await writeFile(statePath, JSON.stringify({ ...JSON.parse(await readFile(statePath, 'utf8')) as object, port }))
  const server = await start()
  t.not(server.port, port, 'and finds another one when none was asked for')
  await server.stop()
})

t.test('quotes the server when it does not start', async (t) => {
  await t.rejects(start({ settings: { ...settings, shared_buffers: 'plenty' } }), { reason: 'start', message: /FATAL: .*shared_buffers.*plenty/s })
})

t.test('refuses a cluster that it cannot run', async (t) => {
  const versionPath = join(cluster, 'PG_VERSION')
  const made = await readFile(versionPath, 'utf8')
  await writeFile(versionPath, '12\n')
  await t.rejects(start(), { reason: 'version', message: /made by PostgreSQL 12.*Move the folder away.*DATABASE_URL/s }, 'of another PostgreSQL')
  await writeFile(versionPath, made)

  const statePath = join(dataDir, 'postgres.json')
  const state = await readFile(statePath, 'utf8')
  await rm(statePath)
  await t.rejects(start(), { reason: 'directory', message: /lost its passwords/ }, 'without its passwords')
  await writeFile(statePath, state.replace(/"postgres":\s*"[^"]*"/, '"postgres": "other"'))
  await t.rejects(start(), { reason: 'start', message: /does not accept the password/ }, 'with the passwords of another')
  await writeFile(statePath, state, { mode: 0o600 })
  await t.rejects(access(join(cluster, 'postmaster.pid')), { code: 'ENOENT' }, 'and leaves nothing running')
})

t.test('says when the folder cannot be used', async (t) => {
  const file = join(base, 'file')
  await writeFile(file, '')
  await t.rejects(start({ dataDir: join(file, 'data') }), { reason: 'directory', message: /data directory .*DATA_DIR/ })
})

t.test('works where install scripts are blocked', async (t) => {
  const folder = join(base, 'package')
  const original = findPackage()
  for (const part of ['bin', 'lib']) {
    await mkdir(join(folder, 'native', part), { recursive: true })
    for (const entry of await readdir(join(original, 'native', part), { withFileTypes: true })) {
      if (entry.isFile() && !entry.name.endsWith('.a')) await copyFile(join(original, 'native', part, entry.name), join(folder, 'native', part, entry.name))
    }
  }
  const links = join(folder, 'native', 'pg-symlinks.json')
  await t.rejects(prepareBinaries(folder), { reason: 'binaries', message: /cannot be run.*npm ci/s }, 'without its links nothing runs')
  await writeFile(links, JSON.stringify([{ source: 'native/lib/libicuuc.so.60.2', target: 'native/absent/libicuuc.so.60' }]))
  await t.rejects(prepareBinaries(folder), { reason: 'binaries', message: /not writable.*npm rebuild/s }, 'where they cannot be made it says so')
  await writeFile(links, await readFile(join(original, 'native', 'pg-symlinks.json')))
  t.match(await prepareBinaries(folder), { version: /^\d+\.\d+$/, root: join(folder, 'native') }, 'and they are made before the first use')
})

t.test('names the way out where there are no binaries', async (t) => {
  t.throws(() => findPackage('linux', 's390x'), { reason: 'unsupported', message: /linux-s390x.*DATABASE_URL/ })
})

const works = (file: string, args: string[], options: object = {}) => {
  try {
    execFileSync(file, args, { stdio: 'ignore', cwd: '/', ...options })
    return true
  } catch {
    return false
  }
}

t.test('runs for root, however root may step down', async (t) => {
  if (!isRoot) {
    const server = await start()
    t.equal(server.strategy, 'direct', 'an ordinary user needs none of it')
    return server.stop()
  }
  await chmod(base, 0o755)
  // What this machine allows must work; what it does not, must say so.
  const allowed = {
    namespace: works('unshare', ['-U', '--map-user=1000', '--map-group=1000', 'true']),
    // PostgreSQL looks for its own program by access(2), which does not heed capabilities: the way to it has to be open.
    capability: works('test', ['-x', join(findPackage(), 'native/bin/postgres')], { uid: 65534, gid: 65534 }) &&
      works('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', 'ls', base]),
    user: works('ls', [base], { uid: 65534, gid: 65534 }),
    copy: true,
  }
  for (const strategy of ['namespace', 'capability', 'user', 'copy'] as const) {
    t.comment(`${strategy}: ${allowed[strategy] ? 'allowed' : 'not allowed'} here`)
    if (!allowed[strategy]) {
      await t.rejects(start({ strategy }), { reason: 'start', message: /not allowed to run here/ }, `${strategy} says that it is not allowed`)
      continue
    }
    const server = await start({ strategy })
    t.match(server, { strategy, reused: false })
    t.strictSame(await ask(server.ownerUrl, 'select answer from kept'), [{ answer: 43 }], `${strategy} finds the data of the one before`)
    await server.stop()
  }
  const { relocatedTo } = JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as { relocatedTo: string }
  t.teardown(() => rm(dirname(relocatedTo), { recursive: true }))
  await t.rejects(access(cluster), { code: 'ENOENT' }, 'a cluster that was moved away is not left behind')
  const again = await start()
  t.equal(again.strategy, 'copy', 'and is found again')
  t.strictSame(await ask(again.ownerUrl, 'select answer from kept'), [{ answer: 43 }])
  await again.stop()
})

t.test('makes a cluster below a folder that is closed to everyone else', async (t) => {
  await chmod(base, 0o700)
  // The first test has made one here already, in the way that it found by itself.
  for (const strategy of isRoot ? ['capability', 'copy'] as const : ['direct'] as const) {
    const folder = join(base, strategy)
    const server = await start({ dataDir: folder, strategy }).catch((err: Error) => err)
    if (server instanceof Error) {
      t.match(server.message, /not allowed to run here/, `${strategy} says that it is not allowed`)
      continue
    }
    t.match(await ask(server.serviceUrl, 'select 1 as one'), [{ one: 1 }], strategy)
    await server.stop()
    const { relocatedTo } = JSON.parse(await readFile(join(folder, 'postgres.json'), 'utf8')) as { relocatedTo?: string }
    if (relocatedTo) await rm(dirname(relocatedTo), { recursive: true })
  }
})
