"""The confirmation that we sent, as a user of Django's templates would have written it.

Made of the very mail, with loops over its lines and sums, and conditions where ours has
them: the peers render it anew for each order, in HTML and as text. Amounts are written beforehand.
"""

import re
from html import unescape
from typing import Any

_ROWS = r"(<table[^>]*data-part=\"{part}\"[^>]*>\s*(?:<tbody>)?)(.*?)((?:</tbody>)?</table>)"
# How Django's templates say it, and Liquid.
_IN_LIQUID = (
    (
        r"(?s){% if not forloop\.last %}(.*?){% endif %}",
        r"{% unless forloop.last %}\1{% endunless %}",
    ),
    (r"{% elif ", "{% elsif "),
    (r"\|(ljust|rjust):(\d+)", r" | \1: \2"),
    (r"{{ (\w+)\.amount", r"{{ \1.amount | money"),
)
_CELL = re.compile(r"(<td[^>]*>)(.*?)(</td>)", re.DOTALL)


def html_template(html: str) -> str:
    """The page with its goods and sums in loops."""
    html = _looped(html, "lines", _line_row, "lines")
    return _looped(html, "totals", _sum_row, "totals")


def text_template(text: str, lines: list[dict[str, Any]]) -> str:
    begin = text.index(lines[0]["title"])
    last = lines[-1]
    end = text.index("\n\n", text.index(last["title"]))
    after = text.index("\n\n", end + 2)
    goods = (
        "{% for line in lines %}{{ line.title|ljust:48 }}{{ line.amount|rjust:12 }}\n"
        "  {% if line.variant %}{{ line.variant }}, {% endif %}{{ line.quantity }} stk."
        "{% if not forloop.last %}\n{% endif %}{% endfor %}"
    )
    sums = (
        "{% for sum in totals %}{% if sum.is_total %}" + "-" * 60 + "\n{% endif %}"
        "{{ sum.words|ljust:48 }}{{ sum.amount|rjust:12 }}"
        "{% if not forloop.last %}\n{% endif %}{% endfor %}"
    )
    return text[:begin] + goods + "\n\n" + sums + text[after:]


def as_liquid(template: str) -> str:
    """The same template in Liquid, its amounts written when it is rendered."""
    for django, liquid in _IN_LIQUID:
        template = re.sub(django, liquid, template)
    return template


def sums_of(html: str) -> list[dict[str, Any]]:
    """The rows of our sums, as values."""
    found = re.search(_ROWS.format(part="totals"), html, re.DOTALL)
    assert found is not None
    rows = []
    for row in found[2].split("<tr>")[1:]:
        words, amount = (unescape(re.sub(r"<[^>]*>", "", cell[1])) for cell in _CELL.findall(row))
        rows.append({"words": words, "amount": amount, "is_total": "sum" in row})
    return rows


def _looped(html: str, part: str, shape: Any, name: str) -> str:
    found = re.search(_ROWS.format(part=part), html, re.DOTALL)
    assert found is not None, part
    rows = ["<tr>" + row for row in found[2].split("<tr>")[1:]]
    body = f"{{% for row in {name} %}}{shape(rows)}{{% endfor %}}"
    return html[: found.start(2)] + body + html[found.end(2) :]


def _line_row(rows: list[str]) -> str:
    def shaped(row: str) -> str:
        row = re.sub(r'src="[^"]*"', 'src="{{ row.image }}"', row)
        cells = _CELL.findall(row)
        quiet = re.search(r"<span[^>]*>(?=<bdi>|<span)", cells[1][1])
        assert quiet is not None
        words = (
            f"<bdi>{{{{ row.title }}}}</bdi><br>{quiet[0]}{{% if row.variant %}}<bdi>"
            '{{ row.variant }}</bdi>, {% endif %}<span class="keep">{{ row.quantity }} stk.'
            "</span></span>"
        )
        picture = f"{{% if row.image %}}{cells[0][1]}{{% endif %}}"
        made = zip(cells, (picture, words, "{{ row.amount }}"), strict=True)
        return f"<tr>{''.join(open_ + value + close for (open_, _, close), value in made)}</tr>"

    return f"{{% if forloop.last %}}{shaped(rows[-1])}{{% else %}}{shaped(rows[0])}{{% endif %}}"


def _sum_row(rows: list[str]) -> str:
    def shaped(row: str) -> str:
        cells = _CELL.findall(row)
        made = zip(cells, ("{{ row.words }}", "{{ row.amount }}"), strict=True)
        return f"<tr>{''.join(open_ + value + close for (open_, _, close), value in made)}</tr>"

    total = next(row for row in rows if "sum" in row)
    return (
        f"{{% if forloop.first %}}{shaped(rows[0])}{{% elif row.is_total %}}{shaped(total)}"
        f"{{% else %}}{shaped(rows[1])}{{% endif %}}"
    )
