# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""When a milk run goes next, without the ORM."""

from datetime import datetime, time, timedelta

import pytz


def next_run(after, hours, zone, working=None, horizon=14):
    """First run after a moment; undefined (None) where none falls into the horizon.

    Runs go at hours on the clock of their place. One that the clock skips in spring goes as
    much later; one whose hour comes twice in autumn goes the first time alone.

    :param after: moment in UTC, without a zone; a run at this very moment is over
    :param hours: hours of the day, 14.5 is half past two in the afternoon
    :param zone: pytz zone of the place
    :param working: local dates that are worked; None where every day is
    :param horizon: days to look ahead
    :return: moment in UTC, without a zone

    Friday, 6 March 2026, in Berlin (UTC + 1); the week is worked:

    >>> berlin = pytz.timezone("Europe/Berlin")
    >>> from datetime import date
    >>> working = {date(2026, 3, day) for day in (2, 3, 4, 5, 6, 9, 10)}
    >>> next_run(datetime(2026, 3, 6, 8), [6, 14], berlin, working)
    datetime.datetime(2026, 3, 6, 13, 0)
    >>> next_run(datetime(2026, 3, 6, 13), [6, 14], berlin, working)
    datetime.datetime(2026, 3, 9, 5, 0)
    >>> next_run(datetime(2026, 3, 6, 8), [], berlin) is None
    True
    """
    first = pytz.utc.localize(after).astimezone(zone).date()
    for ahead in range(horizon + 1):
        date = first + timedelta(days=ahead)
        if working is not None and date not in working:
            continue
        later = [moment for moment in (get_moment(date, hour, zone) for hour in hours) if moment > after]
        if later:
            return min(later)
    return None


def get_moment(date, hour, zone):
    """UTC moment of an hour on the clock of a place.

    >>> from datetime import date
    >>> berlin = pytz.timezone("Europe/Berlin")
    >>> get_moment(date(2026, 3, 29), 2.5, berlin)  # skipped by the clock: 03:30 summer time
    datetime.datetime(2026, 3, 29, 1, 30)
    >>> get_moment(date(2026, 10, 25), 2.5, berlin)  # comes twice: the first
    datetime.datetime(2026, 10, 25, 0, 30)
    """
    minutes = round(hour * 60)
    local = datetime.combine(date, time(minutes // 60, minutes % 60))
    try:
        moment = zone.localize(local, is_dst=None)
    except pytz.AmbiguousTimeError:
        moment = zone.localize(local, is_dst=True)
    except pytz.NonExistentTimeError:
        moment = zone.localize(local, is_dst=False)
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
