"""Slow to render, or large: loops, growth, numbers, dates."""

from collections.abc import Iterator

from tests.templates_app.hostile.making import Case, big, grown


def loops() -> Iterator[tuple[str, Case]]:
    milliard = "(1..1000000000)"
    yield "a loop of a milliard", Case(f"{{% for i in {milliard} %}}x{{% endfor %}}")
    yield "the same backwards", Case(f"{{% for i in {milliard} reversed %}}x{{% endfor %}}")
    yield "the same, limited", Case(f"{{% for i in {milliard} limit: 5 %}}x{{% endfor %}}")
    yield (
        "the same from the end",
        Case(f"{{% for i in {milliard} offset: 999999999 %}}x{{% endfor %}}"),
    )
    yield "a loop beyond 64 bits", Case(f"{{% for i in (1..1{'0' * 40}) %}}x{{% endfor %}}")
    yield (
        "a loop from below",
        Case("{% for i in (-9223372036854775808..9223372036854775807) %}x{% endfor %}"),
    )
    yield (
        "a loop by a variable",
        Case("{% assign n = '99999999999' %}{% for i in (1..n) %}{% endfor %}"),
    )
    nest = "".join(f"{{% for {name} in (1..999) %}}" for name in "abcd")
    yield "loops in loops", Case(nest + "x" + "{% endfor %}" * 4)
    yield "empty loops in loops", Case(nest + "{% endfor %}" * 4)
    yield "loops side by side", Case("{% for a in (1..9999) %}x{% endfor %}" * 60)
    yield (
        "work in a loop",
        Case(
            "{% for i in (1..9999) %}{{ i | upcase | downcase | append: i | size }}{% endfor %}" * 9
        ),
    )
    yield (
        "conditions in a loop",
        Case(
            "{% for i in (1..9999) %}{% if i > 5 and i < 9 or i == 7 %}{% endif %}{% endfor %}" * 9
        ),
    )
    yield (
        "a case in a loop",
        Case("{% for i in (1..9999) %}{% case i %}{% when 1, 2, 3 %}{% endcase %}{% endfor %}" * 9),
    )
    yield (
        "assign in a loop",
        Case("{% for i in (1..9999) %}{% assign x = i %}{% assign y = x %}{% endfor %}" * 9),
    )
    yield (
        "capture in a loop",
        Case("{% for i in (1..9999) %}{% capture x %}{{ i }}{% endcapture %}{% endfor %}" * 9),
    )
    yield "a loop without end over a loop", Case("{% for i in forloop %}{% endfor %}" * 99)
    yield (
        "forloop of forloop",
        Case("{% for i in (1..999) %}{% for j in (1..99) %}{{ forloop.parentloop.index }}"
             "{% endfor %}{% endfor %}"),
    )  # fmt: skip
    yield (
        "a loop continued for ever",
        Case("{% for i in (1..9999) limit: 1 offset: continue %}{% endfor %}" * 2_000),
    )
    yield "a table of a milliard", Case(f"{{% tablerow i in {milliard} %}}x{{% endtablerow %}}")
    yield (
        "a table of many columns",
        Case("{% tablerow i in (1..9999) cols: 999999999999 %}x{% endtablerow %}" * 20),
    )
    yield "a table of no columns", Case("{% tablerow i in (1..99) cols: 0 %}x{% endtablerow %}")
    yield (
        "tables in tables",
        Case("{% tablerow i in (1..999) %}{% tablerow j in (1..999) %}x{% endtablerow %}"
             "{% endtablerow %}"),
    )  # fmt: skip
    yield "a wide cycle", Case("{% cycle " + ", ".join(["'x'"] * 2_000) + " %}" * 1)
    yield (
        "many cycles",
        Case("{% for i in (1..9999) %}{% cycle i: 'a', 'b', 'c' %}{% endfor %}" * 9),
    )
    yield "many counters", Case("".join(f"{{% increment c{i} %}}" for i in range(4_900)))
    yield "counting", Case("{% for i in (1..9999) %}{% increment c %}{% endfor %}" * 11)
    yield (
        "ifchanged",
        Case("{% for i in (1..9999) %}{% ifchanged %}{{ i }}{% endifchanged %}{% endfor %}" * 9),
    )
    yield "a loop over text", Case(big() + "{% for c in big %}{{ c }}{% endfor %}" * 9)
    yield (
        "a loop over all letters",
        Case(big() + "{% assign l = big | split: '' %}{% for c in l %}{% endfor %}"),
    )


def growth() -> Iterator[tuple[str, Case]]:
    yield "append doubles", Case(grown("{% assign a = a | append: a %}", after="{{ a }}"))
    yield "prepend doubles", Case(grown("{% assign a = a | prepend: a %}"))
    yield "capture doubles", Case(grown("{% capture a %}{{ a }}{{ a }}{% endcapture %}"))
    yield "replace doubles", Case(grown("{% assign a = a | replace: 'x', a %}"))
    yield "replace of nothing doubles", Case(grown("{% assign a = a | replace: '', a %}"))
    yield (
        "split and join double",
        Case(grown("{% assign a = a | split: ',' | join: a %}", seed="x,x,x,x")),
    )
    yield (
        "letters joined double",
        Case(grown("{% assign a = a | split: '' | join: a %}")),
    )
    yield (
        "concat doubles",
        Case("{% assign l = 'a,b,c' | split: ',' %}{% for i in (1..60) %}"
             "{% assign l = l | concat: l %}{% endfor %}{{ l | size }}"),
    )  # fmt: skip
    yield (
        "concat of orders, printed",
        Case("{% for i in (1..13) %}{% assign l = l | concat: l %}{% endfor %}{{ l }}",
             {"l": [{"note": "x" * 20_000}]}),
    )  # fmt: skip
    yield (
        "concat of orders, joined",
        Case("{% for i in (1..13) %}{% assign l = l | concat: l %}{% endfor %}{{ l | join }}",
             {"l": [{"note": "x" * 20_000}]}),
    )  # fmt: skip
    yield (
        "concat of orders, as text",
        Case("{% for i in (1..13) %}{% assign l = l | concat: l %}{% endfor %}{{ l | upcase }}",
             {"l": [{"note": "x" * 20_000}]}),
    )  # fmt: skip
    yield (
        "concat of orders, as JSON",
        Case("{% for i in (1..13) %}{% assign l = l | concat: l %}{% endfor %}{{ l | json }}",
             {"l": [{"note": "x" * 20_000}]}),
    )  # fmt: skip
    yield (
        "concat of orders, compared",
        Case("{% for i in (1..13) %}{% assign l = l | concat: l %}{% endfor %}"
             "{% for i in (1..999) %}{% if l == l %}{% endif %}{% endfor %}",
             {"l": [{"note": "x" * 20_000}]}),
    )  # fmt: skip
    yield (
        "many long texts in a list",
        Case(big() + "{% assign l = '' | split: ',' %}{% for i in (1..9999) %}"
             "{% assign s = big | append: i | split: '~' %}{% assign l = l | concat: s %}"
             "{% endfor %}{{ l | size }}"),
    )  # fmt: skip
    yield (
        "many long texts by name",
        Case(big() + "".join(f"{{% assign v{i} = big | append: {i} %}}" for i in range(900))),
    )
    yield (
        "many long emoji by name",
        Case(big("😀") + "".join(f"{{% assign v{i} = big | append: {i} %}}" for i in range(900))),
    )
    yield (
        "ranges by the thousand",
        Case(
            "{% for i in (1..999) %}{% assign l = (1..9999) | reverse %}{% endfor %}{{ l | size }}"
        ),
    )
    yield "output without end", Case(big() + "{% for i in (1..99) %}{{ big }}{% endfor %}")
    yield "emoji without end", Case(big("😀") + "{% for i in (1..99) %}{{ big }}{% endfor %}")
    yield (
        "quotes without end",
        Case(big("&<>") + "{{ big }}{{ big | escape }}{{ big | escape | escape }}"),
    )
    yield (
        "captures in captures",
        Case(big() + "".join(f"{{% capture c{i} %}}" for i in range(40)) + "{{ big }}" * 2
             + "{% endcapture %}" * 40),
    )  # fmt: skip
    yield "escapes grow", Case(grown("{% assign a = a | escape %}", seed="&&&&&&&&&&", times=40))
    yield (
        "url_encode grows",
        Case(grown("{% assign a = a | url_encode %}", seed="%%%%%%", times=60)),
    )
    yield "base64 grows", Case(grown("{% assign a = a | base64_encode %}", times=60))
    yield "json grows", Case(grown("{% assign a = a | json %}", seed='""""', times=60))
    yield (
        "newline_to_br grows",
        Case(
            "{% capture a %}\n\n\n\n{% endcapture %}{% for i in (1..60) %}"
            "{% assign a = a | newline_to_br | append: a %}{% endfor %}"
        ),
    )


def numbers() -> Iterator[tuple[str, Case]]:
    yield (
        "a number squared for ever",
        Case(
            "{% assign n = 9 %}{% for i in (1..60) %}{% assign n = n | times: n %}{% endfor %}"
            "{{ n }}"
        ),
    )
    for name, expression in {
        "times 1e308": "10 | times: 1e308 | times: 1e308",
        "times 1e308 as text": "'1e308' | times: '1e308'",
        "a float's ceiling": "'1e308' | ceil",
        "infinity's ceiling": "'inf' | ceil",
        "infinity's floor": "'1e999' | floor",
        "nan rounded": "'nan' | round",
        "nan divided": "'nan' | divided_by: 0 | modulo: 0",
        "a wild exponent": "'1e99999999' | plus: 1",
        "a wild exponent in a sum": "'1e99999999,2' | split: ',' | sum",
        "a wild exponent in money": "'1e99999999' | money",
        "money of many digits": f"'{'9' * 9_000}' | money",
        "money of infinity": "'inf' | money_with_currency",
        "money without zeros of many digits": f"'{'9' * 4_000}.5' | money_without_trailing_zeros",
        "round to many places": "1.5 | round: 99999999",
        "round to no place": "1.5 | round: -99999999",
        "a number of many digits": f"'{'9' * 9_000}' | plus: 1",
        "a literal of many digits": f"{'9' * 9_000} | plus: 1",
        "a float of many digits": f"{'9' * 4_000}.{'9' * 4_000} | plus: 1",
        "modulo of much": "'1e300' | modulo: '1e-300'",
        "divided by little": "1 | divided_by: 1e-320",
        "a percentage of much": "1e308 | percent",
        "a weight of much": "'1e308' | weight_with_unit",
        "at_least a wild number": "1 | at_least: '1e99999'",
        "slice far": "'abc' | slice: 99999999999999999999, 99999999999999999999",
        "slice from far below": "'abc' | slice: -99999999999999999999, 99999999999999999999",
        "truncate far": f"'abc' | truncate: {'9' * 30}",
        "truncate by much": "'abc' | truncate: 1, big",
        "truncatewords far": f"'a b c' | truncatewords: {'9' * 30}",
        "a wild picture": f"'https://cdn.shopify.com/x' | img_url: '{'9' * 5_000}x{'9' * 5_000}'",
        "a wild image_url": f"'https://cdn.shopify.com/x.jpg' | image_url: width: {'9' * 400}",
    }.items():
        yield name, Case(big("y", 14) + "{{ " + expression + " }}")


def dates() -> Iterator[tuple[str, Case]]:
    for name, (value, shape) in {
        "a width of seven figures": ("now", "%9999999d"),
        "a width of thirty figures": ("now", "%" + "9" * 30 + "Y"),
        "many directives": ("now", "%A%B%c%x" * 2_000),
        "many compounds": ("now", "%c%D%F%T%r%R" * 1_500),
        "many flags": ("now", "%" + "-0^#_:" * 1_500 + "Y"),
        "percent signs": ("now", "%" * 9_000),
        "a date of figures": ("9" * 3_000, "%Y"),
        "a date of words": ("monday " * 8, "%Y"),
        "a date far off": ("9999-12-31T23:59:59+14:00", "%s %c %U %W %G"),
        "a date too early": ("0001-01-01T00:00:00-14:00", "%s %c"),
        "seconds without end": ("9" * 18, "%Y"),
        "a date of dashes": ("1-" * 25, "%Y"),
        "a date of colons": ("12:" * 18, "%Y"),
        "a zone far off": ("2026-01-01T00:00:00+99:99", "%z %Z"),
    }.items():
        yield name, Case(f"{{{{ '{value}' | date: '{shape}' }}}}")
    yield "a big date", Case(big() + "{{ big | date: big }}{{ 'now' | date: big }}")
    yield "a big format", Case(big("%c") + "{{ 'now' | date: big }}")
    yield "a big named format", Case(big("%A") + "{{ 'now' | date: format: big }}")
    yield (
        "many dates",
        Case("{% for i in (1..9999) %}{{ 'March 3rd, 2026 10:00 PM' | date: '%c' }}{% endfor %}"),
    )
    yield (
        "many wrong dates",
        Case(
            "{% for i in (1..9999) %}{{ 'the day after the 9th of tomorrow in may' | date: '%c' }}"
            "{% endfor %}"
        ),
    )
