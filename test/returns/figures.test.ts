import t from 'tap'
import { figuresOf } from '../../src/returns/figure-queries.ts'
import type { Returned, Told } from '../../src/returns/figures.ts'
import { isSensitive, together } from '../../src/surveys/suppression.ts'
import { dice } from '../support/bad-values.ts'

const measured = { measure: 'exports' as const, key: null, forYear: null }
const cell = (province: string, zone: string | null, values: number[]): Told =>
  ({ ...measured, province, zone, respondents: values.length, sum: values.reduce((sum, one) => sum + one, 0), largest: Math.max(...values) })
const whole = (rows: Told[]) => together(rows.map(({ respondents, sum, largest }) => ({ respondents, size: sum, largest })))
const shown = (rows: Told[], returned: Returned[] = []) => figuresOf(rows, returned).map(({ area, code, respondents, sum }) => [area, code, respondents, sum])

t.test('a zone is shown with its province, or not at all', async (t) => {
  const many = [10, 10, 10, 10]
  t.strictSame(shown([cell('48', null, many), cell('48', 'park', many)]), [['nation', null, 8, 80], ['province', '48', 8, 80], ['zone', 'park', 4, 40]])
  t.strictSame(shown([cell('48', null, [10]), cell('48', 'park', many)]), [['nation', null, 5, 50], ['province', '48', 5, 50]], 'one beside it')
  t.strictSame(shown([cell('48', 'park', many)]), [['nation', null, 4, 40], ['province', '48', 4, 40], ['zone', 'park', 4, 40]], 'nobody beside it')
  t.strictSame(shown([cell('48', 'park', [10]), cell('48', 'other', many), cell('48', null, many)]).map(([, code]) => code), [null, '48', 'other'], 'one with those elsewhere')
  t.strictSame(shown([cell('46', 'chain', [5]), cell('48', 'chain', many), cell('48', null, many), cell('79', null, many)]).filter(([area]) => area === 'zone'), [], 'a part of it is in a province that is hidden')
})

t.test('where all but a few say the same, what each of them said is not shown', async (t) => {
  const markets = (province: string, zone: string | null, heads: number): Told => ({ measure: 'markets', key: 'JP', forYear: null, province, zone, respondents: heads, sum: heads, largest: 1 })
  const returned = (province: string, zone: string | null, respondents: number) => ({ province, zone, respondents })
  t.strictSame(shown([markets('48', null, 4)], [returned('48', null, 7)]), [['nation', null, 4, 4], ['province', '48', 4, 4]])
  for (const many of [4, 5, 6]) t.strictSame(shown([markets('48', null, 4)], [returned('48', null, many)]), [], `four of ${many}`)
  t.strictSame(shown([markets('48', 'park', 4), markets('48', null, 4)], [returned('48', 'park', 4), returned('48', null, 10)]).map(([, code]) => code), [null, '48'], 'all of a zone')
  t.strictSame(shown([markets('48', 'park', 4), markets('48', null, 4)], [returned('48', 'park', 7), returned('48', null, 4)]).map(([, code]) => code), [null, '48'], 'all of those beside it')
  t.ok(shown([cell('48', null, [10, 10, 10])], [returned('48', null, 3)]).length === 2, 'amounts are told by how much, and not by whether')
})

t.test('nothing that is shown gives back what is not', async (t) => {
  const random = dice(11)
  let zones = 0
  for (let round = 0; round < 3000; round++) {
    const rows = ['01', '48', '79'].flatMap((province) => [null, 'a', 'b', 'c'].flatMap((zone) => {
      const values = Array.from({ length: Math.floor(random() * 7) }, () => 1 + Math.floor(random() ** 3 * 500))
      return values.length > 0 && random() < 0.6 ? [cell(province, zone, values)] : []
    }))
    if (rows.length === 0) continue
    const figures = figuresOf(rows, [])
    const visible = (area: string) => figures.filter((one) => one.area === area).map(({ code }) => code)
    const [provinces, parks] = [visible('province'), visible('zone')]
    zones += parks.length
    for (const { area, code } of figures) {
      const of = rows.filter(({ province, zone }) => area === 'nation' || (area === 'province' ? province === code : zone === code))
      if (isSensitive(whole(of))) t.fail(`shows ${area} ${code}: ${JSON.stringify(rows)}`)
    }
    for (const province of provinces) {
      const rest = rows.filter((row) => row.province === province && !parks.includes(row.zone))
      if (rest.length > 0 && rows.some((row) => row.province === province && parks.includes(row.zone)) && isSensitive(whole(rest))) t.fail(`gives back ${province}: ${JSON.stringify(rows)}`)
    }
    if (rows.some(({ province, zone }) => parks.includes(zone) && !provinces.includes(province))) t.fail(`tells of a hidden province: ${JSON.stringify(rows)}`)
  }
  t.ok(zones > 200, `${zones} zones were shown`)
})
