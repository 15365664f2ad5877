// 驾驶舱: how a region stands, and the regions below it, down to the village.
import { keepPreviousData } from '@tanstack/react-query'
import { Alert, Skeleton } from 'antd'
import { api } from '../api/client'
import { useAddress } from '../frame/address'
import { useStaff } from '../session/session'
import { Board } from './Board'
import './cockpit.css'
import { light } from './colours'
import type { CockpitSearch } from './search'
import { usePrinting } from './usePrinting'
import { Wall } from './Wall'

export default function Cockpit() {
  const staff = useStaff()
  const [search, setSearch] = useAddress<CockpitSearch>()
  const isPrinting = usePrinting()
  const region = search.region ?? staff.region
  const found = api.useQuery(
    'get',
    '/api/v1/cockpit',
    { params: { query: { region, month: search.month } } },
    { placeholderData: keepPreviousData },
  )
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  if (search.wall && !isPrinting) {
    return <Wall cockpit={found.data} onLeave={() => setSearch({ ...search, wall: undefined })} />
  }
  return <Board cockpit={found.data} colours={light} letters={12} />
}
