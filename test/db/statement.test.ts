import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import t from 'tap'
import { statementOf } from '../../src/db/statement.ts'
import { enterpriseVersions as versions } from '../../src/enterprises/tables.ts'

t.test('a statement says what the dialect would say', async (t) => {
  const nested = sql`v.code = ${'1'} and ${sql.raw('true')}${undefined}`
  const queries = {
    'values and parts': sql`select ${1}, ${null}, ${true} where ${sql.join([nested, sql`v.n > ${2}`], sql` or `)}`,
    'a value with a type': sql`select ${sql.param(['a', 'b'])}::text[]`,
    'columns between values': sql`select ${1} from ${versions} where ${versions.code} = ${'2'}`,
    'a list': sql`select ${1} where x in ${['a', 'b']}`,
    'values written out': sql`select ${1}, ${sql`${'it\'s'}`.inlineParams()}, ${2}`,
  }
  for (const [name, query] of Object.entries(queries)) {
    const { sql: text, params } = new PgDialect().sqlToQuery(query)
    t.match(statementOf(query), { text, values: params }, name)
  }
  t.equal(statementOf(sql`select ${1}`).name, statementOf(sql`select ${2}`).name, 'and has one name whatever its values')
  t.not(statementOf(sql`select ${1}`).name, statementOf(sql`select  ${1}`).name)
})
