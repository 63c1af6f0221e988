import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { HttpProblem } from '../http/problem.ts'
import type { Author } from '../journal/audit.ts'

const FLAT = ['feed:write', 'feed:release', 'publish', 'webhooks', 'admin'] as const
export const BY_PROVINCE = ['decide', 'catalogue', 'reports'] as const
/** For what is a body's own, such as its report: it opens nothing of a province. */
export const BY_BODY = ['submit'] as const

/** A permission as a key holds it; those of a province or a body end in its code, or in `*` for all of them. `admin` implies all. */
export const Scope = z.union([
  z.enum(FLAT), z.templateLiteral([z.enum(BY_PROVINCE), ':', z.string().regex(/^(\d{2}|\*)$/)]), z.templateLiteral([z.enum(BY_BODY), ':', z.string().regex(/^([a-z0-9]+(-[a-z0-9]+)*|\*)$/)]),
])
export type Scope = z.output<typeof Scope>

/** What a route asks for; which province or body it is about, only its handler knows (`allows`, `requireScope`). */
export type RouteScope = typeof FLAT[number] | typeof BY_PROVINCE[number] | typeof BY_BODY[number]

/** Who may call a route: anybody, or whoever holds a scope, or one of several. */
export type Access = 'public' | RouteScope | readonly RouteScope[]

/** The scopes that open a route, none where it is open to all. */
export const scopesOf = (access: Access): readonly RouteScope[] => access === 'public' ? [] : typeof access === 'string' ? [access] : access

/** Who is asking. `name` is stable and what the trail knows him by; `label` is for people. */
export type Caller =
  | { kind: 'anonymous', name: 'anonymous' }
  | { kind: 'key', name: `key:${number}`, id: number, label: string, scopes: readonly string[] }
  /** Somebody that an identity provider vouches for, by issuer and subject. */
  | { kind: 'person', name: string, label: string, scopes: readonly string[], expiresAt: Date }

export type Person = Extract<Caller, { kind: 'person' }>

export const ANONYMOUS: Caller = Object.freeze({ kind: 'anonymous', name: 'anonymous' })

/** Whether the caller may do this; without a province or a body, whether for any at all. */
export function allows (caller: Caller, wanted: RouteScope, province?: string): boolean {
  if (caller.kind === 'anonymous') return false
  return caller.scopes.some((scope) => {
    if (scope === 'admin' || scope === wanted) return true
    const [name, where] = scope.split(':')
    return name === wanted && (where === '*' || province === undefined || where === province)
  })
}

/** The provinces that the caller may do this for: all of them, or these. */
export function provincesOf (caller: Caller, wanted: typeof BY_PROVINCE[number]): '*' | string[] {
  if (allows(caller, wanted, '*')) return '*'
  const scopes = caller.kind === 'anonymous' ? [] : caller.scopes
  return scopes.flatMap((scope) => scope.startsWith(`${wanted}:`) ? [scope.slice(wanted.length + 1)] : []).sort()
}

/** On whose behalf a caller acts in a province: the province's, or the ministry's (`*`). */
export const authorityIn = (caller: Caller, wanted: typeof BY_PROVINCE[number], province: string): string =>
  caller.kind !== 'anonymous' && caller.scopes.includes(`${wanted}:${province}`) ? province : '*'

/** The 403 that names the scope that is missing; `admin` alone is named where nothing less would do. */
export function forbidden (wanted: RouteScope | readonly RouteScope[], province?: string): HttpProblem {
  const scopes = [wanted].flat()
  const scope = province === undefined ? scopes.join(' ') : `${scopes[0]}:${province}`
  return new HttpProblem('forbidden', scopes.length > 1
    ? { vi: `Thiếu quyền ${scopes.join(' hoặc ')}.`, en: `One of the scopes ${scopes.join(', ')} is missing.` }
    : { vi: `Thiếu quyền ${scope}.`, en: `The scope ${scope} is missing.` },
    { members: { scope }, headers: { 'www-authenticate': `Bearer realm="registry", error="insufficient_scope", scope="${scope}"` } })
}

/** For what only a handler knows, such as the province of an enterprise: passes, or throws `forbidden`. */
export function requireScope (caller: Caller, wanted: RouteScope, province?: string): void {
  if (!allows(caller, wanted, province)) throw forbidden(wanted, province)
}

/** Who asks and from where, as commands are told it: they never see a request. */
export const authorOf = ({ caller, ip, id }: FastifyRequest): Author =>
  ({ who: caller.name, label: caller.kind === 'anonymous' ? caller.kind : caller.label, address: ip, requestId: id })
