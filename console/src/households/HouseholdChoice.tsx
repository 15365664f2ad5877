import { Alert, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { api, http, type Problem, type S } from '../api/client'
import { common } from '../text/common'
import { useText } from '../text/text'
import './households.css'
import { useNearName } from './nearName'
import { SearchForm } from './SearchForm'
import { text } from './text'

interface HouseholdChoiceProps {
  /** Names of the form's fields that take the household and the person. */
  household: string
  person: string
  /** The name to begin with. */
  name?: string
}

/** Inside a form: looks a household up, and chooses it and one of its members. */
export function HouseholdChoice({ household, person, name }: HouseholdChoiceProps) {
  const words = useText(common)
  const own = useText(text)
  const near = useNearName()
  const form = Form.useFormInstance()
  const chosen = Form.useWatch<number | undefined>(household)
  const [found, setFound] = useState<S['HouseholdRow'][]>()
  const [problem, setProblem] = useState<Problem>()
  const opened = api.useQuery(
    'get',
    '/api/v1/households/{household}',
    { params: { path: { household: chosen ?? 0 } } },
    { enabled: chosen != null },
  )
  const look = async (body: S['SearchIn']) => {
    const { data, error } = await http.POST('/api/v1/households/search', { body })
    setFound(data)
    setProblem(error)
    form.setFieldsValue({ [household]: undefined, [person]: undefined })
    return !error
  }
  return (
    <>
      <SearchForm onSearch={look} name={name} />
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {found?.length === 0 && <p className="quiet">{words.nothing}</p>}
      {found && found.length > 0 && (
        <Form.Item name={household} label={own.choose} rules={[{ required: true, message: words.required(own.choose) }]}>
          <Radio.Group
            className="household-choice"
            onChange={() => form.setFieldsValue({ [person]: undefined })}
            options={found.map(it => ({
              value: it.household,
              label: `${it.householder} · ${it.household_no} · ${near(it.village)}`,
            }))}
          />
        </Form.Item>
      )}
      {opened.data && (
        <Form.Item name={person} label={own.choosePerson}>
          <Select
            allowClear
            placeholder={own.wholeHousehold}
            options={opened.data.members
              .filter(it => !it.departed)
              .map(it => ({ value: it.person, label: `${it.name} · ${it.id_number}` }))}
          />
        </Form.Item>
      )}
    </>
  )
}
