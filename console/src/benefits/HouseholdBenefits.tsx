import { Alert, Checkbox, Flex, Skeleton } from 'antd'
import { useState } from 'react'
import { api, type S } from '../api/client'
import { useText } from '../text/text'
import { BenefitLine } from './BenefitLine'
import './benefits.css'
import { text } from './text'

/** What a household and its members are entitled to, each with every step of the arithmetic. */
export function HouseholdBenefits({ household }: { household: number }) {
  const own = useText(text)
  const [showsAll, setShowsAll] = useState(false)
  const found = api.useQuery(
    'get',
    '/api/v1/households/{household}/benefits',
    { params: { path: { household } } },
    { staleTime: 60_000 },
  )
  if (found.error) return <Alert type="warning" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  const { on, of_household, of_members } = found.data
  const people = [...new Map(of_members.map(it => [it.person, it.name])).entries()]
  const wanted = (it: S['BenefitsOf']) => showsAll || it.explanation.state !== 'not_entitled'
  const groups = [
    { key: 'household', title: own.ofHousehold, benefits: of_household.filter(wanted) },
    ...people.map(([person, name]) => ({
      key: String(person),
      title: own.ofMember(name ?? ''),
      benefits: of_members.filter(it => it.person === person && wanted(it)),
    })),
  ]
  return (
    <Flex vertical gap={14}>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <span className="quiet">{own.householdAsOf(on)}</span>
        <Checkbox className="no-print" checked={showsAll} onChange={event => setShowsAll(event.target.checked)}>
          {own.showAll}
        </Checkbox>
      </Flex>
      {groups.map(group => (
        <section key={group.key} className="benefit-group">
          <h3>{group.title}</h3>
          {group.benefits.length === 0 ? (
            <p className="quiet benefit-note">{own.nothing}</p>
          ) : (
            group.benefits.map(it => <BenefitLine key={it.explanation.benefit} benefit={it} />)
          )}
        </section>
      ))}
    </Flex>
  )
}
