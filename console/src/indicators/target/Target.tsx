// One target: what is printed, what there is, how it is computed, and what is being done.
import { keepPreviousData } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card, Flex, Result, Skeleton } from 'antd'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useText } from '../../text/text'
import '../indicators.css'
import { Oddities } from '../Oddities'
import { carried, type TargetSearch } from '../search'
import { Arithmetic } from './Arithmetic'
import { History } from './History'
import { Measure } from './Measure'
import { Tasks } from './Tasks'
import { TargetHead } from './TargetHead'
import { text } from './text'

export type Story = S['TargetStory']

export default function Target() {
  const own = useText(text)
  const { target } = useParams({ strict: false }) as { target: string }
  const [search] = useAddress<TargetSearch>()
  const { region, month, as_of } = search
  const found = api.useQuery(
    'get',
    '/api/v1/targets/{target}',
    { params: { path: { target }, query: { region, month, as_of } } },
    { placeholderData: keepPreviousData },
  )
  const back = (
    <Link to="/targets" search={carried(search) as never}>
      ← {own.back}
    </Link>
  )
  if (found.error?.status === 404) {
    return <Result status="404" title={<h1 className="list-title">{own.none}</h1>} extra={back} />
  }
  return (
    <Flex vertical gap={12}>
      {back}
      {found.error && <Alert type="error" showIcon title={found.error.detail} />}
      {found.isPending && <Skeleton active />}
      {found.data && !found.error && <Told key={target} story={found.data} />}
    </Flex>
  )
}

function Told({ story }: { story: Story }) {
  return (
    <>
      <TargetHead story={story} />
      <History story={story} />
      <Card>
        <Arithmetic story={story} />
        <Measure story={story} />
      </Card>
      <Tasks story={story} />
      <Oddities oddities={story.oddities} />
    </>
  )
}
