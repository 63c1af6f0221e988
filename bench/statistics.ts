import { parseArgs } from 'node:util'
import type pg from 'pg'
import { addDays, addYears } from '../src/calendar.ts'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { handoverFiles } from './support/handover-files.ts'
import { startService } from './support/http/programs.ts'
import type { Register } from './support/http/register.ts'
import { withRegister } from './support/http/register.ts'
import { countQuestions, get } from './support/http/stage.ts'
import { load, prepareLoad } from './support/load.ts'
import { oneConnection } from './support/one-connection.ts'
import { withRegister as withEmptyRegister } from './support/register.ts'
import { machine } from './support/report.ts'
import { note, number, table } from './support/screen.ts'

const { values } = parseArgs({ options: { size: { type: 'string', default: '1000000' }, loaded: { type: 'string', default: '100000' }, questions: { type: 'string', default: '200' }, rounds: { type: 'string', default: '5' } } })
const [size, loaded, questions, rounds] = [values.size, values.loaded, values.questions, values.rounds].map(Number) as [number, number, number, number]
if (!(Number.isInteger(size) && size >= 1000 && size <= 2_000_000)) throw new Error('--size is a whole number from 1000 to 2000000')
if (!(Number.isInteger(loaded) && loaded >= 1000 && loaded <= 2_000_000)) throw new Error('--loaded is a whole number from 1000 to 2000000')
if (!(Number.isInteger(rounds) && rounds >= 1 && Number.isInteger(questions) && questions >= rounds)) throw new Error('--rounds is at least 1, and --questions at least as many')
const signal = stopSignal()

/** The last day that the files of the benchmark tell of. */
const LAST = '2026-10-31'
const DAYS = 3650
/** Questions that are asked before those that are timed. */
const WARM_UP = 50

/** A question to the service and, in SQL over the versions alone, to the database with the day as $1: both must count as many. */
interface Answer { observations: { count: number }[], unplaced: { count: number }, provenance: { asOf: string } }
interface Question { path: string, yardstick: { text: string, values: string[] } | null }
interface Case { name: string, questions: Question[], reach: { p95: number, ratio?: number } }

const list = (text: string) => `{${text}}`
const sum = ({ observations, unplaced }: Answer) => observations.reduce((total, { count }) => total + count, unplaced.count)

const now = (): Question[] => countQuestions().map((filter) => ({
  ...get('/v1/statistics/counts', { by: 'province,category', ...filter }),
  yardstick: {
    text: `select province_code, case when category_turns_on is null or category_turns_on > $1::date then category_before else category_after end as category, count(*)::int as count
      from enterprise_versions where is_current and presence = 'present' and status = any($2) and basis = any($3) and ownership = any($4) group by 1, 2`,
    values: [list(filter.status), list(filter.basis), list(filter.ownership)],
  },
}))

const past = (): Question[] => countQuestions().map((filter, i) => {
  const division = i % 2 === 0 ? '2025' : '2004'
  const asof = addDays(LAST, -(i * 997 % DAYS))
  return {
    ...get('/v1/statistics/counts', { by: 'province,category', asof, division, ...filter }),
    yardstick: {
      text: `select ${division === '2025' ? 'province_code' : 'old_province_code'}, case when category_turns_on is null or category_turns_on > $1::date then category_before else category_after end as category, count(*)::int as count
        from (
          select distinct on (code) code, province_code, old_province_code, status, basis, ownership, presence, category_before, category_after, category_turns_on
          from enterprise_versions where recorded_to is null and valid_from <= $1::date order by code, valid_from desc, changes desc, version desc
        ) v where presence = 'present' and status = any($2) and basis = any($3) and ownership = any($4) group by 1, 2`,
      values: [list(filter.status), list(filter.basis), list(filter.ownership)],
    },
  }
})

const series = (provinces: string[]): Question[] => Array.from({ length: 1000 }, (_, i) => {
  const asof = addDays(LAST, -Math.floor(i / provinces.length))
  return { ...get('/v1/statistics/series', { province: provinces[i % provinces.length]!, from: addYears(asof, -10), asof }), yardstick: null }
})

const at = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
const sorted = (times: number[]) => times.toSorted((a, b) => a - b)

async function measure (url: string, admin: pg.Client, { name, questions: all, reach }: Case): Promise<string[]> {
  const [own, yardsticks]: [number[], number[]] = [[], []]
  const ask = oneConnection(url, signal)
  // Other questions before: an answer that is not kept is looked at, and not a program that has just started, which no service stays.
  for (const question of all.slice(questions, questions + WARM_UP)) await ask(question)
  const asked = all.slice(0, questions)
  const timed = async (question: Question) => {
    const { status, body, milliseconds } = await ask(question)
    own.push(milliseconds)
    if (status !== 200) throw new Error(`${question.path} is answered with ${status}: ${body.slice(0, 300)}`)
    return JSON.parse(body) as Answer
  }
  const size = Math.ceil(asked.length / rounds)
  for (let round = 0; round < rounds; round++) {
    const some = asked.slice(round * size, (round + 1) * size)
    for (const question of some) {
      const body = await timed(question)
      if (question !== some[0] || !question.yardstick) continue
      const began = performance.now()
      const { rows } = await admin.query<{ category: string | null, count: number }>(question.yardstick.text, [body.provenance.asOf, ...question.yardstick.values])
      yardsticks.push(performance.now() - began)
      const expected = rows.reduce((total, { category, count }) => category === null ? total : total + count, 0)
      if (sum(body) !== expected) throw new Error(`${question.path} says ${sum(body)}, the versions ${expected}.`)
    }
  }
  const [mine, theirs] = [sorted(own), sorted(yardsticks)]
  const [p50, p95] = [at(mine, 0.5), at(mine, 0.95)]
  const ratio = theirs.length === 0 ? undefined : at(theirs, 0.5) / p50
  note(`${name}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`)
  const isReached = p95 <= reach.p95 && (reach.ratio === undefined || ratio! >= reach.ratio)
  return [name, number(own.length), p50.toFixed(1), p95.toFixed(1), mine.at(-1)!.toFixed(1), theirs.length === 0 ? '' : at(theirs, 0.5).toFixed(0), ratio === undefined ? '' : `${ratio.toFixed(0)} ×`,
    `${reach.ratio === undefined ? '' : `≥ ${reach.ratio} ×, `}p95 ≤ ${reach.p95} ms`, isReached ? 'reached' : 'missed']
}

async function counts ({ admin, ...register }: Register): Promise<string> {
  const service = await startService({ ...register })
  try {
    const { rows } = await admin.query<{ code: string }>("select code from provinces where division = '2025' and recorded_to is null group by code order by code")
    const cases: Case[] = [
      { name: 'counts per province × category now, cold', questions: now(), reach: { p95: 10, ratio: 20 } },
      { name: 'the same at any past date, either division', questions: past(), reach: { p95: 60, ratio: 5 } },
      { name: 'monthly series of ten years, one province', questions: series(rows.map(({ code }) => code)), reach: { p95: 60 } },
    ]
    const lines = []
    for (const one of cases) lines.push(await measure(service.url, admin, one))
    return table(['case', 'asked', 'p50', 'p95', 'longest', 'yardstick', 'ratio', 'reach', ''], lines)
  } finally {
    await service.stop()
  }
}

/** What of a run's time the figures take, as the runs tell it themselves. */
async function upkeep (): Promise<string> {
  const files = await handoverFiles(loaded, signal)
  return await withEmptyRegister(signal, async (register) => {
    const lines = []
    for (const [name, file] of [['first full load', files.whole], ['1 % changed, full file', files.renamed]] as const) {
      await prepareLoad(register, file)
      const { run, seconds } = await load(register, name, file, files.cutoff)
      const figures = (run.timings['figures'] ?? Number.NaN) / 1000
      lines.push([name, number(run.read), seconds.toFixed(2), figures.toFixed(2), `${(figures / seconds * 100).toFixed(1)} %`, '≤ 15 %', figures / seconds <= 0.15 ? 'reached' : 'missed'])
    }
    return table(['run', 'records', 'seconds', 'figures', 'share', 'reach', ''], lines)
  })
}

await command(async () => {
  const [began, on] = [new Date(), machine()]
  await withRegister(size, signal, async (register) => {
    const answered = await counts(register)
    process.stdout.write(`${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${on}, Node ${process.versions.node}, PostgreSQL ${register.version}.\n` +
      `A register of ${number(size)}; each question asked once over HTTP, one after the other, the yardstick (plain SQL over the versions) in the same rounds. Milliseconds.\n\n${answered}\n`)
  })
  process.stdout.write(`Keeping the figures up to date, ${number(loaded)} enterprises:\n\n${await upkeep()}`)
})
if (signal.aborted) process.exitCode = 130
