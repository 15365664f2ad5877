import { Link } from '@tanstack/react-router'
import { Card, Descriptions, Flex, Tag } from 'antd'
import type { S } from '../api/client'
import { Deadline } from '../parts/Deadline'
import { useMay } from '../session/session'
import { common } from '../text/common'
import { useText } from '../text/text'
import { monitoringTypes, stages, word } from '../text/words'
import type { Course } from './course'
import { marks } from './marks'
import { Papers } from './Papers'
import { useCauses } from './said/Fact'
import { text } from './text'

interface HeadProps {
  view: S['CaseView']
  course: Course
  today?: string
}

/** Whose case it is, where it stands, and by when. */
export function Head({ view, course, today }: HeadProps) {
  const own = useText(text)
  const words = useText(common)
  const stageWords = useText(stages)
  const typeWords = useText(monitoringTypes)
  const causes = useCauses()
  const mark = useText(marks)
  const may = useMay()
  const { monitoring, officer } = course
  const items = [
    { key: 'village', label: words.village, children: view.village, span: 2 },
    {
      key: 'no',
      label: words.householdNo,
      children: may('show_household') ? (
        <Link to={`/households/${view.household}`} className="number" title={own.household}>
          {view.household_no || own.household}
        </Link>
      ) : (
        <span className="number">{view.household_no}</span>
      ),
    },
    { key: 'first', label: own.firstClue, children: view.first_clue_on },
    {
      key: 'due',
      label: words.due,
      children: view.due ? (
        <>
          {view.due}
          {mark.comma}
          <Deadline due={view.due} state={view.state} today={today} />
        </>
      ) : (
        '—'
      ),
    },
    { key: 'officer', label: own.officer, children: officer ? `${officer.name}${mark.comma}${officer.unit}` : '—' },
    ...(monitoring
      ? [
          { key: 'type', label: own.type, children: word(typeWords, monitoring.type) },
          { key: 'on', label: own.identified, children: monitoring.on ?? '—' },
          { key: 'causes', label: words.risk, children: causes(monitoring.causes) || '—' },
        ]
      : []),
  ]
  return (
    <Card>
      <Flex align="center" gap={12} wrap className="case-head">
        <h1 className="case-title">{view.householder}</h1>
        <Tag className="tag-green">{stageWords[view.stage]}</Tag>
        <span className="quiet number">{own.case(view.case)}</span>
        <span className="case-papers">
          <Papers number={view.case} />
        </span>
      </Flex>
      <Descriptions size="small" column={{ xs: 1, md: 2, lg: 3 }} items={items} />
    </Card>
  )
}
