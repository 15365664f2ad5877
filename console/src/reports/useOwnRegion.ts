import { useStaff } from '../session/session'

/** The region that was chosen, or one's own. */
export function useOwnRegion(chosen: string | undefined): string {
  const staff = useStaff()
  return chosen ?? staff.region
}
