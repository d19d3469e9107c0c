"""How numbers are read aloud (words.md 5.1). Pure.

A ticket's digits one by one: 零, never 洞; 二, never 两; 1 is 一 or, where the hall chose so, 幺: 一 and 七 are
close over a loudspeaker. Counters as numbers: twelve is 十二.
"""

from typing import Literal

One = Literal["yi", "yao"]
DIGITS_ZH = "零一二三四五六七八九"
DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTERS_ZH = {
    "A": "诶",
    "B": "必",
    "C": "西",
    "D": "地",
    "F": "艾弗",
    "G": "寄",
    "H": "艾尺",
    "I": "爱",
    "J": "杰",
    "K": "开",
    "L": "艾勒",
    "M": "艾姆",
    "N": "恩",
    "O": "欧",
    "P": "屁",
    "Q": "克由",
    "S": "艾斯",
    "T": "替",
    "U": "优",
    "V": "威",
    "W": "达不溜",
    "X": "艾克斯",
    "Y": "歪",
    "Z": "贼德",
    "E": "衣",
    "R": "阿尔",
}
"""The English names of the letters in syllables that a Mandarin voice says; a bare letter it leaves out."""
TEENS_EN = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def ticket_zh(label: str, one: One = "yi") -> str:
    """A ticket's label: "A012" is 诶零一二."""
    digits = DIGITS_ZH.replace("一", "幺") if one == "yao" else DIGITS_ZH
    return "".join(digits[int(c)] if c.isdigit() else LETTERS_ZH.get(c, "") for c in label.upper())


def ticket_en(label: str) -> str:
    """A ticket's label: "A012" is "A, zero, one, two"."""
    return ", ".join(DIGITS_EN[int(c)] if c.isdigit() else c for c in label.upper())


def count_zh(number: int) -> str:
    """A whole number below ten thousand as people say it: 12 is 十二, 20 is 二十, 105 is 一百零五."""
    if number < 10:
        return DIGITS_ZH[number]
    if number < 20:
        return "十" + (DIGITS_ZH[number % 10] if number % 10 else "")
    if number < 100:
        return DIGITS_ZH[number // 10] + "十" + (DIGITS_ZH[number % 10] if number % 10 else "")
    unit, word = (100, "百") if number < 1000 else (1000, "千")
    rest = number % unit
    zero = "零" if 0 < rest < unit // 10 else ""
    tail = ("一" if 10 <= rest < 20 else "") + count_zh(rest) if rest else ""
    return DIGITS_ZH[number // unit] + word + zero + tail


def count_en(number: int) -> str:
    """A whole number below ten thousand in words."""
    if number < 10:
        return DIGITS_EN[number]
    if number < 20:
        return TEENS_EN[number - 10]
    if number < 100:
        return TENS_EN[number // 10] + (f" {DIGITS_EN[number % 10]}" if number % 10 else "")
    unit, word = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = number % unit
    return f"{DIGITS_EN[number // unit]} {word}" + (f" {count_en(rest)}" if rest else "")
