import type { FastifyRequest } from 'fastify'
import { allows, authorityIn, authorOf } from '../auth/schemas.ts'
import type { Author } from '../journal/audit.ts'

/** Whoever decides, as commands are told of him. */
export interface Officer {
  author: Author
  mayDecide: (province: string) => boolean
  /** On whose behalf he decides there: the province's, or the ministry's (`*`). */
  authorityIn: (province: string) => string
}

export const officerOf = (request: FastifyRequest): Officer => {
  const { caller } = request
  return {
    author: authorOf(request),
    mayDecide: (province) => allows(caller, 'decide', province),
    authorityIn: (province) => authorityIn(caller, 'decide', province),
  }
}
