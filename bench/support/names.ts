import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { moveSearchTexts } from '../../src/enterprises/search-texts.ts'
import { Dice, STREAM, Weighted } from '../../src/sandbox/dice.ts'
import type { LegalType } from '../../src/sandbox/names.ts'
import { throwCompanyName, throwStreet } from '../../src/sandbox/names.ts'
import { note, number, seconds } from './screen.ts'

const LEGAL_TYPES = new Weighted<LegalType>([['TNHH1', 45], ['TNHH2', 25], ['CTCP', 24], ['DNTN', 5], ['CTHD', 1]])
/** Of ten enterprises nine are served for a trade of their name, as in life; the tenth is called after something else. */
const OTHER_FIELDS = [['THƯƠNG MẠI DỊCH VỤ', 'TRADING SERVICES'], ['XÂY DỰNG', 'CONSTRUCTION'], ['TRUYỀN THÔNG', 'MEDIA'], ['THIẾT BỊ ĐIỆN TỬ', 'ELECTRONICS']] as const
const SEED = 20_261_122
const FORMER_SHARE = 0.1

export interface Place { province: string, provinceName: string, commune: string, communeName: string }

/** A made-up enterprise of the benchmark, as COPY's text. */
function line (n: number, places: Weighted<Place>): string {
  const dice = new Dice(SEED, STREAM.founding, n)
  const legalType = LEGAL_TYPES.throw(dice)
  const throwName = () => throwCompanyName(dice, legalType, dice.chance(0.9) ? 'digital' : dice.pick(OTHER_FIELDS))
  const { name, foreignName, shortName } = throwName()
  const former = dice.chance(FORMER_SHARE) ? throwName().name : ''
  const place = places.throw(dice)
  const address = `${throwStreet(dice)}, ${place.communeName}, ${place.provinceName}`
  const code = String(100_000_000 + n * 839).padStart(10, '0')
  return `${[code, name, foreignName, shortName, former, place.province, place.commune, address].map((text) => text === '' ? '\\N' : text).join('\t')}\n`
}

async function loadPlaces (client: pg.Client): Promise<Weighted<Place>> {
  const { rows } = await client.query<Place>(`
    select p.code as province, p.name as "provinceName", c.code as commune, initcap(c.type) || ' ' || c.name as "communeName"
    from communes c join provinces p on p.code = c.province_code and p.division = '2025' where c.valid_to is null order by c.code`)
  // The two large cities have half of all enterprises.
  return new Weighted(rows.map((place) => [place, ['01', '79'].includes(place.province) ? 9 : 1] as const))
}

/** Puts `size` served enterprises into the register of a scratch database, straight into its tables. */
export async function fillNames (client: pg.Client, size: number): Promise<void> {
  const places = await loadPlaces(client)
  await client.query('create unlogged table made_up (code text, name text, foreign_name text, short_name text, former text, province text, commune text, address text)')
  function * lines () {
    for (let n = 0; n < size; n += 1000) yield Array.from({ length: Math.min(1000, size - n) }, (_, i) => line(n + i, places)).join('')
  }
  await pipeline(Readable.from(lines()), client.query(copyFrom('copy made_up from stdin')))
  await client.query('analyze made_up')
  note(`${number(size)} names made up`)
  // The order of the days on which they were founded is not that of their codes.
  await client.query(`
    insert into enterprise_versions (code, digest, registered_on, changes, name, foreign_name, short_name, status, legal_type, ownership, province_code, commune_code, address,
      address_parts, placed_by, commune_candidates, vsic, industries, has_main_industry, basis, category_before, rule_set, category_codes,
      version, valid_from, position, has_event, recorded_from, is_current, presence, supersedes)
    select code, md5(code || version)::uuid, '2020-01-01', version, case version when 1 then coalesce(former, name) else name end, foreign_name, short_name,
      case when hashtext(code) % 10 = 0 then 'suspended' else 'active' end, 'CTCP', 'domestic', province, commune, address,
      array[address, 'Quận', 'Phường'], 'name', '{}', '2025', '{6201,6202,4741,5820}', true, 'derived', 'ii', 1, '{6201,6202}',
      version, date '2020-01-01' + version, row_number() over (), true, 1, version = last, 'present', version - 1
    from (select *, case when former is null then 1 else 2 end as last from made_up order by md5(code)) m cross join lateral generate_series(1, last) version`)
  await client.query('drop table made_up')
  await client.query('insert into live_counts select province_code, count(*), count(*), 0, 0, 0 from enterprise_versions where is_current group by 1')
  await client.query('analyze enterprise_versions')
  note('in the register')
  const began = performance.now()
  await drizzle({ client }).transaction(async (tx) => {
    await tx.execute(sql`set local work_mem = '256MB'`)
    await tx.execute(sql`create temp table appended on commit drop as select code, true as has_event from enterprise_versions where is_current`)
    await tx.execute(sql`analyze appended`)
    await moveSearchTexts(tx)
  })
  note(`to be searched, after ${seconds((performance.now() - began) / 1000)}`)
}
