import type { Run } from '../../sync/commands.ts'
import { countByLocality } from '../../statistics/queries.ts'
import type { Database } from '../../db/client.ts'

const BAR_WIDTH = 30
const number = new Intl.NumberFormat('en-US')
/** Columns on a terminal, whatever the Unicode form: combining marks take none. */
const width = (text: string) => [...text.normalize('NFC')].length
const right = (text: string, columns: number) => ' '.repeat(Math.max(0, columns - width(text))) + text
const left = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - width(text)))

export const say = (line: string) => { process.stdout.write(`${line}\n`) }

/** A bar on a terminal; elsewhere a line for each tenth. */
export function progress (title: string) {
  let tenth = -1
  let shownAt = 0
  return (done: number, total = 0) => {
    const share = total > 0 ? Math.min(1, done / total) : 0
    if (process.stdout.isTTY) {
      if (Date.now() - shownAt < 80 && done < total) return
      shownAt = Date.now()
      const bar = '█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░')
      process.stdout.write(`\r${title} ${bar} ${right(`${Math.round(share * 100)} %`, 5)} ${number.format(done)}${done >= total ? '\n' : ''}`)
    } else if (Math.floor(share * 10) > tenth) {
      tenth = Math.floor(share * 10)
      say(`${title} ${tenth * 10} % (${number.format(done)})`)
    }
  }
}

export function sayRun (run: Run) {
  const skipped = Object.values(run.skipped).reduce((sum, n) => sum + n, 0)
  say(`Run ${run.id} (${run.mode}): ${number.format(run.read)} records read: ${number.format(run.new)} new, ${number.format(run.changed)} changed, ` +
    `${number.format(run.unchanged)} unchanged, ${number.format(skipped)} skipped, ${number.format(run.rejected)} rejected`)
}

/** The counts as `GET /v1/statistics/localities` answers them. */
export async function sayCounts (db: Database, day: string) {
  const filter = { status: ['active'], basis: ['confirmed', 'derived'] }
  const { localities, nation } = await countByLocality(db, { division: '2025', base: 'registered-2024', filter, day })
  const row = (code: string, name: string, c: typeof nation) =>
    `${left(code, 3)}${left(name, 16)}${[c.i, c.ii, c.iii, c.iv, c.total].map((n) => right(number.format(n), 8)).join('')}` +
    `${right(number.format(c.candidates.i), 8)}${right(number.format(c.candidates.iii), 8)}${right(c.per1000 === null ? '–' : c.per1000.toFixed(2), 9)}`
  say('')
  say(`   ${left('Active on', 16)}${['i', 'ii', 'iii', 'iv', 'total'].map((head) => right(head, 8)).join('')}${right('cand. i', 8)}${right('c. iii', 8)}${right('per 1000', 9)}`)
  say(`   ${left(day, 16)}`)
  for (const locality of localities) say(row(locality.code, locality.name, locality))
  say(row('', 'Việt Nam', nation))
  say('')
}
