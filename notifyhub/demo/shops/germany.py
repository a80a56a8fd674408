"""Buyers from Germany, who pay a Norwegian or Danish shop in euro."""

from notifyhub.demo.world import Country, Names, Place

GERMANY = Country(
    code="DE",
    name="Germany",
    places=(
        Place("Hamburg", ("20359", "22767")),
        Place("Berlin", ("10405", "12043")),
        Place("Köln", ("50674", "50823")),
        Place("Flensburg", ("24937",)),
    ),
    streets=("Lindenallee {n}", "Große Bleiche {n}", "Am Mühlenteich {n}a", "Schützenstraße {n}"),
)
GERMAN_NAMES = Names(
    first=("Jürgen", "Käthe", "Anneliese", "Björn", "Friederike", "Matthias", "Ayşe"),
    last=("Müßig", "Weiß", "Schönfelder", "Hoffmann-Krüger", "Brandt", "Yıldırım"),
    mail_domains=("postfach.example", "briefkasten.example"),
)
