import { Alert, Modal, Radio, Skeleton } from 'antd'
import { useState } from 'react'
import { api, http, type Problem, type S } from '../../api/client'
import '../../households/households.css'
import { useNearName } from '../../households/nearName'
import { SearchForm } from '../../households/SearchForm'
import { common } from '../../text/common'
import { useText } from '../../text/text'
import { text } from './text'

interface FindFamilyProps {
  title: string
  wants: 'household' | 'person'
  /** The family to begin with. */
  household?: number
  onFound: (it: { value: string; label: string }) => void
  onClose: () => void
}

/** Looks a family up, by its number, a name or an identity number; then, where a person is wanted, one
 * of its members. */
export function FindFamily({ title, wants, household, onFound, onClose }: FindFamilyProps) {
  const words = useText(common)
  const own = useText(text)
  const near = useNearName()
  const [found, setFound] = useState<S['HouseholdRow'][]>()
  const [problem, setProblem] = useState<Problem>()
  const [chosen, setChosen] = useState(household)
  const [person, setPerson] = useState<S['MemberView']>()
  const look = async (body: S['SearchIn']) => {
    const { data, error } = await http.POST('/api/v1/households/search', { body })
    setFound(data)
    setProblem(error)
    setChosen(undefined)
    setPerson(undefined)
    return !error
  }
  const family = found?.find(it => it.household === chosen)
  const ok = () => {
    if (wants === 'person' && person) onFound({ value: String(person.person), label: person.name })
    if (wants === 'household' && family) {
      onFound({ value: String(family.household), label: `${family.householder} · ${family.household_no}` })
    }
  }
  return (
    <Modal
      open
      title={title}
      width={640}
      okText={words.confirm}
      cancelText={words.cancel}
      okButtonProps={{ disabled: wants === 'person' ? !person : !family }}
      onOk={ok}
      onCancel={onClose}
    >
      <SearchForm onSearch={look} />
      {problem && <Alert type="error" showIcon title={problem.detail} />}
      {found?.length === 0 && <p className="quiet">{own.noHouseholds}</p>}
      {found && found.length > 0 && (
        <Radio.Group
          aria-label={own.households}
          className="family-choice"
          value={chosen}
          onChange={it => {
            setChosen(it.target.value as number)
            setPerson(undefined)
          }}
          options={found.map(it => ({
            value: it.household,
            label: `${it.householder} · ${it.household_no} · ${near(it.village)}`,
          }))}
        />
      )}
      {wants === 'person' && chosen !== undefined && (
        <Members household={chosen} person={person?.person} onChoose={setPerson} />
      )}
      {wants === 'person' && chosen === undefined && <p className="quiet">{own.chooseFirst}</p>}
    </Modal>
  )
}

interface MembersProps {
  household: number
  person: number | undefined
  onChoose: (it: S['MemberView'] | undefined) => void
}

/** The members of a family, told apart by the masked number. */
function Members({ household, person, onChoose }: MembersProps) {
  const own = useText(text)
  const found = api.useQuery('get', '/api/v1/households/{household}', { params: { path: { household } } })
  if (found.error) return <Alert type="error" showIcon title={found.error.detail} />
  if (!found.data) return <Skeleton active />
  const { members } = found.data
  return (
    <>
      <h2 className="section family-members">{own.members}</h2>
      <Radio.Group
        aria-label={own.members}
        className="family-choice"
        value={person}
        onChange={it => onChoose(members.find(one => one.person === it.target.value))}
        options={members.map(it => ({ value: it.person, label: `${it.name} · ${it.id_number}` }))}
      />
    </>
  )
}
