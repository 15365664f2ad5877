// 填报负担: what lists have filled of each form and what a village still has to type; the county fills here.
import { Link } from '@tanstack/react-router'
import { Alert, Button, Card, Flex, Form, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../../api/client'
import { useAddress } from '../../frame/address'
import { useFeeds } from '../../imports/useFeeds'
import { useSaid } from '../../ledgers/said'
import { OfficeField } from '../../parts/tiles/OfficeField'
import { useRegion } from '../../parts/regions'
import { counted } from '../../parts/figures'
import { useMay, useStaff } from '../../session/session'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import '../income.css'
import { usePeriods, type Filled } from '../period'
import { PeriodField } from '../PeriodField'
import type { PeriodSearch } from '../search'
import { text as listText } from '../text'
import { FillDialog } from './FillDialog'
import { Forms } from './Forms'
import { text } from './text'

export default function Burden() {
  const own = useText(text)
  const staff = useStaff()
  const [search] = useAddress<PeriodSearch>()
  const { period, periods, isPending, problem } = usePeriods(search.period)
  const region = search.region ?? staff.region
  const level = useRegion(region)?.level
  const isCounty = level === 'county'
  const found = api.useQuery(
    'get',
    '/api/v1/income/burden',
    { params: { query: { region, period } } },
    { enabled: isCounty && period !== undefined },
  )
  const isUnfilled = (!isPending && !period) || found.error?.status === 404
  const error = problem ?? (found.error && !isUnfilled ? found.error : undefined)
  const shown = found.error ? undefined : found.data
  return (
    <Flex vertical gap={12}>
      <Back />
      <Head region={region} period={period} periods={periods} found={isCounty ? shown : undefined} canFill={isCounty} />
      {error && <Alert type="error" showIcon title={error.detail} />}
      {level && !isCounty && <Alert type="info" showIcon title={own.chooseCounty} />}
      {isCounty && isUnfilled && <Alert type="info" showIcon title={own.notYet} />}
      {(isPending || found.isLoading) && <Skeleton active />}
      {isCounty && shown && <Forms filled={shown} />}
    </Flex>
  )
}

function Back() {
  const list = useText(listText)
  const may = useMay()
  if (!may('list_income_accounts')) return null
  return (
    <Link to="/income" className="no-print">
      ← {list.title}
    </Link>
  )
}

interface HeadProps {
  region: string
  period: string | undefined
  periods: Filled[]
  found: S['IncomeFilled'] | undefined
  canFill: boolean
}

/** Which county and months, what was filled, and the way to fill again. */
function Head({ region, period, periods, found, canFill }: HeadProps) {
  const own = useText(text)
  const list = useText(listText)
  const words = useText(common)
  const may = useMay()
  const staff = useStaff()
  const [search, setSearch] = useAddress<PeriodSearch>()
  const { feed } = useFeeds()
  const say = useSaid()
  const [isFilling, setFilling] = useState(false)
  const named = (table: string) => feed(table)?.zh ?? table
  const figures: [string, number][] = found
    ? [
        [own.households, found.households],
        [own.complete, found.complete],
        [own.exceeding, found.exceeding],
      ]
    : []
  return (
    <Card>
      <Flex justify="space-between" align="start" wrap gap={12}>
        <div>
          <h1 className="list-title">{own.title}</h1>
          <p className="quiet income-note">{own.intro}</p>
          {found && <p className="income-note">{own.about(found.name, found.period, found.evidence)}</p>}
        </div>
        {may('fill_income') && canFill && (
          <Button type={found ? 'default' : 'primary'} className="no-print" onClick={() => setFilling(true)}>
            {found ? own.again : own.fill}
          </Button>
        )}
      </Flex>
      <Form layout="inline" colon={false} className="no-print income-fields">
        {staff.level !== 'county' && (
          <Form.Item label={words.region} htmlFor="burden-region">
            <OfficeField id="burden-region" value={region} onChange={it => setSearch({ ...search, region: it })} />
          </Form.Item>
        )}
        {periods.length > 0 && (
          <Form.Item label={list.period} htmlFor="burden-period">
            <PeriodField
              id="burden-period"
              periods={periods}
              value={period}
              onChange={it => setSearch({ ...search, period: it })}
            />
          </Form.Item>
        )}
      </Form>
      {figures.length > 0 && (
        <dl className="income-figures">
          {figures.map(([label, value]) => (
            <div key={label} className="income-figure">
              <dt>{label}</dt>
              <dd>
                <strong className="number">{counted(value)}</strong>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {found && found.missing_tables.length > 0 && (
        <Alert type="warning" showIcon className="income-fields" title={own.missing(found.missing_tables.map(named).join(own.and))} />
      )}
      {found && found.finding_names.length > 0 && (
        <section className="income-doubts" aria-label={own.findings}>
          <h2 className="section">{own.findings}</h2>
          <ul className="income-findings">
            {found.finding_names.map(it => (
              <li key={it.id}>{own.findingIn(say(it), counted(it.households))}</li>
            ))}
          </ul>
        </section>
      )}
      {isFilling && (
        <FillDialog
          region={region}
          period={period}
          onFilled={it => setSearch({ ...search, period: it })}
          onClose={() => setFilling(false)}
        />
      )}
    </Card>
  )
}
