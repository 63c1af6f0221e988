import type { JsonSchema } from './json-schema.ts'
import { bounded } from './json-schema.ts'
import type { Format } from './negotiation.ts'

/** A list in another form than JSON, as text; its schema stands among the components by that name. */
interface Form { name: string, description: string, format?: string, example: string }

export const FORMS: Readonly<Partial<Record<Format, Form>>> = {
  ndjson: { name: 'JsonLines', description: 'One item of the list as JSON a line.', example: '{"code":"3750002081"}\n' },
  csv: { name: 'CsvFile', description: 'RFC 4180 in UTF-8, a line of column names first.', example: 'code,name\r\n3750002081,CÔNG TY TNHH PHẦN MỀM LẪM GIÊNG NGOAN\r\n' },
  xlsx: { name: 'Workbook', description: 'A workbook, the same columns.', format: 'binary', example: '' },
  jsonstat: { name: 'JsonStat', description: 'A data set of JSON-stat 2.0, dense: a number for each combination of values.', example: '{"version":"2.0","class":"dataset"}' },
  atom: { name: 'AtomFeed', description: 'A feed (RFC 4287), to be followed or embedded.', example: '<feed xmlns="http://www.w3.org/2005/Atom"><title>48</title></feed>' },
}

export const formSchemas = (): Record<string, JsonSchema> => Object.fromEntries(Object.values(FORMS).map(({ name, example: _example, ...form }) =>
  [name, bounded({ type: 'string', maxLength: 2_147_483_647, ...form })]))
