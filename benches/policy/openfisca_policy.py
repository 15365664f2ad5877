"""The same seven benefits and the same rules in OpenFisca-Core, written as its manual advises.

    openfisca_policy.py DIR

Reads what `bench policy-inputs` has written, computes, writes openfisca_amounts.parquet and
openfisca_hits.parquet, and prints how long the computing took, reading and writing left out.
Amounts are whole fen in int64 arrays; -1 stands for an input that is absent.
"""

import json
import pathlib
import sys
import time
from importlib.metadata import version

import numpy
import pyarrow
import pyarrow.parquet
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2023-10"
ABSENT = -(2**63)

Person = build_entity(key="person", plural="persons", label="a person", is_person=True)
Household = build_entity(key="household", plural="households", label="a household", is_person=True)


def whole_numbers(variable):
    """OpenFisca keeps whole numbers in 32 bits, which are too few for fen times basis points."""
    variable.dtype = numpy.int64
    return variable


def variable(name, entity, formula=None, kind=int):
    members = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
    if kind is int:
        members["default_value"] = 0
    if formula is not None:
        members["formula"] = formula
    return type(name, (Variable,), members)


def share_of(amount, rate):
    return (amount * rate + 5000) // 10000


def benefit_variables(schedule):
    """Inputs once each, and a variable for each step that others use."""
    benefits = schedule["benefits"]
    made = {}

    def column(benefit, name):
        return benefits[benefit]["inputs"][name]["column"]

    def code(benefit, name, word):
        return benefits[benefit]["inputs"][name]["codes"].index(word)

    for benefit in benefits.values():
        for it in benefit["inputs"].values():
            made[it["column"]] = variable(it["column"], Person)

    def add(name, formula):
        made[name] = variable(name, Person, formula)

    def reader(benefit, person, period):
        return lambda name: person(column(benefit, name), period)

    def figures(benefit, parameters, period):
        return getattr(parameters(period), benefit)

    # Premium aid
    def medical_premium_aid(person, period, parameters):
        p, get = figures("medical_premium_aid", parameters, period), reader("medical_premium_aid", person, period)
        monitored = get("monitored") != 0
        best = numpy.maximum.reduce([
            numpy.where(get("tekun") != 0, share_of(int(p.premium), int(p.tekun_premium_share)), 0),
            numpy.where(get("dibao") != 0, int(p.dibao_aid), 0),
            numpy.where(monitored, int(p.monitored_aid), 0),
            numpy.where((get("out_of_poverty") != 0) & ~monitored, int(p.out_of_poverty_aid), 0)])
        holds = (get("departed") == 0) & (get("employee_insured") == 0)
        return numpy.where(holds, numpy.minimum(best, int(p.premium)), 0)

    # Travel aid
    def travel_aid(person, period, parameters):
        p, get = figures("travel_aid", parameters, period), reader("travel_aid", person, period)
        holds = ((get("departed") == 0) & ((get("out_of_poverty") != 0) | (get("monitored") != 0))
            & (get("months") >= int(p.wanted_months)) & (get("had_this_year") == 0))
        near = numpy.where(get("outside_county") != 0, int(p.near), 0)
        return numpy.where(holds, numpy.where(get("outside_province") != 0, int(p.far), near), 0)

    # School aid and Yulu
    def school_aid(person, period, parameters):
        p, get = figures("school_aid", parameters, period), reader("school_aid", person, period)
        stage, boards = get("stage"), get("boarder") != 0
        at = lambda word: stage == code("school_aid", "stage", word)
        amount = numpy.select(
            [at("preschool"), at("primary"), at("junior"), at("senior"), at("vocational"),
                at("higher_vocational") | at("university")],
            [int(p.preschool), numpy.where(boards, int(p.primary_boarder), int(p.primary_day)),
                numpy.where(boards, int(p.junior_boarder), int(p.junior_day)), int(p.senior), int(p.vocational),
                int(p.university)], 0)
        return numpy.where((get("departed") == 0) & (stage >= 0) & (get("low_income") != 0), amount, 0)

    def yulu_aid(person, period, parameters):
        p, get = figures("yulu_aid", parameters, period), reader("yulu_aid", person, period)
        stage = get("stage")
        vocational = ((stage == code("yulu_aid", "stage", "vocational"))
            | (stage == code("yulu_aid", "stage", "higher_vocational")))
        target = (get("out_of_poverty") != 0) | (get("monitored") != 0) | (get("continuing") != 0)
        holds = ((get("departed") == 0) & target & vocational & (get("full_time") != 0) & (get("suspended") == 0))
        return numpy.where(holds, int(p.a_year), 0)

    # Training aid: without a record of labour nobody can tell.
    def training_aid(person, period, parameters):
        p, get = figures("training_aid", parameters, period), reader("training_aid", person, period)
        labor, certificate = get("labor"), get("certificate")
        able = numpy.isin(labor, [code("training_aid", "labor", it) for it in ("ordinary", "skilled", "weak_or_half")])
        level = lambda word: certificate == code("training_aid", "certificate", word)
        asked = (get("departed") == 0) & ~level("none")
        amount = numpy.select([level("junior"), level("middle"), level("senior")],
            [int(p.junior_aid), int(p.middle_aid), int(p.senior_aid)], 0)
        return numpy.where(asked & (labor < 0), ABSENT, numpy.where(asked & able, amount, 0))

    # Pension premium aid
    def pension_premium_aid(person, period, parameters):
        p, get = figures("pension_premium_aid", parameters, period), reader("pension_premium_aid", person, period)
        share = numpy.maximum.reduce([numpy.where(get(name) != 0, int(getattr(p, f"{name}_share")), 0)
            for name in ("tekun", "dibao", "severely_disabled", "monitored", "out_of_poverty")])
        age = get("age")
        holds = ((get("departed") == 0) & (age >= int(p.first_age)) & (age <= int(p.last_age))
            & (get("student") == 0) & (get("employee_pension") == 0))
        return numpy.where(holds, share_of(int(p.lowest_grade), share), 0)

    # Settlement: each step a variable, as others may want to look at it.
    name = "inpatient_settlement"

    def low_income(person, period, parameters):
        get = reader(name, person, period)
        return ((get("tekun") != 0) | (get("dibao") != 0) | (get("monitored") != 0) | (get("out_of_poverty") != 0)).astype(int)

    def after_basic(person, period, parameters):
        p, get = figures(name, parameters, period), reader(name, person, period)
        rate = numpy.where(person("low_income", period) != 0, int(p.basic_rate_low_income), int(p.basic_rate))
        return get("covered") - share_of(numpy.maximum(get("covered") - int(p.basic_deductible), 0), rate)

    def serious_paid(person, period, parameters):
        p, get = figures(name, parameters, period), reader(name, person, period)
        low = person("low_income", period) != 0
        full = int(p.serious_deductible)
        line = numpy.where(low, full - share_of(full, int(p.deductible_cut)), full)
        before = get("prior_serious")
        base = (numpy.maximum(before + person("after_basic", period) - line, 0) - numpy.maximum(before - line, 0))
        uncapped = share_of(base, numpy.where(low, int(p.serious_rate) + int(p.rate_plus), int(p.serious_rate)))
        capped = numpy.minimum(uncapped, numpy.maximum(int(p.serious_cap) - get("serious_used"), 0))
        return numpy.where(low & (int(p.cap_abolished) != 0), uncapped, capped)

    def aid_paid(person, period, parameters):
        p, get = figures(name, parameters, period), reader(name, person, period)
        rate = numpy.maximum.reduce([numpy.where(get(it) != 0, int(getattr(p, f"{it}_rate")), 0)
            for it in ("tekun", "dibao", "monitored")])
        left = numpy.maximum(int(p.aid_limit) - get("aid_used"), 0)
        return numpy.minimum(share_of(person("after_basic", period) - person("serious_paid", period), rate), left)

    def tilt_paid(person, period, parameters):
        p, get = figures(name, parameters, period), reader(name, person, period)
        self_paid = person("after_basic", period) - person("serious_paid", period) - person("aid_paid", period)
        before, line = get("prior_self_paid"), int(p.line)
        over = numpy.maximum(before + self_paid - line, 0) - numpy.maximum(before - line, 0)
        left = numpy.maximum(int(p.aid_limit) - get("aid_used"), 0) - person("aid_paid", period)
        return numpy.where(person("low_income", period) != 0, numpy.minimum(share_of(over, int(p.tilt_rate)), left), 0)

    def inpatient_settlement(person, period, parameters):
        get = reader(name, person, period)
        paid = (get("covered") - person("after_basic", period) + person("serious_paid", period)
            + person("aid_paid", period) + person("tilt_paid", period))
        return numpy.maximum(paid, 0)

    for formula in (medical_premium_aid, travel_aid, school_aid, yulu_aid, training_aid, pension_premium_aid, low_income,
            after_basic, serious_paid, aid_paid, tilt_paid, inpatient_settlement):
        add(formula.__name__, formula)
    return made


COMPARE = {"≥": numpy.greater_equal, ">": numpy.greater, "≤": numpy.less_equal, "<": numpy.less, "=": numpy.equal,
    "≠": numpy.not_equal}


def rule_variables(rules):
    made = {}
    for rule in rules:
        for it in rule["all"] + rule["any"]:
            made.setdefault(it["fact"], variable(it["fact"], Household))

    def holds(household, period, it):
        value = household(it["fact"], period)
        return (value != ABSENT) & COMPARE[it["op"]](value, it["limit"])

    def formula_of(rule):
        def formula(household, period):
            fires = None
            for it in rule["all"]:
                one = holds(household, period, it)
                fires = one if fires is None else fires & one
            if rule["any"]:
                either = numpy.logical_or.reduce([holds(household, period, it) for it in rule["any"]])
                fires = either if fires is None else fires & either
            return fires
        return formula

    for rule in rules:
        made[rule["id"]] = variable(rule["id"], Household, formula_of(rule), bool)
    return made


def simulation_of(entity, variables, parameters, columns):
    system = TaxBenefitSystem([entity])
    for it in variables.values():
        added = system.add_variable(it)
        if it.value_type is int:
            whole_numbers(added)
    system.parameters = ParameterNode("", data={
        group: {key: {"values": {"2021-01-01": {"value": value}}} for key, value in values.items()}
        for group, values in parameters.items()})
    count = len(next(iter(columns.values())))
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for name, values in columns.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def read(path, absent):
    table = pyarrow.parquet.read_table(path)
    return {name: table[name].fill_null(absent).to_numpy() for name in table.column_names}


def write(path, columns):
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def main():
    folder = pathlib.Path(sys.argv[1])
    schedule = json.loads((folder / "schedule.json").read_text(encoding="utf-8"))
    rules = json.loads((folder / "rules.json").read_text(encoding="utf-8"))

    persons = read(folder / "persons.parquet", -1)
    parameters = {name: it["parameters"] for name, it in schedule["benefits"].items()}
    simulation = simulation_of(Person, benefit_variables(schedule), parameters, persons)
    began = time.perf_counter()
    amounts = {name: simulation.calculate(name, PERIOD) for name in schedule["benefits"]}
    benefits_s = time.perf_counter() - began
    entitled = sum(int((it > 0).sum()) for it in amounts.values())
    write(folder / "openfisca_amounts.parquet", amounts)

    households = read(folder / "households.parquet", ABSENT)
    simulation = simulation_of(Household, rule_variables(rules), {}, households)
    began = time.perf_counter()
    fired = [simulation.calculate(rule["id"], PERIOD) for rule in rules]
    rules_s = time.perf_counter() - began
    places = [numpy.flatnonzero(it) for it in fired]
    write(folder / "openfisca_hits.parquet", {
        "household": numpy.concatenate(places).astype(numpy.int64),
        "rule": numpy.concatenate([numpy.full(len(it), at, numpy.int64) for at, it in enumerate(places)])})
    print(json.dumps({
        "engine": f"OpenFisca-Core {version('OpenFisca-Core')}, numpy {numpy.__version__}",
        "persons": len(next(iter(persons.values()))), "benefits": len(amounts), "benefits_s": benefits_s,
        "entitled": entitled, "households": len(next(iter(households.values()))), "rules": len(rules),
        "rules_s": rules_s, "hits": sum(map(len, places))}))


if __name__ == "__main__":
    main()
