import { z } from 'zod'
import { flag } from '../http/query.ts'
import { Position } from '../http/page.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { MAX_ROWS } from './batch-file.ts'

const rows = z.int().min(0).max(MAX_ROWS)

export const DecideBatchQuery = z.strictObject({
  atomic: flag('Whether nothing is to be decided where a row cannot be; otherwise every row that can be is.').default(false),
})

export const TemplateQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx']).optional().meta({ description: 'The form of the file; it goes before `Accept`.' }),
  filled: flag('Whether the template has what waits in the queue, with the versions to decide on.').default(false),
  province: ProvinceCode.optional().meta({ description: 'Of a filled one: where the enterprises stand; where absent all provinces that the caller may decide for.' }),
})

export const BatchResult = z.object({
  isApplied: z.boolean().meta({ description: 'Whether anything was decided; false where it is all or nothing and a row was refused.' }),
  decided: rows, refused: rows,
  skipped: rows.meta({ description: 'Rows without an outcome.' }),
  results: z.array(z.object({
    row: z.int().min(2).max(MAX_ROWS + 1).meta({ description: 'Number of the row; the header is the first.' }),
    code: z.string().max(20),
    status: z.enum(['decided', 'refused', 'skipped', 'ready']).meta({ description: '`ready` where it could be decided and was not, since another could not.' }),
    type: z.string().max(300).nullable().meta({ description: 'Of a refused row: the type of the problem.' }),
    path: z.string().max(300).nullable().meta({ description: 'The column that cannot be used.' }),
    detail: z.string().max(2000).nullable(),
  })).max(MAX_ROWS).meta({ description: 'What became of each row, in the order of the file.' }),
  position: Position,
}).meta({
  id: 'BatchResult',
  description: 'What became of a file of decisions.',
  examples: [{
    isApplied: true, decided: 1, refused: 1, skipped: 0, position: 21_010,
    results: [
      { row: 2, code: '3750002081', status: 'decided', type: null, path: null, detail: null },
      { row: 3, code: '0100047516', status: 'refused', type: '/problems/forbidden', path: null, detail: 'The scope decide:01 is missing.' },
    ],
  }],
})
