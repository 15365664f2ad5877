import { useStaff } from '../session/session'

/** Names of places come from the province on; whoever works in a county reads the rest. */
export function useNearName(): (name: string) => string {
  const { region_name } = useStaff()
  return name => (name !== region_name && name.startsWith(region_name) ? name.slice(region_name.length) : name)
}
