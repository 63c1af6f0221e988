import { readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import t from 'tap'
import { EnterpriseCode } from '../../src/enterprises/schemas.ts'
import { dataDirs, freePort, KEY, READY, run, runToEnd, stop } from './command.ts'
import { checkRegister, client, sumOf, withRegister } from './register.ts'
import type { Counts } from './register.ts'

const PORT = await freePort()
const dirs = await dataDirs(t, 'data', 'none')
const settings = { DATA_DIR: dirs.data, PORT, SANDBOX_SIZE: '1000' }

/** The table as it stands on the terminal, row by row. */
function tableOf (output: string) {
  const cells = [...output.matchAll(/^(\d\d| {2}) (\S.{15})((?: +[\d,]+){7}) +([\d.–]+)$/gm)]
  return cells.map(([, code = '', name = '', numbers = '', per1000 = '']) => {
    const [i = 0, ii = 0, iii = 0, iv = 0, total = 0, first = 0, third = 0] = numbers.trim().split(/ +/).map((n) => Number(n.replaceAll(',', '')))
    return { code: code.trim(), name: name.trim(), i, ii, iii, iv, total, candidates: { i: first, iii: third }, per1000 }
  })
}

const asTable = ({ localities, nation }: Awaited<ReturnType<ReturnType<typeof client>['counts']>>) =>
  [...localities, { ...nation, code: '', name: 'Việt Nam' }].map(({ code, name, i, ii, iii, iv, total, candidates, per1000 }: Counts & { code: string, name: string }) =>
    ({ code, name, i, ii, iii, iv, total, candidates, per1000: per1000 === null ? '–' : per1000.toFixed(2) }))

t.test('the first start loads, tells the counts and serves them', async (t) => {
  const service = run(t, 'start', settings)
  await service.says(READY)
  const said = service.output()
  t.match(said, /^Writing the hand-over file +\d+ %/m, 'progress comes in lines')
  t.match(said, /^Loading it into the register 100 %/m)
  t.notMatch(said, /[\r█]/, 'and not as a bar, which is for terminals')
  t.equal(said.match(/vdr_/g)?.length, 1, 'the key is shown once')
  for (const path of ['/v1/statistics/localities', '/docs', '/openapi.json']) t.match(said, `http://127.0.0.1:${PORT}${path}`)

  const table = tableOf(said)
  t.equal(table.length, 35, 'each locality has a row, and the nation')
  t.ok(table.at(-1)!.total > 0)
  t.equal(table.at(-1)!.total, table.slice(0, -1).reduce((sum, row) => sum + row.total, 0), 'the nation is the sum')

  const api = client(PORT, KEY.exec(said)![1])
  t.equal(await client(PORT).status('/v1/sync/runs'), 401, 'runs are for operators')
  t.match((await api.runs()).at(-1), { id: 1, mode: 'file', state: 'succeeded', resumed: 0, failure: null })
  const pulled = await api.runAfter(1)
  t.match(pulled, { mode: 'pull', failure: null }, 'polling begins at once')
  t.equal(sumOf(pulled), pulled.read)
  const answer = asTable(await api.counts())
  const { examples: [example] = [] } = EnterpriseCode.meta() as { examples?: string[] }
  t.equal(await api.status(`/v1/enterprises/${example}`), 200, 'the example of the description is there to be tried')
  await stop(t, service, dirs.data)

  const again = run(t, 'start', { ...settings, POLL_SECONDS: '1' })
  await again.says(/Swagger UI/)
  t.comment(`first answer of a second start after ${Math.round(performance.now() - again.startedAt)} ms, the compiling of the sources included`)
  await again.says(READY)
  t.strictSame(tableOf(again.output()), answer, 'the second start tells what the first one answered')
  t.notMatch(again.output(), /Writing|Loading|vdr_/, 'loads nothing and shows no key')
  const next = await api.runAfter(pulled.id)
  const later = await api.runAfter(next.id)
  t.ok(later.id > next.id, 'and goes on reading the feed')
  for (const found of await api.runs()) t.equal(sumOf(found), found.read, `the counts of run ${found.id} add up`)
  await withRegister(dirs.data, (db) => checkRegister(t, db))
  await stop(t, again, dirs.data)
})

t.test('a start that cannot be says why and what to do', async (t) => {
  const refusals: [title: string, wrong: Record<string, string>, code: number, sentence: RegExp][] = [
    ['unusable settings', { PORT: 'door', SANDBOX_SIZE: '5', DATA_DIR: dirs.none }, 78, /^These settings cannot be used:\n {2}PORT: .*\n {2}SANDBOX_SIZE: .*\n$/],
    ['another size on the same directory', { ...settings, SANDBOX_SIZE: '5000' }, 1, /^The data directory holds the sandbox of size 1000, .* asked for is size 5000.*DATA_DIR.*$/m],
    ['the real service on the sandbox', {
      ...settings, NBRS_BASE_URL: 'http://127.0.0.1:9/', NBRS_TOKEN_URL: 'http://127.0.0.1:9/', NBRS_CLIENT_ID: 'id', NBRS_CLIENT_SECRET: 'secret',
    }, 1, /^This register holds the made-up enterprises of the sandbox\..*DATA_DIR or DATABASE_URL\.$/m],
  ]
  for (const [title, wrong, code, sentence] of refusals) {
    const { code: got, said } = await runToEnd(t, 'start', wrong)
    t.match(said, sentence, title)
    t.equal(got, code)
    t.notMatch(said, /^ +at /m, 'without a stack')
  }
  const other = createServer().listen(Number(PORT), '127.0.0.1')
  t.teardown(() => other.close())
  const { code, said } = await runToEnd(t, 'start', { ...settings, DATA_DIR: dirs.none })
  t.match(said, new RegExp(`^Port ${PORT} on 127.0.0.1 is taken.*PORT\\.\n$`), 'a taken port')
  t.equal(code, 1)
  await t.rejects(readdir(dirs.none), { code: 'ENOENT' }, 'before anything is made')
})
