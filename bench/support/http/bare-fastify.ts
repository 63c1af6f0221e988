// The yardstick of what Fastify and PostgreSQL can do: one named statement, one compiled serialiser, nothing else.
import Fastify from 'fastify'
import pg from 'pg'

pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
const pool = new pg.Pool({ connectionString: process.argv[3]!, max: 10, options: '-c TimeZone=UTC' })
const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())

const CATEGORY = 'case when v.category_turns_on is null or v.category_turns_on > $1::date then v.category_before else v.category_after end'
const SELECT = `select v.code, v.name, v.foreign_name as "foreignName", v.short_name as "shortName", v.status, s.name as "statusName", v.legal_type as "legalType",
    t.name as "legalTypeName", v.ownership, v.foreign_share_percent::float8 as "foreignSharePercent", v.charter_capital_vnd as "charterCapitalVnd",
    ${CATEGORY} as category, v.basis, '2025' as division, v.province_code as province, upper(left(p.type, 1)) || substr(p.type, 2) || ' ' || p.name as "provinceName",
    v.commune_code as commune, upper(left(c.type, 1)) || substr(c.type, 2) || ' ' || c.name as "communeName", v.address, v.registered_on as "registeredOn", v.vsic,
    case when v.has_main_industry then v.industries[1] end as "mainIndustry", v.industries, v.category_before as before, v.category_after as after,
    v.category_turns_on as turn, v.category_codes as codes, v.rule_set as "ruleSet", v.decision, v.valid_from as "validFrom", v.version, v.position
  from enterprise_versions v
  left join provinces p on p.division = '2025' and p.code = v.province_code and p.recorded_to is null and p.valid_from <= $1::date and (p.valid_to is null or p.valid_to >= $1::date)
  left join communes c on c.code = v.commune_code and c.recorded_to is null and c.valid_from <= $1::date and (c.valid_to is null or c.valid_to >= $1::date)
  left join legal_statuses s on s.code = v.status and s.recorded_to is null
  left join legal_types t on t.code = v.legal_type and t.recorded_to is null
  where v.is_current and v.basis is not null and v.presence = 'present'`
const FIND = `${SELECT} and v.code = $2`
const LIST = `${SELECT} and v.province_code = $2 and v.status = any($3) and v.basis = any($4) and ${CATEGORY} = any($5) order by v.code limit 51`

interface Row { code: string, before: string | null, after: string | null, turn: string | null, codes: string[], ruleSet: number, decision: number | null, basis: string, registeredOn: string }

/** What an enterprise looks like in the API. */
const present = ({ before, after, turn, codes, ruleSet, decision, ...row }: Row) => ({
  ...row,
  classification: {
    basis: row.basis, ruleSet, codes, registeredOn: row.registeredOn,
    periods: [...before ? [{ category: before, from: row.registeredOn, until: turn }] : [], ...after ? [{ category: after, from: turn, until: null }] : []],
    decision,
  },
})

const text = { type: 'string' } as const
const textOrNull = { type: ['string', 'null'] } as const
const integer = { type: 'integer' } as const
const texts = { type: 'array', items: text } as const
const Enterprise = {
  type: 'object',
  properties: {
    code: text, name: text, foreignName: textOrNull, shortName: textOrNull, status: text, statusName: text, legalType: text, legalTypeName: text, ownership: text,
    foreignSharePercent: { type: ['number', 'null'] }, charterCapitalVnd: textOrNull, category: textOrNull, basis: text, division: text, province: textOrNull,
    provinceName: textOrNull, commune: textOrNull, communeName: textOrNull, address: text, registeredOn: text, vsic: text, mainIndustry: textOrNull, industries: texts,
    classification: {
      type: 'object',
      properties: {
        basis: text, ruleSet: integer, codes: texts, registeredOn: text,
        periods: { type: 'array', items: { type: 'object', properties: { category: text, from: textOrNull, until: textOrNull } } },
        decision: { type: ['integer', 'null'] },
      },
    },
    validFrom: text, version: integer, position: integer,
  },
} as const

const app = Fastify()

app.get<{ Params: { code: string } }>('/enterprises/:code', { schema: { response: { 200: Enterprise } } }, async (request, reply) => {
  const { rows: [row] } = await pool.query<Row>({ name: 'find', text: FIND, values: [today, request.params.code] })
  return row ? present(row) : reply.code(404).send()
})

app.get<{ Querystring: Record<'province' | 'category' | 'status' | 'basis', string> }>('/enterprises', {
  schema: { response: { 200: { type: 'object', properties: { items: { type: 'array', items: Enterprise }, next: textOrNull } } } },
}, async (request) => {
  const { province, category, status, basis } = request.query
  const { rows } = await pool.query<Row>({ name: 'list', text: LIST, values: [today, province, status.split(','), basis.split(','), category.split(',')] })
  const items = rows.slice(0, 50).map(present)
  return { items, next: rows.length > 50 ? items.at(-1)!.code : null }
})

await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
