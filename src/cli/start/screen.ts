import type { Run } from '../../sync/commands.ts'
import type { Database } from '../../db/client.ts'
import { countByLocality, presentCube } from '../../statistics/queries.ts'
import { obstacleOf } from '../../sync/outcome.ts'

const BAR_WIDTH = 30
const number = new Intl.NumberFormat('en-US')
/** Columns on a terminal, whatever the Unicode form: combining marks take none. */
const width = (text: string) => [...text.normalize('NFC')].length
const right = (text: string, columns: number) => ' '.repeat(Math.max(0, columns - width(text))) + text
const left = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - width(text)))

// A terminal that was closed, or the `head` behind a pipe, must not take the service and its database with it.
process.stdout.on('error', () => {})

/** A bar that is still being drawn keeps its line. */
let isLineOpen = false

export function say (line: string) {
  process.stdout.write(`${isLineOpen ? '\n' : ''}${line}\n`)
  isLineOpen = false
}

const bar = (share: number) => `${'█'.repeat(Math.round(share * BAR_WIDTH)).padEnd(BAR_WIDTH, '░')} ${right(`${Math.floor(share * 100)} %`, 5)} `

/** A bar on a terminal, elsewhere a line for each tenth; where nobody knows how many there will be, the number now and then. */
export function progress (title: string) {
  let shownTenth = -1
  let shownAt = 0
  return (done: number, total?: number) => {
    const share = total ? Math.min(1, done / total) : 0
    const tenth = Math.floor(share * 10)
    if (process.stdout.isTTY) {
      if (Date.now() - shownAt < 80 && done !== total) return
      shownAt = Date.now()
      process.stdout.write(`\r${title} ${total ? bar(share) : ''}${number.format(done)}${done === total ? '\n' : ''}`)
      isLineOpen = done !== total
    } else if (total ? tenth > shownTenth : Date.now() - shownAt > 10_000) {
      shownTenth = tenth
      shownAt = Date.now()
      say(`${title} ${total ? `${right(String(tenth * 10), 3)} % ` : ''}(${number.format(done)})`)
    }
  }
}

/** What a run read, and where it did not end in the register, why. */
export function sayRun (run: Run) {
  const skipped = Object.values(run.skipped).reduce((sum, n) => sum + n, 0)
  say(`Run ${run.id} (${run.mode}): ${number.format(run.read)} records read: ${number.format(run.new)} new, ${number.format(run.changed)} changed, ` +
    `${number.format(run.unchanged)} unchanged, ${number.format(skipped)} skipped, ${number.format(run.rejected)} rejected`)
  const obstacle = obstacleOf(run)
  if (obstacle) say(obstacle)
}

/** The counts as `GET /v1/statistics/localities` answers them. */
export async function sayCounts (db: Database, day: string) {
  const filter = { status: ['active'], basis: ['confirmed', 'derived'] }
  const { localities, nation } = countByLocality(await presentCube(db, day), { division: '2025', base: 'registered-2024', filter })
  const row = (code: string, name: string, c: typeof nation) =>
    `${left(code, 3)}${left(name, 16)}${[c.i, c.ii, c.iii, c.iv, c.total].map((n) => right(number.format(n), 8)).join('')}` +
    `${[c.candidates.i, c.candidates.iii].map((n) => right(number.format(n), 7)).join('')}${right(c.per1000 === null ? '–' : c.per1000.toFixed(2), 9)}`
  say(`\nActive digital technology enterprises by category on ${day}`)
  say(`${left('', 59)}${left('  candidates', 14)}${right('per 1000', 9)}`)
  say(`${left('', 19)}${['i', 'ii', 'iii', 'iv', 'total'].map((head) => right(head, 8)).join('')}${['i', 'iii'].map((head) => right(head, 7)).join('')}${right('people', 9)}`)
  for (const locality of localities) say(row(locality.code, locality.name, locality))
  say(row('', 'Việt Nam', nation))
  say('')
}
