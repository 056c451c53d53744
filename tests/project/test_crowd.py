"""Kiosks on one socket: who has more readers than another lets him go first, as long as there is another."""

import os
import time

from broadsheet.project.crowd import SILENT_SECONDS, Crowd


def test_who_has_more_readers_is_ahead():
    crowd = Crowd(3)
    for kiosk, readers in enumerate([5, 7, 5]):
        crowd.say(kiosk, readers)

    assert [crowd.is_ahead(kiosk) for kiosk in range(3)] == [False, True, False]


def test_a_kiosk_that_says_nothing_any_more_keeps_nobody_waiting():
    crowd = Crowd(2)
    crowd.say(0, 1)
    crowd.say(1, 500)
    before = crowd.is_ahead(1)
    time.sleep(SILENT_SECONDS + 0.1)
    crowd.say(1, 500)

    assert (before, crowd.is_ahead(1)) == (True, False)


def test_a_place_at_which_nobody_stood_yet_keeps_nobody_waiting():
    crowd = Crowd(2)
    crowd.say(1, 1)

    assert not crowd.is_ahead(1)


def test_what_one_process_says_is_seen_by_another():
    crowd = Crowd(2)
    crowd.say(0, 9)
    child = os.fork()
    if not child:
        crowd.say(1, 3)
        os._exit(0)
    os.waitpid(child, 0)

    assert (crowd.is_ahead(0), crowd.is_ahead(1)) == (True, False)
