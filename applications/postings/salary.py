"""Pay as postings write it → whole units, a currency and a period, or nothing where it can be read in two ways."""

import math
import re
from typing import Any

LARGEST = 1_000_000_000
LONGEST_TEXT = 160
PERIODS = {
    "year": [
        "year",
        "yr",
        "annum",
        "annual",
        "annually",
        "yearly",
        "pa",
        "p.a.",
        "p.a",
        "jahr",
        "jahre",
        "jährlich",
        "an",
        "année",
        "año",
        "anno",
        "jaar",
    ],
    "month": ["month", "mo", "mon", "monthly", "monat", "monatlich", "mois", "mes", "mese", "maand"],
    "hour": ["hour", "hr", "hourly", "h", "stunde", "std", "stundenlohn", "heure", "hora", "ora", "uur"],
}
PERIOD_OF = {word: period for period, words in PERIODS.items() for word in words}
OTHER_PERIODS = {"day", "days", "daily", "week", "weekly", "wk", "tag", "woche", "shift", "piece", "quarter"}
SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₫": "VND"}
SIGNS |= {"US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD"}
CODES = frozenset(
    [
        "AED",
        "ARS",
        "AUD",
        "BGN",
        "BRL",
        "CAD",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CZK",
        "DKK",
        "EUR",
        "GBP",
        "HKD",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "JPY",
        "KES",
        "KRW",
        "MXN",
        "MYR",
        "NGN",
        "NOK",
        "NZD",
        "PEN",
        "PHP",
        "PKR",
        "PLN",
        "RON",
        "RSD",
        "RUB",
        "SAR",
        "SEK",
        "SGD",
        "THB",
        "TRY",
        "TWD",
        "UAH",
        "USD",
        "VND",
        "ZAR",
    ]
)
NUMBER = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,'’\s]\d{3})+|\d{1,9})(?:([.,])(\d{1,2}))?(?!\d)\s?(k\b)?", re.IGNORECASE)
A_MINUS = re.compile(r"[^\d]*[-−]\s*\d")
WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+\.?)?")
SIGN = re.compile(r"[A-Z]{1,2}\$|[€£₹₩₺₴₪₫]")

Pay = dict[str, Any]


def pay_of(salary: Any, *, currency: Any = None) -> Pay:
    """The pay fields of a `baseSalary`: a MonetaryAmount, a number or a text. Empty where it is not sound."""
    if isinstance(salary, list):
        salary = salary[0] if len(salary) == 1 else None
    if isinstance(salary, int | float | str) and not isinstance(salary, bool):
        return checked(*read(salary), code(currency))
    if not isinstance(salary, dict):
        return {}
    currency = code(salary.get("currency")) or code(salary.get("salaryCurrency")) or code(currency)
    value = salary.get("value", salary)
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, dict):
        return from_range(value, currency or code(value.get("currency")), salary.get("unitText"))
    low, high, found, period = read(value)
    return checked(low, high, found, period or period_of(salary.get("unitText")), currency)


def from_range(value: dict[str, Any], currency: str, unit: Any) -> Pay:
    """From a QuantitativeValue: two ends, or one value that may itself be a text with two."""
    period = period_of(value.get("unitText") or value.get("unitCode") or unit)
    ends = [value.get("minValue"), value.get("maxValue")]
    if all(end in (None, "") for end in ends):
        low, high, found, said = read(value.get("value"))
        return checked(low, high, found, period or said, currency)
    numbers = [single(end) for end in ends]
    if any(number is None and end not in (None, "") for number, end in zip(numbers, ends, strict=True)):
        return {}
    return checked(numbers[0], numbers[1], "", period, currency)


def checked(low: float | None, high: float | None, said: str, period: str, currency: str = "") -> Pay:
    """Only what can be: positive, in order, in a period that can be told. An end of 0 is how forms say “open”."""
    low, high = low or None, high or None
    ends = [end for end in (low, high) if end is not None]
    if not ends or period == "other" or not all(math.isfinite(end) and 0 < end <= LARGEST for end in ends):
        return {}
    if low is not None and high is not None and not low <= high <= 10 * low:
        return {}
    return {
        "salary_min": None if low is None else math.floor(low),
        "salary_max": None if high is None else math.ceil(high),
        "salary_currency": currency or said,
        "salary_period": period,
    }


def read(value: Any) -> tuple[float | None, float | None, str, str]:
    """(from, to, currency, period) of a number or of a text such as “€50,000 – €60,000 a year”."""
    nothing = (None, None, "", "")
    if isinstance(value, bool) or value is None:
        return nothing
    if isinstance(value, int | float):
        return value, value, "", ""
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or A_MINUS.match(value):
        return nothing
    numbers = amounts(value)
    if not numbers or len(numbers) > 2:
        return nothing
    signs = {SIGNS[sign] for sign in SIGN.findall(value) if sign in SIGNS} | (
        CODES & set(re.findall(r"\b[A-Z]{3}\b", value))
    )
    words = [word.rstrip(".") for word in WORD.findall(value.casefold())]
    periods = {period_of(word) for word in words} - {""}
    if len(signs) > 1 or len(periods) > 1:
        return nothing
    low, high = numbers[0], numbers[-1]
    if len(numbers) == 1 and {"from", "ab", "mindestens", "starting", "min", "minimum"} & set(words):
        high = None
    elif len(numbers) == 1 and {"to", "bis", "max", "maximum"} & set(words):
        low = None
    return low, high, next(iter(signs), ""), next(iter(periods), "")


def amounts(text: str) -> list[float | None]:
    """The numbers in a text. “50–60k” means 50,000 to 60,000; 40 hours a week or 13 months are none of ours."""
    found = [(whole, cents, bool(thousands)) for whole, _, cents, thousands in NUMBER.findall(text)]
    has_thousands = [thousands for _, _, thousands in found]
    numbers: list[float | None] = []
    for whole, cents, thousands in found:
        number = int(re.sub(r"\D", "", whole)) + (int(cents) / 10 ** len(cents) if cents else 0)
        if thousands or (any(has_thousands) and number < 1000 and len(found) == 2 and has_thousands[-1]):
            number *= 1000
        numbers.append(number)
    return numbers


def single(value: Any) -> float | None:
    """One end of a range, also as a text."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    low, high, _, _ = read(value)
    return low if low == high else None


def code(value: Any) -> str:
    """A currency's three letters."""
    text = value.strip() if isinstance(value, str) else ""
    return SIGNS.get(text) or (text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else "")


def period_of(value: Any) -> str:
    """year, month, hour, "other" for what we cannot tell, or nothing."""
    word = value.strip().casefold().removeprefix("per ").removesuffix(".") if isinstance(value, str) else ""
    return PERIOD_OF.get(word) or ("other" if word in OTHER_PERIODS else {"ann": "year", "hur": "hour"}.get(word, ""))
