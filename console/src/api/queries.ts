// What was read from the server, and for how long it counts.
import { MutationCache, QueryClient } from '@tanstack/react-query'

/** What was read a moment ago is not read again: a page asks for it before it is drawn. */
const fresh = 2_000

export const queries: QueryClient = new QueryClient({
  // What somebody did may show on any page: everything that is looked at is read again.
  mutationCache: new MutationCache({ onSuccess: () => void queries.invalidateQueries({ predicate: it => it.queryKey[0] !== 'staff' && it.queryKey[0] !== 'region' }) }),
  defaultOptions: { queries: { refetchOnWindowFocus: false, retry: false, staleTime: fresh } },
})
