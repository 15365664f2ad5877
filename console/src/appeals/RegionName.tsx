import { api } from '../api/client'

/** The name of a region of which only the code is known. */
export function RegionName({ code }: { code: string }) {
  const found = api.useQuery('get', '/api/v1/regions/{code}', { params: { path: { code } } }, { staleTime: Infinity })
  return <>{found.data?.name ?? ''}</>
}
