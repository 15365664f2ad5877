import { api } from '../api/client'
import { usePlace } from '../cases/place'

/** Whose case it is; the list of visits names only the case. */
export function useCase(number: number | undefined) {
  return api.useQuery(
    'get',
    '/api/v1/cases/{case}',
    { params: { path: { case: number ?? 0 } } },
    { enabled: number !== undefined, staleTime: 60_000 },
  ).data
}

/** The householder of a case. */
export function HouseholdOf({ number }: { number: number }) {
  return <>{useCase(number)?.householder ?? '…'}</>
}

/** The village of a case. */
export function VillageOf({ number }: { number: number }) {
  const place = usePlace()
  const found = useCase(number)
  return <>{found ? place(found.village) : '…'}</>
}
