import { useRegion } from '../parts/regions'
import { useStaff } from '../session/session'

/** Shortens the name of a place by what everybody who looks knows: the names above the own region,
 * and the own one where it lies below that. */
export function usePlace(): (path: string) => string {
  const staff = useStaff()
  const region = useRegion(staff.region)
  const own = staff.region_name
  const above = region ? own.slice(0, own.length - region.name.length) : ''
  return path => {
    if (path.startsWith(own) && path.length > own.length) return path.slice(own.length)
    return path.startsWith(above) ? path.slice(above.length) : path
  }
}
