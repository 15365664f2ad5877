"""A small invented county: a register of two villages in two townships, and hospital bills.
Nobody in it lives; the sequence part of the numbers hits no living person."""

import csv
import pathlib

HOUSEHOLDS = 60
FAMILY, FIRST, SECOND = "赵钱孙李周吴郑王", "春夏秋冬东南西北山川", "一二三四五六七八九十"
VILLAGES = ["永定镇苴却社区凹子组", "宜就镇宜就村大村组"]


def number(person):
    year, month, day = 1950 + person % 60, 1 + person % 12, 1 + person % 28
    digits = f"532327{year:04}{month:02}{day:02}{600 + person // 60 % 390:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits))
    return digits + "10X98765432"[total % 11]


def name(person):
    return FAMILY[person % 8] + FIRST[person // 8 % 10] + SECOND[person // 80 % 10]


def write(folder: pathlib.Path):
    """Two people a household; every other household has had a large hospital bill."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "户籍人口.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow("户号,姓名,性别,民族,出生日期,公民身份号码,与户主关系,户主姓名,户籍地址".split(","))
        for person in range(2 * HOUSEHOLDS):
            household, its_number = person // 2, number(person)
            out.writerow([f"5323271010{household:05}", name(person), "男" if int(its_number[16]) % 2 else "女", "汉族",
                its_number[6:14], its_number, "子" if person % 2 else "户主", name(2 * household),
                f"云南省永仁县{VILLAGES[household % 2]}{household}号"])
    with open(folder / "个人自付明细.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("序号,结算流水号,姓名,身份证号码,就诊类型,费用总额,统筹支付,大病保险支付,医疗救助支付,目录内个人自付,目录外自费,"
            "就诊日期,医疗机构").split(","))
        for row, household in enumerate(range(0, HOUSEHOLDS, 2)):
            # Households of both villages.
            person = 2 * (household + row % 2)
            out.writerow([row + 1, f"2023100{row:05}", name(person), number(person), "普通住院", "100000.00", 0, 0, 0,
                "90000.00", 0, "2023-10-12", "永仁县人民医院"])
