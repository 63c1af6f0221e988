import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'
import { addDays } from '../src/calendar.ts'
import { isSeedFile, parseSeedFile } from '../src/journal/seed-file.ts'

type Row = Record<string, string | null>

const names = (await readdir('seeds')).filter(isSeedFile).sort()
const seeds = await Promise.all(names.map(async (file) => parseSeedFile(file, await readFile(`seeds/${file}`))))
const rowsOf = (table: string): Row[] => seeds.find((seed) => seed.table === table)!.rows
const isValidOn = (day: string) => (row: Row) => row['valid_from']! <= day && (row['valid_to'] === null || row['valid_to']! >= day)
const codes = (rows: Row[], column = 'code') => new Set(rows.map((row) => row[column]))

function countBy (rows: Row[], column: string) {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row[column]!] = (counts[row[column]!] ?? 0) + 1
  return counts
}

const TODAY = '2026-11-22'
const provinces = rowsOf('provinces')
const provinces2025 = provinces.filter((p) => p['division'] === '2025')
const provinces2004 = provinces.filter((p) => p['division'] === '2004')
const communes = rowsOf('communes')
const successions = rowsOf('commune_successions')
const industries = rowsOf('industries')

t.test('each seed file loads a table of its own', async (t) => {
  t.strictSame(seeds.map((seed) => seed.table), [
    'provinces', 'communes', 'province_successions', 'commune_successions', 'population_bases', 'populations', 'industries',
    'industry_conversions', 'legal_statuses', 'legal_types', 'value_mappings', 'categories', 'rule_sets', 'published_figures', 'targets', 'criteria_sets', 'criteria', 'agencies', 'agency_successions', 'focal_points', 'plans', 'plan_tasks', 'plan_indicators', 'regions',
    'report_templates', 'report_sections', 'report_rules', 'report_cycles',
    'digital_technologies', 'catalogue_fields', 'zones',
  ])
})

t.test('text is NFC, without blanks at its ends or doubled inside', async (t) => {
  for (const { file, rows } of seeds) {
    const cells = rows.flatMap((row) => Object.values(row)).filter((cell) => cell !== null)
    t.strictSame(cells.filter((cell) => cell !== cell.normalize('NFC') || cell !== cell.trim() || /\s{2}/.test(cell)), [], file)
  }
})

t.test('the country has 63 units until June 2025 and 34 from July on', async (t) => {
  t.equal(codes(provinces2004).size, 63)
  t.equal(codes(provinces2025).size, 34)
  t.strictSame(countBy(provinces2004.filter(isValidOn('2024-12-31')), 'type'), { 'thành phố': 5, 'tỉnh': 58 })
  t.strictSame(countBy(provinces2004.filter(isValidOn('2025-06-30')), 'type'), { 'thành phố': 6, 'tỉnh': 57 })
  t.equal(provinces2004.filter(isValidOn('2025-07-01')).length, 0)
  t.equal(provinces2025.filter(isValidOn('2025-06-30')).length, 0)
})

t.test('Đồng Nai becomes a city on 30 April 2026', async (t) => {
  t.strictSame(countBy(provinces2025.filter(isValidOn('2025-07-01')), 'type'), { 'thành phố': 6, 'tỉnh': 28 })
  t.strictSame(countBy(provinces2025.filter(isValidOn('2026-04-29')), 'type'), { 'thành phố': 6, 'tỉnh': 28 })
  t.strictSame(countBy(provinces2025.filter(isValidOn('2026-04-30')), 'type'), { 'thành phố': 7, 'tỉnh': 27 })
  t.strictSame(countBy(communes.filter(isValidOn('2026-04-29')), 'type'), { 'xã': 2621, 'phường': 687, 'đặc khu': 13 })
  t.strictSame(countBy(communes.filter(isValidOn(TODAY)), 'type'), { 'xã': 2611, 'phường': 697, 'đặc khu': 13 })
})

t.test('Huế is a province of another name until the end of 2024', async (t) => {
  const nameOn = (day: string) => provinces.filter((p) => p['code'] === '46').filter(isValidOn(day)).map((p) => `${p['type']} ${p['name']}`)
  t.strictSame(nameOn('2024-12-31'), ['tỉnh Thừa Thiên Huế'])
  t.strictSame(nameOn('2025-01-01'), ['thành phố Huế'])
  t.strictSame(nameOn(TODAY), ['thành phố Huế'])
})

t.test('names are unique within one province', async (t) => {
  const open = communes.filter(isValidOn(TODAY))
  t.equal(open.length, 3321)
  t.equal(new Set(open.map((c) => `${c['province_code']} ${c['type']} ${c['name']}`)).size, 3321)
  const wards = successions.map((s) => `${s['old_province_code']}|${s['old_district']}|${s['old_name']}|${s['old_code']}`)
  t.equal(new Set(wards.map((ward) => ward.slice(0, ward.lastIndexOf('|')))).size, new Set(wards).size)
})

t.test('471 of 10,035 old wards are divided, and marked so', async (t) => {
  t.equal(successions.length, 10602)
  t.equal(codes(successions.filter((s) => s['old_level'] === 'ward'), 'old_code').size, 10035)
  t.strictSame(successions.filter((s) => s['old_level'] === 'district').map((s) => s['old_name']).sort(),
    ['Huyện Bạch Long Vĩ', 'Huyện Côn Đảo', 'Huyện Cồn Cỏ', 'Huyện Hoàng Sa', 'Huyện Lý Sơn'].sort())
  const successors = countBy(successions, 'old_code')
  t.strictSame(successions.filter((s) => (successors[s['old_code']!]! > 1) !== (s['is_divided'] === 'true')), [])
  t.equal(codes(successions.filter((s) => s['is_divided'] === 'true'), 'old_code').size, 471)
})

t.test('every key resolves', async (t) => {
  const strangers = (rows: Row[], column: string, known: Set<string | null | undefined>) =>
    rows.map((row) => row[column]).filter((code) => !known.has(code))
  const [old34, old63, communeCodes] = [codes(provinces2025), codes(provinces2004), codes(communes)]
  t.strictSame(strangers(communes, 'province_code', old34), [])
  t.strictSame(strangers(rowsOf('province_successions'), 'old_code', old63), [])
  t.strictSame(strangers(rowsOf('province_successions'), 'new_code', old34), [])
  t.strictSame(strangers(successions, 'old_province_code', old63), [])
  t.strictSame(strangers(successions, 'new_code', communeCodes), [])
  t.strictSame(strangers(rowsOf('populations'), 'province_code', old34), [])
  t.strictSame(strangers(rowsOf('populations'), 'base', codes(rowsOf('population_bases'))), [])
  t.strictSame(strangers(rowsOf('value_mappings').filter((m) => m['list'] === 'status'), 'code', codes(rowsOf('legal_statuses'))), [])
  t.strictSame(strangers(rowsOf('value_mappings').filter((m) => m['list'] === 'legal-type'), 'code', codes(rowsOf('legal_types'))), [])
  t.strictSame(strangers(rowsOf('industry_conversions'), 'old_code', codes(industries.filter((i) => i['vsic'] === '2018'))), [])
  // Two parts of old 63110 (film and sound) lie outside the ICT scope.
  t.strictSame(strangers(rowsOf('industry_conversions'), 'new_code', codes(industries.filter((i) => i['vsic'] === '2025'))), ['59120', '59200'])
})

t.test('each of the 63 goes to one of the 34, with all its wards', async (t) => {
  const successor = new Map(rowsOf('province_successions').map((s) => [s['old_code'], s['new_code']]))
  const provinceOf = new Map(communes.map((c) => [c['code'], c['province_code']]))
  t.equal(successor.size, 63)
  t.equal(new Set(successor.values()).size, 34)
  t.equal(codes(successions, 'new_code').size, 3321, 'every commune has a past')
  t.strictSame(successions.filter((s) => successor.get(s['old_province_code']) !== provinceOf.get(s['new_code'])), [])
})

t.test('validity periods of one key follow each other without gap or overlap', async (t) => {
  for (const [rows, keyOf] of [[provinces, (r: Row) => `${r['division']} ${r['code']}`], [communes, (r: Row) => r['code']!], [rowsOf('regions'), (r: Row) => r['code']!]] as const) {
    const periods = new Map<string, Row[]>()
    for (const row of rows) periods.set(keyOf(row), [...periods.get(keyOf(row)) ?? [], row])
    const broken = [...periods].filter(([, own]) => {
      own.sort((a, b) => a['valid_from']! < b['valid_from']! ? -1 : 1)
      const isTurned = own.some((row) => row['valid_to'] !== null && row['valid_to']! < row['valid_from']!)
      return isTurned || own.slice(1).some((row, i) => row['valid_from'] !== addDays(own[i]!['valid_to'] ?? '9999-01-01', 1))
    })
    t.strictSame(broken, [])
  }
})

t.test('bodies follow each other, and each succession names two that there are', async (t) => {
  const [bodies, links] = [rowsOf('agencies'), rowsOf('agency_successions')]
  const known = codes(bodies)
  t.strictSame([...bodies.map((row) => row['parent']).filter((parent) => parent !== null), ...links.flatMap((row) => [row['predecessor'], row['successor']]), ...codes(rowsOf('focal_points'), 'agency')]
    .filter((code) => !known.has(code)), [])
  const named = [...codes(rowsOf('plans'), 'agency'), ...rowsOf('plan_tasks').flatMap((row) => [row['leads'], row['coordinating']].flatMap((list) => list?.split(' ') ?? []))]
  t.strictSame(named.filter((code) => code !== null && !known.has(code)), [], 'and tasks name none that there is not')
  const lastDay = (code: string) => bodies.findLast((row) => row['code'] === code)!['valid_to']
  t.strictSame(links.filter((row) => row['extent'] === 'whole' && lastDay(row['predecessor']!) !== addDays(row['takes_over_on']!, -1)).map((row) => row['predecessor']), [], 'who is taken over ends the day before')
  t.strictSame(countBy(bodies.filter((row) => row['kind'] === 'peoples-committee').filter((row) => (row['valid_from'] ?? '') <= TODAY && (row['valid_to'] ?? '9') >= TODAY), 'level'), { provincial: 34 })
})

t.test('tasks and indicators are of a plan, and tasks a tree', async (t) => {
  const [tasks, plans] = [rowsOf('plan_tasks'), codes(rowsOf('plans'))]
  const known = codes(tasks)
  t.strictSame([...tasks, ...rowsOf('plan_indicators')].filter((row) => !plans.has(row['plan_code']!) || row['code'] !== `${row['plan_code']}/${row['number']}`), [])
  t.strictSame(tasks.filter((row) => row['parent'] !== null && !known.has(`${row['plan_code']}/${row['parent']}`)), [])
})

t.test('population has all 34 units on one base and 11 on the other', async (t) => {
  const registered = rowsOf('populations').filter((p) => p['base'] === 'registered-2024')
  t.equal(codes(registered, 'province_code').size, 34)
  t.equal(registered.reduce((sum, p) => sum + Number(p['population']), 0), 113_571_926)
  t.equal(codes(rowsOf('populations').filter((p) => p['base'] === 'average-2024'), 'province_code').size, 11)
  t.equal(rowsOf('populations').length, 45)
})

t.test('each of the 34 is in one region on any day', async (t) => {
  const regions = rowsOf('regions')
  const inForce = [...codes(provinces2025)].sort()
  for (const day of ['2025-10-05', TODAY]) t.strictSame(regions.filter(isValidOn(day)).flatMap((r) => r['provinces']!.slice(1, -1).split(',')).sort(), inForce, day)
  t.strictSame(regions.map((r) => r['provinces']!.split(',').length), [9, 6, 5, 6, 3, 5])
})

t.test('lists are complete', async (t) => {
  t.equal(rowsOf('legal_statuses').length, 8)
  t.strictSame(rowsOf('legal_statuses').filter((s) => s['is_active'] === 'true').map((s) => s['code']), ['active'])
  t.strictSame([...codes(rowsOf('legal_types'))], ['DNTN', 'TNHH1', 'TNHH2', 'CTCP', 'CTHD', 'unknown'])
  t.strictSame([...codes(rowsOf('categories'))], ['i', 'ii', 'iii', 'iv'])
  t.strictSame(countBy(industries, 'vsic'), { 2018: 25, 2025: 28 })
  t.strictSame([...codes(industries, 'scope')].sort(), ['no', 'partly', 'review', 'yes'])
  t.equal(rowsOf('rule_sets').length, 1, 'later rule sets are put in force, not shipped')
  t.strictSame(rowsOf('value_mappings').filter((m) => m['raw_value'] !== m['raw_value']!.toLowerCase()), [])
})

t.test('the read-me names every file of the folder', async (t) => {
  const readMe = await readFile('seeds/README.md', 'utf8')
  for (const file of await readdir('seeds')) if (file !== 'README.md') t.ok(readMe.includes(`\`${file}\``), file)
  for (const { file, rows } of seeds) {
    t.match(readMe, new RegExp(`\`${file}\` \\| ${rows.length.toLocaleString('en')} \\|`), `${file} has its row count`)
  }
})
