import { number, table } from '../screen.ts'
import type { Row } from './stage.ts'

/** All rows as Markdown. */
export const resultTable = (rows: Row[]): string =>
  table(['case', 'measured', 'against', 'ratio', 'reach', '', 'CPU, µs', 'its CPU'], rows.map(({ name, measured, against, ratio, reach, cpu, note }) => [
    name, measured, against, ratio === undefined ? '–' : `${ratio.toFixed(2)} ×`,
    reach === undefined ? '' : 'least' in reach ? `≥ ${reach.least} ×` : `≤ ${reach.most} ×`,
    [verdict(ratio, reach), note].filter((text) => text).join('; '), microseconds(cpu?.[0]), microseconds(cpu?.[1]),
  ]))

const microseconds = (value: number | undefined) => value === undefined ? '' : number(value)

function verdict (ratio: number | undefined, reach: Row['reach']): string | undefined {
  if (ratio === undefined || reach === undefined) return undefined
  return ('least' in reach ? ratio >= reach.least : ratio <= reach.most) ? 'reached' : 'missed'
}
