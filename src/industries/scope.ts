export type Vsic = '2018' | '2025'

export interface ScopeRow {
  vsic: string
  code: string
  scope: string
}

/** Where a rule set says otherwise than the list: a class of four digits stands for all that is under it. */
export interface ScopeChange {
  vsic: Vsic
  code: string
  isIn: boolean
}

/**
 * Whether an activity code belongs to the ICT scope. The code is read in the given version unless only the other one
 * knows it; a four-digit class is in only if all its known children are.
 */
export type Scope = (vsic: Vsic, code: string) => boolean

/** Activity codes come with or without the section letter, with four or five digits. */
export const plainCode = (code: string): string => code.trim().replace(/^[A-Z]\.?/i, '').replace(/\D/g, '')

/** Null where the version does not know the code. */
function isIn (rows: Map<string, string>, children: Map<string, string[]>, code: string): boolean | null {
  const own = rows.get(code) ?? (code.length === 5 ? rows.get(code.slice(0, 4)) : undefined)
  if (own) return own === 'yes'
  const scopes = children.get(code)
  return scopes ? scopes.every((scope) => scope === 'yes') : null
}

/** The list as a rule set has it. */
const changedRows = (rows: ScopeRow[], changes: readonly ScopeChange[]): ScopeRow[] => [
  ...rows.filter((row) => !changes.some(({ vsic, code }) => vsic === row.vsic && row.code.startsWith(code))),
  ...changes.map(({ vsic, code, isIn }) => ({ vsic, code, scope: isIn ? 'yes' : 'no' })),
]

export function createScope (listed: ScopeRow[], changes: readonly ScopeChange[] = []): Scope {
  const rows = changes.length === 0 ? listed : changedRows(listed, changes)
  const versions = new Map((['2018', '2025'] as const).map((vsic) => {
    const own = rows.filter((row) => row.vsic === vsic && row.code.length >= 4)
    const children = new Map<string, string[]>()
    for (const { code, scope } of own) if (code.length === 5) children.set(code.slice(0, 4), [...children.get(code.slice(0, 4)) ?? [], scope])
    return [vsic, { rows: new Map(own.map(({ code, scope }) => [code, scope])), children }] as const
  }))
  const look = (vsic: Vsic, code: string) => isIn(versions.get(vsic)!.rows, versions.get(vsic)!.children, code)
  const answers = new Map<string, boolean>()
  return (vsic, code) => {
    const key = `${vsic}:${code}`
    let answer = answers.get(key)
    if (answer === undefined) {
      answer = look(vsic, code) ?? look(vsic === '2018' ? '2025' : '2018', code) ?? false
      answers.set(key, answer)
    }
    return answer
  }
}
