/**
 * Remembers answers, at most twice `limit` of them: what was not asked for during a whole generation is forgotten, so
 * that a file full of names that occur once cannot push out those that come back all the time.
 */
export function remember<S, V extends object | string | null> (of: (source: S) => V, limit: number, keyOf: (source: S) => string): (source: S) => V {
  let young = new Map<string, V>()
  let aged = new Map<string, V>()
  return (source) => {
    const key = keyOf(source)
    const known = young.get(key)
    if (known !== undefined) return known
    const before = aged.get(key)
    const value = before === undefined ? of(source) : before
    if (young.size >= limit) {
      aged = young
      young = new Map()
    }
    young.set(key, value)
    return value
  }
}

export const asWritten = (text: string): string => text
