"""How a floor is called, in both languages: on every page, on paper, and by the voice."""

from hall.wire.base import Names

_CHINESE = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_ENGLISH = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def floor_names(number: int) -> Names:
    """“二楼”, “second floor”: in words up to the tenth, as they are read out; beyond that with the figure."""
    if 0 < number < len(_CHINESE):
        return {"zh-CN": f"{_CHINESE[number]}楼", "en": f"{_ENGLISH[number]} floor"}
    return {"zh-CN": f"{number}楼", "en": f"floor {number}"}
