import { useRegion } from './regions'

/** The name of a region of which only the code is known. */
export function RegionName({ code }: { code: string }) {
  return <>{useRegion(code)?.name ?? '…'}</>
}
