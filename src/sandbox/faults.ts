/** Every n-th request is answered with this trouble; nothing set, no trouble. */
export interface Faults {
  /** 429 with Retry-After. */
  tooMany?: number
  /** 500. */
  failing?: number
  /** 200, and the connection breaks in the middle of the body. */
  cut?: number
  /** The right answer, late. */
  slow?: number
  slowMs?: number
  /** 401: the token is void at once. */
  expireToken?: number
}

export type Fault = 'tooMany' | 'failing' | 'cut' | 'slow' | 'expireToken'

const ORDER: readonly Fault[] = ['expireToken', 'tooMany', 'failing', 'cut', 'slow']

/** Decides by counting requests; the same request again is let through, uncounted, so that one retry is enough. */
export function createFaults (faults: Faults): (url: string) => Fault | undefined {
  const pardoned = new Set<string>()
  let requests = 0
  return (url) => {
    if (pardoned.delete(url)) return undefined
    requests += 1
    const fault = ORDER.find((kind) => faults[kind] !== undefined && requests % faults[kind] === 0)
    if (fault) pardoned.add(url)
    return fault
  }
}
