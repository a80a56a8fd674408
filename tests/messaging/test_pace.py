"""How much one worker takes at a time."""

from messaging.pace import FEWEST, MOST, QUICK, Pace


def test_a_quick_worker_takes_more_and_a_slow_one_less() -> None:
    pace = Pace()

    for _ in range(5):
        pace.learn(taken=pace.limit, seconds=QUICK / 10)
    assert pace.limit == MOST
    pace.learn(taken=MOST, seconds=QUICK * 2)
    assert pace.limit == MOST // 2
    for _ in range(5):
        pace.learn(taken=pace.limit, seconds=QUICK * 2)
    assert pace.limit == FEWEST


def test_a_worker_settles_at_what_it_sends_in_time() -> None:
    pace = Pace()

    for _ in range(8):
        pace.learn(taken=pace.limit, seconds=pace.limit / 250)

    assert pace.limit == int(250 * QUICK)


def test_who_finds_little_to_do_takes_no_more() -> None:
    pace = Pace()

    pace.learn(taken=3, seconds=0.001)

    assert pace.limit == FEWEST


def test_leases_are_looked_after_now_and_then() -> None:
    pace = Pace()

    assert [pace.is_time_to_look() for _ in range(3)] == [True, False, False]
