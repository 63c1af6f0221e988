import { sql } from 'drizzle-orm'
import { command, stopSignal } from '../src/cli/start/failure.ts'
import { buildApp } from '../src/app.ts'
import type { Database } from '../src/db/client.ts'
import { connect } from '../src/db/client.ts'
import { settle, withRegister } from './support/register.ts'
import { machine } from './support/report.ts'
import { note, number, table } from './support/screen.ts'

const ENTERPRISES = 50_000
const SUPPLIES = 100_000
const DEMANDS = 1000
const TARGET_MS = 50
const PAGE = 50
const FIRST_ID = 1

const codeAt = (n: string) => {
  const digit = (i: number) => `substr(lpad(${n}::text, 9, '0'), ${i + 1}, 1)::int`
  const sum = [31, 29, 23, 19, 17, 13, 7, 5, 3].map((weight, i) => `${digit(i)} * ${weight}`).join(' + ')
  return sql.raw(`lpad(${n}::text, 9, '0') || (10 - (${sum}) % 11)`)
}
const CODE = codeAt('n')
/** So many codes of a list, a few of them in most rows: chance of a row, the same at each run. */
const some = (list: string, most: number, salt: number) => sql.raw(`(select array_agg(distinct code) from (select (array(select code from ${list} where recorded_to is null order by rank))[1 + floor(power(abs(hashint8(n * 7919 + ${salt} + i)::bigint) % 10000 / 10000.0, 1.7) * 14)::int] as code from generate_series(1, 1 + abs(hashint8(n + ${salt})::bigint)::int % ${most}) i) c)`)
const PROVINCE = sql.raw("(array(select code from provinces where division = '2025' and recorded_to is null and valid_to is null order by code))[1 + floor(power(abs(hashint8(n * 31)::bigint) % 10000 / 10000.0, 2) * 34)::int]")

/** Enterprises, supplies and demands of nobody, written past the feed and the API. */
async function fill (db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    const { rows: [head] } = await tx.execute<{ position: number }>(sql`select position from register_head for update`)
    const first = head!.position
    await tx.execute(sql`
      insert into enterprise_versions (code, digest, registered_on, changes, name, status, legal_type, ownership, province_code, commune_code, address, address_parts, placed_by, commune_candidates,
        vsic, industries, has_main_industry, basis, category_before, category_turns_on, category_after, rule_set, category_codes, version, valid_from, position, has_event, recorded_from, is_current, presence, supersedes, run_id)
      select code, gen_random_uuid(), '2024-03-01', 0, 'CÔNG TY TNHH CÔNG NGHỆ SỐ ' || number, 'active', 'TNHH1', 'domestic', province, null, 'Số ' || number || ', đường Hùng Vương', '{}', 'unreadable', '{}',
        '2018', '{6201}', true, 'derived', 'iv', '2029-03-01', 'ii', 1, '{6201}', 1, '2024-03-01', ${first}::bigint + number, true, ${first}::bigint + ${ENTERPRISES}::int + 1, true, 'present', 0, 1
      from (select ${CODE} as code, ${PROVINCE} as province, row_number() over (order by n) as number from generate_series(10000001::bigint, 10080000) n where length(${CODE}) = 10 limit ${ENTERPRISES}) made`)
    await tx.execute(sql`insert into events (position, type, subject, detail) values (${first}::bigint + ${ENTERPRISES}::int + 1, 'run', '1', '{}')`)
    await tx.execute(sql`insert into blocks (last_position, first_position, kind, reference) values (${first}::bigint + ${ENTERPRISES}::int + 1, ${first}::bigint + 1, 'run', '1')`)
    await tx.execute(sql`update register_head set position = ${first}::bigint + ${ENTERPRISES}::int + 1`)
    await tx.execute(sql`
      insert into supplies (code, kind, name, description, technologies, fields, contact, found_by, state, version, created_at, updated_at, published_at, readiness, standing, province_code, basis, category_before, category_after, category_turns_on)
      select v.code, 'product', 'Sản phẩm ' || n, 'Mô tả sản phẩm ' || n, ${some('digital_technologies', 4, 1)}, ${some('catalogue_fields', 3, 2)}, '{"unit":"Phòng Kinh doanh","email":null,"phone":null,"url":null}', 'san pham ' || n, 'published', 1,
        now(), now(), now(), 1 + (n % 4)::int, 'active', v.province_code, v.basis, v.category_before, v.category_after, v.category_turns_on
      from generate_series(1::bigint, ${SUPPLIES}) n join (select *, row_number() over (order by code) as number from enterprise_versions) v on v.number = 1 + n % ${ENTERPRISES}`)
    await tx.execute(sql`
      insert into demands (agency, name, description, technologies, fields, contact, found_by, state, version, created_at, updated_at, published_at, province_code, categories, readiness, period_from, period_to)
      select 'Cơ quan ' || n, 'Nhu cầu ' || n, 'Mô tả', case when n % 7 = 0 then '{}' else ${some('digital_technologies', 3, 5)} end, ${some('catalogue_fields', 2, 6)}, '{"unit":"Phòng Kế hoạch","email":null,"phone":null,"url":null}', 'nhu cau ' || n, 'published', 1,
        now(), now(), now(), case when n % 5 = 0 then null else ${PROVINCE} end, case when n % 3 = 0 then '{ii,iv}'::text[] else '{}' end, 3, '2027-01-01', '2027-12-31'
      from generate_series(1::bigint, ${DEMANDS}) n`)
  })
}

const began = new Date()
const quantile = (sorted: number[], share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!
const ms = (value: number) => `${value.toFixed(1)} ms`

await command(async () => await withRegister(stopSignal(), async (register) => {
  const { db, close } = connect(register.env['DATABASE_URL']!, { max: 4 })
  const app = await buildApp({ databaseUrl: register.env['DATABASE_URL']!, rateLimits: { perAddress: 1e9, perKey: 1e9 } })
  try {
    note(`${number(SUPPLIES)} supplies of ${number(ENTERPRISES)} enterprises …`)
    await fill(db)
    await settle(register)
    // The first question tells the supplies of all enterprises at once, as after a first load.
    const timed = async (url: string) => {
      const asked = performance.now()
      const response = await app.inject(url)
      if (response.statusCode !== 200) throw new Error(response.body)
      return { took: performance.now() - asked, items: response.json().items.length as number }
    }
    const first = await timed(`/v1/catalogue/demand/${FIRST_ID}/matches`)
    const took: number[] = []
    let full = 0
    // Each demand once: a second time it would be answered from memory.
    for (let id = FIRST_ID + 1; id < FIRST_ID + DEMANDS; id++) {
      const one = await timed(`/v1/catalogue/demand/${id}/matches?limit=${PAGE}`)
      took.push(one.took)
      if (one.items === PAGE) full++
    }
    took.sort((a, b) => a - b)
    const p95 = quantile(took, 0.95)
    process.stdout.write(`${began.toISOString().slice(0, 16).replace('T', ' ')} UTC, ${machine()}, Node ${process.versions.node}, PostgreSQL ${register.version}.\n\n` +
      table(['case', 'p50', 'p95', 'p99', 'most', 'reach'], [
        [`matches for one demand, ${number(took.length)} demands, ${number(SUPPLIES)} supplies, ${number(full)} pages full`, ms(quantile(took, 0.5)), ms(p95), ms(quantile(took, 0.99)), ms(took.at(-1)!), `p95 ≤ ${TARGET_MS} ms`],
        ['the first question after a load of all enterprises', ms(first.took), '', '', '', ''],
      ]))
  } finally {
    await app.close()
    await close()
  }
}))
