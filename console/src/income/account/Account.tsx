// One income account: what it comes to, every line with its source, every step of the arithmetic.
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Card, Flex, Result, Skeleton } from 'antd'
import { useState } from 'react'
import type { S } from '../../api/client'
import { Explanation } from '../../benefits/Explanation'
import '../../benefits/benefits.css'
import { useAddress } from '../../frame/address'
import { useMay } from '../../session/session'
import { useText } from '../../text/text'
import '../income.css'
import { NotYet } from '../NotYet'
import { usePeriods, type Filled } from '../period'
import type { PeriodSearch } from '../search'
import { text as listText } from '../text'
import { Component } from './Component'
import { EntryDrawer, type Entry } from './EntryDrawer'
import { unknownLines } from './entering'
import { Head } from './Head'
import { text } from './text'
import { useAccount } from './useAccount'

/** The page of one account. The address says which household and which months. */
export default function Account() {
  const own = useText(text)
  const list = useText(listText)
  const { household } = useParams({ strict: false }) as { household: string }
  const [search] = useAddress<PeriodSearch>()
  const { period, periods, isPending, problem } = usePeriods(search.period)
  const { found, reload } = useAccount(Number(household), period)
  const back = <Ways household={household} period={period} />
  if (problem) return <Alert type="error" showIcon title={problem.detail} />
  if (isPending) return <Skeleton active />
  if (!period) return <NotYet title={list.title} />
  if (found.error?.status === 404) return <Result status="404" title={own.noAccount} extra={back} />
  if (found.error) return <Result status="info" title={found.error.detail} extra={back} />
  if (!found.data) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      {back}
      <File account={found.data} periods={periods} reload={reload} />
    </Flex>
  )
}

/** To the household, and to the list of accounts. */
function Ways({ household, period }: { household: string; period: string | undefined }) {
  const own = useText(text)
  const may = useMay()
  return (
    <Flex gap={16} className="no-print">
      {may('list_income_accounts') && (
        <Link to="/income" search={{ period } as never}>
          ← {own.toList}
        </Link>
      )}
      {may('show_household') && (
        <Link to="/households/$household" params={{ household }}>
          {own.toHousehold}
        </Link>
      )}
    </Flex>
  )
}

interface FileProps {
  account: S['IncomeAccountView']
  periods: Filled[]
  reload: () => void
}

function File({ account, periods, reload }: FileProps) {
  const own = useText(text)
  const may = useMay()
  const [entry, setEntry] = useState<Entry>()
  const canEnter = may('enter_household_income')
  return (
    <>
      <Head account={account} periods={periods} onEnter={canEnter ? () => setEntry({ what: 'unknown' }) : undefined} />
      <Card>
        <h2 className="section">{own.components}</h2>
        {account.components.map(it => (
          <Component key={it.component} account={account} component={it} onEnter={canEnter ? setEntry : undefined} />
        ))}
      </Card>
      <Card>
        <h2 className="section">{own.why}</h2>
        {account.explanation ? (
          <>
            <h3 className="income-entry-part">{account.explanation.zh}</h3>
            <Explanation explanation={account.explanation} />
          </>
        ) : (
          <p className="quiet income-note">{own.whyNot(unknownLines(account))}</p>
        )}
      </Card>
      {entry && <EntryDrawer account={account} entry={entry} reload={reload} onClose={() => setEntry(undefined)} />}
    </>
  )
}
