import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the address says behind the question mark, and how to say something else there. Values that
 * are empty are left out of the address. */
export function useAddress<Q extends object>(): [Partial<Q>, (next: Partial<Q>) => void] {
  const search = useSearch({ strict: false }) as Partial<Q>
  const navigate = useNavigate()
  const set = (next: Partial<Q>) => {
    const kept = Object.entries(next).filter(([, it]) => it !== undefined && it !== '' && !(Array.isArray(it) && it.length === 0))
    void navigate({ to: '.', search: Object.fromEntries(kept) as never })
  }
  return [search, set]
}
