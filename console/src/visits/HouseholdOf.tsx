import { api } from '../api/client'

/** Whose case it is; the list of visits names only the case. */
export function useCase(number: number | undefined) {
  return api.useQuery(
    'get',
    '/api/v1/cases/{case}',
    { params: { path: { case: number ?? 0 } } },
    { enabled: number !== undefined, staleTime: 60_000 },
  ).data
}

/** The householder of a case, or the village. */
export function HouseholdOf({ number, village }: { number: number; village?: boolean }) {
  const found = useCase(number)
  return <>{(village ? found?.village : found?.householder) ?? '…'}</>
}
