/**
 * Makes the two files of agencies from the central ones, which are written by hand, and by rule from the provinces and old
 * districts of the files before them: `npx tsx seeds/agencies.ts`. With `--check` it only says whether they are what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

type Row = Record<string, string>

const AGENCIES = '18-agencies.csv'
const SUCCESSIONS = '19-agency-successions.csv'
/** Departments of the reorganisation of March 2025 and what they went to; those without are still there. */
const DEPARTMENTS = [
  { code: 'so-kh-cn', name: 'Sở Khoa học và Công nghệ', nameEn: 'Department of Science and Technology' },
  { code: 'so-tc', name: 'Sở Tài chính', nameEn: 'Department of Finance' },
  { code: 'so-tt-tt', name: 'Sở Thông tin và Truyền thông', nameEn: 'Department of Information and Communications', into: 'so-kh-cn' },
  { code: 'so-kh-dt', name: 'Sở Kế hoạch và Đầu tư', nameEn: 'Department of Planning and Investment', into: 'so-tc' },
]
const DEPARTMENTS_MERGE_ON = '2025-03-01'
const DAY_BEFORE_MERGER = '2025-02-28'
const MERGER_ACT = 'Nghị định 45/2025/NĐ-CP'
const DIVISION_FROM = '2025-07-01'
const LAST_DAY_OF_63 = '2025-06-30'
const DIVISION_ACT = 'Nghị quyết 202/2025/QH15'
const DISTRICT_EN: Row = { Quận: 'District', Huyện: 'District', 'Thành phố': 'City', 'Thị xã': 'Town' }

const folder = new URL('./', import.meta.url)
const readRows = (file: string): Row[] => parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true })
const quote = (cell: string) => /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
const plain = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')
const slug = (name: string) => plain(name).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
const inEnglish = ({ type, name_en: name }: Row) => name!.endsWith(' City') ? name! : `${name} ${type === 'tỉnh' ? 'Province' : 'City'}`

const provinces = readRows('01-provinces.csv')
const successors = new Map(readRows('03-province-successions.csv').map((row) => [row['old_code']!, row['new_code']!]))
/** Merged with nobody: its bodies went on in July 2025, and have one code all along. */
const isUnmerged = (newCode: string) => [...successors.values()].filter((code) => code === newCode).length === 1

interface Unit { suffix: string, code: string, oldCode: string, from: string, until: string, forms: Row[] }

/** Each locality with its names by validity: old ones that were merged, those that went on, and new ones. */
function unitsOf (): Unit[] {
  const rows = (division: string, code: string) => provinces.filter((one) => one['division'] === division && one['code'] === code)
  const old = [...successors].filter(([, code]) => !isUnmerged(code))
    .map(([oldCode]) => ({ suffix: `2004-${oldCode}`, code: '', oldCode, from: '', until: LAST_DAY_OF_63, forms: rows('2004', oldCode) }))
  const present = [...new Set(successors.values())].sort().map((code) => isUnmerged(code)
    ? { suffix: code, code, oldCode: code, from: '', until: '', forms: [...rows('2004', code), ...rows('2025', code)] }
    : { suffix: code, code, oldCode: '', from: DIVISION_FROM, until: '', forms: rows('2025', code) })
  return [...old, ...present]
}

const earlier = (a: string, b: string) => a === '' ? b : b === '' ? a : a < b ? a : b

/** A body of a locality, once for each name that the locality had meanwhile. */
function formsOf (unit: Unit, { code, name, nameEn, parent, until = unit.until }: { code: string, name: string, nameEn: string, parent: string, until?: string }): Row[] {
  // A tone mark in another place (Thanh Hóa, Thanh Hoá) is no other name.
  const key = (form: Row) => plain(`${form['type']} ${form['name']}`)
  const forms = unit.forms.filter((form, i) => i === 0 || key(form) !== key(unit.forms[i - 1]!))
    .map((form): Row => ({ ...unit.forms.findLast((one) => key(one) === key(form))!, valid_from: form['valid_from']! }))
  return forms.flatMap((form, i) => {
    const validFrom = i === 0 ? unit.from : form['valid_from']!
    if (until !== '' && validFrom > until) return []
    const next = forms[i + 1]?.['valid_from']
    const validTo = earlier(until, next === undefined ? '' : dayBefore(next))
    return [{
      code: `${code}-${unit.suffix}`, kind: parent === '' ? 'peoples-committee' : 'department', level: 'provincial', parent: parent === '' ? '' : `${parent}-${unit.suffix}`,
      province_code: unit.code, old_province_code: unit.oldCode, name: `${name} ${form['type']} ${form['name']}`, name_en: `${nameEn} of ${inEnglish(form)}`,
      valid_from: validFrom, valid_to: validTo, act: validFrom === '' ? '' : form['act']!, note: '',
    }]
  })
}

const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

const PEOPLES_COMMITTEE = { code: 'ubnd', name: 'Ủy ban nhân dân', nameEn: "People's Committee", parent: '' }

function provincial (unit: Unit): Row[] {
  const isOld = unit.oldCode !== ''
  return [
    ...formsOf(unit, PEOPLES_COMMITTEE),
    ...DEPARTMENTS.filter(({ into }) => into === undefined || isOld)
      .flatMap(({ into, ...department }) => formsOf(unit, { ...department, parent: 'ubnd', until: into === undefined ? unit.until : DAY_BEFORE_MERGER })),
  ]
}

/** The districts that old wards lay in, and the island districts without any. */
function districts (): Row[] {
  const named = new Map(readRows('04-commune-successions.csv').map((row) => [`${row['old_province_code']} ${row['old_district']}`, row]))
  return [...named.values()].map(({ old_province_code: oldCode, old_district: district }) => {
    const type = Object.keys(DISTRICT_EN).find((word) => district!.startsWith(`${word} `))!
    const name = plain(district!.slice(type.length + 1))
    const title = /^\d/.test(name) ? `${DISTRICT_EN[type]} ${name}` : `${name} ${DISTRICT_EN[type]}`
    return {
      code: `ubnd-2004-${oldCode}-${slug(district!)}`, kind: 'peoples-committee', level: 'district', parent: `ubnd-${isUnmerged(successors.get(oldCode!)!) ? oldCode : `2004-${oldCode}`}`,
      province_code: '', old_province_code: oldCode!, name: `Ủy ban nhân dân ${district!.charAt(0).toLowerCase()}${district!.slice(1)}`, name_en: `People's Committee of ${title}`,
      valid_from: '', valid_to: LAST_DAY_OF_63, act: '', note: 'District level abolished on 1 July 2025',
    }
  })
}

const units = unitsOf()
const agencies: Row[] = [
  ...readRows('central-agencies.csv').map((row) => ({ ...row, level: 'central', province_code: '', old_province_code: '' })),
  ...units.flatMap(provincial), ...districts(),
]

const succession = (predecessor: string, successor: string, on: string, act: string): Row => ({ predecessor, successor, takes_over_on: on, extent: 'whole', act, note: '' })
const merged = units.filter(({ code }) => code === '')
const successions: Row[] = [
  ...readRows('central-agency-successions.csv'),
  ...units.filter(({ oldCode }) => oldCode !== '').flatMap(({ suffix }) => DEPARTMENTS.flatMap(({ code, into }) =>
    into === undefined ? [] : [succession(`${code}-${suffix}`, `${into}-${suffix}`, DEPARTMENTS_MERGE_ON, MERGER_ACT)])),
  ...merged.flatMap(({ suffix, oldCode }) => ['ubnd', 'so-kh-cn', 'so-tc'].map((code) =>
    succession(`${code}-${suffix}`, `${code}-${successors.get(oldCode)}`, DIVISION_FROM, DIVISION_ACT))),
]

const COLUMNS = ['code', 'kind', 'level', 'parent', 'province_code', 'old_province_code', 'name', 'name_en', 'valid_from', 'valid_to', 'act', 'note']
for (const [file, columns, rows] of [[AGENCIES, COLUMNS, agencies], [SUCCESSIONS, ['predecessor', 'successor', 'takes_over_on', 'extent', 'act', 'note'], successions]] as const) {
  const text = `${[columns.join(','), ...rows.map((row) => columns.map((column) => quote(row[column]!)).join(','))].join('\n')}\n`
  if (process.argv.includes('--check')) {
    if (readFileSync(new URL(file, folder), 'utf8') !== text) throw new Error(`${file} is not what seeds/agencies.ts makes`)
  } else writeFileSync(new URL(file, folder), text)
  console.log(`${file}: ${rows.length} rows`)
}
