import { mkdir, stat, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collect, ended } from '../program.ts'
import { note } from '../screen.ts'
import type { Program } from './programs.ts'
import { startServer } from './programs.ts'
import type { Register } from './register.ts'
import { CACHE } from './register.ts'
import type { Question } from './round.ts'

export interface ListQuestion { province: string, category: string, status: string, basis: string }
export interface CountQuestion { status: string, basis: string, ownership: string }
export interface Count { province: string, category: string, enterprises: number }
export interface Known { code: string, version: number }

/** Another way to offer the same tables over HTTP: how it is asked, and what its answers mean. */
export interface Peer {
  name: string
  server: Program
  find: (known: Known) => Question
  list: (question: ListQuestion) => Question
  count: (question: CountQuestion) => Question
  codesOf: (body: string) => string[]
  countsOf: (body: string) => Count[]
}
export interface Peers { running: Peer[], missing: string[] }

const PACKAGES = { node: '22.23.3', '@platformatic/db': '3.67.0', postgraphile: '5.1.5' }
const COLUMNS = ['code', 'name', 'foreignName', 'shortName', 'status', 'legalType', 'ownership', 'foreignSharePercent', 'charterCapitalVnd', 'categoryBefore', 'categoryAfter',
  'categoryTurnsOn', 'basis', 'provinceCode', 'communeCode', 'address', 'registeredOn', 'vsic', 'hasMainIndustry', 'industries', 'categoryCodes', 'ruleSet', 'validFrom', 'version', 'position']

// What the generated questions of a peer cannot say: a category turns on a day, and neither groups without a plugin.
const FUNCTIONS = `
  drop schema if exists peers cascade;
  create schema peers;
  create function peers.listed(province text, categories text[], statuses text[], bases text[]) returns setof enterprise_versions stable language sql as $$
    select * from enterprise_versions v
    where v.is_current and v.basis is not null and v.presence = 'present' and v.province_code = listed.province and v.status = any(statuses) and v.basis = any(bases)
      and case when v.category_turns_on is null or v.category_turns_on > current_date then v.category_before else v.category_after end = any(categories)
    order by v.code $$;
  create function peers.counted(statuses text[], bases text[], ownerships text[]) returns table (province text, category text, enterprises bigint) stable language sql as $$
    select v.province_code, case when v.category_turns_on is null or v.category_turns_on > current_date then v.category_before else v.category_after end, count(*)
    from enterprise_versions v
    where v.is_current and v.basis is not null and v.presence = 'present' and v.status = any(statuses) and v.basis = any(bases) and v.ownership = any(ownerships)
    group by 1, 2 $$;
  grant usage on schema peers to public`

const query = (values: Record<string, string | number>) => new URLSearchParams(Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]))
const CURRENT = { 'where.isCurrent.eq': 'true', 'where.presence.eq': 'present' }
const FIELDS = COLUMNS.map((column) => `fields=${column}`).join('&')

const platformatic = (server: Program): Peer => ({
  name: `Platformatic DB ${PACKAGES['@platformatic/db']}`,
  server,
  find: ({ code, version }) => ({ path: `/enterpriseVersions/code/${code}/version/${version}?${FIELDS}` }),
  list: ({ province, category, status, basis }) => ({ path: `/enterpriseVersions?${query({ 'where.provinceCode.eq': province, 'where.status.in': status, 'where.basis.in': basis, ...turnedInto(category), ...CURRENT, 'orderby.code': 'asc', limit: 50 })}&${FIELDS}` }),
  count: (question) => ({ path: `/counts?${query({ ...question })}` }),
  codesOf: (body) => [JSON.parse(body) as { code: string } | { code: string }[]].flat().map(({ code }) => code),
  countsOf: (body) => JSON.parse(body) as Count[],
})

/** The lists that are asked for are of categories that enterprises turn into and do not leave. */
const turnedInto = (category: string) => ({ 'where.categoryAfter.eq': category, 'where.categoryTurnsOn.lte': new Date().toISOString().slice(0, 10) })

const graphql = (text: string, variables: object): Question =>
  ({ path: '/graphql', method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: text, variables }) })
const FIND = `query ($code: String!, $version: Int!) { enterpriseVersionByCodeAndVersion(code: $code, version: $version) { ${COLUMNS.join(' ')} } }`
const LIST = `query ($province: String, $categories: [String], $statuses: [String], $bases: [String]) {
  peersListed(province: $province, categories: $categories, statuses: $statuses, bases: $bases, first: 50) { nodes { ${COLUMNS.join(' ')} } } }`
const COUNT = `query ($statuses: [String], $bases: [String], $ownerships: [String]) {
  peersCounted(statuses: $statuses, bases: $bases, ownerships: $ownerships) { nodes { province category enterprises } } }`

interface Answer { data: { enterpriseVersionByCodeAndVersion?: { code: string }, peersListed?: { nodes: { code: string }[] }, peersCounted?: { nodes: { province: string, category: string, enterprises: string }[] } } }

const postgraphile = (server: Program): Peer => ({
  name: `PostGraphile ${PACKAGES.postgraphile}`,
  server,
  find: (known) => graphql(FIND, known),
  list: ({ province, category, status, basis }) => graphql(LIST, { province, categories: category.split(','), statuses: status.split(','), bases: basis.split(',') }),
  count: ({ status, basis, ownership }) => graphql(COUNT, { statuses: status.split(','), bases: basis.split(','), ownerships: ownership.split(',') }),
  codesOf: (body) => {
    const { data } = JSON.parse(body) as Answer
    return (data.peersListed?.nodes ?? [data.enterpriseVersionByCodeAndVersion!]).map(({ code }) => code)
  },
  countsOf: (body) => (JSON.parse(body) as Answer).data.peersCounted!.nodes.map(({ enterprises, ...of }) => ({ ...of, enterprises: Number(enterprises) })),
})

/** Starts those that install; the others are named. */
export async function withPeers<T> (register: Register, skip: boolean, work: (peers: Peers) => Promise<T>): Promise<T> {
  if (skip) return await work({ running: [], missing: ['left out (--skip-peers)'] })
  const folder = join(CACHE, 'peers')
  const failure = await install(folder, register.signal)
  if (failure !== undefined) return await work({ running: [], missing: [`not installed: ${failure}`] })
  await register.admin.query(FUNCTIONS)
  const running: Peer[] = []
  const missing: string[] = []
  try {
    for (const [file, ready, peer] of [['platformatic-server.ts', '/documentation/json', platformatic], ['postgraphile-server.ts', '/graphql', postgraphile]] as const) {
      const command = [join(folder, 'node_modules/.bin/node'), fileURLToPath(new URL(`peers/${file}`, import.meta.url)), folder]
      try {
        running.push(peer(await startServer(command, (port) => [String(port), register.adminUrl], register, ready)))
      } catch (err) {
        register.signal.throwIfAborted()
        missing.push(`${file}: ${String(err).split('\n')[0]}`)
        note(`A peer does not start: ${String(err)}`)
      }
    }
    return await work({ running, missing })
  } finally {
    for (const { server } of running) await server.stop()
    await register.admin.query('drop schema if exists peers cascade')
  }
}

/** Into a folder of their own, since some need another Node; says why where it fails. */
async function install (folder: string, signal: AbortSignal): Promise<string | undefined> {
  const done = join(folder, 'installed.json')
  if (await stat(done).then(() => true, () => false)) return undefined
  note('Installing the peers; the next run finds them')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: PACKAGES }))
  const npm = spawn('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = collect(npm)
  const code = await ended(npm).catch((err: Error) => err.message)
  signal.throwIfAborted()
  if (code !== 0) return `npm ended with ${code}: ${said.stderr.trim().split('\n').at(-1)}`
  await writeFile(done, JSON.stringify(PACKAGES))
  return undefined
}
