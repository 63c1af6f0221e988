import { z } from 'zod'

const FLAT = ['feed:write', 'feed:release', 'publish', 'webhooks', 'admin'] as const
const BY_PROVINCE = ['decide', 'catalogue', 'reports'] as const

/** A permission as a key holds it; those of a province end in its code, or in `*` for all of them. `admin` implies all. */
export const Scope = z.union([z.enum(FLAT), z.templateLiteral([z.enum(BY_PROVINCE), ':', z.string().regex(/^(\d{2}|\*)$/)])])
export type Scope = z.output<typeof Scope>

/** What a route asks for; which province it is about, only its handler knows (`allows`). */
export type RouteScope = typeof FLAT[number] | typeof BY_PROVINCE[number]

/** Who is asking. */
export type Caller = { kind: 'anonymous' } | { kind: 'key', id: number, label: string, scopes: readonly string[] }

/** Whether the caller may do this; without a province, whether for any province at all. */
export function allows (caller: Caller, wanted: RouteScope, province?: string): boolean {
  if (caller.kind === 'anonymous') return false
  return caller.scopes.some((scope) => {
    if (scope === 'admin' || scope === wanted) return true
    const [name, where] = scope.split(':')
    return name === wanted && (where === '*' || province === undefined || where === province)
  })
}
