import { Button } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import type { EventSearch } from './search'

interface ShareLinkProps {
  share: S['EventShare']
  count: number
  /** What is counted, for those who hear the page. */
  what: string
  stage?: string
  due?: boolean
}

/** A figure of a village that opens the households behind it; zero opens nothing. */
export function ShareLink({ share, count, what, stage, due }: ShareLinkProps) {
  const [, setSearch] = useAddress<EventSearch>()
  if (count === 0 || (!stage && !due)) return <>{count}</>
  return (
    <Button
      type="link"
      className="event-link number"
      aria-label={`${share.name} ${what} ${count}`}
      onClick={() => setSearch({ tab: 'households', region: share.region, stage, due })}
    >
      {count}
    </Button>
  )
}
